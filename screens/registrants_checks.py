"""What is done with a visit afterwards, and with deadlines and petitions: one form for each step."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.forms import Form, FormError, Look, Values
from data.permissions import Refused
from data.police import (
    registrations,
    registrations_checks,
    registrations_lists,
    registrations_papers,
    registrations_petitions,
    registrations_visits,
)
from data.police.registrations_deadlines import Review, decide, reviews
from data.police.registrations_forms import (
    COMPLIANCE,
    CSAR,
    FORWARDED,
    PETITION_STEP,
    PETITIONS,
    PROOF,
    REVIEW,
    SIGNED,
    VERIFY,
    without_stops,
)
from data.police.registrations_petitions import Petition
from data.police.registrations_visits import Visit
from devices.plain import render_text
from screens.entry import fill_in
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.pager import read
from screens.police import viewing
from screens.police_paper import print_paper
from screens.registrants_visit import KIND, print_visit, take_visit, tell
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

WIDE = 76
"""Columns of a paper on the screen."""
OPTIONS = (
    ("1", "CSAR"),
    ("2", "Check"),
    ("3", "DOJ"),
    ("4", "Proof"),
    ("5", "Display"),
    ("6", "Papers"),
    ("7", "Signed"),
    ("8", "At home"),
)


async def show_visits(desk: Desk, registration_id: int) -> None:
    """The visits of a registration, newest first, with what may be done with each."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Any:
        them = await desk.ask_police(registrations_visits.visits, session, registration_id)
        rows = [Row(one.id, (f"{one.came_on:%m/%d/%Y}", one.transaction.title, one.clerk, _state(one))) for one in them]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        before = desk.notice
        await VISIT_STEPS[option](desk, int(row.key))
        tell(desk, before)

    columns = (Column("Day", 10), Column("Transaction", 26), Column("Taken by", 16), Column("State", 18))
    empty = "Nobody has appeared for this registration yet."
    await work_with(desk, Listing("RGV010", "Visits", columns, fetch, OPTIONS, empty=empty, default="5"), act)


def _state(one: Visit) -> str:
    if one.state == "COMPLETE":
        return "Complete"
    return "Second check" if one.entered_by is not None else "CSAR entry"


async def csar(desk: Desk, visit_id: int) -> None:
    """The worksheet to type into CSAR, then its reference."""
    await _worksheet(desk, visit_id)

    async def do(values: Values, approval: Any) -> Visit:
        return await desk.ask_police(registrations_checks.entered, desk.clerk_session, visit_id, values["reference"])

    if await fill_in(desk, CSAR, do, look=await _about(desk, visit_id)):
        desk.notice = ("Entered in CSAR: noted. Another person checks it.",)


async def second(desk: Desk, visit_id: int) -> None:
    """The worksheet to compare, then what the comparison found."""
    found = await desk.ask_police(registrations_visits.get, desk.clerk_session, visit_id)
    if desk.clerk_session.clerk.id in (found.user_id, found.entered_by):
        raise Refused("Another person checks it: you took or entered this statement yourself.")
    await _worksheet(desk, visit_id)

    async def do(values: Values, approval: Any) -> Visit:
        return await desk.ask_police(
            registrations_checks.verify, desk.clerk_session, visit_id, values["same"], values["discrepancies"] or ""
        )

    done = await fill_in(desk, VERIFY, do, look=await _about(desk, visit_id))
    if done is not None:
        complete = done.state == "COMPLETE"
        desk.notice = (
            "Checked: the visit is complete." if complete else "What differs is noted: it is checked again.",
        )


async def forward(desk: Desk, visit_id: int) -> None:
    """When the visit was forwarded to DOJ; today is offered."""

    async def do(values: Values, approval: Any) -> Visit:
        return await desk.ask_police(registrations_checks.forwarded, desk.clerk_session, visit_id, values["on"])

    texts = {"on": f"{desk.clock.today():%m/%d/%Y}"}
    if await fill_in(desk, FORWARDED, do, texts, look=await _about(desk, visit_id)):
        desk.notice = ("Forwarded to DOJ: noted.",)


