"""What the displays of the front desk share: the list, the record with its actions, the way to the cashier."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import records, registers
from data.forms import Form, FormError, Look, Values
from data.permissions import Refused
from data.registers import Register
from data.services import Service
from screens.board import Board, BoardDisplay, select, typed
from screens.display import Pressed
from screens.entry import EntryDisplay, fill_in
from screens.lines import Line
from screens.listing import ListDisplay, Listing, work_with
from screens.programs import Flow
from screens.programs_counter import PAY
from screens.registers import show_history
from screens.till import Till
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

Actions = Mapping[str, Callable[["Desk", int], Awaitable[Any]]]
"""What may be done with a record, by its number on the display."""
HISTORY = "9"
"""The number of the history on every record's display."""


@dataclass(frozen=True)
class Shown:
    """A record as its display shows it: rows above, then the actions."""

    rows: Sequence[Line]
    menu: Sequence[str]
    payable: bool = False
    """Whether F6 takes its fee."""


@dataclass(frozen=True)
class Kind:
    """One kind of record: its list, its display, and what may be done."""

    program: str
    """The id of the record's display."""
    title: str
    """What the list is called."""
    listed: Register
    whole: Register
    """The same records with every field, for the history."""
    show: Callable[[Desk, int], Awaitable[Shown]]
    new: Callable[[Desk], Awaitable[int | None]]
    actions: Actions
    pay: Callable[[Desk, int], Awaitable[None]] | None = None
    help: str = ""


async def show_list(desk: Desk, kind: Kind) -> None:
    """The records of a kind; Enter works with one, F6 enters another."""
    register, ids = kind.listed, {}
    desk.clerk_session.require(register.view)

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask(registers.page, desk.store, desk.clerk_session, register, direction, key, count)
        ids.update({row.key: row.id for row in found.rows})
        return Page([Row(row.key, row.cells, row.style) for row in found.rows], found.more_before, found.more_after)

    async def act(option: str, row: Row) -> None:
        await show_record(desk, kind, ids[row.key])

    async def new(display: ListDisplay) -> None:
        if (made := await kind.new(desk)) is not None:
            await show_record(desk, kind, made)

    async def refresh(display: ListDisplay) -> None:
        return None

    columns = columns_of(register)
    may = register.change.allows(desk.clerk_session.clerk.role)
    listing = Listing(
        register.code, kind.title, columns, fetch, (("5", "Work with"),), position="Position to", default="5",
        empty=register.empty, listens=frozenset({"refresh", "new"} if may else {"refresh"}), help=kind.help,
    )  # fmt: skip
    await work_with(desk, listing, act, {"refresh": refresh, "new": new})


def columns_of(register: Register) -> tuple[Column, ...]:
    """The columns of a register's list."""
    return tuple(
        Column(title, width, "right" if align == "right" else "left") for title, width, align in register.titles()
    )


async def show_record(desk: Desk, kind: Kind, record_id: int) -> None:
    """A record and its actions until the clerk leaves it; F6 takes its fee."""
    display = desk.free_display(BoardDisplay)
    fault = ""
    before = desk.notice
    async with desk.showing(display):
        while True:
            display.load(_board(kind, await kind.show(desk, record_id)))
            if fault:
                display.fault(fault)
            elif desk.notice is not before and desk.notice:
                display.say(desk.notice[0])
            fault, before = "", desk.notice
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            try:
                await _act(desk, kind, record_id, answer)
            except (Refused, FormError) as error:
                fault = str(error)


def _board(kind: Kind, shown: Shown) -> Board:
    keys = ("help", "exit", *(("new",) if shown.payable else ()), "find", "command", "cancel")
    rows = [*shown.rows, Line(""), *(Line(row) for row in shown.menu)]
    return Board(
        kind.program, kind.listed.title, above=rows, help=kind.help, legend=keys, new_word="Take fee",
        listens=frozenset({"new"} if shown.payable else ()),
    )  # fmt: skip


