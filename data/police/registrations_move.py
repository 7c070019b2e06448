"""A new residence told at the desk: typed on the visit's own form, it becomes the person's primary address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.forms import FormError, Values
from data.police import codes, persons, persons_rows
from data.police.persons_history import Why
from data.police.registrations import Registration

if TYPE_CHECKING:
    from data.police.persons_rows import Entry
    from data.police.store import PoliceStore
    from data.session import Session

GROUP, PRIMARY = "ADDRESSES", "PRIMARY"


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
    for one in before:
        persons_rows.end(police, session, GROUP, one.id, values["event_on"], one.version, why)


def primary(police: PoliceStore, session: Session, person_id: int) -> list[Entry]:
    """The primary residences that are current, the newest first."""
    them = persons_rows.rows(police, session, GROUP, person_id, past=False)
    return [one for one in them if one.values["kind"] == PRIMARY]
