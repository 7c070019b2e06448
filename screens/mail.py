"""Mail batches: the control first, stub after stub, then balanced, posted, held or given to another clerk."""

from __future__ import annotations

import textwrap
import uuid
from typing import TYPE_CHECKING, Any

from data import batches, batches_state, batches_why
from data.batches_entry import HEADER
from data.clock import shown_date
from data.documents.mail_letters import batch_paper
from data.fields import Digits
from data.forms import Form, FormError, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.text import many
from screens.board import Board, BoardDisplay, Option, select, typed
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.mail_entry import correct, enter
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.desk import Desk

MOVE = Form(
    "BAT040",
    "Move the batch to another clerk",
    {"clerk": Digits("Clerk number", 6, required=True)},
    help="The other clerk takes it up from the list of batches (11.2).",
)
OPTIONS = (
    Option("1", "Enter items"),
    Option("2", "Items: correct or take out"),
    Option("3", "Balance"),
    Option("4", "Post"),
    Option("5", "Edit list"),
    Option("6", "Correct the control"),
    Option("7", "Hold for later"),
    Option("8", "Move to another clerk"),
    Option("9", "Give the batch up"),
)

PROVES = ("3", "4")
"""Options after which a batch that is off is explained."""
WIDTH = 78


async def new_batch(desk: Desk, rest: str = "") -> None:
    """A new batch: control, then its items."""
    key = uuid.uuid4().hex

    async def do(values: Values, _: object) -> int:
        return await desk.ask(batches.create, desk.store, desk.clerk_session, values, key)

    batch_id = await fill_in(desk, HEADER, do)
    if batch_id is not None:
        await enter(desk, batch_id)
        await work_on(desk, batch_id)


async def work_on(desk: Desk, batch_id: int) -> None:
    """A batch: enter, correct, balance, post, hold, move, give up."""
    display = desk.free_display(BoardDisplay)
    display.load(await _board(desk, batch_id))
    async with desk.showing(display):
        while (answer := await select(desk, display)) not in (None, "/"):
            try:
                if await _act(desk, display, batch_id, typed(answer)):
                    return
                display.load(await _board(desk, batch_id))
            except (Refused, FormError) as error:
                display.load(await _board(desk, batch_id, await _why(desk, batch_id) if answer in PROVES else []))
                display.fault(str(error))


async def _why(desk: Desk, batch_id: int) -> list[Line]:
    """What may be wrong with a batch that is off, likeliest first; nothing of one that balances."""
    found = await desk.ask(batches_why.why, desk.store, batch_id)
    if not found:
        batch = await desk.ask(batches.get, desk.store, batch_id)
        says = ("Nothing in this batch explains the difference.", "Run a second tape of the checks (F8).")
        return [] if batch.balances else [Line(""), *(Line(f"  {row}", "title") for row in says)]
    rows = [Line(""), Line("  Why is it off?", "title")]
    for one in found:
        first = f" {one.percent:>3} %  "
        texts = textwrap.wrap(one.sentence, WIDTH - len(first))
        rows += [Line((first if not at else " " * len(first)) + text, "text") for at, text in enumerate(texts)]
    return rows


async def _board(desk: Desk, batch_id: int, below: Sequence[Line] = ()) -> Board:
    batch = await desk.ask(batches.get, desk.store, batch_id)
    above = [
        Line(f"  Batch {batch.number}   {batch.state}   {batch.clerk}   {batch.note}", "title"),
        Line(f"  {batch.sums()}", "protected"),
    ]
    if batch.aside:
        above.append(Line(f"  Set aside {batch.aside}   {show_cents(batch.aside_cents)}", "protected"))
    rows = [Line(f"  {row}", "protected") for row in desk.notice]
    return Board(
        "BAT030",
        "Mail batch",
        OPTIONS,
        above=[*above, *rows, Line("")],
        below=list(below),
        prompt="Selection",
        legend=("help", "exit", "find", "tape", "cancel"),
        help="A batch posts only when count and total are those of the control. F8 runs a second tape of the checks "
        "to find the item that is off; balancing (3) one that is off lists the likeliest items. "
        "A batch may wait (7) or be finished by another clerk (8).",
    )


