"""Where somebody lives from a visit on: a residence typed on its form, or none; what held before it ends that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.forms import FormError, Values
from data.police import codes, persons, persons_rows
from data.police.persons_history import Why
from data.police.registrations import TRANSIENT, Registration
from data.police.registrations_codes import Transaction
from data.police.registrations_follow import basis_after

if TYPE_CHECKING:
    from datetime import date

    from data.police.persons_rows import Entry
    from data.police.store import PoliceStore
    from data.session import Session

GROUP, PLACES, PRIMARY = "ADDRESSES", "PLACES", "PRIMARY"
RESIDENCES = frozenset({PRIMARY, "SECONDARY"})
"""Kinds of address at which somebody lives; mail and a campus are none."""


def settle(
    police: PoliceStore, session: Session, found: Registration, transaction: Transaction, values: Values
) -> None:
    """Make the person file say where somebody lives from a visit on, in the caller's transaction.

    Who registers as a transient has no residence from that day, and who gets a residence no places of a transient
    (PC 290.011). Raises `FormError` without the city of a new residence.
    """
    move_in(police, session, found, values)
    if not transaction.registers or values.get("event_on") is None:
        return
    transient = basis_after(found, transaction, values) == TRANSIENT
    if transient:
        _mark(police, session, found)
        them = [one for one in _current(police, session, GROUP, found) if one.values["kind"] in RESIDENCES]
        _end(police, session, GROUP, them, values["event_on"], found)
    elif found.basis == TRANSIENT:
        _end(police, session, PLACES, _current(police, session, PLACES, found), values["event_on"], found)


def _mark(police: PoliceStore, session: Session, found: Registration) -> None:
    """The person file says that somebody has no residence: only then may the last address end."""
    person_id = persons.head_of(police, found.person_id)
    known = persons.person(police, session, person_id)
    if not known.values["transient"]:
        persons.change(police, session, person_id, {"transient": True}, known.version, Why(reference=found.number))


def _current(police: PoliceStore, session: Session, group: str, found: Registration) -> list[Entry]:
    person_id = persons.head_of(police, found.person_id)
    return persons_rows.rows(police, session, group, person_id, past=False)


def _end(police: PoliceStore, session: Session, group: str, them: list[Entry], on: date, found: Registration) -> None:
    """End rows on a day, or on the day they began when that is later."""
    for one in them:
        until = max(on, one.values["from_on"] or on)
        persons_rows.end(police, session, group, one.id, until, one.version, Why(reference=found.number))


def move_in(police: PoliceStore, session: Session, found: Registration, values: Values) -> None:
    """Add the residence typed on the form and end the primary one before, in the caller's transaction.

    Does nothing when no street was typed. Raises `FormError` without the city.
    """
    if not values.get("street"):
        return
    if not values.get("city"):
        raise FormError("city", "City: this field must be filled in.")
    person_id, why = persons.head_of(police, found.person_id), Why(reference=found.number)
    before = primary(police, session, person_id)
    same_city = bool(before) and before[0].values["city"] == values["city"]
    state = before[0].values["state"] if before else "CA" if codes.value(police, "POB", "CA") else None
    new: Values = {
        "kind": PRIMARY, "street": values["street"], "unit": values.get("unit"), "city": values["city"],
        "state": state, "zip": values.get("zip"),
        "county": before[0].values["county"] if same_city else None, "from_on": values["event_on"],
    }  # fmt: skip
    persons_rows.add(police, session, GROUP, person_id, new, why)
    _end(police, session, GROUP, before, values["event_on"], found)


def primary(police: PoliceStore, session: Session, person_id: int) -> list[Entry]:
    """The primary residences that are current, the newest first."""
    them = persons_rows.rows(police, session, GROUP, person_id, past=False)
    return [one for one in them if one.values["kind"] == PRIMARY]
