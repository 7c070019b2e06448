"""Invented registrants for the tests: a person with what a registration needs, and the values of a visit's form."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from data.police import persons, persons_rows, registrations, registrations_visits
from data.police.registrations_codes import BY_CODE
from data.police.registrations_deadlines import given
from data.police.registrations_forms import visit_form
from data.police.registrations_visits import Visit
from data.police.store import PoliceStore
from data.session import Session

BORN = date(1980, 7, 15)


def person(
    police: PoliceStore, session: Session, last: str = "Zucchini", *, born: date | None = BORN, transient: bool = False
) -> int:
    """A person with a description and, unless transient, an address; a transient with a place."""
    values = {"last": last, "first": "Alfa", "born": born, "language": "en", "transient": transient}
    found = persons.add(police, session, values)
    persons_rows.add(police, session, "DESCRIPTIONS", found, {"from_on": date(2026, 1, 5)})
    if transient:
        place = {"kind": "SLEEPS", "place": "Under the Imaginary Bridge"}
        persons_rows.add(police, session, "PLACES", found, place)
    else:
        live(police, session, found, "1 Nowhere Way")
    return found


def live(police: PoliceStore, session: Session, person_id: int, street: str) -> int:
    """Give the person an address."""
    address = {"kind": "PRIMARY", "street": street, "city": "Testville"}
    return persons_rows.add(police, session, "ADDRESSES", person_id, address)


def move(police: PoliceStore, session: Session, person_id: int, street: str, on: date) -> None:
    """A new address, and the others ended."""
    new = live(police, session, person_id, street)
    for one in persons_rows.rows(police, session, "ADDRESSES", person_id, past=False):
        if one.id != new:
            persons_rows.end(police, session, "ADDRESSES", one.id, on, one.version)


def values_of(
    code: str, registry: str, *, juvenile: bool = False, leaving: bool = False, **given: Any
) -> dict[str, Any]:
    """The values of a visit's form with only its stops filled in."""
    form = visit_form(BY_CODE[code], registry, juvenile=juvenile, leaving=leaving)
    texts = {**form.opening(), "initials": "AZ", "signed": "Y", "proof": "CDL", "officer": "Lee Novak"}
    texts |= {"custody_days": "40", "same_address": "Y", "birthday_inside": "N", "parent_signed": "Y"}
    texts |= {name: "X1" for name, kind in form.fields.items() if kind.required and not texts.get(name)}
    for name, value in given.items():
        if name in form.fields:
            texts[name] = form.fields[name].show(value)
    texts = {name: text for name, text in texts.items() if name in form.fields}
    return form.clean(texts)


def visit(police: PoliceStore, session: Session, registration_id: int, code: str, key: str = "", **given: Any) -> Visit:
    """Record a visit."""
    found = registrations.get(police, session, registration_id)
    leaving = found.leaves_on is not None
    values = values_of(code, found.registry, juvenile=found.juvenile, leaving=leaving, **given)
    return registrations_visits.record(police, session, registration_id, code, values, key or uuid4().hex)


def registered(
    police: PoliceStore, session: Session, registry: str = "SEX", *, last: str = "Zucchini", born: date | None = BORN,
    juvenile: bool = False, **given: Any,
) -> int:  # fmt: skip
    """Somebody who has registered here today; the registration's id."""
    found = registrations.begin(police, session, person(police, session, last, born=born), registry, juvenile=juvenile)
    given.setdefault("event_on", session.clock.today())
    visit(police, session, found, "INITIAL", **given)
    return found


def rules_of(police: PoliceStore, registration_id: int) -> dict[str, date]:
    """The open deadlines by rule."""
    return {one.rule: one.legal for one in given(police, registration_id)}


def status(**changed: object) -> dict[str, object]:
    """The values of the form of a registration's status."""
    return {
        "tier": None, "tier_letter_on": None, "svp": False, "finding": None, "imposed_on": None, "supervision": "NONE",
        "agent": None, "agent_phone": None, "supervised_until": None, "juvenile": False, **changed,
    }  # fmt: skip


def values_offense(**changed: object) -> dict[str, object]:
    """The values of the form of an offense."""
    return {"section": "PC 288(a)", "level": "F", "convicted_on": None, "released_on": None, **changed}
