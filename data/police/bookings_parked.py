"""A booking that is being typed: kept in the police store, put aside by F2, taken up by whoever may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import works
from data.police.bookings import WORK
from data.works import Work

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

KIND = "BOOKING"
"""The kind of unfinished work."""


def keep(police: PoliceStore, session: Session, key: str, person_id: int, texts: dict[str, str]) -> None:
    """Keep what is typed so far. Raises `Refused` when somebody else has taken it up."""
    session.require(WORK)
    number = police.value("SELECT number FROM persons WHERE id = ?", person_id)
    works.save(police, session, key, KIND, f"{number} Booking", {"person_id": person_id, "texts": texts})


def put_aside(police: PoliceStore, session: Session, key: str) -> None:
    """Lay it aside until somebody takes it up."""
    works.suspend(police, session, key)


def unfinished(police: PoliceStore, session: Session) -> list[Work]:
    """Every booking that was put aside or cut off before it was kept, and those this clerk has open; oldest first."""
    session.require(WORK)
    found = {one.id: one for one in (*works.mine(police, session), *works.all_suspended(police, session))}
    return [one for _, one in sorted(found.items()) if one.kind == KIND]


def of_person(police: PoliceStore, session: Session, person_id: int) -> Work | None:
    """The unfinished booking of a person; None when there is none."""
    return next((one for one in unfinished(police, session) if one.payload["person_id"] == person_id), None)
