"""Clerks: signing on and off, passwords and PINs, another person's approval (the list: `data.users_admin`).

Slow hashing happens before a transaction, never in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit, authority, settings
from data.clock import Clock, stamp
from data.money import show_cents
from data.passwords import Hasher, PasswordRefused, check_new_password, check_new_pin, store_hasher
from data.permissions import Refused
from data.session import Approval, Session
from data.signon import (
    CodeNeeded,
    MustChangePassword,
    Person,
    SecondFactorNeeded,
    SignOnRefused,
    moment,
    must_change,
    needs_second_factor,
    person,
    verified,
)
from data.users_admin import (
    ADMINISTER,
    User,
    add,
    change_role,
    disable,
    disable_inactive,
    enable,
    listing,
    reset,
    set_password,
    set_second_factor,
    unlock,
)

if TYPE_CHECKING:
    from data.store import Store

__all__ = [
    "ADMINISTER",
    "CodeNeeded",
    "MustChangePassword",
    "PasswordRefused",
    "SecondFactorNeeded",
    "SignOnRefused",
    "User",
    "add",
    "approve",
    "change_clerk",
    "change_password",
    "change_role",
    "check_password",
    "check_pin",
    "disable",
    "disable_inactive",
    "elsewhere",
    "enable",
    "is_open",
    "listing",
    "reauthentication_due",
    "reset",
    "set_pin",
    "set_second_factor",
    "sign_off",
    "sign_on",
    "unlock",
]


def sign_on(
    store: Store,
    clock: Clock,
    number: str,
    password: str,
    station: str,
    *,
    code: str = "",
    source: str = "",
    renewed: MustChangePassword | None = None,
    hasher: Hasher | None = None,
) -> Session:
    """Sign a clerk on at a station; the session knows the clerk's open drawer and its business date.

    `source` is the network address of a terminal elsewhere; `renewed` the refusal after which the password was changed.
    Raises `MustChangePassword`, `CodeNeeded`, `SecondFactorNeeded` or another `SignOnRefused`. Five failures within
    15 minutes lock the clerk until an administrator releases it; 90 days without a sign-on disable it.
    """
    asked = None if renewed is not None and renewed.number == number else code
    who = verified(store, clock, number, password, station, code=asked, source=source, hasher=hasher)
    if must_change(store, clock, who):
        raise MustChangePassword("The password must be changed. Choose a new one.", number)
    if needs_second_factor(store, clock, who):
        raise SecondFactorNeeded("Your role signs on with a second factor. Set it up now.")
    with store.writing():
        now = stamp(clock.now())
        store.run("UPDATE users SET last_sign_on_at = ?, pin_failures = 0 WHERE id = ?", now, who.id)
        store.run(
            "UPDATE sessions SET ended_at = ?, end_reason = 'LOST' "
            "WHERE user_id = ? AND station = ? AND ended_at IS NULL",
            now,
            who.id,
            station,
        )
        row = store.insert("sessions", user_id=who.id, station=station, started_at=now, confirmed_at=now)
        session = _session(store, clock, who, station, row)
        audit.record(store, session, "sign-on", "users", who.id, detail=source)
    return session


def _session(store: Store, clock: Clock, who: Person, station: str, row: int) -> Session:
    drawer = store.row(
        "SELECT id, till, business_date FROM drawers WHERE user_id = ? AND state IN ('OPEN', 'COUNTED', 'RECOUNT')",
        who.id,
    )
    if drawer is None:
        return Session(who.clerk, station, clock, row, clock.today())
    return Session(who.clerk, station, clock, row, date.fromisoformat(drawer[2]), int(drawer[0]), str(drawer[1]))


def sign_off(store: Store, session: Session, reason: str = "SIGN-OFF") -> None:
    """End a session; harmless when it has ended."""
    with store.writing():
        ended = (
            "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL RETURNING started_at"
        )
        if began := store.value(ended, store.now(), reason, session.id):
            audit.record(store, session, "sign-off", "users", session.clerk.id, detail=reason, began=str(began))


def change_clerk(
    store: Store, session: Session, number: str, password: str, *, code: str = "", hasher: Hasher | None = None
) -> Session:
    """Another clerk takes over the station: the new one is signed on first, then the present one off."""
    new = sign_on(store, session.clock, number, password, session.station, code=code, hasher=hasher)
    sign_off(store, session, "CHANGE")
    return new


def is_open(store: Store, session: Session) -> bool:
    """Whether the session still stands; disabling a clerk ends it (CJIS PS-4)."""
    return store.value("SELECT 1 FROM sessions WHERE id = ? AND ended_at IS NULL", session.id) is not None


def elsewhere(store: Store, session: Session) -> list[str]:
    """The other stations where this clerk is signed on, by name."""
    sql = "SELECT DISTINCT station FROM sessions WHERE user_id = ? AND station <> ? AND ended_at IS NULL ORDER BY 1"
    return [str(station) for (station,) in store.rows(sql, session.clerk.id, session.station)]


def reauthentication_due(store: Store, session: Session) -> bool:
    """Whether the password must be typed again: 12 hours since it last was (CJIS IA-11)."""
    confirmed = str(store.value("SELECT confirmed_at FROM sessions WHERE id = ?", session.id) or "")
    hours = settings.number(store, "auth.reauth_hours", session.clock.today())
    return session.clock.now() - moment(confirmed) >= timedelta(hours=hours)


def check_password(
    store: Store, session: Session, password: str, code: str = "", *, hasher: Hasher | None = None
) -> None:
    """Unlock a locked session, or confirm who sits there, by password; after twelve hours with the one-time code too.

    Raises `CodeNeeded` or another `SignOnRefused`; failures count.
    """
    due = reauthentication_due(store, session)
    asked = code if due else None
    who = verified(store, session.clock, session.clerk.number, password, session.station, code=asked, hasher=hasher)
    with store.writing():
        store.run("UPDATE sessions SET confirmed_at = ? WHERE id = ?", store.now(), session.id)
        store.run("UPDATE users SET pin_failures = 0 WHERE id = ?", who.id)
        audit.record(store, session, "reauthenticate" if due else "unlock", "users", who.id, detail="PASSWORD")


def check_pin(store: Store, session: Session, pin: str, *, hasher: Hasher | None = None) -> None:
    """Unlock a locked session by PIN. Raises `SignOnRefused`; after three wrong ones only the password will do."""
    who = person(store, session.clerk.number)
    if who is None or who.disabled_at or who.locked_at or not who.pin_hash:
        raise SignOnRefused("No PIN can be used here. Type the password.")
    if reauthentication_due(store, session):
        raise SignOnRefused("Twelve hours have passed: type the password.")
    most = settings.number(store, "auth.max_pin_failures", session.clock.today())
    hasher = hasher or store_hasher(store)
    right = hasher.matches(pin, who.pin_hash)
    renewed = hasher.hash(pin) if right and hasher.outdated(who.pin_hash) else who.pin_hash
    with store.writing():
        tried = int(
            store.value("UPDATE users SET pin_failures = pin_failures + 1 WHERE id = ? RETURNING pin_failures", who.id)
        )
        passed = right and tried <= most
        if passed:
            store.run("UPDATE users SET pin_failures = 0, pin_hash = ? WHERE id = ?", renewed, who.id)
            if renewed != who.pin_hash:
                audit.record(store, session, "user.rehash", "users", who.id, detail="PIN")
        audit.record(store, session, "unlock", "users", who.id, "ok" if passed else "failed", detail="PIN")
    if passed:
        return
    if tried >= most:
        raise SignOnRefused("Too many wrong PINs. Type the password.")
    raise SignOnRefused("That PIN is wrong.")


def change_password(
    store: Store, clock: Clock, number: str, old: str, new: str, station: str = "", *, hasher: Hasher | None = None
) -> None:
    """Replace one's own password. Raises `SignOnRefused` for the old one, `PasswordRefused` for the new one."""
    hasher = hasher or store_hasher(store)
    who = verified(store, clock, number, old, station, hasher=hasher)
    if new == old:
        raise PasswordRefused("The new password must differ from the old one.")
    check_new_password(store, new, clock.today(), who.number, who.name)
    set_password(store, clock, who.id, hasher.hash(new), must_change=False)


