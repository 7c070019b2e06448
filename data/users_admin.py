"""The list of clerks: adding, disabling, releasing, resetting; `session` None is the command line of the machine.

Numbers are never used again and rows never deleted (CJIS IA-4). Slow hashing happens before a transaction, never in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from data import audit, changes, settings
from data.clock import Clock, stamp
from data.passwords import Hasher, check_new_password, check_new_pin, store_hasher
from data.permissions import ADMINISTRATOR, ROLES, Permission, Refused
from data.signon import Person, person
from data.text import TextError, clean_text

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

ADMINISTER = Permission(
    "users.administer", "clerks are added, released and disabled by an administrator", frozenset({ADMINISTRATOR})
)


@dataclass(frozen=True)
class User:
    """One line of the list of users; stamps are UTC text. `sample_password` is shown in the sample city only."""

    id: int
    number: str
    name: str
    initials: str
    role: str
    disabled_at: str | None
    disabled_reason: str
    locked_at: str | None
    must_change: int
    has_second_factor: int
    last_sign_on_at: str | None
    sample_password: str

    @property
    def state(self) -> str:
        """`DISABLED`, `LOCKED`, `MUST CHANGE` or `ACTIVE`."""
        if self.disabled_at:
            return "DISABLED"
        if self.locked_at:
            return "LOCKED"
        return "MUST CHANGE" if self.must_change else "ACTIVE"


def listing(store: Store) -> list[User]:
    """Everyone who has ever had a number, by number."""
    rows = store.rows(
        "SELECT id, number, name, initials, role, disabled_at, disabled_reason, locked_at, must_change, "
        "CASE WHEN totp_secret <> '' THEN 1 ELSE 0 END, "
        "last_sign_on_at, sample_password FROM users ORDER BY length(number), number"
    )
    return [User(*row) for row in rows]


def add(
    store: Store,
    session: Session | None,
    number: str,
    name: str,
    role: str,
    password: str,
    *,
    initials: str = "",
    pin: str = "",
    must_change: bool = True,
    sample: bool = False,
    hasher: Hasher | None = None,
) -> int:
    """Add a clerk and return the id. Raises `Refused` (number taken, unknown role) or `PasswordRefused`.

    `sample` keeps the password readable for the sign-on of a sample city; never use it elsewhere.
    """
    _may_administer(session)
    today = store.clock.today()
    if not re.fullmatch(r"[0-9]{3,8}", number):
        raise Refused("A clerk number is 3 to 8 digits.")
    _require_role(role)
    name = _plain(name)
    if not name:
        raise Refused("A clerk needs a name.")
    check_new_password(store, password, today, number, name)
    if pin:
        check_new_pin(pin)
    hasher = hasher or store_hasher(store)
    hashed, pin_hash = hasher.hash(password), hasher.hash(pin) if pin else ""
    with store.writing():
        if person(store, number):
            raise Refused(f"Clerk number {number} is taken. Numbers are never used again.")
        now = store.now()
        values = {
            "number": number,
            "name": name,
            "initials": initials or "".join(word[0] for word in name.split())[:3].upper(),
            "role": role,
        }
        user_id = store.insert(
            "users",
            **values,
            password_hash=hashed,
            pin_hash=pin_hash,
            password_changed_at=now,
            must_change=int(must_change),
            created_at=now,
            sample_password=password if sample else "",
        )
        changes.record_change(store, session, "users", user_id, {}, values)
        audit.record(store, session, "user.add", "users", user_id)
    return user_id


def disable(store: Store, session: Session | None, number: str, reason: str) -> None:
    """Disable a clerk at once and end the open sessions (CJIS PS-4). Raises `Refused` without a reason."""
    reason = _plain(reason)
    if not reason:
        raise Refused("Disabling a clerk needs a reason.")
    who = _subject(store, session, number)
    with store.writing():
        now = store.now()
        after = {"disabled_at": now, "disabled_reason": reason}
        store.run(
            "UPDATE users SET disabled_at = ?, disabled_reason = ?, version = version + 1 WHERE id = ?",
            *after.values(),
            who.id,
        )
        _end_sessions(store, who.id, "DISABLED")
        changes.record_change(store, session, "users", who.id, {"disabled_at": who.disabled_at}, after)
        audit.record(store, session, "user.disable", "users", who.id)


def _require_role(role: str) -> None:
    if role not in dict(ROLES):
        raise Refused(f"There is no role {role}. Roles are {', '.join(code for code, _ in ROLES)}.")


def _end_sessions(store: Store, user_id: int, reason: str) -> None:
    ended = "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE user_id = ? AND ended_at IS NULL"
    store.run(ended, store.now(), reason, user_id)


def change_role(store: Store, session: Session | None, number: str, role: str, reason: str) -> None:
    """Give a clerk another role after a transfer or another change of what they need to know (CJIS AC-2).

    Open sessions end at once. Raises `Refused` for an unknown role, for the present one, and without a reason.
    """
    reason = _plain(reason)
    if not reason:
        raise Refused("A change of role needs a reason.")
    _require_role(role)
    who = _subject(store, session, number)
    if who.role == role:
        raise Refused(f"Clerk {number} has the role {role} already.")
    with store.writing():
        store.run("UPDATE users SET role = ?, version = version + 1 WHERE id = ?", role, who.id)
        _end_sessions(store, who.id, "ROLE")
        before, after = {"role": who.role, "reason": ""}, {"role": role, "reason": reason}
        changes.record_change(store, session, "users", who.id, before, after)
        audit.record(store, session, "user.role", "users", who.id, detail=f"{who.role} {role}")


def enable(store: Store, session: Session | None, number: str) -> None:
    """Let a disabled clerk sign on again; the days without use are counted from now."""
    who = _subject(store, session, number)
    with store.writing():
        store.run(
            "UPDATE users SET disabled_at = NULL, disabled_reason = '', enabled_at = ?, version = version + 1 "
            "WHERE id = ?",
            store.now(),
            who.id,
        )
        changes.record_change(store, session, "users", who.id, {"disabled_at": who.disabled_at}, {"disabled_at": None})
        audit.record(store, session, "user.enable", "users", who.id)


def unlock(store: Store, session: Session | None, number: str) -> None:
    """Release a clerk who is locked after wrong attempts; only an administrator can, and there is no timed release."""
    who = _subject(store, session, number)
    with store.writing():
        store.run("UPDATE users SET locked_at = NULL, failures = '', version = version + 1 WHERE id = ?", who.id)
        audit.record(store, session, "user.unlock", "users", who.id)


def reset(store: Store, session: Session | None, number: str, password: str, *, hasher: Hasher | None = None) -> None:
    """Give a clerk a new password that must be changed at the next sign-on; the PIN and the lock are removed."""
    who = _subject(store, session, number)
    check_new_password(store, password, store.clock.today(), who.number, who.name)
    hashed = (hasher or store_hasher(store)).hash(password)
    with store.writing():
        set_password(store, store.clock, who.id, hashed, must_change=True)
        store.run("UPDATE users SET pin_hash = '', locked_at = NULL, failures = '' WHERE id = ?", who.id)
        audit.record(store, session, "user.reset", "users", who.id)


def set_second_factor(store: Store, session: Session | None, number: str, secret: str) -> None:
    """Require one-time codes of this base32 secret (`totp.new_secret()`); '' removes the second factor."""
    who = _subject(store, session, number)
    with store.writing():
        store.run("UPDATE users SET totp_secret = ?, totp_step = 0, version = version + 1 WHERE id = ?", secret, who.id)
        audit.record(store, session, "user.second-factor", "users", who.id, detail="on" if secret else "off")


def disable_inactive(store: Store) -> list[str]:
    """Disable everyone who has not signed on for `acct.inactive_days`; their numbers (CJIS AC-2(3), run nightly)."""
    days = settings.number(store, "acct.inactive_days", store.clock.today())
    since = stamp(store.clock.now() - timedelta(days=days))
    unused = " AND ".join(f"coalesce({column}, '') < ?" for column in ("last_sign_on_at", "enabled_at", "created_at"))
    found = store.rows(f"SELECT number FROM users WHERE disabled_at IS NULL AND {unused}", since, since, since)
    numbers = [str(number) for (number,) in found]
    for number in numbers:
        disable(store, None, number, "INACTIVE")
    return numbers


def set_password(store: Store, clock: Clock, user_id: int, hashed: str, *, must_change: bool) -> None:
    """Store a new password's hash; with `must_change` it only serves to choose another."""
    with store.writing():
        store.run(
            "UPDATE users SET password_hash = ?, password_changed_at = ?, must_change = ?, sample_password = '', "
            "version = version + 1 WHERE id = ?",
            hashed,
            stamp(clock.now()),
            int(must_change),
            user_id,
        )
        audit.record(store, None, "password.change", "users", user_id)


def _plain(text: str) -> str:
    """What was typed, without blanks around it. Raises `Refused` for a character that no name or reason may have."""
    try:
        return clean_text(text)
    except TextError as error:
        raise Refused(str(error)) from error


def _may_administer(session: Session | None) -> None:
    if session is not None:
        session.require(ADMINISTER)


def _subject(store: Store, session: Session | None, number: str) -> Person:
    """The user to change. Raises `Refused` for an unknown number, for oneself, or without the permission."""
    _may_administer(session)
    who = person(store, number)
    if who is None:
        raise Refused(f"There is no clerk {number}.")
    if session is not None and who.id == session.clerk.id:
        raise Refused("Nobody administers their own number. Ask another administrator.")
    return who
