"""Visits put aside or cut off: what was typed is kept in the police store, and the form opens with it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import works
from data.police.registrations import WORK
from data.police.registrations_codes import BY_CODE
from data.works import Work

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

KIND = "VISIT"
"""The kind of unfinished work."""
NEVER_KEPT = frozenset({"parent_name", "parent_relation"})
"""Fields of juveniles, typed again when the visit is taken up."""


def keep(
    police: PoliceStore, session: Session, key: str, registration_id: int, code: str, texts: dict[str, str]
) -> None:
    """Keep what is typed so far. Raises `Refused` when somebody else has taken it up."""
    session.require(WORK)
    number = police.value("SELECT number FROM registrations WHERE id = ?", registration_id)
    kept = {name: text for name, text in texts.items() if name not in NEVER_KEPT}
    payload = {"registration_id": registration_id, "code": code, "texts": kept}
    works.save(police, session, key, KIND, f"{number} {BY_CODE[code].title}", payload)


def put_aside(police: PoliceStore, session: Session, key: str) -> None:
    """Lay the visit aside: it stands in the work queue until somebody takes it up."""
    works.suspend(police, session, key)


def unfinished(police: PoliceStore, session: Session) -> list[Work]:
    """Every visit that was put aside or cut off, and those this clerk has open; oldest first."""
    session.require(WORK)
    found = {one.id: one for one in (*works.mine(police, session), *works.all_suspended(police, session))}
    return [one for _, one in sorted(found.items()) if one.kind == KIND]


def of_visit(police: PoliceStore, session: Session, registration_id: int, code: str) -> Work | None:
    """The unfinished visit of a registration for a transaction; None when there is none."""
    wanted = (registration_id, code)
    them = unfinished(police, session)
    return next((one for one in them if (one.payload["registration_id"], one.payload["code"]) == wanted), None)
