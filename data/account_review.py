"""The yearly review of all accounts, signed by somebody who does not keep them (CJIS AC-2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit, users
from data.clock import local_day, shown_date
from data.permissions import ADMINISTRATOR, AUDITOR, POLICE_ROLES, POLICE_SUPERVISOR, ROLES, Permission

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

SEE = Permission(
    "accounts.review", "the review of accounts is read by the auditor, administrators and the police supervisor.",
    frozenset({AUDITOR, ADMINISTRATOR, POLICE_SUPERVISOR}),
)  # fmt: skip
SIGN = Permission(
    "accounts.sign", "the yearly review is signed by the auditor, who keeps no account.", frozenset({AUDITOR})
)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Account:
    """One account as the reviewer reads it; days by the machine's calendar, empty when there was none."""

    number: str
    name: str
    role: str
    """Its title."""
    state: str
    """As in `users.User`."""
    last_used: str
    second_factor: bool
    cleared_on: str
    trained_on: str
    police: bool
    """Whether the role opens the police store."""


@dataclass(frozen=True)
class Review:
    """One signed review."""

    at: str
    clerk: str
    accounts: int
    findings: str


def accounts(store: Store, session: Session) -> list[Account]:
    """Every account there has ever been, by number. Raises `Refused` without the permission."""
    session.require(SEE)
    dates = {row[0]: row[1:] for row in store.rows("SELECT number, cleared_on, trained_on FROM users")}
    titles = dict(ROLES)
    return [
        Account(
            user.number,
            user.name,
            titles.get(user.role, user.role),
            user.state,
            local_day(user.last_sign_on_at or ""),
            bool(user.has_second_factor),
            shown_date(dates[user.number][0] or ""),
            shown_date(dates[user.number][1] or ""),
            user.role in POLICE_ROLES,
        )
        for user in users.listing(store)
    ]


def reviews(store: Store, session: Session) -> list[Review]:
    """The signed reviews, newest first. Raises `Refused` without the permission."""
    session.require(SEE)
    rows = store.rows(
        "SELECT r.at, u.number || ' ' || u.name, r.accounts, r.findings FROM account_reviews r "
        "JOIN users u ON u.id = r.user_id ORDER BY r.id DESC"
    )
    return [Review(*row) for row in rows]


def sign(store: Store, session: Session, findings: str) -> int:
    """Sign that every account was looked at; its number. What stood there is kept with it. Raises `Refused`."""
    session.require(SIGN)
    found = accounts(store, session)
    standing = {one.number: f"{one.role}, {one.state}" for one in found}
    with store.writing():
        review = store.insert(
            "account_reviews", at=store.now(), user_id=session.clerk.id, accounts=len(found),
            standing=json.dumps(standing), findings=findings.strip(),
        )  # fmt: skip
        audit.record(store, session, "accounts.review", "account_reviews", review)
    return review


def warning(store: Store, session: Session, today: date) -> str:
    """A sentence for who reads the review when the last one is more than a year old; else empty."""
    if not SEE.allows(session.clerk.role):
        return ""
    last = store.value("SELECT max(at) FROM account_reviews") or store.value("SELECT min(created_at) FROM users")
    if last is None or today - date.fromisoformat(str(last)[:10]) <= YEAR:
        return ""
    return "The yearly review of accounts is due (option 26.5)."
