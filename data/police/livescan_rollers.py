"""Who may roll fingerprints: staff who are exempt or certified by DOJ, with the day on which that ends.

Penal Code 11102.1: those who roll prints for a state clearance are certified, or are law enforcement personnel who
were cleared. Kept for each user by the police supervisor; nobody keeps their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, changes
from data.forms import FormError
from data.permissions import POLICE_ROLES, POLICE_SUPERVISOR, Permission, Refused
from data.police import access

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

KEEP = Permission(
    "police.rollers", "who may roll fingerprints is kept by the police supervisor.", frozenset({POLICE_SUPERVISOR})
)
EXEMPT, CERTIFIED = "EXEMPT", "CERTIFIED"
STANDINGS = ((EXEMPT, "Exempt: police staff"), (CERTIFIED, "Certified by DOJ"))


@dataclass(frozen=True)
class Roller:
    """One person of the police desk and the standing as a roller; empty when none is on record."""

    user_id: int
    number: str
    name: str
    standing: str = ""
    certificate: str = ""
    since_on: date | None = None
    until_on: date | None = None
    """The last day on which it counts; None: it has no end."""

    def problem(self, on: date) -> str:
        """Why this person may not roll prints on a day, as a sentence; empty when they may."""
        if not self.standing or self.since_on is None or self.since_on > on:
            return f"{self.name} may not roll prints: no standing in 22.19 (PC 11102.1)."
        if self.until_on is not None and self.until_on < on:
            return f"{self.name} may not roll prints since {self.until_on:%m/%d/%Y} (PC 11102.1)."
        return ""


def rollers(police: PoliceStore, session: Session) -> list[Roller]:
    """Everybody of the police desk who is not disabled, by number. Raises `Refused` without the role."""
    session.require(access.USE)
    roles = sorted(POLICE_ROLES)
    marks = ", ".join("?" * len(roles))
    people = police.city.rows(
        f"SELECT id, number, name FROM users WHERE disabled_at IS NULL AND role IN ({marks}) ORDER BY number", *roles
    )
    return [_with_standing(police, int(key), str(number), str(name)) for key, number, name in people]


def _with_standing(police: PoliceStore, user_id: int, number: str, name: str) -> Roller:
    row = police.row("SELECT standing, certificate, since_on, until_on FROM rollers WHERE user_id = ?", user_id)
    if row is None:
        return Roller(user_id, number, name)
    standing, certificate, since, until = row
    return Roller(user_id, number, name, standing, certificate, _day(since), _day(until))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def record(
    police: PoliceStore,
    session: Session | None,
    user_id: int,
    standing: str,
    certificate: str,
    since_on: date,
    until_on: date | None,
) -> None:
    """Keep somebody's standing. Raises `Refused` without the permission or for oneself, `FormError`."""
    if session is not None:
        session.require(KEEP)
        if session.clerk.id == user_id:
            raise Refused("Nobody keeps their own certification.")
    if standing == CERTIFIED and not certificate:
        raise FormError("certificate", "Certificate: its number, as DOJ gave it.")
    if until_on is not None and until_on < since_on:
        raise FormError("until_on", "Until: this day is before the first one.")
    after = {
        "standing": standing,
        "certificate": certificate,
        "since_on": since_on.isoformat(),
        "until_on": until_on.isoformat() if until_on else None,
    }
    with police.writing():
        row = police.row("SELECT id, standing, certificate, since_on, until_on FROM rollers WHERE user_id = ?", user_id)
        if row is None:
            row_id = police.insert("rollers", user_id=user_id, **after)
        else:
            row_id = int(row[0])
            marks = ", ".join(f"{name} = ?" for name in after)
            police.run(f"UPDATE rollers SET {marks}, version = version + 1 WHERE id = ?", *after.values(), row_id)
        changes.record_change(police, session, "rollers", row_id, dict(zip(after, (row or (0,))[1:], strict=False)),
                              after)  # fmt: skip
        audit.record(police, session, "rollers.change", "users", user_id)


def roller(police: PoliceStore, number: str) -> Roller:
    """The person of a clerk number. Raises `FormError` naming the field `rolled_by` when there is none."""
    row = police.city.row("SELECT id, number, name FROM users WHERE number = ? AND disabled_at IS NULL", number)
    if row is None:
        raise FormError("rolled_by", f"Rolled by: nobody here has the number {number}.")
    return _with_standing(police, int(row[0]), str(row[1]), str(row[2]))


def require(police: PoliceStore, number: str, on: date) -> Roller:
    """The person of a clerk number, who may roll prints on a day. Raises `FormError` with the reason when not."""
    found = roller(police, number)
    if sentence := found.problem(on):
        raise FormError("rolled_by", sentence)
    return found
