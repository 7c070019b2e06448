"""What the displays of petty cash share: the fund, papers, lists, the running total of a count."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from data import pettycash
from data.denominations import cash_cents
from data.forms import Form, Look, Values
from data.money import show_cents
from data.permissions import Refused
from data.pettycash import Fund
from screens.entry import EntryDisplay, fill_in
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.documents import Element
    from screens.desk import Desk


async def choose_fund(desk: Desk, *, kept: bool = False) -> Fund | None:
    """The fund to work with: the only one, or the one picked; None when the clerk gave up. Raises `Refused`."""
    found = await desk.ask(pettycash.funds, desk.store, desk.clerk_session, kept=kept)
    if not found:
        if kept or desk.clerk_session.clerk.role not in pettycash.AUDIT.roles:
            raise Refused("You keep no petty cash fund. Finance says who does: register PCFUNDS.")
        raise Refused("There is no petty cash fund yet. Finance sets it up (register PCFUNDS).")
    if len(found) == 1:
        return found[0]
    rows = [Row(one.id, (one.code, one.title, one.custodian.name, show_cents(one.amount_cents))) for one in found]
    columns = (Column("Fund", 5), Column("Title", 30), Column("Custodian", 20), Column("Amount", 11, "right"))
    row = await pick(desk, Listing("PCF020", "Petty cash funds", columns, fixed_rows(rows), pick=True))
    return None if row is None else next(one for one in found if one.id == row.key)


def note(desk: Desk, *sentences: str) -> None:
    """What happened, for the menu; and the papers are being printed."""
    desk.wake_worker()
    desk.notice = sentences


async def show_paper(desk: Desk, program: str, title: str, elements: list[Element], again: Any, id: int) -> None:
    """A paper on the screen; F6 prints it."""

    async def output(display: Any) -> None:
        await desk.ask(again, desk.store, desk.clerk_session, id)
        desk.wake_worker()
        display.say("It is being printed.")

    rows = [f"{'':18}{row}" for row in desk.plain(elements)]
    await read(desk, program, title, rows, {"new": output} if again else {}, new_word="Print")


async def with_reason(desk: Desk, form: Form, about: str, act: Callable[..., Any], id: int) -> None:
    key = uuid.uuid4().hex

    async def do(values: Values, approval: Any) -> Any:
        return await desk.ask(act, desk.store, desk.clerk_session, id, values["reason"], key, approval)

    made = await fill_in(desk, form, do, look=Look((about,)))
    if made is not None:
        note(desk, f"{made.number}: {made.state.lower()}.")


async def show_list(
    desk: Desk,
    program: str,
    title: str,
    columns: tuple[Column, ...],
    rows: Callable[[], Awaitable[list[Row]]],
    options: tuple[tuple[str, str], ...],
    act: Callable[[Desk, str, int], Awaitable[None]],
) -> None:
    """A list that is read again after each option; Enter on a row displays it."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        return await fixed_rows(await rows())(direction, key, count)

    async def do(option: str, row: Row) -> None:
        await act(desk, option, int(row.key))

    empty = "There is nothing here yet."
    await work_with(desk, Listing(program, title, columns, fetch, options, empty=empty, default="5"), do)


def running_total(desk: Desk) -> Callable[[str, Any, Values], Awaitable[None]]:
    async def accept(name: str, value: Any, values: Values) -> None:
        if isinstance(desk.screen, EntryDisplay):
            desk.screen.say(f"Cash so far {show_cents(cash_cents({**values, name: value}))}")

    return accept