async def _act(desk: Desk, display: BoardDisplay, batch_id: int, choice: str) -> bool:
    """Do what was chosen; True when the batch is done with."""
    store, session = desk.store, desk.clerk_session
    if choice == "1":
        await enter(desk, batch_id)
    elif choice == "2":
        await correct(desk, batch_id)
    elif choice == "3":
        await desk.ask(batches_state.balance, store, session, batch_id)
    elif choice == "4":
        return await _post(desk, batch_id)
    elif choice == "5":
        await edit_list(desk, batch_id)
    elif choice == "6":
        await _control(desk, batch_id)
    elif choice == "7":
        await desk.ask(batches_state.hold, store, session, batch_id)
        desk.notice = ("The batch waits in the list of batches (11.2).",)
        return True
    elif choice == "8":
        return await _move(desk, batch_id)
    elif choice == "9":
        if not await display.confirm("Give the batch up? Its checks go back to the tray."):
            return False
        await desk.ask(batches_state.cancel, store, session, batch_id)
        return True
    else:
        raise Refused("Type the number of an option.")
    return False


async def _post(desk: Desk, batch_id: int) -> bool:
    """Post a batch that balances, and show the receipts."""
    store, session = desk.store, desk.clerk_session
    if session.drawer_id is None:
        raise Refused("Open your drawer first: option 3, then 1 (or type OPEN).")

    async def post(approval: Any) -> batches_state.PostedBatch:
        return await desk.ask(batches_state.post, store, session, desk.catalog, batch_id, approval)

    done = await desk.approved(post)
    if done is None:
        return False
    desk.wake_worker()
    span = f"{done.receipts[0]} to {done.receipts[-1]}" if done.receipts else "none"
    rows = [f"Batch {done.number} posted: {many(len(done.receipts), 'receipt')}, {show_cents(done.cents)} ({span})."]
    if done.returned:
        rows.append(f"{done.returned} set aside: {'a letter' if done.returned == 1 else 'letters'} printed.")
    desk.notice = tuple(rows)
    return True


async def _control(desk: Desk, batch_id: int) -> None:
    batch = await desk.ask(batches.get, desk.store, batch_id)
    form = Form("BAT011", "Correct the control", {name: HEADER.fields[name] for name in ("count", "total")},
                help="Both values are kept, with who changed them and when.")  # fmt: skip

    async def do(values: Values, _: object) -> bool:
        await desk.ask(batches_state.set_control, desk.store, desk.clerk_session, batch_id, values)
        return True

    await fill_in(desk, form, do, {"count": str(batch.control_count), "total": show_cents(batch.control_cents)})


async def _move(desk: Desk, batch_id: int) -> bool:
    async def do(values: Values, _: object) -> str:
        return await desk.ask(batches_state.move, desk.store, desk.clerk_session, batch_id, values["clerk"])

    name = await fill_in(desk, MOVE, do)
    if name is not None:
        desk.notice = (f"The batch is {name}'s now.",)
    return name is not None


async def edit_list(desk: Desk, batch_id: int) -> None:
    """The batch as it is printed."""
    batch = await desk.ask(batches.get, desk.store, batch_id)
    found = await desk.ask(batches.items, desk.store, batch_id)
    known = await desk.ask(terms, desk.store, desk.clerk_session.business_date)
    await read(desk, "BAT050", f"Batch {batch.number}", desk.plain(batch_paper(known, batch, found)))


async def show_batches(desk: Desk, rest: str = "") -> None:
    """Every unfinished batch and the newest finished ones."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Any:
        rows = [
            Row(one.id, (one.number, one.state, one.clerk, str(one.control_count), show_cents(one.control_cents),
                         shown_date(one.business_date)))
            for one in await desk.ask(batches.listing, desk.store, session)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        batch = await desk.ask(batches.get, desk.store, int(row.key))
        if option == "1" and batch.state in batches.UNFINISHED:
            await desk.ask(batches_state.take_up, desk.store, session, batch.id)
            await work_on(desk, batch.id)
        else:
            await edit_list(desk, batch.id)

    columns = (
        Column("Batch", 8),
        Column("State", 9),
        Column("Clerk", 18),
        Column("Checks", 6, "right"),
        Column("Total", 13, "right"),
        Column("Date", 10),
    )
    options = (("1", "Work on it"), ("5", "List"))
    listing = Listing("BAT060", "Mail batches", columns, fetch, options, default="1", empty="There are no batches.")
    await work_with(desk, listing, act)
