"""One booking on one display: what is known, what is missing, and the numbered steps that finish it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.forms import Form, Look, Values
from data.police import (
    access,
    bookings,
    bookings_charges,
    bookings_end,
    bookings_forms,
    bookings_parts,
)
from data.police.bookings import VIEW, WORK, Booking
from data.police.bookings_export import EXPORT
from data.police.bookings_forms import CHARGE, DISPOSITION, FACTS, GUARDIAN, HOLD, MEDICAL_FORM, WHY
from data.police.bookings_parts import Shown
from data.police.bookings_terms import MEDICAL
from screens.bookings_out import export, line_up, papers, withhold
from screens.bookings_photos import photographs
from screens.bookings_prints import prints
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.persons import show_person
from screens.police import purpose, viewing
from screens.police_case import Case, Step, work_case
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = """A booking: intake, photographs, prints, and how the arrestee left. Each step can be done when it comes.

It is complete when it has a charge, the frontal photograph, the prints in the fingerprint log with 6 (or why there are
none), the telephone calls offered and the disposition; then 9 closes it. A juvenile's booking stands in no list:
type BOKQ and its number."""
WIDTH = 79
_MOST_CHARGES = 3


async def show_booking(desk: Desk, booking_id: int) -> None:
    """One booking until the clerk leaves it; the view is written down first. Raises `Refused` for a restricted one."""
    await desk.ask_police(bookings.get, desk.clerk_session, booking_id)  # who may not is told before a reason is asked
    await viewing(desk, VIEW, booking_id)

    async def load() -> Case:
        shown = await desk.ask_police(bookings_parts.shown, desk.clerk_session, booking_id)
        return Case("BOK015", f"Booking {shown.booking.number}", rows_of(shown), _steps(desk, shown), None, HELP)

    await work_case(desk, load)


def rows_of(shown: Shown) -> list[Line]:
    """What is known about a booking, in rows."""
    found = shown.booking
    state = "  JUVENILE, RESTRICTED" if found.juvenile else ""
    arrested = f"{shown.arrested} at {found.place}"
    rows = [
        Line(f"  {found.number}  {found.state}  {shown.name}  {shown.born}{state}"[:WIDTH], "title"),
        Line(f"            {shown.look}"[:WIDTH], "label"),
        Line(f"  Arrested  {arrested}"[:WIDTH]),
        Line(f"            {found.circumstances}"[:WIDTH], "label"),
        Line(f"  Officer   {found.officer} {found.officer_id}   booked {local_time(found.booked_at)}"[:WIDTH]),
        *_charge_rows(shown),
        Line(f"  Photos    {', '.join(shown.photographs) or 'none'}"[:WIDTH]),
        Line(f"  Prints    {shown.prints}"[:WIDTH]),
        Line(f"  Property  {found.envelope or '-'}  {found.property_list}"[:WIDTH]),
        Line(f"  Left      {shown.left}"[:WIDTH]),
    ]
    if found.withheld:
        rows.append(Line(f"  Log       withheld: {found.withheld.lower()}"[:WIDTH], "alert"))
    if shown.missing:
        rows.append(Line(f"  MISSING {len(shown.missing)} {shown.missing[0]}"[:WIDTH], "alert"))
    return rows


def _charge_rows(shown: Shown) -> list[Line]:
    rows = [Line(f"  Charges   {shown.charges[0] if shown.charges else 'none'}"[:WIDTH])]
    rows += [Line(f"            {one}"[:WIDTH]) for one in shown.charges[1:_MOST_CHARGES]]
    if len(shown.charges) > _MOST_CHARGES:
        rows[-1] = Line(f"            and {len(shown.charges) - _MOST_CHARGES + 1} more: 2 shows them")
    return rows + [Line(f"  Hold      {one}"[:WIDTH], "alert") for one in shown.holds[:2]]


def _steps(desk: Desk, shown: Shown) -> dict[str, tuple[str, Step]]:
    """The steps that fit the booking's state and the clerk's role, by number."""
    found, role = shown.booking, desk.clerk_session.clerk.role
    fitting: dict[str, tuple[str, Callable[[Desk, Booking], Awaitable[Any]]]] = {
        "1": ("Photographs", photographs), "2": ("Charges", charges),
    }  # fmt: skip
    if found.open and WORK.allows(role):
        fitting |= {"3": ("Facts of the arrest", facts), "4": ("Disposition", dispose), "5": ("Holds", holds)}
        fitting |= {"6": ("Prints", prints), "9": ("Complete", complete)}
    fitting["7"] = ("Papers", papers)
    if EXPORT.allows(role):
        fitting["8"] = ("Interchange file", export)
    fitting["10"] = ("Medical questions", medical)
    fitting |= {"11": ("Person file", _person), "13": ("History", history)}
    if found.juvenile:
        fitting["12"] = ("Guardian told", guardian)
    else:
        fitting["12"] = ("Line-up sheet", line_up)
    if not found.open and access.SUPERVISE.allows(role):
        fitting["14"] = ("Open again", reopen)
    if not found.juvenile and access.SUPERVISE.allows(role):
        fitting["15"] = ("Withhold from log", withhold)

    def bound(step: Callable[[Desk, Booking], Awaitable[Any]]) -> Step:
        async def run() -> None:
            await step(desk, found)

        return run

    ordered = sorted(fitting.items(), key=lambda each: int(each[0]))
    return {number: (words, bound(step)) for number, (words, step) in ordered}


async def facts(desk: Desk, found: Booking) -> None:
    """Change the facts of the arrest."""

    async def do(values: Values, approval: Any) -> Booking:
        return await desk.ask_police(bookings.correct, desk.clerk_session, found, values)

    await fill_in(desk, FACTS, do, bookings_forms.facts_as_typed(found))


async def enter_charges(desk: Desk, found: Booking) -> None:
    """One charge after another until F12."""
    session = desk.clerk_session

    async def do(values: Values, approval: Any) -> int:
        return await desk.ask_police(bookings_charges.charge, session, found, values)

    charged: int | None = 1
    while charged:
        known = await desk.ask_police(bookings_charges.charges, session, found.id)
        texts = bookings_forms.charge_opening(found, known[-1] if known else None)
        charged = await fill_in(desk, CHARGE, do, texts, look=bookings_forms.charges_look(found, known))


async def charges(desk: Desk, found: Booking) -> None:
    """The charges; F6 adds, 4 drops."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Page:
        them = await desk.ask_police(bookings_charges.charges, session, found.id)
        rows = [Row(one.id, (one.section, one.level, str(one.counts), one.description, one.warrant,
                             bookings_parts.bail(one.bail_cents))) for one in them]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _because(desk, bookings_charges.drop, found, int(row.key))

    async def new(display: Any) -> None:
        bookings.require_open(found)
        await enter_charges(desk, found)

    columns = (
        Column("Charge", 14), Column("L", 1), Column("Cts", 3, "right"), Column("Description", 26),
        Column("Warrant", 10), Column("Bail", 12, "right"),
    )  # fmt: skip
    may = found.open and WORK.allows(session.clerk.role)
    listing = Listing(
        "BOK021", "Charges", columns, fetch, (("4", "Drop"),) if may else (), empty="Nothing is charged. F6 adds.",
        listens=frozenset({"new"} if may else ()), new_word="Add",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


async def _because(desk: Desk, do_it: Callable[..., Any], found: Booking, row_id: int) -> None:
    """Do something that needs a reason."""

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask_police(do_it, desk.clerk_session, found, row_id, values["why"])
        return True

    await fill_in(desk, WHY, do)


async def holds(desk: Desk, found: Booking) -> None:
    """The holds; F6 places one, 4 lifts."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Page:
        them = await desk.ask_police(bookings_charges.holds, session, found.id)
        return await fixed_rows([Row(one.id, (one.agency, one.reason, one.reference)) for one in them])(
            direction, key, count
        )

    async def act(option: str, row: Row) -> None:
        await _because(desk, bookings_charges.lift, found, int(row.key))

    async def new(display: Any) -> None:
        async def do(values: Values, approval: Any) -> int:
            return await desk.ask_police(bookings_charges.hold, session, found, values)

        await fill_in(desk, HOLD, do)

    columns = (Column("Agency", 26), Column("Reason", 30), Column("Reference", 14))
    listing = Listing(
        "BOK024", "Holds", columns, fetch, (("4", "Lift"),), empty="No agency has a hold. F6 places one.",
        listens=frozenset({"new"}), new_word="Place",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


async def dispose(desk: Desk, found: Booking) -> None:
    """How and when the arrestee left."""

    async def do(values: Values, approval: Any) -> Booking:
        return await desk.ask_police(bookings_end.dispose, desk.clerk_session, found, values)

    done = await fill_in(desk, DISPOSITION, do, bookings_forms.disposition_opening(desk.clock))
    if done is not None:
        desk.notice = ("The disposition is kept. 7 prints the papers, 9 completes the booking.",)


async def complete(desk: Desk, found: Booking) -> None:
    """Close the booking."""
    await desk.ask_police(bookings_end.complete, desk.clerk_session, found)
    desk.notice = (f"Booking {found.number} is complete.",)


async def reopen(desk: Desk, found: Booking) -> None:
    """Open a complete booking again, with the reason."""

    async def do(values: Values, approval: Any) -> Booking:
        return await desk.ask_police(bookings_end.reopen, desk.clerk_session, found, values["why"])

    await fill_in(desk, WHY, do)


async def medical(desk: Desk, found: Booking) -> None:
    """Ask the medical questions; when they were asked, show the answers, which is written down."""
    session = desk.clerk_session
    if await desk.ask_police(bookings_end.answered, session, found):
        said = await desk.ask_police(bookings_end.answers, session, found, await purpose(desk))
        rows = [f"  {title:<28} {'YES' if code in said.yes else 'no'}" for code, title in MEDICAL]
        notes = [f"  {row}" for row in wrap(said.notes, 76)]
        again = {"new": _again} if found.open and WORK.allows(session.clerk.role) else {}
        if not await read(desk, "BOK047", "Medical answers", ["", *rows, "", *notes], again, new_word="Ask again"):
            return

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask_police(bookings_end.answer, session, found, bookings_forms.medical_of(values))
        return True

    bookings.require_open(found)
    if await fill_in(desk, MEDICAL_FORM, do):
        desk.notice = ("The answers are sealed.",)


async def _again(display: Any) -> bool:
    return True


async def guardian(desk: Desk, found: Booking) -> None:
    """Who was told of a juvenile's arrest."""
    session = desk.clerk_session
    known = await desk.ask_police(bookings_end.guardian, session, found, await purpose(desk))
    if not found.open or not WORK.allows(session.clerk.role):
        await read(desk, "BOK048", "Guardian told", ["", f"  {known or 'Nobody is noted.'}"])
        return

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask_police(bookings_end.set_guardian, session, found, values["text"])
        return True

    await fill_in(desk, Form(GUARDIAN.code, GUARDIAN.title, GUARDIAN.fields), do, {"text": known}, look=Look())


async def _person(desk: Desk, found: Booking) -> None:
    await show_person(desk, found.person_id)


async def history(desk: Desk, found: Booking) -> None:
    """What was done with a booking, and its exports."""
    steps = await desk.ask_police(bookings.steps, desk.clerk_session, found.id)
    rows = [f"  {local_time(at)}  {who:<3} {what:<12} {note}"[:WIDTH] for at, who, what, note in steps]
    await read(desk, "BOK027", f"History of {found.number}", rows)
