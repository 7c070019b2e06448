"""Why is it off? What would make up the difference of a counted drawer, the likeliest first."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from data import balancing_drawer
from data.balancing import Explanation
from data.balancing_drawer import Balancing
from data.money import show_cents
from data.permissions import Refused
from screens.board import Board, BoardDisplay, select, typed
from screens.lines import Line
from screens.listing import Listing, fixed_rows, pick
from screens.receipts import show_document
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = """The day of this drawer is searched for what would make up the difference: a receipt of that amount, twice or
half of it, digits transposed or slid, one tender posted as another, a void missed or given back twice, change given
twice, a strap or roll miscounted, a paid out that was not entered.

The percentage weighs each suspect against all others and against something that left no trace. It says where to look
first, not what happened.

Type a number from the list to see that document. Nothing is changed here; a receipt is put right by its void."""
WIDTH = 78
LEGEND = ("help", "exit", "find", "tape", "command", "cancel")


async def show_why(desk: Desk, drawer_id: int) -> None:
    """The explanations of a counted drawer until the clerk goes back; a number shows the document behind it."""
    found = await desk.ask(balancing_drawer.why, desk.store, desk.clerk_session, desk.catalog, drawer_id)
    listed = [one for finding in found.findings for one in finding.explanations]
    display = desk.free_display(BoardDisplay)
    display.load(_board(found, listed))
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer in ("", "/"):
                return
            try:
                await _look_at(desk, listed, typed(answer))
                display.load(_board(found, listed))
            except Refused as refusal:
                display.load(_board(found, listed))
                display.fault(str(refusal))


def _board(found: Balancing, listed: list[Explanation]) -> Board:
    drawer = found.drawer
    rows = [Line(f"  Till {drawer.till}, business date {drawer.business_date:%m/%d/%Y}", "label"), Line("")]
    if not found.findings:
        rows.append(Line("  The drawer balances. There is nothing to explain.", "title"))
    number = 0
    for finding in found.findings:
        rows += _wrapped("  ", finding.sentence, "title")
        for one in finding.explanations:
            number += 1
            rows += _wrapped(f"{number:>3}. {one.percent:>3} %  ", one.sentence, "text")
            rows += [row for other in one.others[:2] for row in _wrapped(f"{'':11}or: ", other, "label")]
        rows.append(Line(""))
    prompt = "Look at number" if listed else "Enter goes back"
    return Board("BAL010", "Why is it off?", above=rows, help=HELP, prompt=prompt, legend=LEGEND)


def _wrapped(first: str, text: str, style: str) -> list[Line]:
    rows = textwrap.wrap(text, WIDTH - len(first))
    return [Line((first if not at else " " * len(first)) + row, style) for at, row in enumerate(rows)]


async def _look_at(desk: Desk, listed: list[Explanation], answer: str) -> None:
    """Show the document of a listed explanation. Raises `Refused`."""
    if not answer.isdecimal() or not 1 <= int(answer) <= len(listed):
        raise Refused("Type a number from the list." if listed else "There is nothing to look at.")
    _, suspect = listed[int(answer) - 1].suspect
    if not isinstance(suspect, int):
        raise Refused("That is in the count, not in a document: count those pieces again.")
    await show_document(desk, suspect)


async def why_off(desk: Desk, rest: str) -> None:
    """Choose a counted drawer and explain it; the clerk's own is shown at once when it is the only one."""
    found = await desk.ask(balancing_drawer.counted, desk.store, desk.clerk_session)
    if not found:
        raise Refused("No drawer has been counted yet. A drawer is explained after its count.")
    if len(found) == 1:
        await show_why(desk, found[0].id)
        return
    rows = [
        Row(
            one.id,
            (
                f"{one.business_date:%m/%d/%Y}",
                one.till,
                one.clerk,
                one.state,
                show_cents(one.variance_cents) if one.variance_cents else "balances",
            ),
        )
        for one in found
    ]
    columns = (
        Column("Date", 10),
        Column("Till", 4),
        Column("Clerk", 24),
        Column("State", 9),
        Column("Off", 12, "right"),
    )
    listing = Listing("BAL005", "Why is it off? Which drawer", columns, fixed_rows(rows), pick=True, help=HELP)
    while (row := await pick(desk, listing)) is not None:
        await show_why(desk, int(row.key))
