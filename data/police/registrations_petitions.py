"""Petitions to end the duty to register (Penal Code 290.5): served, reported to DOJ, reported to the DA and the court.

The registrant keeps registering until a judge rules; a petition changes no deadline of the registrant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.changes import record_change
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import calendar, clocks
from data.police.registrations import SEE, WORK, get
from data.police.registrations_codes import SEX
from data.police.registrations_deadlines import ENDED, MET, close, give

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session


@dataclass(frozen=True)
class Petition:
    """One petition. Days are dates or None."""

    id: int
    registration_id: int
    served_on: date
    served_at: str
    served_by: str
    court: str
    case_number: str
    tier: str
    minimum_end: date | None
    doj_notified_on: date | None
    report_sent_on: date | None
    report_result: str
    hearing: bool
    outcome: str
    outcome_on: date | None
    version: int


_COLUMNS = (
    "id, registration_id, served_on, served_at, served_by, court, case_number, tier, minimum_end, doj_notified_on, "
    "report_sent_on, report_result, hearing, outcome, outcome_on, version"
)
_DAYS = ("served_on", "minimum_end", "doj_notified_on", "report_sent_on", "outcome_on")


def _made(row: tuple[Any, ...]) -> Petition:
    values = dict(zip(Petition.__dataclass_fields__, row, strict=True))
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["hearing"] = bool(values["hearing"])
    return Petition(**values)


def petition(police: PoliceStore, session: Session, petition_id: int) -> Petition:
    """A petition. Raises `Refused` when there is none."""
    session.require(SEE)
    row = police.row(f"SELECT {_COLUMNS} FROM registration_petitions WHERE id = ?", petition_id)
    if row is None:
        raise Refused("There is no such petition.")
    return _made(row)


def petitions(police: PoliceStore, session: Session, registration_id: int | None = None) -> list[Petition]:
    """A registration's petitions, the open one first and then the newest, or all without an outcome, earliest first."""
    session.require(SEE)
    if registration_id is None:
        rows = police.rows(f"SELECT {_COLUMNS} FROM registration_petitions WHERE outcome = '' ORDER BY served_on, id")
    else:
        rows = police.rows(
            f"SELECT {_COLUMNS} FROM registration_petitions WHERE registration_id = ? "
            "ORDER BY outcome <> '', served_on DESC, id DESC",
            registration_id,
        )
    return [_made(row) for row in rows]


@dataclass(frozen=True)
class Registered:
    """A petition as the register prints it."""

    petition: Petition
    number: str
    """Of the registration."""
    name: str
    """The petitioner, `LAST, FIRST`."""
    report_due: date | None
    """The last day of the report to the district attorney and the court."""


def register(police: PoliceStore, session: Session, first: date, last: date) -> list[Registered]:
    """The petitions served from `first` to `last`, both included, whatever became of them. Writes down that it ran."""
    session.require(SEE)
    columns = ", ".join(f"t.{name}" for name in _COLUMNS.split(", "))
    rows = police.rows(
        f"SELECT {columns}, r.number, p.last || ', ' || p.first, (SELECT max(d.legal_on) FROM registration_deadlines d "
        "WHERE d.petition_id = t.id AND d.rule = 'PT2' AND d.closed_how <> 'REPLACED') FROM registration_petitions t "
        "JOIN registrations r ON r.id = t.registration_id JOIN persons p ON p.id = r.person_id "
        "WHERE t.served_on BETWEEN ? AND ? ORDER BY t.served_on, t.id",
        first.isoformat(),
        last.isoformat(),
    )
    audit.record(police, session, "petitions.list", detail=str(len(rows)))
    return [
        Registered(_made(row[:-3]), number, name, date.fromisoformat(due) if due else None)
        for row in rows
        for number, name, due in (row[-3:],)
    ]


