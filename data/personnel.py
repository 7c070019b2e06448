"""Personnel check and security training of a user: without both the police screens stay shut (CJIS PS-3, AT-2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit, changes, settings
from data.permissions import ADMINISTRATOR, POLICE_SUPERVISOR, Permission, Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

KEEP = Permission(
    "personnel.keep", "personnel and training dates are kept by administrators and the police supervisor.",
    frozenset({ADMINISTRATOR, POLICE_SUPERVISOR}),
)  # fmt: skip

COLUMNS = ("cleared_on", "cleared_until", "trained_on")
"""The dates on a user's record."""


def check(store: Store, session: Session) -> str:
    """A warning when the training expires soon, empty when not; `store` is the counter store.

    Raises `Refused` with what is missing: the fingerprint-based check comes before access, the training before
    access and every `police.training_days` days.
    """
    row = store.row(f"SELECT {', '.join(COLUMNS)} FROM users WHERE id = ?", session.clerk.id)
    cleared_on, cleared_until, trained_on = (_day(text) for text in row or (None, None, None))
    today = session.clock.today()
    if cleared_on is None or cleared_on > today:
        raise Refused("The police screens stay shut: your personnel check is not on record. Ask the administrator.")
    if cleared_until is not None and cleared_until < today:
        raise Refused(f"The police screens stay shut: your clearance ended on {cleared_until:%m/%d/%Y}.")
    if trained_on is None or trained_on > today:
        raise Refused("The police screens stay shut: your security training is not on record. Ask the administrator.")
    ends = trained_on + timedelta(days=settings.number(store, "police.training_days", today))
    if ends < today:
        raise Refused(f"The police screens stay shut: your security training expired on {ends:%m/%d/%Y}.")
    if (ends - today).days <= settings.number(store, "police.training_warn_days", today):
        return f"Your security training expires on {ends:%m/%d/%Y}. Renew it before then."
    return ""


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
