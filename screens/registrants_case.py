"""One registration on the screen: what is due, and every step from there by its number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.forms import Form, Look, Values
from data.permissions import Refused
from data.police import (
    clocks,
    persons,
    registrations,
    registrations_petitions,
    registrations_status,
    registrations_takeover,
    registrations_visits,
)
from data.police.persons import VIEW
from data.police.registrations import ACTIVE, BASES, WORK, Registration
from data.police.registrations_codes import ARSON, GANG, REGISTRIES, SEX, allowed
from data.police.registrations_deadlines import Given, given
from data.police.registrations_follow import AGENCY, depart
from data.police.registrations_forms import BEGIN, OFFENSE, PETITION, STATUS, without_stops
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.pager import read
from screens.persons_rows import maintain
from screens.police import viewing
from screens.police_case import Case, menu_rows, work_case
from screens.registrants_checks import show_petitions, show_visits
from screens.registrants_letters import show_letters
from screens.registrants_visit import KIND, said_of, take_visit
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

Flow = Callable[[], Awaitable[Any]]
SHORT = {
    "INITIAL": "First registration", "ANNUAL": "Annual update", "ADDRESS": "Change of address",
    "OUT-STATE": "Moves within CA", "OUT-AWAY": "Leaves California", "OUT-UNKNOWN": "Moves, where unknown",
    "TRANSIENT": "Becomes transient", "TRANSIENT-30": "Transient, 30 days", "SVP-90": "SVP, 90 days",
    "NAME": "Name change", "CAMPUS-ADD": "Campus: starts", "CAMPUS-DROP": "Campus: leaves",
    "EMPLOYMENT": "Employment", "VEHICLE": "Vehicle", "INTERNET": "Internet identifiers", "RELEASED": "Released",
    "CORRECTION": "Correction", "DECEASED": "Deceased", "TERMINATED": "Ended by a court",
    "MAILED": "New address by mail",
}  # fmt: skip
"""The transactions in the 20 columns of the menu."""
HELP = """One registration with everything that is due.

Numbers up to 20 are visits: the form opens with what is known. 31 keeps what DOJ and the courts have said; the tier is
DOJ's, from its letter. Nothing here is ever charged for."""
ROOM = 19
"""Rows of a display that what is known and the numbered steps share; a blank row stands between them."""


async def show_person_registrations(desk: Desk, person_id: int) -> None:
    """The registration of a person, the one picked of several, or a new one."""
    await viewing(desk, VIEW, person_id)
    them = await desk.ask_police(registrations.of_person, desk.clerk_session, person_id)
    if not them:
        if (made := await _begin(desk, person_id)) is not None:
            await show_registration(desk, made)
        return
    if len(them) == 1:
        await show_registration(desk, them[0].id, new=lambda: _begin_and_show(desk, person_id))
        return
    rows = [Row(one.id, (one.number, one.registry.capitalize(), one.state.capitalize())) for one in them]
    columns = (Column("Number", 14), Column("Registry", 10), Column("State", 12))
    row = await pick(desk, Listing("RGB20", "Registrations", columns, fixed_rows(rows), pick=True))
    if row is not None:
        await show_registration(desk, int(row.key), new=lambda: _begin_and_show(desk, person_id))


async def _begin_and_show(desk: Desk, person_id: int) -> None:
    if (made := await _begin(desk, person_id)) is not None:
        await show_registration(desk, made)


async def _begin(desk: Desk, person_id: int) -> int | None:
    async def do(values: Values, approval: Any) -> int:
        return await desk.ask_police(registrations_takeover.begin, desk.clerk_session, person_id, values)

    who = await desk.ask_police(persons.person, desk.clerk_session, person_id)
    born = f"  born {who.born:%m/%d/%Y}" if who.born else ""
    return await fill_in(desk, BEGIN, do, look=Look((f"{who.name}{born}  {who.number}",)))


async def show_registration(desk: Desk, registration_id: int, new: Flow | None = None) -> None:
    """A registration until the clerk leaves it; the view is written down first."""
    await viewing(desk, KIND, registration_id)

    async def load() -> Case:
        session = desk.clerk_session
        await desk.ask_police(depart, session)
        found = await desk.ask_police(registrations.get, session, registration_id)
        due = await desk.ask_police(given, registration_id)
        said = await desk.ask_police(registrations_status.estimates, session, found) if found.open else []
        online = await desk.ask_police(registrations_status.online_applies, found, session.clock.today())
        known = await desk.ask_police(clocks.terms, session.clock.today())
        annual = found.registry != ARSON or known.on("arson.annual")
        steps = _steps(desk, found, new, online=online, annual=annual)
        rows = _rows(found, due, said, desk, ROOM - len(menu_rows(steps)))
        return Case("RGC010", "Registration", rows, steps, help=HELP)

    await work_case(desk, load)