def serve(police: PoliceStore, session: Session, registration_id: int, values: Values) -> int:
    """Keep a petition that was served, from the values of `registrations_forms.PETITION`, with its clocks; its id.

    Raises `FormError` for a day to come or a case that is here already, `Refused` for another registry.
    """
    session.require(WORK)
    if get(police, session, registration_id).registry != SEX:
        raise Refused("Petitions of PC 290.5 belong to the sex registry.")
    served, today = values["served_on"], session.clock.today()
    if served > today:
        raise FormError("served_on", "Served on: that day is still to come.")
    case = (values["court"], values["case_number"])
    with police.writing():
        if police.value("SELECT 1 FROM registration_petitions WHERE court = ? AND case_number = ?", *case):
            raise FormError("case_number", "Case number: that petition is on the register already.")
        made = police.insert(
            "registration_petitions",
            registration_id=registration_id,
            served_on=served.isoformat(),
            served_at=values["served_at"] or "",
            served_by=values["served_by"],
            court=case[0],
            case_number=case[1],
            tier=values["tier"] or "",
            minimum_end=values["minimum_end"].isoformat() if values["minimum_end"] else None,
            user_id=session.clerk.id,
        )
        known, table = clocks.terms(police, today), calendar.load(police, today)
        for rule in ("PT1", "PT2"):
            give(police, registration_id, clocks.due(rule, served, known, table), petition_id=made)
        audit.record(police, session, "petition.served", "registration_petitions", made)
    return made


def go_on(police: PoliceStore, session: Session, petition_id: int, values: Values) -> Petition:
    """Keep what has happened with a petition, from the values of `registrations_forms.PETITION_STEP`.

    An outcome that was noted becomes another, or none, with its reason only (`why`), which is kept with the change.
    Raises `FormError` when a result has no day or a day no result, or a day lies before service or is to come.
    """
    session.require(WORK)
    with police.writing():
        found = petition(police, session, petition_id)
        _check(found, values, session.clock.today())
        new = {
            "doj_notified_on": _text(values["doj_notified_on"]),
            "report_sent_on": _text(values["report_sent_on"]),
            "report_result": values["report_result"] or "",
            "hearing": int(bool(values["hearing"])),
            "outcome": values["outcome"] or "",
            "outcome_on": _text(values["outcome_on"]),
        }
        row = police.row(
            f"SELECT {', '.join(new)} FROM registration_petitions WHERE id = ?{police.for_update}", petition_id
        )
        police.run(
            f"UPDATE registration_petitions SET {', '.join(f'{name} = ?' for name in new)}, version = version + 1 "
            "WHERE id = ?",
            *new.values(),
            petition_id,
        )
        before = dict(zip(new, row or (), strict=True))
        why = {"why": values["why"]} if _another(found, values) else {}
        record_change(police, session, "registration_petitions", petition_id, before, {**new, **why})
        _clocks(police, session, found, values)
        audit.record(police, session, "petition.step", "registration_petitions", petition_id)
    return petition(police, session, petition_id)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _another(found: Petition, values: Values) -> bool:
    """Whether an outcome that was noted is not what is said now."""
    said = (values["outcome"] or "", values["outcome_on"])
    return bool(found.outcome) and said != (found.outcome, found.outcome_on)


def _check(found: Petition, values: Values, today: date) -> None:
    for name in ("doj_notified_on", "report_sent_on", "outcome_on"):
        if values[name] and not found.served_on <= values[name] <= today:
            raise FormError(name, "That day is from the day of service to today.")
    if bool(values["report_sent_on"]) != bool(values["report_result"]):
        raise FormError("report_result", "Report: its day and what it says, or neither.")
    if bool(values["outcome_on"]) != bool(values["outcome"]):
        raise FormError("outcome", "Outcome: its day and what it is, or neither.")
    for name in ("doj_notified_on", "report_sent_on"):
        if getattr(found, name) and not values[name]:
            raise FormError(name, "It was noted as done, and stays so. Correct the day if it was another.")
    if _another(found, values) and not values.get("why"):
        raise FormError("why", "Why another outcome: say what was wrong with the one noted.")


def _clocks(police: PoliceStore, session: Session, found: Petition, values: Values) -> None:
    today = session.clock.today()
    if values["doj_notified_on"]:
        close(police, found.registration_id, ("PT1",), values["doj_notified_on"], MET, of_petition=found.id)
    if values["report_sent_on"]:
        close(police, found.registration_id, ("PT2",), values["report_sent_on"], MET, of_petition=found.id)
    if values["report_sent_on"] and found.report_sent_on is None and not values["outcome"]:
        due = clocks.due("PT3", values["report_sent_on"], clocks.terms(police, today), calendar.load(police, today))
        give(police, found.registration_id, due, petition_id=found.id)
    if values["hearing"]:
        close(police, found.registration_id, ("PT3",), today, MET, of_petition=found.id)
    if values["outcome"]:
        close(police, found.registration_id, (), values["outcome_on"], ENDED, of_petition=found.id)
