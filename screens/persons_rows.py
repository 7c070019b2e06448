"""The groups of a person's file: their rows, entered, changed, ended, each with its history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from data.forms import FormError, Values
from data.permissions import Refused
from data.police import (
    persons,
    persons_checks,
    persons_file,
    persons_find,
    persons_forms,
    persons_history,
    persons_rows,
)
from data.police.persons_groups import GROUPS, Group
from data.police.persons_history import Why
from data.police.persons_rows import Entry
from screens.board import Board, BoardDisplay, Option, select
from screens.entry import fill_in
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.masking import Unmasked
from screens.pager import read
from screens.persons_history import past_line, show_history
from screens.persons_merge import merge, undo
from screens.police import purpose
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

HISTORY, MERGE, UNDO = 20, 21, 22
EXTRA = (
    (1, "Name and birth"),
    (HISTORY, "History"),
    (MERGE, "Merge another file into this one"),
    (UNDO, "Undo a merge"),
)
ROW_COLUMNS = (Column("From", 10), Column("To", 10), Column("What", 51))


Options = Mapping[str, tuple[str, Callable[[], Awaitable[None]]]]
"""Further options of the person's menu: number, words and flow."""


async def maintain(desk: Desk, person_id: int, more: Options | None = None) -> None:
    """The groups of a person's file, and what `more` there is, by their numbers until the clerk goes back."""
    more = more or {}
    display = desk.free_display(BoardDisplay)
    board = await _board(desk, person_id, more)
    display.load(board)
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            try:
                if isinstance(answer, str) and answer in more:
                    await more[answer][1]()
                elif isinstance(answer, str) and answer:
                    await _chosen(desk, person_id, answer)
                board = await _board(desk, person_id, more)
                display.load(board)
            except (Refused, FormError) as error:
                display.load(board)
                display.fault(str(error))


async def _board(desk: Desk, person_id: int, more: Options) -> Board:
    opened = await desk.ask_police(persons.person, desk.clerk_session, person_id)
    options = {1: "Name and birth", **{group.number: group.title for group in GROUPS.values()}, **dict(EXTRA)}
    options |= {int(number): title for number, (title, _) in more.items()}
    return Board(
        "PER040", "Change a person",
        [Option(str(number), title) for number, title in sorted(options.items())],
        above=["", f"  {opened.number}  {opened.name}", ""],
        prompt="Selection", legend=("help", "exit", "cancel"),
        help="Choose what to change. Rows are ended, never deleted; every change is kept with who, when and why.",
    )  # fmt: skip


async def _chosen(desk: Desk, person_id: int, answer: str) -> None:
    number = int(answer) if answer.isascii() and answer.isdigit() else 0
    group = next((one for one in GROUPS.values() if one.number == number), None)
    if group is not None:
        await show_group(desk, group, person_id)
    elif number == 1:
        await change_own(desk, person_id)
    elif number == HISTORY:
        await show_history(desk, person_id)
    elif number == MERGE:
        await merge(desk, person_id)
    elif number == UNDO:
        await undo(desk, person_id)
    else:
        raise Refused(f"Option {answer} is not known here.")


async def change_own(desk: Desk, person_id: int) -> None:
    """Change or correct name, birth and the like."""
    session = desk.clerk_session
    opened = await desk.ask_police(persons.person, session, person_id)
    form = await desk.ask_police(persons_forms.own_form, opened)

    async def do(values: Values, _: object) -> bool:
        why = persons_forms.why_of(values)
        await desk.ask_police(persons.change, session, person_id, values, opened.version, why)
        return True

    await fill_in(desk, form, do, persons_forms.own_texts(opened), cursor="last")


# Rows of a group


