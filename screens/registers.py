"""Every declared register: its list, its form, its history. One screen serves them all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from data import records, registers
from data.forms import Values
from data.permissions import Refused
from data.records import Opened
from data.registers import Register
from screens.entry import EntryDisplay, fill_in
from screens.listing import ListDisplay, Listing, fixed_rows, pick, work_with
from screens.pager import read
from screens.programs import Program
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.session import Approval
    from screens.desk import Desk

T = TypeVar("T")


def programs(catalog: Catalog) -> list[Program]:
    """One program for each register."""
    return [
        Program(
            register.code, f"{register.menu}.{register.number}", register.title, partial(_run, register), register.view
        )
        for register in catalog.registers
    ]


async def _run(register: Register, desk: Desk, rest: str) -> None:
    await show_register(desk, register)


async def _ask(desk: Desk, register: Register, call: Callable[..., T], *args: Any) -> T:
    """Ask the store that keeps the register."""
    if register.police:
        return await desk.ask_police(call, *args)
    return await desk.ask(call, desk.store, *args)


async def _viewed(desk: Desk, register: Register, id: int) -> None:
    """A record of the police store is about to be opened: write down by whom and why."""
    if register.police:
        from screens.police import viewing

        await viewing(desk, register.viewed_as or register.code, id)


def _columns(titles: Any) -> tuple[Column, ...]:
    return tuple(Column(title, width, align) for title, width, align in titles)


def _fetch(desk: Desk, register: Register, scope: dict[str, Any] | None, ids: dict[Any, int]) -> Any:
    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await _ask(desk, register, registers.page, desk.clerk_session, register, direction, key, count, scope)
        ids.update({row.key: row.id for row in found.rows})
        return Page([Row(row.key, row.cells, row.style) for row in found.rows], found.more_before, found.more_after)

    return fetch


async def show_register(desk: Desk, register: Register, scope: dict[str, Any] | None = None, title: str = "") -> None:
    """A register's list, or the part of it that belongs to something else (`scope`)."""
    session = desk.clerk_session
    session.require(register.view)
    may_change = register.change.allows(session.clerk.role)
    ids: dict[Any, int] = {}

    async def act(option: str, row: Row) -> None:
        await _option(desk, register, option, ids[row.key], scope)

    async def new(display: ListDisplay) -> None:
        await change(desk, register, None, scope)

    async def refresh(display: ListDisplay) -> None:
        return None

    offered = [o for o in register.options if may_change or o.key not in ("2", "4")]
    listing = Listing(
        register.code,
        title or register.title,
        _columns(register.titles()),
        _fetch(desk, register, scope, ids),
        tuple((option.key, option.title) for option in offered),
        position="Position to",
        empty=register.empty,
        default="5" if register.option("5") else "",
        listens=frozenset({"refresh", "new"} if may_change else {"refresh"}),
        help=register.help,
    )
    keys: dict[str, Callable[[ListDisplay], Awaitable[Any]]] = {"refresh": refresh, "new": new}
    await work_with(desk, listing, act, keys)


async def _option(desk: Desk, register: Register, key: str, id: int, scope: dict[str, Any] | None) -> None:
    option = register.option(key)
    if option is None:
        raise Refused(f"Option {key} is not known here.")
    if option.permission:
        desk.clerk_session.require(option.permission)
    if option.run:
        desk.notice = (await _ask(desk, register, option.run, desk.clerk_session, id),)
    elif key == "2":
        await change(desk, register, id, scope)
    elif key == "4":
        await desk.approved(
            lambda approval: _ask(desk, register, records.remove, desk.clerk_session, register, id, approval)
        )
    elif key == "8":
        await show_history(desk, register, id)
    else:
        await display_record(desk, register, id)


async def change(desk: Desk, register: Register, id: int | None, scope: dict[str, Any] | None = None) -> int | None:
    """Change a record (a new one when `id` is None) until it is saved or given up; its id."""
    session = desk.clerk_session
    session.require(register.change)
    if id is not None:
        await _viewed(desk, register, id)
    opened: Opened | None = await _open(desk, register, id)

    async def do(values: Values, approval: Approval | None) -> int:
        version = opened.version if opened else 0
        return await _ask(desk, register, records.save, session, register, id, values, version, scope, approval)

    async def refresh(display: EntryDisplay) -> None:
        nonlocal opened
        opened = await _open(desk, register, id)
        display.panel.load(register.form, opened.texts if opened else None)
        display.say("These are the values as stored.")

    texts = opened.texts if opened else None
    first = next(iter(register.form.fields))
    return await fill_in(desk, register.form, do, texts, keys={"refresh": refresh}, cursor=first)


async def _open(desk: Desk, register: Register, id: int | None) -> Opened | None:
    if id is None:
        return None
    return await _ask(desk, register, records.record, desk.clerk_session, register, id)


async def display_record(desk: Desk, register: Register, id: int) -> None:
    """A record as text; F6 changes it, F11 shows its history."""
    session = desk.clerk_session

    async def edit(_: Any) -> bool | None:
        return True if await change(desk, register, id) is not None else None

    async def history(_: Any) -> None:
        await show_history(desk, register, id)

    await _viewed(desk, register, id)
    keys: dict[str, Any] = {"more": history}
    if register.change.allows(session.clerk.role):
        keys["new"] = edit
    while True:
        opened = await _open(desk, register, id)
        assert opened is not None
        rows = [f"  {kind.label + ' ':.<26} {opened.texts[name]}" for name, kind in register.form.fields.items()]
        if not await read(desk, register.code, register.title, ["", *rows], keys, new_word="Change"):
            return


async def show_history(desk: Desk, register: Register, id: int) -> None:
    """Who changed what of a record, and when."""
    await _viewed(desk, register, id)
    found = await _ask(desk, register, records.history, desk.clerk_session, register, id)

    async def act(option: str, row: Row) -> None:
        titles = [title for title, _, _ in records.HISTORY_TITLES]
        await read(desk, register.code, "Change", [f"  {t:<10} {c}" for t, c in zip(titles, row.cells, strict=True)])

    rows = [Row(number, row.cells) for number, row in enumerate(found)]
    listing = Listing(
        register.code, f"{register.title}: history", _columns(records.HISTORY_TITLES), fixed_rows(rows),
        (("5", "Display"),), empty="It has not been changed since it was entered.", default="5",
    )  # fmt: skip
    await work_with(desk, listing, act)


async def pick_code(desk: Desk, code: str) -> str | None:
    """F4 of a look-up field: one row of a register, its first column; None when nothing was picked."""
    register = desk.catalog.register(code)
    ids: dict[Any, int] = {}
    listing = Listing(
        "F4", register.title, _columns(register.titles()), _fetch(desk, register, None, ids), position="Position to",
        empty=register.empty, pick=True,
    )  # fmt: skip
    row = await pick(desk, listing)
    return None if row is None else row.cells[0]