def set_pin(store: Store, session: Session, password: str, pin: str, *, hasher: Hasher | None = None) -> None:
    """Set one's own PIN, with the password again. Raises `SignOnRefused` or `PasswordRefused`; '' removes the PIN."""
    hasher = hasher or store_hasher(store)
    who = verified(store, session.clock, session.clerk.number, password, session.station, hasher=hasher)
    if pin:
        check_new_pin(pin)
    hashed = hasher.hash(pin) if pin else ""
    with store.writing():
        store.run("UPDATE users SET pin_hash = ?, pin_failures = 0, version = version + 1 WHERE id = ?", hashed, who.id)
        audit.record(store, session, "pin.change", "users", who.id)


def approve(
    store: Store,
    session: Session,
    number: str,
    password: str,
    action: str,
    amount_cents: int,
    reason: str,
    *,
    code: str = "",
    hasher: Hasher | None = None,
) -> Approval:
    """Another person's consent to what this clerk may not do alone, recorded with its reason.

    Raises `CodeNeeded` for an approver with a second factor, another `SignOnRefused` for the number, password or code,
    `Refused` when the reason is missing, the approver is the clerk (nobody approves their own) or may not do it either.
    """
    if not reason.strip():
        raise Refused("An approval needs a reason.")
    if number == session.clerk.number:
        own = session.clerk.id
        audit.record(store, session, "approval", "approvals", outcome="denied", approver_id=own, detail=action)
        raise Refused("Nobody approves their own request. Ask another person.")
    who = verified(store, session.clock, number, password, session.station, code=code, hasher=hasher)
    if must_change(store, session.clock, who):
        raise SignOnRefused(f"Clerk {number} must choose a new password first.")
    if needs_second_factor(store, session.clock, who):
        raise SignOnRefused(f"Clerk {number} signs on first, to set up a second factor.")
    allowed = authority.limit(store, who.role, action, session.clock.today()).allows(amount_cents)
    with store.writing():
        approval_id = 0
        if allowed:
            approval_id = store.insert(
                "approvals",
                at=store.now(),
                action=action,
                amount_cents=amount_cents,
                requester_id=session.clerk.id,
                approver_id=who.id,
                station=session.station,
                reason=reason.strip(),
            )
        outcome = "ok" if allowed else "denied"
        audit.record(
            store, session, "approval", "approvals", approval_id or "", outcome, approver_id=who.id, detail=action
        )
    if not allowed:
        what = authority.ACTIONS.get(action, action)
        amount = f" for {show_cents(abs(amount_cents))}" if amount_cents else ""
        raise Refused(f"{who.name} may not {what}{amount} either. Ask somebody who may.", action, amount_cents)
    return Approval(approval_id, action, amount_cents, who.id, who.name, who.role, reason.strip())