async def proof(desk: Desk, visit_id: int) -> None:
    """The proof of residence that was to follow."""

    async def do(values: Values, approval: Any) -> Visit:
        return await desk.ask_police(registrations_checks.proved, desk.clerk_session, visit_id, values)

    if await fill_in(desk, PROOF, do, look=await _about(desk, visit_id)):
        desk.notice = ("Proof of residence: noted.",)


async def signed(desk: Desk, visit_id: int) -> None:
    """Signatures, prints, photographs and copies that were still missing."""
    found = await desk.ask_police(registrations_visits.get, desk.clerk_session, visit_id)
    form = without_stops(SIGNED)
    texts = {name: kind.show(getattr(found, name)) for name, kind in form.fields.items()}

    async def do(values: Values, approval: Any) -> Visit:
        return await desk.ask_police(registrations_checks.completed_papers, desk.clerk_session, visit_id, values)

    await fill_in(desk, form, do, texts, look=await _about(desk, visit_id))


async def at_home(desk: Desk, visit_id: int) -> None:
    """A compliance check at the registered address."""

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask_police(
            registrations_checks.checked_at_home, desk.clerk_session, visit_id, values["note"]
        )  # fmt: skip
        return True

    await fill_in(desk, COMPLIANCE, do, look=await _about(desk, visit_id))


async def papers(desk: Desk, visit_id: int) -> None:
    """The papers of a visit: 1 prints one again, 5 shows it, 2 prints it in the other language."""
    session = desk.clerk_session
    found = await desk.ask_police(registrations_visits.get, session, visit_id)
    one = await desk.ask_police(registrations.get, session, found.registration_id)
    titles = dict(registrations_papers.KINDS)
    rows = [Row(code, (titles[code],)) for code in registrations_papers.codes_of(one.registry, found.transaction)]

    async def act(option: str, row: Row) -> None:
        if option == "5":
            await _show(desk, visit_id, str(row.key))
            return
        other = {"en": "es", "es": "en"}[found.language] if option == "2" else ""
        before = desk.notice
        desk.notice = (await print_visit(desk, visit_id, str(row.key), other),)
        tell(desk, before)

    options = (("1", "Print"), ("2", "Other language"), ("5", "Display"))
    listing = Listing("RGV030", "Papers of a visit", (Column("Paper", 40),), fixed_rows(rows), options, default="1")
    await work_with(desk, listing, act)


async def display(desk: Desk, visit_id: int) -> None:
    """What was stated on a visit, and what was done with it since."""
    paper = await desk.ask_police(
        registrations_papers.of_visit, desk.clerk_session, visit_id, registrations_papers.WORKSHEET
    )
    steps = await desk.ask_police(registrations_checks.steps, desk.clerk_session, visit_id)
    rows = [f"  {row}" for row in render_text(paper.elements, WIDE)]
    rows += ["", *(f"  {local_time(one.at)}  {one.clerk:<20.20} {one.kind:<12} {one.note}"[:79] for one in steps)]
    await read(desk, "RGV020", "Visit", rows)


VISIT_STEPS = {
    "1": csar, "2": second, "3": forward, "4": proof, "5": display, "6": papers, "7": signed, "8": at_home,
}  # fmt: skip
"""What each option of the list of visits does."""


async def _worksheet(desk: Desk, visit_id: int) -> None:
    await _show(desk, visit_id, registrations_papers.WORKSHEET)


async def _show(desk: Desk, visit_id: int, code: str) -> None:
    paper = await desk.ask_police(registrations_papers.of_visit, desk.clerk_session, visit_id, code)
    await read(desk, "RGV040", paper.title, [f"  {row}" for row in render_text(paper.elements, WIDE)])


async def _about(desk: Desk, visit_id: int) -> Look:
    """Whose visit it is, and what a check found to differ."""
    found = await desk.ask_police(registrations_visits.get, desk.clerk_session, visit_id)
    one = await desk.ask_police(registrations.get, desk.clerk_session, found.registration_id)
    taken = f"{found.transaction.title} of {found.came_on:%m/%d/%Y}, {found.clerk}"
    differs = wrap(f"Differed: {found.discrepancies}", WIDE) if found.discrepancies else []
    return Look((f"{one.name}  {one.number}", taken, *differs))


