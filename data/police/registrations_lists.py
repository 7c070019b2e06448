"""Lists of the registrants' desk on paper: the work queue, the register of a registry, the register of petitions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from data.documents.police_registrations import day_list as day_list_paper
from data.documents.police_registrations import petition_register as petition_paper
from data.police import clocks, registrations
from data.police.registrations import SEE, Registration
from data.police.registrations_forms import OUTCOMES
from data.police.registrations_papers import Paper, agency
from data.police.registrations_petitions import Registered, register
from data.police.registrations_queue import Item

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

DAY_LIST, BOOK, PETITIONS = "DAY-LIST", "REGISTER", "PETITIONS"
JUVENILE = "Juvenile, restricted"
"""What stands for a juvenile's name in a list."""


def shown_name(one: Registration) -> tuple[str, str]:
    """Name and year of birth as a list shows them; of a juvenile neither."""
    if one.juvenile:
        return JUVENILE, ""
    return one.name, f"{one.born:%Y}" if one.born else ""


def book(police: PoliceStore, session: Session, registry: str, first: date, last: date) -> Paper:
    """The registrants of a registry with a visit in a span of days, by name."""
    rows = []
    for one in registrations.search(police, session, registry, first, last):
        name, year = shown_name(one)
        since = f" since {one.since:%m/%d/%Y}" if one.since else ""
        rows.append((f"{name}  {year}".rstrip(), f"{one.number}  {one.state.lower()}{since}"))
    title = f"{registry} REGISTRANTS WITH A VISIT {first:%m/%d/%Y} TO {last:%m/%d/%Y}"
    return Paper(BOOK, "Register", day_list_paper(agency(police, session.clock.today()), title, rows))


def day_list(police: PoliceStore, session: Session, items: Iterable[Item]) -> Paper:
    """The work queue on paper. It has numbers and days, and no name."""
    session.require(SEE)
    today = session.clock.today()
    rows = [
        (f"{one.title}  {one.what}", f"{one.number}  {f'{one.due:%m/%d/%Y}' if one.due else ''}".rstrip())
        for one in items
    ]
    title = f"REGISTRANTS: WORK QUEUE OF {today:%m/%d/%Y}"
    return Paper(DAY_LIST, "Work queue", day_list_paper(agency(police, today), title, rows))


def petition_register(police: PoliceStore, session: Session, first: date, last: date) -> Paper:
    """The register of petitions served in a span of days, with every field that it keeps."""
    them = register(police, session, first, last)
    title = f"PETITIONS (PC 290.5) SERVED {first:%m/%d/%Y} TO {last:%m/%d/%Y}"
    entries = [(one.name, one.number, _petition(one)) for one in them]
    return Paper(PETITIONS, "Petitions", petition_paper(agency(police, session.clock.today()), title, entries))


def _petition(one: Registered) -> list[tuple[str, str]]:
    found = one.petition

    def day(on: date | None) -> str:
        return f"{on:%m/%d/%Y}" if on else "-"

    outcome = dict(OUTCOMES).get(found.outcome, "open")
    return [
        ("Served", f"{day(found.served_on)} {found.served_at} by {found.served_by}"),
        ("Court and case", f"{found.court}, {found.case_number}"),
        ("Tier", dict(clocks.TIERS).get(found.tier, "-")),
        ("Minimum period ends", day(found.minimum_end)),
        ("DOJ notified on", day(found.doj_notified_on)),
        ("Report due by", day(one.report_due)),
        ("Report sent on", f"{day(found.report_sent_on)} {found.report_result}".rstrip()),
        ("Hearing asked for", "Yes" if found.hearing else "No"),
        ("Outcome", f"{outcome} {day(found.outcome_on)}" if found.outcome_on else outcome),
    ]