async def _act(desk: Desk, kind: Kind, record_id: int, answer: Any) -> None:
    if isinstance(answer, Pressed) and kind.pay is not None:
        await kind.pay(desk, record_id)
    elif answer == HISTORY:
        await show_history(desk, kind.whole, record_id)
    elif answer in kind.actions:
        await kind.actions[answer](desk, record_id)
        desk.wake_worker()
    elif typed(answer):
        raise Refused(f"{typed(answer)[:20]} is not on this display. Type a number from above, or F12 to go back.")


async def pay(desk: Desk, service: Service, number: str) -> None:
    """The cashier's form with the reference filled in; back to the record once the receipt is posted."""
    session = desk.clerk_session
    session.require(PAY)
    if session.drawer_id is None:
        raise Refused("Open your drawer first: option 3, then 1 (or type OPEN).")
    till = Till(desk)
    async with till.kept_when_left():
        if await till.add(service, {service.typed[0]: number}):
            await till.settle()


async def enter(
    desk: Desk,
    form: Form,
    save: Callable[..., int],
    texts: dict[str, str],
    warn: Callable[[Values], Awaitable[Look | None]],
    watched: frozenset[str],
    cursor: str | None = None,
) -> int | None:
    """Fill in a form, with what `warn` says whenever a `watched` field is accepted; the record's id."""

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        return await warn({**values, name: value}) if name in watched else None

    async def do(values: Values, _: object) -> int:
        return await desk.ask(save, desk.store, desk.clerk_session, values)

    return await fill_in(desk, form, do, texts, accept=accept, cursor=cursor)


async def change(
    desk: Desk,
    register: Register,
    record_id: int,
    warn: Callable[[Values], Awaitable[Look | None]],
    watched: frozenset[str],
) -> int | None:
    """Change a record on its entry form; F5 shows it as stored."""
    session = desk.clerk_session
    opened = await desk.ask(records.record, desk.store, session, register, record_id)

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        return await warn({**values, name: value}) if name in watched else None

    async def do(values: Values, _: object) -> int:
        return await desk.ask(records.save, desk.store, session, register, record_id, values, opened.version)

    async def refresh(display: EntryDisplay) -> None:
        nonlocal opened
        opened = await desk.ask(records.record, desk.store, session, register, record_id)
        display.panel.load(register.form, opened.texts)
        display.say("These are the values as stored.")

    first = next(iter(register.form.fields))
    return await fill_in(desk, register.form, do, opened.texts, keys={"refresh": refresh}, cursor=first, accept=accept)


async def step(
    desk: Desk,
    form: Form,
    run: Callable[..., Any],
    record_id: int,
    texts: dict[str, str] | None = None,
    about: str = "",
) -> Any:
    """Ask one step's form and carry it out with `run(store, session, id, values)`; its result, None when given up.

    The cursor stands on the first field that has to be filled in and has no text yet.
    """

    async def do(values: Values, approval: Any) -> Any:
        more = {} if approval is None else {"approval": approval}
        return await desk.ask(run, desk.store, desk.clerk_session, record_id, values, **more)

    opening = {**form.opening(), **(texts or {})}
    empty = (name for name, kind in form.fields.items() if kind.is_stop and not opening[name])
    cursor = next(empty, next(iter(form.fields)))
    return await fill_in(desk, form, do, opening, look=Look((about,)) if about else None, cursor=cursor)


def today(desk: Desk) -> str:
    """Today as a date field shows it."""
    return f"{desk.clock.today():%m/%d/%Y}"


def listed(kind: Kind, by_number: Callable[..., int | None]) -> Flow:
    """The flow of a kind: its list, or the record whose number is typed after the code."""

    async def run(desk: Desk, rest: str) -> None:
        if not rest:
            await show_list(desk, kind)
            return
        found = await desk.ask(by_number, desk.store, rest)
        if found is None:
            raise Refused(f"There is no {kind.listed.title.lower()} {rest[:20]}.")
        await show_record(desk, kind, found)

    return run
