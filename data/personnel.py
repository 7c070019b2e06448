"""Personnel check and security training of a user: without both the police screens stay shut (CJIS PS-3, AT-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit, changes, settings
from data.permissions import ADMINISTRATOR, AUDITOR, POLICE_ROLES, POLICE_SUPERVISOR, Permission, Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

KEEP = Permission(
    "personnel.keep", "personnel and training dates are kept by administrators and the police supervisor.",
    frozenset({ADMINISTRATOR, POLICE_SUPERVISOR}),
)  # fmt: skip

SEE = Permission("personnel.see", "who is cleared for police records is seen by those who keep it and the auditor.",
                 KEEP.roles | {AUDITOR})  # fmt: skip
COLUMNS = ("cleared_on", "cleared_until", "trained_on")
"""The dates on a user's record."""


@dataclass(frozen=True)
class Person:
    """One person of the police desk and the dates that open its screens."""

    id: int
    number: str
    name: str
    role: str
    cleared_on: date | None
    cleared_until: date | None
    trained_on: date | None
    trained_until: date | None
    """The last day on which the training counts."""

    def missing(self, today: date) -> str:
        """Why the police screens stay shut to this person, as the end of a sentence; empty when they are open."""
        if self.cleared_on is None or self.cleared_on > today:
            return "the personnel check is not on record"
        if self.cleared_until is not None and self.cleared_until < today:
            return f"the clearance ended on {self.cleared_until:%m/%d/%Y}"
        if self.trained_on is None or self.trained_until is None or self.trained_on > today:
            return "the security training is not on record"
        if self.trained_until < today:
            return f"the security training expired on {self.trained_until:%m/%d/%Y}"
        return ""


def check(store: Store, session: Session) -> str:
    """A warning when the training expires soon, empty when not; `store` is the counter store.

    Raises `Refused` with what is missing: the fingerprint-based check comes before access, the training before
    access and every `police.training_days` days.
    """
    today = session.clock.today()
    who = one(store, session.clerk.id, today)
    if missing := who.missing(today):
        raise Refused(f"The police screens stay shut: {missing}. Ask the administrator.")
    ends = who.trained_until
    if ends and (ends - today).days <= settings.number(store, "police.training_warn_days", today):
        return f"Your security training expires on {ends:%m/%d/%Y}. Renew it before then."
    return ""


def one(store: Store, user_id: int, today: date) -> Person:
    """A user and the dates that open the police screens; `store` is the counter store."""
    (found,) = _people(store, today, "id = ?", user_id)
    return found


def people(store: Store, session: Session) -> list[Person]:
    """Everybody of the police desk who is not disabled, by number. Raises `Refused` without the permission."""
    session.require(SEE)
    roles = sorted(POLICE_ROLES)
    marks = ", ".join("?" * len(roles))
    return _people(store, session.clock.today(), f"disabled_at IS NULL AND role IN ({marks}) ORDER BY number", *roles)


def _people(store: Store, today: date, where: str, *params: object) -> list[Person]:
    lasts = timedelta(days=settings.number(store, "police.training_days", today))
    found = []
    for id, number, name, role, *days in store.rows(
        f"SELECT id, number, name, role, {', '.join(COLUMNS)} FROM users WHERE {where}", *params
    ):
        cleared_on, cleared_until, trained_on = (_day(text) for text in days)
        ends = trained_on + lasts if trained_on else None
        found.append(Person(id, number, name, role, cleared_on, cleared_until, trained_on, ends))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def record(store: Store, session: Session | None, user_id: int, **dates: date | None) -> None:
    """Keep dates of a user: `cleared_on`, `cleared_until`, `trained_on`; None forgets one, those not given stay.

    Raises `Refused` without the permission, and for oneself.
    """
    if unknown := dates.keys() - set(COLUMNS):
        raise ValueError(f"There are no such dates: {', '.join(sorted(unknown))}.")
    if session is not None:
        session.require(KEEP)
        if session.clerk.id == user_id:
            raise Refused("Nobody keeps their own personnel and training dates.")
    if not dates:
        raise Refused("Name a date to keep.")
    after = {name: day.isoformat() if day else None for name, day in dates.items()}
    with store.writing():
        before = store.row(f"SELECT {', '.join(after)} FROM users WHERE id = ?", user_id) or ()
        marks = ", ".join(f"{name} = ?" for name in after)
        store.run(f"UPDATE users SET {marks}, version = version + 1 WHERE id = ?", *after.values(), user_id)
        changes.record_change(store, session, "users", user_id, dict(zip(after, before, strict=False)), after)
        audit.record(store, session, "personnel.change", "users", user_id)
