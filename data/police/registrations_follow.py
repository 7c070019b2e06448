"""The deadlines a visit settles and those that follow from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.forms import FormError, Values
from data.police import calendar, clocks, persons
from data.police.calendar import Calendar
from data.police.clocks import Terms
from data.police.persons_history import CHANGE, Why
from data.police.registrations import (
    ACTIVE,
    DECEASED,
    MOVED,
    NONRESIDENT,
    RESIDENT,
    TRANSIENT,
    Registration,
    change,
    get,
)
from data.police.registrations import ENDED as OVER
from data.police.registrations_codes import ARSON, COUNTS, SEX, Transaction
from data.police.registrations_deadlines import ENDED, MET, close, give, given

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

FORWARD = {SEX: "SX16", ARSON: "AR8"}
"""The rule by which a visit is forwarded to DOJ."""
ANNUAL = {SEX: "SX3", ARSON: "AR7"}
"""The rule of the annual update."""
AGENCY = frozenset({"SX16", "AR8", "PT1", "PT2", "PT3"})
"""Deadlines of the agency itself, which do not end with the registrant's duty."""


def lead_on(
    police: PoliceStore, session: Session, found: Registration, transaction: Transaction, values: Values
) -> None:
    """What a visit makes of the registration and of the person's own row, in the caller's transaction."""
    new: dict[str, Any] = {}
    if transaction.leads_to == MOVED:
        new["leaves_on"] = values["event_on"]
    if transaction.leads_to != MOVED or values["event_on"] <= session.clock.today():
        new |= {"state": transaction.leads_to} if transaction.leads_to else {}
    if transaction.registers:
        new["basis"] = basis_after(found, transaction, values)
        new["leaves_on"], new["ended_on"], new["ended_by"] = None, None, ""
        if found.since is None or found.state != ACTIVE:
            new["since"] = session.clock.today()
    if values.get("stays"):
        if found.leaves_on is None or found.state == MOVED:
            raise FormError("stays", "No day of leaving that is still to come was told.")
        new["leaves_on"] = None
    if transaction.leads_to in (OVER, DECEASED):
        new["ended_on"] = values["event_on"]
        new["ended_by"] = "COURT" if transaction.leads_to == OVER else "DECEASED"
    if new:
        change(police, session, found.id, found.version, **new)
    _tell_person(police, session, found, new)


def basis_after(found: Registration, transaction: Transaction, values: Values) -> str:
    """On what ground somebody is registered once a visit is kept: as a resident, a transient or a nonresident."""
    if not transaction.registers:
        return found.basis
    if transaction.code == "TRANSIENT":
        return TRANSIENT
    housed = NONRESIDENT if found.basis == NONRESIDENT else RESIDENT
    return values.get("basis") or housed


def _tell_person(police: PoliceStore, session: Session, found: Registration, new: dict[str, Any]) -> None:
    """The person file says too that somebody has died, or has no residence."""
    person_id = persons.head_of(police, found.person_id)
    known = persons.person(police, session, person_id)
    facts: Values = {}
    if new.get("state") == DECEASED:
        facts["deceased_on"] = new["ended_on"]
    if "basis" in new:
        facts["transient"] = new["basis"] == TRANSIENT
    if any(bool(known.values[name]) != bool(value) for name, value in facts.items()):
        persons.change(police, session, person_id, facts, known.version, Why(CHANGE, reference=found.number))


def follow(
    police: PoliceStore,
    session: Session,
    registration_id: int,
    transaction: Transaction,
    visit_id: int,
    event_on: date | None,
    proof: str | None,
) -> None:
    """Settle, end and begin deadlines after a visit of today, in the caller's transaction."""
    today = session.clock.today()
    known, table = clocks.terms(police, today), calendar.load(police, today)
    found = get(police, session, registration_id)
    if found.state == MOVED and transaction.leads_to:
        _leave(police, found)
    elif found.state != ACTIVE and transaction.leads_to:
        _end_duties(police, registration_id, today)
    elif transaction.answers:
        close(police, registration_id, transaction.answers, today, MET, visit_id=visit_id)
    if event_on is not None and (rule := _counted(found, transaction)):
        give(police, registration_id, clocks.due(rule, event_on, known, table), visit_id=visit_id, met_on=today)
    if found.registry in FORWARD:
        due = clocks.due(FORWARD[found.registry], today, known, table)
        give(police, registration_id, due, visit_id=visit_id)
    if found.state == ACTIVE:
        _prove(police, found, transaction, visit_id, proof, today, known, table)
        again = transaction.registers and found.registry == SEX and found.basis == TRANSIENT
        for rule in ("SX5",) if again else transaction.follows:
            close(police, registration_id, (rule,), today, MET, visit_id=visit_id)
            give(police, registration_id, clocks.due(rule, today, known, table), visit_id=visit_id)
        if transaction.code in ("ANNUAL",) or transaction.registers:
            _annual(police, found, transaction, visit_id, today, known, table)
        keep_clocks(police, session, registration_id, visit_id)


