"""Persons on menu 21: the search, a person's file, a new person; the groups of a file stand beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from data.forms import FormError, Values
from data.police import (
    persons,
    persons_file,
    persons_find,
    persons_forms,
    persons_new,
    persons_records,
    persons_rows,
)
from data.police.coded import tall
from data.police.persons import VIEW
from data.police.persons_find import Found, Query, Similar
from screens.display import ExitToMenu, Pressed, Reply
from screens.entry import EntryDisplay, fill_in
from screens.lines import Line
from screens.listing import ListDisplay, Listing, Picked, fixed_rows
from screens.masking import Unmasked
from screens.pager import PagerDisplay, read
from screens.persons_draft import PARKED, Draft, left
from screens.persons_rows import Options, maintain
from screens.police import purpose, viewing
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.works import Work
    from screens.desk import Desk

COLUMNS = (
    Column("Number", 7), Column("Name", 24), Column("Born", 4), Column("S", 1), Column("R", 1), Column("Hgt", 5),
    Column("Hai", 3), Column("Eye", 3), Column("Found as", 13),
)  # fmt: skip
NOBODY = "Nobody was found. Try fewer letters; F6 enters a new person."
HINT = Line("  F6 changes this file. F11 shows what is masked.", "label")
CLEAR = Line("  In clear: turn the screen away from the counter.", "alert")
NEW = "NEW"
"""What a list answers when F6 was pressed on it."""


def _row(one: Found, said: str = "") -> Row:
    cells = (one.number, one.name, one.year, one.sex, one.race, tall(one.height), one.hair, one.eyes, said or one.also)
    return Row(one.id, cells)


async def _pick(desk: Desk, program: str, title: str, rows: list[Row], new_word: str) -> int | str | None:
    """The person picked from a list, `NEW` for F6, None when it was left."""
    listing = Listing(
        program, title, COLUMNS, fixed_rows(rows), pick=True, listens=frozenset({"new"}), new_word=new_word,
        help="Type the number of a row, or move to it, and press Enter. Only the year of birth stands in a list.",
    )  # fmt: skip
    display = desk.free_display(ListDisplay)
    async with desk.showing(display):
        display.load(listing)
        reply: Reply = await desk.turn(display)
    if isinstance(reply, Picked):
        return int(reply.row.key)
    return NEW if isinstance(reply, Pressed) else None


async def _hits(desk: Desk, query: Query) -> list[Found]:
    found: list[Found] = await desk.ask_police(persons_find.find, desk.clerk_session, query)
    return found


async def _chosen(desk: Desk, hits: list[Found], title: str) -> int | str | None:
    """The only hit, or the one picked."""
    if len(hits) == 1:
        return hits[0].id
    more = f", the first {len(hits)}" if len(hits) == persons_find.LIMIT else f": {len(hits)}"
    return await _pick(desk, "PER020", f"{title}{more}", [_row(one) for one in hits], "New")


async def find_person(desk: Desk, text: str = "") -> int | None:
    """Let the clerk find a person, or enter a new one; the file's id (not shown yet), None when given up."""
    if text:
        hits = await _hits(desk, persons_find.as_typed(text))
        found = await _chosen(desk, hits, "Found") if hits else None
        if found is not None:
            return await new_person(desk) if found == NEW else int(found)
    form = await desk.ask_police(persons_forms.search_form)

    async def do(values: Values, _: object) -> int | None:
        hits = await _hits(desk, persons_forms.query_of(values))
        if not hits:
            raise FormError("name", NOBODY)
        found = await _chosen(desk, hits, "Found")
        return await new_person(desk) if found == NEW else (None if found is None else int(found))

    async def new(_: EntryDisplay) -> int | None:
        return await new_person(desk)

    return await fill_in(desk, form, do, {"name": text} if text else None, keys={"new": new}, cursor="name")