async def show_group(desk: Desk, group: Group, person_id: int) -> None:
    """The rows of a group, current ones first; F6 enters a new one."""
    session = desk.clerk_session
    entries: dict[int, Entry] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask_police(persons_rows.rows, session, group.code, person_id)
        entries.clear()
        entries.update({one.id: one for one in found})
        return await fixed_rows([_row(one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        entry = entries[int(row.key)]
        if option == "2":
            await _change(desk, group, entry)
        elif option == "4":
            await _end(desk, group, entry)
        else:
            await _display(desk, group, entry)

    async def new(display: ListDisplay) -> None:
        await _add(desk, group, person_id)
        await display.list.first_page()

    listing = Listing(
        "PER050", group.title, ROW_COLUMNS, fetch, (("2", "Change"), ("4", "End"), ("5", "Display")), default="5",
        empty="There is nothing here yet. F6 enters it.", listens=frozenset({"new"}),
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


def _row(entry: Entry) -> Row:
    return Row(entry.id, (entry.texts.get("from_on", ""), entry.texts["to_on"], entry.line))


async def _add(desk: Desk, group: Group, person_id: int) -> None:
    session = desk.clerk_session
    form = await desk.ask_police(persons_forms.row_form, session, group, None)

    async def do(values: Values, _: object) -> bool | None:
        for doubt in await _doubts(desk, group, person_id, values):
            if not await desk.confirm(f"{doubt} Keep it?"):
                return None
        await desk.ask_police(persons_rows.add, session, group.code, person_id, values)
        return True

    await fill_in(desk, form, do)


async def _doubts(desk: Desk, group: Group, person_id: int, values: Values) -> list[str]:
    """What speaks against keeping a row and is kept all the same when the clerk says so."""
    found: list[str] = await desk.ask_police(persons_checks.warnings, group, values)
    if group.code == "IDENTIFIERS":
        checked = persons_checks.identifier(values["kind"], values.get("place") or "", values["value"])
        numbers = {values["kind"]: checked.value}
        alike = await desk.ask_police(persons_find.similar, desk.clerk_session, "", "", None, numbers)
        others = [one.person for one in alike if one.person.id != person_id]
        found += [f"{one.number} {one.name[:24]} has it too." for one in others]
    return found


async def _change(desk: Desk, group: Group, entry: Entry) -> None:
    session = desk.clerk_session
    form = await desk.ask_police(persons_forms.row_form, session, group, entry)

    async def do(values: Values, _: object) -> bool:
        why = persons_forms.why_of(values)
        await desk.ask_police(persons_rows.change, session, group.code, entry.id, values, entry.version, why)
        return True

    texts = {name: entry.texts[name] for name in form.fields if name in entry.texts}
    await fill_in(desk, form, do, texts, cursor=next(iter(form.fields)))


async def _end(desk: Desk, group: Group, entry: Entry) -> None:
    session = desk.clerk_session

    async def do(values: Values, _: object) -> bool:
        why = Why(reason=values["because"] or "")
        await desk.ask_police(persons_rows.end, session, group.code, entry.id, values["on"], entry.version, why)
        return True

    today = f"{session.clock.today():%m/%d/%Y}"
    await fill_in(desk, persons_forms.END, do, {"on": today}, cursor="on")


async def _display(desk: Desk, group: Group, entry: Entry) -> None:
    """A row field by field with its history; F11 reveals what is masked, until it is left."""
    session = desk.clerk_session
    past = await desk.ask_police(persons_history.of_row, group.table, entry.id)
    rows = ["", *persons_file.entry_lines(entry, group), "", "  History", *(past_line(one) for one in past)]

    unmasked = Unmasked(desk)

    async def reveal(display: Any) -> None:
        chosen = await purpose(desk)
        clear = await desk.ask_police(persons_rows.reveal, session, group.code, entry.id, chosen)
        await unmasked.for_a_while(display, display.clear_message)
        display.say(f"In clear: {clear}")

    keys = {"more": reveal} if entry.restricted else None
    try:
        await read(desk, "PER055", group.one.capitalize(), rows, keys)
    finally:
        unmasked.drop()
