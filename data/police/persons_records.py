"""What a person's file leads to: the registrations and bookings of the person, each in a line without its content."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.police import bookings, registrations

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

REGISTRATIONS, BOOKINGS = 17, 18
"""Their numbers on the person's menu, beside those of `persons_groups.GROUPS`."""


def lines(police: PoliceStore, session: Session, person_id: int) -> list[str]:
    """Both lists as rows of the file, empty ones left out. Journal the view of the person first. Raises `Refused`."""
    them = [
        f"{one.number:<16} {one.registry.capitalize():<8} {one.state.capitalize()}"
        + (f", since {one.since:%m/%d/%Y}" if one.since else "")
        for one in registrations.of_person(police, session, person_id)
    ]
    booked = [
        f"{one.number:<16} {date.fromisoformat(one.arrested_on):%m/%d/%Y}  {one.charge}  {one.waits}"
        for one in bookings.of_person(police, session, person_id)
    ]
    parts = ((REGISTRATIONS, "Registrations", them), (BOOKINGS, "Bookings", booked))
    return [row for number, title, rows in parts if rows for row in _part(number, title, rows)]


def _part(number: int, title: str, rows: list[str]) -> list[str]:
    return ["", f"  {title}  (F6, {number})", *(f"    {row}"[:78] for row in rows)]