def _rows(found: Registration, due: list[Given], said: list[str], desk: Desk, room: int) -> list[Line]:
    """Who, in which registry, by whose word, and what is due."""
    born = f"born {found.born:%m/%d/%Y}" if found.born else "no date of birth"
    registry = dict((*REGISTRIES, ("NARC", "Narcotics, HS 11590 (repealed)")))[found.registry]
    lives = "" if found.state == registrations.NEW else dict(BASES)[found.basis]
    since = _since(found)
    rows = [
        Line(f"  {found.name[:56]}  {born}", "title"),
        Line(f"  {found.number}  {registry}  {found.state.lower()}{since}  {lives}"[:79]),
    ]
    if tier := _tier(found):
        rows.append(Line(f"  {tier}"[:79]))
    if found.leaves_on and found.state == ACTIVE:
        rows.append(Line(f"  Leaves on {found.leaves_on:%m/%d/%Y}: what is due from then on ends that day."))
    rows += [Line(f"  {sentence}"[:79], "protected") for sentence in said]
    return [*rows, *_due(due, desk.clock.today(), room - len(rows))]


def _since(found: Registration) -> str:
    """Since when somebody is registered, or when that has ended."""
    if found.ended_on:
        return f" {found.ended_on:%m/%d/%Y}"
    word = "since" if found.state == ACTIVE else "registered"
    return f" {word} {found.since:%m/%d/%Y}" if found.since else ""


def _due(due: list[Given], today: date, room: int) -> list[Line]:
    """The first deadlines in so many rows, and how many more there are."""
    shown, rows = _shown(due, today), list[Line]()
    for n, (one, count) in enumerate(shown):
        opens = f" from {one.opens:%m/%d/%Y}" if one.opens and one.opens > today else ""
        times = f", {count} visits" if count > 1 else ""
        style = "alert" if one.legal < today else ""
        them = [Line(f"  {one.rule:<5}{said_of(one)}{opens}{times}"[:79], style)]
        them += [Line(f"       {one.note}"[:79], "protected")] if one.note else []
        last = n == len(shown) - 1
        if len(rows) + len(them) + (not last) > room:
            return [*rows, Line(f"  and {len(shown) - n} more: 38 Deadlines")]
        rows += them
    return rows


def _shown(due: list[Given], today: date) -> list[tuple[Given, int]]:
    """What is overdue first, then what the registrant has to do, then the agency; same rule and day once, counted."""
    same: dict[tuple[bool, bool, date, str], list[Given]] = {}
    for one in due:
        same.setdefault((one.legal >= today, one.rule in AGENCY, one.legal, one.rule), []).append(one)
    return [(them[0], len(them)) for _, them in sorted(same.items())]


def _tier(found: Registration) -> str:
    tier = dict(clocks.TIERS).get(found.tier, "")
    letter = f" by DOJ's letter of {found.tier_letter_on:%m/%d/%Y}" if found.tier_letter_on else ""
    agent = f"{found.supervision.capitalize()} {found.agent}".strip() if found.supervision != "NONE" else ""
    parts = (f"{tier}{letter}", "SVP" if found.svp else "", "Juvenile" if found.juvenile else "", agent)
    return "  ".join(part for part in parts if part)


def _steps(
    desk: Desk, found: Registration, new: Flow | None, *, online: bool, annual: bool
) -> dict[str, tuple[str, Flow]]:
    """What fits the registration's state, by its number; reading only for those who do not keep registrations."""
    steps: dict[str, tuple[str, Flow]] = {}
    if WORK.allows(desk.clerk_session.clerk.role) and found.state != registrations.OLD:
        transient = found.basis == registrations.TRANSIENT
        new_here = found.state == registrations.NEW
        for one in allowed(
            found.registry, svp=found.svp, transient=transient, online=online, annual=annual, new=new_here
        ):
            if found.open or one.code in registrations_visits.BACK:
                steps[str(one.number)] = (SHORT[one.code], _visit(desk, found.id, one.code))
        steps |= _records(desk, found)
        if new is not None:
            steps["39"] = ("Another registry", new)
    if found.state != registrations.OLD:
        steps["33"] = ("Visits", lambda: show_visits(desk, found.id))
        steps["38"] = ("Deadlines", lambda: _deadlines(desk, found))
    return dict(sorted(steps.items(), key=lambda step: int(step[0])))