def _counted(found: Registration, transaction: Transaction) -> str:
    """The rule that counts from the event to the visit; empty when none does."""
    if found.registry == SEX and transaction.code == "ADDRESS" and found.basis == TRANSIENT:
        return "SX8"
    return COUNTS.get((transaction.counts, found.registry), "")


def _end_duties(police: PoliceStore, registration_id: int, on: date, due_from: date | None = None) -> None:
    """End every open deadline of the registrant, those due from a day on where told; the agency's own stay."""
    rules = tuple(rule for rule in clocks.RULES if rule not in AGENCY)
    close(police, registration_id, rules, on, ENDED, due_from=due_from)


def _leave(police: PoliceStore, found: Registration) -> None:
    """What was due from the day of leaving on ends that day; what was overdue then stays owed."""
    assert found.leaves_on is not None
    _end_duties(police, found.id, found.leaves_on, due_from=found.leaves_on)


def depart(police: PoliceStore, session: Session) -> int:
    """Let those whose day of leaving, told before, has come be moved; how many. Whoever looks first does it."""
    today = session.clock.today().isoformat()
    query = "SELECT id FROM registrations WHERE state = 'ACTIVE' AND leaves_on <= ?"
    if police.row(query, today) is None:
        return 0
    with police.writing():
        gone = [
            get(police, session, int(id)) for (id,) in police.rows(f"{query} ORDER BY id{police.for_update}", today)
        ]
        for found in gone:
            change(police, session, found.id, found.version, state=MOVED)
            _leave(police, found)
            audit.record(police, session, "registration.left", "registrations", found.id)
    return len(gone)


def _prove(
    police: PoliceStore, found: Registration, transaction: Transaction, visit_id: int, proof: str | None, today: date,
    known: Terms, table: Calendar,
) -> None:  # fmt: skip
    """SX15: proof that is missing is due later, and never blocks."""
    if proof == "NONE":
        give(police, found.id, clocks.due("SX15", today, known, table), visit_id=visit_id)
    elif proof:
        close(police, found.id, ("SX15",), today, MET, visit_id=visit_id)


def _annual(
    police: PoliceStore, found: Registration, transaction: Transaction, visit_id: int, today: date, known: Terms,
    table: Calendar,
) -> None:  # fmt: skip
    """The next annual update, unless one is open already."""
    rule = ANNUAL.get(found.registry, "")
    if not rule or found.born is None or (rule == "AR7" and not known.on("arson.annual")):
        return
    if any(one.rule == rule for one in given(police, found.id)):
        return
    due = clocks.annual(rule, found.born, today, known, table, update=transaction.code == "ANNUAL")
    give(police, found.id, due, visit_id=visit_id)


def keep_clocks(police: PoliceStore, session: Session, registration_id: int, visit_id: int | None = None) -> None:
    """See that the 30 days of a transient and the 90 of an SVP run while they apply, and only then."""
    today = session.clock.today()
    found = get(police, session, registration_id)
    known, table = clocks.terms(police, today), calendar.load(police, today)
    running = {one.rule for one in given(police, registration_id)}
    active = found.registry == SEX and found.state == ACTIVE
    for rule, applies in (("SX5", found.basis == TRANSIENT), ("SX4", found.svp)):
        if active and applies and rule not in running:
            give(police, registration_id, clocks.due(rule, today, known, table), visit_id=visit_id)
        elif not applies and rule in running:
            close(police, registration_id, (rule,), today, ENDED)
