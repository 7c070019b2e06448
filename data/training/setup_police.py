"""Steps of the starting state at the police desk, done by the rules of live work in the practice police store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from data.police import (
    access,
    bookings,
    clearances,
    livescan,
    livescan_forms,
    registrations_checks,
    registrations_visits,
    releases,
)
from data.police.bookings_forms import ARREST
from data.police.clearances import Wanted
from data.police.registrations_codes import BY_CODE
from data.police.registrations_forms import visit_form
from data.police.releases import Asked
from data.training.numbers_drawn import LessonError
from data.training.setup_office import Kept

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.training.numbers_police import OnFile, Registrant
    from data.training.setup import Scene

CLERK = "401"
"""A clerk of the practice city's police desk."""
COMPLETE: dict[str, str] = {
    "ori": "A0099", "applicant_type": "LICENSE", "working_title": "Kite instructor", "level": "BOTH",
    "agency": "Bureau of Imaginary Arts", "mail_code": "00099", "agency_street": "1 Nowhere Way",
    "agency_city": "Sacramento", "agency_zip": "95800", "contact": "Kit Sample", "agency_phone": "9165550100",
    "last": "Sample", "first": "Yesterday", "born": "02291984", "sex": "F", "height": "506", "weight": "140",
    "eyes": "BRO", "hair": "BLK", "birth_place": "CA", "street": "5 Imaginary Lane", "city": "Vista Robles",
    "zip": "92990", "id_kind": "CDL", "id_expires_on": "02282031", "signed": "Y", "complete": "Y",
}  # fmt: skip
"""A complete Live Scan form of somebody who does not exist, its boxes as typed."""


def visit(
    scene: Scene, registrant: Registrant, code: str = "ANNUAL", values: Mapping[str, Any] | None = None,
    by: str = CLERK, entered: bool = True,
) -> Kept:  # fmt: skip
    """A registrant has come to another clerk, who took the statement and, when `entered`, typed it into CSAR."""
    police, session = _desk(scene, by)
    registry = str(police.value("SELECT registry FROM registrations WHERE id = ?", registrant.registration_id))
    form = visit_form(BY_CODE[code], registry)
    texts = {**form.opening(), "initials": "XX", "signed": "Y", **(values or {})}
    clean = form.clean({name: str(text) for name, text in texts.items() if name in form.fields})
    key = f"lesson:visit:{police.value('SELECT count(*) FROM registration_visits')}"
    made = registrations_visits.record(police, session, registrant.registration_id, code, clean, key)
    if entered:
        registrations_checks.entered(police, session, made.id, f"TEST-L{made.id:05d}")
    return Kept(made.id, registrant.registration)


def request(scene: Scene, values: Mapping[str, Any], by: str = CLERK) -> Kept:
    """A records request has been received: the values of `data.police.releases.Asked`."""
    police, session = _desk(scene, by)
    made = releases.receive(police, session, Asked(**values))
    return Kept(made.id, made.number)


def letter(scene: Scene, values: Mapping[str, Any], searched: str = "", by: str = CLERK) -> Kept:
    """A clearance letter is asked for (the values of `data.police.clearances.Wanted`), and perhaps searched once."""
    police, session = _desk(scene, by)
    made = clearances.ask(police, session, Wanted(**values))
    if searched:
        clearances.search(police, session, made.id, searched)
    return Kept(made.id, made.number)


def live_scan(scene: Scene, values: Mapping[str, Any], by: str = CLERK) -> Kept:
    """A form BCIA 8016 has been logged: its boxes as typed, over those of a complete form."""
    police, session = _desk(scene, by)
    texts = {**COMPLETE, **{name: str(text) for name, text in values.items()}}
    clean: dict[str, Any] = {}
    for form in livescan_forms.forms(police):
        clean |= form.clean({**form.opening(), **{name: text for name, text in texts.items() if name in form.fields}})
    made = livescan.enter(police, session, clean)
    return Kept(made.id, made.number)


def booking(scene: Scene, person: OnFile, values: Mapping[str, Any], by: str = CLERK) -> Kept:
    """Somebody has been booked by another clerk: the boxes of the arrest as typed."""
    police, session = _desk(scene, by)
    texts = {**ARREST.opening(), **{name: str(text) for name, text in values.items()}}
    clean = ARREST.clean({name: text for name, text in texts.items() if name in ARREST.fields})
    made = bookings.begin(police, session, person.id, clean, f"lesson:booking:{person.id}")
    return Kept(made.id, made.number)


def _desk(scene: Scene, by: str) -> tuple[PoliceStore, Session]:
    """The practice police store, and a clerk let into it."""
    police = scene.drawn.police
    if police is None:
        raise LessonError("This step needs police = true in the lesson's file.")
    session = scene.session(by)
    access.admit(police, session)
    return police, session


DESK: dict[str, Callable[..., Any]] = {
    "visit": visit, "request": request, "letter": letter, "live scan": live_scan, "booking": booking,
}  # fmt: skip
"""The steps, by their word in a lesson."""