def _visit(desk: Desk, registration_id: int, code: str) -> Flow:
    return lambda: take_visit(desk, registration_id, code)


def _records(desk: Desk, found: Registration) -> dict[str, tuple[str, Flow]]:
    steps: dict[str, tuple[str, Flow]] = {
        "31": ("DOJ and courts", lambda: _status(desk, found.id)),
        "32": ("Offenses", lambda: _offenses(desk, found.id)),
        "37": ("Person file", lambda: maintain(desk, found.person_id)),
    }
    if found.registry == SEX:
        steps["34"] = ("Petition served", lambda: _served(desk, found))
        steps["35"] = ("Petitions", lambda: show_petitions(desk, found.id))
        steps["36"] = ("Tier letters", lambda: show_letters(desk, found.id))
    return steps


async def _status(desk: Desk, registration_id: int) -> None:
    found = await desk.ask_police(registrations.get, desk.clerk_session, registration_id)
    form = without_stops(STATUS)
    if found.registry != SEX:
        left_out = {"tier", "tier_letter_on", "svp", "finding"}
        shown = {name: kind for name, kind in form.fields.items() if name not in left_out}
        form = Form(form.code, form.title, shown, help="What the courts have said about this registration.")
    if found.registry != GANG:
        form = Form(form.code, form.title, {n: k for n, k in form.fields.items() if n != "imposed_on"}, help=form.help)
    texts = {name: kind.show(getattr(found, name) or None) for name, kind in form.fields.items()}
    texts |= {name: "Y" if getattr(found, name) else "N" for name in ("svp", "juvenile") if name in form.fields}

    async def do(values: Values, approval: Any) -> bool:
        kept = {name: getattr(found, name) or None for name in STATUS.fields}
        await desk.ask_police(
            registrations_status.enter_status, desk.clerk_session, registration_id, {**kept, **values}
        )  # fmt: skip
        return True

    await fill_in(desk, form, do, texts)


async def _offenses(desk: Desk, registration_id: int) -> None:
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Any:
        them = await desk.ask_police(registrations_status.offenses, session, registration_id)
        rows = [
            Row(one.id, (one.section, one.level, f"{one.convicted_on:%m/%d/%Y}" if one.convicted_on else "",
                         f"{one.released_on:%m/%d/%Y}" if one.released_on else "", one.court, one.case_number))
            for one in them
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await desk.ask_police(registrations_status.end_offense, session, int(row.key))

    async def add(display: Any) -> None:
        async def do(values: Values, approval: Any) -> int:
            return await desk.ask_police(registrations_status.add_offense, session, registration_id, values)

        await fill_in(desk, OFFENSE, do)

    columns = (
        Column("Section", 20), Column("F/M", 3), Column("Convicted", 10), Column("Released", 10), Column("Court", 14),
        Column("Case", 10),
    )  # fmt: skip
    shown = Listing(
        "RGO010", "Offenses", columns, fetch, (("4", "Take off"),), empty="No offense is entered. F6 adds one.",
        listens=frozenset({"new"}), new_word="Add",
    )  # fmt: skip
    await work_with(desk, shown, act, {"new": add})


async def _served(desk: Desk, found: Registration) -> None:
    async def do(values: Values, approval: Any) -> int:
        return await desk.ask_police(registrations_petitions.serve, desk.clerk_session, found.id, values)

    await fill_in(desk, PETITION, do, {"tier": found.tier} if found.tier else None)


async def _deadlines(desk: Desk, found: Registration) -> None:
    """Every deadline that was given, with how it ended and what it was computed from."""
    rows: list[str | Line] = []
    for one in await desk.ask_police(given, found.id, open_only=False):
        how = f"{one.closed_how.lower()} {one.closed_on:%m/%d/%Y}" if one.closed_on else "open"
        late = "  after the legal day" if one.late else ""
        printed = f"  printed {local_time(one.printed_at)}" if one.printed_at else ""
        rows += [
            Line(f"  {one.rule:<5}{said_of(one)}", "title"),
            f"       day 0 {one.day0:%m/%d/%Y}  {how}{late}{printed}",
            f"       settings {one.settings_version}  holidays {one.calendar_version}",
            *([f"       {one.note}"[:79]] if one.note else []),
        ]
    if not rows:
        raise Refused("No deadline was given yet.")
    await read(desk, "RGD020", f"Deadlines {found.number}", rows)
