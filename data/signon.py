"""Whether a number and a password are right: lock-out, inactivity, second factor, expiry (CJIS AC-2, AC-7, IA-2, IA-5).

Every refusal is a `SignOnRefused` with a sentence that does not say whether the number or the password was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from data import audit, settings, totp
from data.clock import Clock, stamp
from data.passwords import Hasher, store_hasher
from data.permissions import Refused
from data.session import Clerk

if TYPE_CHECKING:
    from data.store import Store

WRONG = "The clerk number or the password is wrong."


class SignOnRefused(Refused):
    """Not signed on (or not unlocked, not approved); the message is a sentence for the message row."""


class MustChangePassword(SignOnRefused):
    """The password was right but has expired or must be changed first: `change_password`, then sign on again.

    Given to that sign-on as `renewed`, it stands for the one-time code, which counts once.
    """

    def __init__(self, sentence: str, number: str) -> None:
        super().__init__(sentence)
        self.number = number
        """Whose password and code were right."""


class CodeNeeded(SignOnRefused):
    """The password was right and a one-time code is needed."""


class SecondFactorNeeded(SignOnRefused):
    """The password was right, but this role signs on with a second factor and has none yet: `second_factor.enroll`."""


@dataclass(frozen=True)
class Person:
    """One row of `users` as the sign-on rules need it; stamps are UTC text."""

    id: int
    number: str
    name: str
    initials: str
    role: str
    password_hash: str
    pin_hash: str
    totp_secret: str
    totp_step: int
    password_changed_at: str
    must_change: int
    disabled_at: str | None
    failures: str
    pin_failures: int
    locked_at: str | None
    last_sign_on_at: str | None
    enabled_at: str | None
    created_at: str

    @property
    def clerk(self) -> Clerk:
        """Who this is, for a session."""
        return Clerk(self.id, self.number, self.name, self.initials, self.role)

    @property
    def used_at(self) -> str:
        """From when the days without use are counted: the last sign-on, or since then added or enabled again."""
        return max(self.last_sign_on_at or "", self.enabled_at or "", self.created_at)


_COLUMNS = ", ".join(Person.__dataclass_fields__)


def person(store: Store, number: str) -> Person | None:
    """The user with this clerk number, None when there is none."""
    row = store.row(f"SELECT {_COLUMNS} FROM users WHERE number = ?", number)
    return Person(*row) if row else None


def verified(
    store: Store,
    clock: Clock,
    number: str,
    password: str,
    station: str,
    *,
    code: str | None = None,
    source: str = "",
    hasher: Hasher | None = None,
) -> Person:
    """The person whose number and password these are; `code` None asks for no second factor.

    `source` is the network address of a terminal elsewhere, kept with a refused attempt.

    Raises `CodeNeeded` or another `SignOnRefused`; a wrong password or code is counted and kept. An unknown number
    takes as long as a wrong password: either way one hash is computed. A right password whose hash was made in another
    way than `auth.hash` says is hashed anew.
    """
    hasher = hasher or store_hasher(store)
    who = person(store, number)
    if who is None or not who.password_hash:
        hasher.hash(password)
        right = False
    else:
        right = hasher.matches(password, who.password_hash)
    found = _decide(store, clock, who, right, code, (station, source))
    if hasher.outdated(found.password_hash):
        again = "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?"
        renewed = hasher.hash(password)
        with store.writing():
            store.run(again, renewed, found.id, found.password_hash)
            audit.record(store, None, "user.rehash", "users", found.id, station=station)
    return found


def _decide(
    store: Store, clock: Clock, seen: Person | None, right: bool, code: str | None, place: tuple[str, str]
) -> Person:
    """Weigh the attempt against the row as it is now and let in or raise; what was counted is kept either way."""
    with store.writing():
        row = store.row(f"SELECT {_COLUMNS} FROM users WHERE id = ?{store.for_update}", seen.id if seen else 0)
        who = Person(*row) if row else None
        right = right and who is not None and seen is not None and who.password_hash == seen.password_hash
        refusal = _refusal(store, clock, who, right, code)
        if refusal:
            station, source = place
            key = who.id if who else ""
            audit.record(store, None, "sign-on", "users", key, "failed", station=station, detail=source)
        elif who and who.failures:
            store.run("UPDATE users SET failures = '' WHERE id = ?", who.id)
    if refusal or who is None:
        raise SignOnRefused(refusal)
    return who


def _refusal(store: Store, clock: Clock, who: Person | None, right: bool, code: str | None) -> str:
    """Why this attempt fails, as a sentence; empty when it does not."""
    if who is None:
        return WRONG
    if standing := _standing(store, clock, who):
        return standing
    if not right:
        return _count_failure(store, clock, who, WRONG)
    if who.totp_secret and code is not None:
        if not code:
            raise CodeNeeded("Type the six-digit code from your authenticator.")
        step = totp.accepted_step(who.totp_secret, code, clock.now(), who.totp_step)
        if step is None:
            wrong_code = "That code is wrong or was used before. Wait for the next one."
            return _count_failure(store, clock, who, wrong_code)
        store.run("UPDATE users SET totp_step = ? WHERE id = ?", step, who.id)
    return ""


def _standing(store: Store, clock: Clock, who: Person) -> str:
    """Why this person may not sign on whatever is typed, as a sentence; disables the long inactive."""
    if who.disabled_at:
        return f"Clerk {who.number} is disabled. An administrator can enable the number again."
    if who.locked_at:
        return f"Clerk {who.number} is locked after too many wrong attempts. An administrator must release it."
    days = settings.number(store, "acct.inactive_days", clock.today())
    if clock.now() - moment(who.used_at) > timedelta(days=days):
        store.run(
            "UPDATE users SET disabled_at = ?, disabled_reason = 'INACTIVE' WHERE id = ?", stamp(clock.now()), who.id
        )
        audit.record(store, None, "user.disable", "users", who.id, detail="INACTIVE")
        return f"Clerk {who.number} was disabled after {days} days without use. An administrator can enable it again."
    return ""


def _count_failure(store: Store, clock: Clock, who: Person, sentence: str) -> str:
    """Keep a wrong attempt's moment; lock at the limit. The sentence for the clerk."""
    today, now = clock.today(), clock.now()
    oldest = stamp(now - timedelta(minutes=settings.number(store, "auth.window_min", today)))
    recent = [at for at in who.failures.split() if at >= oldest] + [stamp(now)]
    store.run("UPDATE users SET failures = ? WHERE id = ?", " ".join(recent), who.id)
    if len(recent) < settings.number(store, "auth.max_failures", today):
        return sentence
    store.run("UPDATE users SET locked_at = ? WHERE id = ?", stamp(now), who.id)
    audit.record(store, None, "user.lock", "users", who.id)
    return f"Clerk {who.number} is locked after too many wrong attempts. An administrator must release it."


def must_change(store: Store, clock: Clock, who: Person) -> bool:
    """Whether the password was reset or is older than a year and must be changed before working (CJIS IA-5)."""
    days = settings.number(store, "auth.max_age_days", clock.today())
    return bool(who.must_change) or clock.now() - moment(who.password_changed_at) > timedelta(days=days)


def needs_second_factor(store: Store, clock: Clock, who: Person) -> bool:
    """Whether the role signs on with a second factor (`auth.mfa`) and this person has none yet (CJIS IA-2(1))."""
    return not who.totp_secret and who.role in settings.value(store, "auth.mfa", clock.today()).split()


def banner(store: Store, on: date) -> str:
    """The notice that is accepted before each sign-on (`auth.banner`, CJIS AC-8); empty where it says NONE."""
    text = settings.value(store, "auth.banner", on).strip()
    return "" if text == "NONE" else text


def accept_banner(store: Store, station: str, source: str = "") -> None:
    """Write down that the notice was accepted at a station; `source` as in `verified`."""
    audit.record(store, None, "banner.accept", station=station, detail=source)


def moment(text: str) -> datetime:
    """A stored stamp as a moment; an empty one is the distant past."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else datetime(1970, 1, 1, tzinfo=UTC)
