"""A new file in one go: the person, a description, one number and an address, after a look for the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.forms import FormError, Values
from data.police import persons, persons_checks, persons_rows
from data.police.persons_find import Similar, similar
from data.police.persons_history import Why
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

LOOK = ("sex", "race", "height", "weight", "hair", "eyes")


def number_of(values: Values) -> dict[str, str]:
    """The identifier of the form as it is stored, by its kind; empty when there is none. Raises `FormError`."""
    kind, value = values.get("kind"), values.get("value")
    if not kind and not value:
        return {}
    if not value:
        raise FormError("value", "Number: type it, or empty its kind.")
    if not kind:
        raise FormError("kind", "Number known: which kind of number is it?")
    return {kind: persons_checks.identifier(kind, values.get("place") or "", value).value}


def check(store: PoliceStore, session: Session, values: Values) -> list[Similar]:
    """Files that may be of the person of the form. Raises `FormError` when the form cannot be taken."""
    numbers = number_of(values)
    if not values.get("transient"):
        for name, label in (("street", "Street"), ("city", "City")):
            if not values.get(name):
                raise FormError(name, f"{label}: a person has an address, or is marked as transient.")
    return similar(store, session, values["last"], values.get("first") or "", values.get("born"), numbers)


def enter(store: PoliceStore, session: Session, values: Values, reference: str = "") -> int:
    """Open the file in one transaction; its id. Call `check` before and show what it finds. Raises `FormError`."""
    why = Why(reference=reference)
    numbers = number_of(values)
    today = session.clock.today()
    with store.writing():
        person_id = persons.add(store, session, values, why)
        if any(values.get(name) for name in LOOK):
            look = {name: values.get(name) for name in LOOK}
            persons_rows.add(store, session, "DESCRIPTIONS", person_id, {"from_on": today, **look}, why)
        for kind, value in numbers.items():
            given = {"kind": kind, "place": values.get("place"), "value": value}
            persons_rows.add(store, session, "IDENTIFIERS", person_id, given, why)
        if values.get("street"):
            home = {name: values.get(name) for name in ("street", "unit", "city", "state", "zip")}
            persons_rows.add(store, session, "ADDRESSES", person_id, {"kind": "PRIMARY", **home}, why)
    return person_id
