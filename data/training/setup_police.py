"""Steps of the starting state at the police desk, done by the rules of live work in the practice police store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from data.police import access, clearances, registrations_checks, registrations_visits, releases
from data.police.clearances import Wanted
from data.police.registrations_codes import BY_CODE
from data.police.registrations_forms import visit_form
from data.police.releases import Asked
from data.training.numbers import LessonError
from data.training.setup_office import Kept

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.training.numbers_police import Registrant
    from data.training.setup import Scene

CLERK = "401"
"""A clerk of the practice city's police desk."""


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


def _desk(scene: Scene, by: str) -> tuple[PoliceStore, Session]:
    """The practice police store, and a clerk let into it."""
    police = scene.drawn.police
    if police is None:
        raise LessonError("This step needs police = true in the lesson's file.")
    session = scene.session(by)
    access.admit(police, session)
    return police, session


DESK: dict[str, Callable[..., Any]] = {"visit": visit, "request": request, "letter": letter}
"""The steps, by their word in a lesson."""
