"""Bookings on menu 22: a new one from the person to the charges, those not finished, those of a span of days."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from data import works
from data.forms import Form, FormError, Values
from data.permissions import Refused
from data.police import bookings, bookings_forms, bookings_parked, persons
from data.police.bookings import Booking, Listed
from data.police.bookings_forms import ARREST, LOG
from data.works import Work
from screens.bookings_case import HELP, enter_charges, show_booking
from screens.display import ExitToMenu
from screens.entry import EntryDisplay, fill_in
from screens.frontdesk import today
from screens.listing import Listing, fixed_rows, work_with
from screens.persons import find_person
from screens.persons_rows import maintain
from screens.police import viewing
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

COLUMNS = (
    Column("Number", 9), Column("Arrested", 10), Column("Name", 19), Column("Born", 4), Column("Charge", 11),
    Column("State", 14),
)  # fmt: skip
PARKED = "PARKED"
"""What the form answers when its booking was put aside (F2)."""
NO_SUCH = "No booking of an adult in these days."


class Draft:
    """A booking that is being typed: kept after each pause, and put aside by F2."""

    def __init__(self, desk: Desk, person_id: int, key: str) -> None:
        self.desk, self.person_id, self.key = desk, person_id, key
        self.finished = False
        """Whether nothing more of it is to be kept."""
        self._texts: dict[str, str] = {}

    def typed(self, texts: dict[str, str]) -> None:
        """Something was typed."""
        self._texts = texts
        self.desk.keep_soon(self.keep)

    async def keep(self) -> None:
        """Write what was typed into the police store."""
        if self._texts and not self.finished:
            session = self.desk.clerk_session
            await self.desk.ask_police(bookings_parked.keep, session, self.key, self.person_id, self._texts)

    async def put_aside(self, display: EntryDisplay) -> str:
        """F2: lay it aside; the list of unfinished bookings has it."""
        self._texts = display.panel.texts()
        await self.keep()
        self.finished = True
        await self.desk.ask_police(bookings_parked.put_aside, self.desk.clerk_session, self.key)
        self.desk.notice = ("The booking is put aside: 22.2 has it.",)
        return PARKED


async def book(desk: Desk, rest: str) -> None:
    """Book somebody: find or enter the person, then the arrest and the charges; the rest follows on the booking."""
    person_id = await find_person(desk, rest.strip())
    if person_id is not None:
        await book_person(desk, person_id)


async def book_person(desk: Desk, person_id: int) -> None:
    """Book a person whose file is known, from where an unfinished booking was left. Journals the view."""
    session = desk.clerk_session
    person_id = await desk.ask_police(persons.head_of, person_id)
    await viewing(desk, persons.VIEW, person_id)
    left = await _left(desk, person_id)
    draft = Draft(desk, person_id, left.key if left else uuid.uuid4().hex)

    async def do(values: Values, approval: Any) -> Booking | str:
        draft.finished = True
        try:
            return await desk.ask_police(bookings.begin, session, person_id, values, draft.key)
        except (FormError, Refused):
            draft.finished = False
            raise

    texts = {**bookings_forms.opening(desk.clock), **(left.payload["texts"] if left else {})}
    look = await desk.ask_police(bookings_forms.arrestee_look, session, person_id)

    async def file(display: EntryDisplay) -> None:
        await maintain(desk, person_id)
        display.panel.show_facts(await desk.ask_police(bookings_forms.arrestee_look, session, person_id))

    try:
        made = await fill_in(
            desk, ARREST, do, texts, look=look, keys={"suspend": draft.put_aside, "more": file},
            typed=draft.typed, more_word="Person",
        )  # fmt: skip
    except ExitToMenu:
        await draft.keep()
        raise
    finally:
        draft.finished = True
    if isinstance(made, Booking):
        await enter_charges(desk, made)
        await show_booking(desk, made.id)
    elif made is None:
        await desk.ask_police(works.discard, session, draft.key)


async def _left(desk: Desk, person_id: int) -> Work | None:
    """The person's booking that was put aside or cut off, taken up again; None when there is none."""
    session = desk.clerk_session
    left = await desk.ask_police(bookings_parked.of_person, session, person_id)
    if left is None:
        return None
    return await desk.approved(lambda approval: desk.ask_police(works.resume, session, left.id, approval))


# Lists


def _row(one: Listed) -> Row:
    arrested = f"{date.fromisoformat(one.arrested_on):%m/%d/%Y}"
    cells = (one.number, arrested, one.name, one.year, one.charge, one.waits)
    return Row(one.id, cells)


async def show_unfinished(desk: Desk, rest: str) -> None:
    """The bookings that are not complete, and those put aside; a number after the code shows one."""
    session = desk.clerk_session
    if rest:
        await show_booking(desk, await desk.ask_police(bookings.by_number, session, rest))
        return
    parked: dict[str, int] = {}

    async def fetch(direction: str, key: Any, count: int) -> Page:
        rows = [_row(one) for one in await desk.ask_police(bookings.unfinished, session)]
        parked.clear()
        for work in await desk.ask_police(bookings_parked.unfinished, session):
            parked[f"W{work.id}"] = int(work.payload["person_id"])
            rows.append(Row(f"W{work.id}", (work.name[:9], "", "Put aside", "", "", work.clerk[:10])))
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if row.key in parked:
            await book_person(desk, parked[row.key])
        else:
            await show_booking(desk, int(row.key))

    async def new(display: Any) -> None:
        await book(desk, "")

    listing = Listing(
        "BOK005", "Bookings not finished", COLUMNS, fetch, (("5", "Work on"),), default="5", position="Number",
        empty="No booking is open. F6 takes one.", listens=frozenset({"new"}), new_word="Book", help=HELP,
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


async def show_days(desk: Desk, rest: str) -> None:
    """The bookings of a span of days; juveniles' are not among them."""
    month = f"{desk.clock.today().replace(day=1):%m/%d/%Y}"

    async def do(values: Values, approval: Any) -> bool:
        first, last = values["first"], values["last"]
        if last < first:
            raise FormError("last", "Through: this day is before the first one.")
        found = await desk.ask_police(bookings.of_days, desk.clerk_session, first, last)
        if not found:
            raise FormError("last", NO_SUCH)
        await _show_list(desk, f"Bookings {first:%m/%d/%Y} - {last:%m/%d/%Y}", [_row(one) for one in found])
        return True

    form = Form("BOK006", "Bookings by date", LOG.fields)
    await fill_in(desk, form, do, {"first": month, "last": today(desk)}, cursor="first")


async def _show_list(desk: Desk, title: str, rows: list[Row]) -> None:
    async def act(option: str, row: Row) -> None:
        await show_booking(desk, int(row.key))

    listing = Listing("BOK007", title, COLUMNS, fixed_rows(rows), (("5", "Display"),), default="5", help=HELP)
    await work_with(desk, listing, act)


async def show_of_person(desk: Desk, rest: str) -> None:
    """Find a person and show the bookings."""
    if (person_id := await find_person(desk, rest.strip())) is not None:
        await show_bookings_of(desk, person_id)


async def show_bookings_of(desk: Desk, person_id: int) -> None:
    """A person's only booking, or the list of them. Raises `Refused` when there is none."""
    await viewing(desk, persons.VIEW, person_id)
    found = await desk.ask_police(bookings.of_person, desk.clerk_session, person_id)
    if not found:
        raise Refused("This person has no booking that is shown in a list.")
    if len(found) == 1:
        await show_booking(desk, found[0].id)
    else:
        await _show_list(desk, "Bookings of a person", [_row(one) for one in found])