async def search(desk: Desk, rest: str) -> None:
    """Find persons and show them, one after another, until the clerk leaves the search."""
    text = rest.strip()
    while (found := await find_person(desk, text)) is not None:
        await show_person(desk, found)
        if text:
            return


async def new_person(desk: Desk, work: Work | None = None) -> int | None:
    """Enter a new person, after showing who may be the same; the file's id, None when given up or put aside."""
    session = desk.clerk_session
    form = await desk.ask_police(persons_forms.new_form)
    draft = Draft(desk, work.key if work else "")

    async def do(values: Values, _: object) -> int | None:
        alike: list[Similar] = await desk.ask_police(persons_new.check, session, values)
        if alike:
            rows = [_row(one.person, one.why) for one in alike]
            found = await _pick(desk, "PER014", "Is it one of these?", rows, "None of these")
            if found != NEW:
                return None if found is None else int(found)
        entered: int = await desk.ask_police(persons_new.enter, session, values)
        return entered

    texts = work.payload["texts"] if work else None
    try:
        made: int | str | None = await fill_in(
            desk, form, do, texts, keys={"suspend": draft.put_aside}, typed=draft.typed
        )
    except ExitToMenu:
        await draft.keep()
        raise
    if made == PARKED:
        return None
    await draft.end()
    return None if made is None else int(made)


# A person's file


async def show_person(desk: Desk, person_id: int) -> None:
    """A person's file; F6 changes it, F11 reveals what is masked. The view is written down before it is read."""
    person_id = await desk.ask_police(persons.head_of, person_id)
    await viewing(desk, VIEW, person_id)
    unmasked = Unmasked(desk)

    async def change(_: PagerDisplay) -> bool:
        await maintain(desk, person_id, _records(desk, person_id))
        return True

    async def reveal(display: PagerDisplay) -> None:
        await _reveal(desk, display, unmasked, person_id)

    keys: dict[str, Callable[[PagerDisplay], Awaitable[Any]]] = {"new": change, "more": reveal}
    again = True
    while again:
        rows: list[str | Line] = [HINT, *await _lines(desk, person_id)]
        try:
            again = await read(desk, "PER030", "Person", rows, keys, new_word="Change", more_word="Show")
        finally:
            unmasked.drop()


async def _lines(desk: Desk, person_id: int, clear: persons_file.Revealed | None = None) -> list[str]:
    session = desk.clerk_session
    file = await desk.ask_police(persons_file.lines, session, person_id, clear)
    return [*file, *await desk.ask_police(persons_records.lines, session, person_id)]


def _records(desk: Desk, person_id: int) -> Options:
    """The person's registrations and bookings, whose displays lead back to the file."""
    from screens.bookings import show_bookings_of
    from screens.registrants_case import show_person_registrations

    return {
        str(persons_records.REGISTRATIONS): ("Registrations", lambda: show_person_registrations(desk, person_id)),
        str(persons_records.BOOKINGS): ("Bookings", lambda: show_bookings_of(desk, person_id)),
    }


async def _reveal(desk: Desk, display: PagerDisplay, unmasked: Unmasked, person_id: int) -> None:
    """Show a file's restricted values in clear for a while; each is written down with the reason of this work."""
    session = desk.clerk_session
    clear = await desk.ask_police(persons_rows.reveal_all, session, person_id, await purpose(desk))
    if not clear:
        display.say("There is nothing masked on this file.")
        return
    masked = list(display.lines.rows)
    rows: list[str | Line] = [CLEAR, *await _lines(desk, person_id, clear)]

    def mask() -> None:
        display.lines.show(masked)
        display.say("Masked again. F11 reveals.")

    seconds = await unmasked.for_a_while(display, mask)
    display.lines.show(rows)
    display.say(f"In clear for {seconds} seconds.")


async def new(desk: Desk, rest: str) -> None:
    """Enter a new person and show the file."""
    if (entered := await new_person(desk, await left(desk))) is not None:
        await show_person(desk, entered)
