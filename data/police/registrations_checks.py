"""What happens to a visit after the registrant has gone: CSAR entry, second person's check, DOJ, proof, signatures.

CSAR has no interface: the desk types the worksheet in there and notes here when, by whom, and CSAR's reference. Nothing
here says that anything was submitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.changes import record_change
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import registrations_prints
from data.police.registrations import SEE, WORK, as_stored, get
from data.police.registrations_codes import OFFICE
from data.police.registrations_deadlines import MET, close
from data.police.registrations_follow import FORWARD
from data.police.registrations_visits import Visit, step
from data.police.registrations_visits import get as visit

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session


@dataclass(frozen=True)
class Step:
    """Something that was done with a visit. `at` is UTC text."""

    at: str
    clerk: str
    kind: str
    note: str


def steps(police: PoliceStore, session: Session, visit_id: int) -> list[Step]:
    """What was done with a visit, oldest first."""
    session.require(SEE)
    rows = police.rows(
        "SELECT s.at, u.name, s.kind, s.note FROM registration_steps s JOIN users u ON u.id = s.user_id "
        "WHERE s.visit_id = ? ORDER BY s.id",
        visit_id,
    )
    return [Step(*row) for row in rows]


def entered(police: PoliceStore, session: Session, visit_id: int, reference: str) -> Visit:
    """Note that a visit was entered in CSAR by this clerk. Raises `Refused` when it was, or is no matter of CSAR."""
    session.require(WORK)
    with police.writing():
        found = _open(police, session, visit_id)
        if get(police, session, found.registration_id).registry not in OFFICE:
            raise Refused("This registry is the agency's own: nothing is entered in CSAR.")
        if found.entered_by is not None:
            raise Refused("Entered in CSAR already. A check that finds a difference opens it again.")
        _change(police, session, found, entered_at=police.now(), entered_by=session.clerk.id, csar_reference=reference)
        step(police, session, visit_id, "ENTERED", reference)
        audit.record(police, session, "registration.csar", "registration_visits", visit_id)
    return visit(police, session, visit_id)


def verify(police: PoliceStore, session: Session, visit_id: int, same: bool, discrepancies: str = "") -> Visit:
    """The check by a second person: it completes the visit, or opens its entry again when something differs.

    Raises `Refused` for whoever took the statement or entered it, and before it is entered; `FormError` when something
    differs and it is not said what.
    """
    session.require(WORK)
    before = visit(police, session, visit_id)
    if before.entered_by is not None and session.clerk.id in (before.user_id, before.entered_by):
        audit.record(police, session, "registration.verify", "registration_visits", visit_id, "denied")
        raise Refused("Another person checks it: you took or entered this statement yourself.")
    with police.writing():
        found = _open(police, session, visit_id)
        if found.entered_by is None:
            raise Refused("It is not entered yet: there is nothing to compare with.")
        if not same:
            return _differs(police, session, found, discrepancies)
        _change(police, session, found, verified_at=police.now(), verified_by=session.clerk.id, state="COMPLETE")
        step(police, session, visit_id, "VERIFIED")
        audit.record(police, session, "registration.verify", "registration_visits", visit_id)
    return visit(police, session, visit_id)


def _differs(police: PoliceStore, session: Session, found: Visit, discrepancies: str) -> Visit:
    """A discrepancy opens the entry again; what was found stays on record."""
    if not discrepancies.strip():
        raise FormError("discrepancies", "What differs: say what is to be corrected.")
    local = get(police, session, found.registration_id).registry not in OFFICE
    kept = "; ".join(part for part in (found.discrepancies, discrepancies) if part)
    entry: dict[str, Any] = {} if local else {"entered_at": None, "entered_by": None}
    _change(police, session, found, discrepancies=kept, **entry)
    step(police, session, found.id, "DISCREPANCY", discrepancies)
    audit.record(police, session, "registration.verify", "registration_visits", found.id, "failed")
    return visit(police, session, found.id)


def forwarded(police: PoliceStore, session: Session, visit_id: int, on: date) -> Visit:
    """Note that statement, prints and photographs went to DOJ (SX16, AR8). Raises `Refused` when they had."""
    session.require(WORK)
    with police.writing():
        found = visit(police, session, visit_id)
        rule = FORWARD.get(get(police, session, found.registration_id).registry)
        if rule is None:
            raise Refused("This registry is the agency's own: nothing goes to DOJ.")
        if found.copy_doj_on is not None:
            raise Refused(f"It was forwarded on {found.copy_doj_on:%m/%d/%Y}.")
        if not found.came_on <= on <= session.clock.today():
            raise FormError("on", "Forwarded on: from the day of the visit to today.")
        _change(police, session, found, copy_doj_on=on)
        close(police, found.registration_id, (rule,), on, MET, visit_id=visit_id, of_visit=visit_id)
        step(police, session, visit_id, "FORWARDED", on.isoformat())
        audit.record(police, session, "registration.forward", "registration_visits", visit_id)
    return visit(police, session, visit_id)


def proved(police: PoliceStore, session: Session, visit_id: int, values: Values) -> Visit:
    """Note the proof of residence that was to follow (SX15), from the values of `registrations_forms.PROOF`."""
    session.require(WORK)
    with police.writing():
        found = visit(police, session, visit_id)
        if found.proof != "NONE":
            raise Refused("No proof of residence is missing from this visit.")
        _change(police, session, found, proof=values["proof"], proof_on=values["proof_on"])
        close(
            police, found.registration_id, ("SX15",), session.clock.today(), MET, visit_id=visit_id, of_visit=visit_id
        )
        step(police, session, visit_id, "PROOF", values["proof"])
        audit.record(police, session, "registration.proof", "registration_visits", visit_id)
    return visit(police, session, visit_id)


def completed_papers(police: PoliceStore, session: Session, visit_id: int, values: Values) -> Visit:
    """Keep signatures, prints, photographs and copies, from the values of `registrations_forms.SIGNED`.

    Raises `FormError` for a day to come.
    """
    session.require(WORK)
    for name, value in values.items():
        if isinstance(value, date) and value > session.clock.today():
            raise FormError(name, "That day is still to come.")
    with police.writing():
        found = visit(police, session, visit_id)
        new = {name: values[name] for name in values if getattr(found, name) != values[name]}
        texts = {name: "" for name, value in new.items() if value is None and name.startswith("prints")}
        if new:
            _change(police, session, found, **{**new, **texts})
            step(police, session, visit_id, "PAPERS", " ".join(sorted(new)))
            audit.record(police, session, "registration.papers", "registration_visits", visit_id)
        if {"prints_ati", "prints_tcn"} & set(new):
            whose, now = get(police, session, found.registration_id), visit(police, session, visit_id)
            registrations_prints.log(police, session, whose, now.prints_ati, now.prints_tcn)
    return visit(police, session, visit_id)


def checked_at_home(police: PoliceStore, session: Session, visit_id: int, note: str) -> None:
    """Note a compliance check."""
    session.require(WORK)
    with police.writing():
        step(police, session, visit_id, "COMPLIANCE", note)
        audit.record(police, session, "registration.compliance", "registration_visits", visit_id)


def _open(police: PoliceStore, session: Session, visit_id: int) -> Visit:
    police.row(f"SELECT 1 FROM registration_visits WHERE id = ?{police.for_update}", visit_id)
    found = visit(police, session, visit_id)
    if found.state == "COMPLETE":
        raise Refused("This visit is complete. A later change is a visit of its own: a correction.")
    return found


def _change(police: PoliceStore, session: Session, found: Visit, **columns: Any) -> None:
    stored: Mapping[str, Any] = {name: as_stored(value) for name, value in columns.items()}
    changed = police.run(
        f"UPDATE registration_visits SET {', '.join(f'{name} = ?' for name in stored)}, version = version + 1 "
        "WHERE id = ? AND version = ?",
        *stored.values(),
        found.id,
        found.version,
    )
    if not changed:
        raise Refused("Somebody else has changed this visit. F5 shows it as it is now.")
    before = {name: as_stored(getattr(found, name)) for name in stored}
    record_change(police, session, "registration_visits", found.id, before, stored)