# Deadlines and petitions


async def review(desk: Desk, review_id: int) -> None:
    """A deadline that would be another day now: keep it as it was given, or give the new day."""
    found: Review | None = next((one for one in await desk.ask_police(reviews) if one.id == review_id), None)
    if found is None:
        raise Refused("That review has been decided.")
    one = found.deadline
    now = f"{found.legal_now:%m/%d/%Y}" + (f", come by {found.desk_now:%m/%d/%Y}" if found.desk_now else "")
    told = "told to the registrant on paper" if one.printed_at else "not printed yet"
    look = Look((f"{one.rule} {one.title}", f"Given {one.legal:%m/%d/%Y}, {told}.", f"By today's settings {now}."))

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask_police(decide, desk.clerk_session, review_id, values["decision"], values["note"] or "")
        return True

    await fill_in(desk, REVIEW, do, look=look)


async def petition(desk: Desk, petition_id: int) -> None:
    """What has happened with a petition; one that is granted leads to the end of the registration."""
    found = await desk.ask_police(registrations_petitions.petition, desk.clerk_session, petition_id)
    await viewing(desk, KIND, found.registration_id)
    form: Form = without_stops(PETITION_STEP)
    if not found.outcome:
        form = replace(form, fields={name: kind for name, kind in form.fields.items() if name != "why"})
    texts = {name: kind.show(getattr(found, name) or None) for name, kind in form.fields.items() if name != "why"}
    look = Look((f"{found.court}, case {found.case_number}", f"Served {found.served_on:%m/%d/%Y} by {found.served_by}"))

    async def do(values: Values, approval: Any) -> Petition:
        return await desk.ask_police(registrations_petitions.go_on, desk.clerk_session, petition_id, values)

    now = await fill_in(desk, form, do, texts, look=look)
    if now is not None and now.outcome == "GRANTED" and found.outcome != "GRANTED":
        order = {"event_on": f"{now.outcome_on:%m/%d/%Y}", "court": now.court, "case_number": now.case_number}
        await take_visit(desk, now.registration_id, "TERMINATED", order)


async def show_petitions(desk: Desk, registration_id: int | None = None) -> None:
    """The petitions of a registration, or all without an outcome; F6 prints the register of a span of days."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        them = await desk.ask_police(registrations_petitions.petitions, desk.clerk_session, registration_id)
        rows = [
            Row(one.id, (f"{one.served_on:%m/%d/%Y}", one.court, one.case_number, one.report_result or "report due",
                         one.outcome or "open"))
            for one in them
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        before = desk.notice
        await petition(desk, int(row.key))
        tell(desk, before)

    async def output(display: ListDisplay) -> None:
        if (said := await _print_petitions(desk)) is not None:
            display.say(said)

    columns = (
        Column("Served", 10), Column("Court", 26), Column("Case", 14), Column("Report", 10), Column("Outcome", 10),
    )  # fmt: skip
    listing = Listing(
        "RGP030", "Petitions", columns, fetch, (("1", "Work"),), default="1", empty="No petition is open.",
        listens=frozenset({"new"}), new_word="Print", help="F6 prints the register, with petitions that are decided.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": output})


async def _print_petitions(desk: Desk) -> str | None:
    """The register of the span that is asked for; a sentence, None when it was left."""
    today = desk.clock.today()

    async def do(values: Values, approval: Any) -> str:
        if values["last"] < values["first"]:
            raise FormError("last", "to: not before the first day.")
        paper = await desk.ask_police(
            registrations_lists.petition_register, desk.clerk_session, values["first"], values["last"]
        )
        return await print_paper(desk, paper.code, "PETITIONS", 0, paper.elements)

    texts = {"first": f"{today.replace(month=1, day=1):%m/%d/%Y}", "last": f"{today:%m/%d/%Y}"}
    return await fill_in(desk, PETITIONS, do, texts)
