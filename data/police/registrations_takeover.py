"""Registrants whom the agency has on paper already: their registration is taken over, with the clocks that run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import calendar, clocks, persons, registrations
from data.police.registrations import ACTIVE, NEW, RESIDENT, TRANSIENT, WORK, change, get
from data.police.registrations_codes import SEX
from data.police.registrations_deadlines import give
from data.police.registrations_follow import ANNUAL

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session


def begin(police: PoliceStore, session: Session, person_id: int, values: Values) -> int:
    """A registration from the values of `registrations_forms.BEGIN`, new or taken over from paper; its id.

    Raises `FormError` for days that cannot be, `Refused` where `registrations.begin` does.
    """
    session.require(WORK)
    _check(values, session.clock.today(), persons.person(police, session, person_id).born)
    with police.writing():
        made = registrations.begin(police, session, person_id, values["registry"], juvenile=bool(values["juvenile"]))
        if values["since"]:
            _take_over(police, session, made, values["since"], values["last_on"] or values["since"])
    return made


def _check(values: Values, today: date, born: date | None) -> None:
    since, last = values["since"], values["last_on"]
    if last and not since:
        raise FormError("since", "Registered here since: needed with the day of the last visit.")
    if since and since > today:
        raise FormError("since", "Registered here since: that day is still to come.")
    if since and born is None:
        raise FormError("since", "Registered here since: the person file has no date of birth.")
    if last and not since <= last <= today:
        raise FormError("last_on", "Last visit on: from the day of the registration to today.")


def _take_over(police: PoliceStore, session: Session, registration_id: int, since: date, last: date) -> None:
    """Make a new registration active since a day, with the deadlines that follow from the last visit on paper."""
    found = get(police, session, registration_id)
    if found.state != NEW:
        raise Refused(f"{found.number} is here already: nothing is taken over.")
    transient = bool(persons.person(police, session, persons.head_of(police, found.person_id)).values["transient"])
    basis = TRANSIENT if transient else RESIDENT
    change(police, session, found.id, found.version, state=ACTIVE, since=since, basis=basis)
    known, table = clocks.terms(police, session.clock.today()), calendar.load(police, session.clock.today())
    rule = ANNUAL.get(found.registry, "")
    if rule and found.born and (found.registry == SEX or known.on("arson.annual")):
        give(police, found.id, clocks.annual(rule, found.born, last, known, table, update=True))
    if found.registry == SEX and transient:
        give(police, found.id, clocks.due("SX5", last, known, table))
    audit.record(police, session, "registration.takeover", "registrations", found.id)
