"""Passwords and PINs: slow hashes with a salt of 128 bits, a banned list, no composition rules (CJIS IA-5(1)).

argon2id as shipped; PBKDF2 with HMAC-SHA-256, computed by the host's OpenSSL, for hosts in FIPS mode (IA-5, AAL2).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data import settings
from data.store_errors import StoreError

if TYPE_CHECKING:
    from data.store import Store

PIN_LENGTH = (4, 8)
"""The least and the most digits of a PIN, which only unlocks a locked session."""


class PasswordRefused(ValueError):
    """A password or PIN that may not be used; the message is a sentence with the reason."""


class Hasher(Protocol):
    """Makes and checks one-way hashes; tests use one with cheap parameters."""

    def hash(self, secret: str) -> str:
        """The hash of a secret, with its salt and parameters."""

    def matches(self, secret: str, hashed: str) -> bool:
        """Whether the secret is the one that was hashed, in either way; False for an unusable hash."""

    def outdated(self, hashed: str) -> bool:
        """Whether a hash was made in another way than this one's."""


class Argon2:
    """argon2id; memory in KiB."""

    def __init__(self, time_cost: int, memory_kib: int, parallelism: int) -> None:
        self._hasher = PasswordHasher(time_cost, memory_kib, parallelism)

    def hash(self, secret: str) -> str:
        """The hash of a secret, with its salt and parameters."""
        return self._hasher.hash(secret)

    def matches(self, secret: str, hashed: str) -> bool:
        """Whether the secret is the one that was hashed, in either way; False for an unusable hash."""
        return _matches(secret, hashed)

    def outdated(self, hashed: str) -> bool:
        """Whether a hash was made in another way."""
        return hashed.startswith(_PBKDF2)


_PBKDF2 = "$pbkdf2-sha256$"
_SALT_BYTES = 16


class Pbkdf2:
    """PBKDF2 with HMAC-SHA-256 (NIST SP 800-132), kept as `$pbkdf2-sha256$rounds$salt$hash`."""

    def __init__(self, rounds: int) -> None:
        self._rounds = rounds

    def hash(self, secret: str) -> str:
        """The hash of a secret, with its salt and parameters."""
        salt = secrets.token_bytes(_SALT_BYTES)
        parts = (base64.b64encode(part).decode() for part in (salt, _stretched(secret, salt, self._rounds)))
        return f"{_PBKDF2}{self._rounds}${'$'.join(parts)}"

    def matches(self, secret: str, hashed: str) -> bool:
        """Whether the secret is the one that was hashed, in either way; False for an unusable hash."""
        return _matches(secret, hashed)

    def outdated(self, hashed: str) -> bool:
        """Whether a hash was made in another way."""
        return not hashed.startswith(_PBKDF2)


def _stretched(secret: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, rounds)


def _matches(secret: str, hashed: str) -> bool:
    try:
        if not hashed.startswith(_PBKDF2):
            return PasswordHasher().verify(hashed, secret)
        rounds, salt, kept = hashed.removeprefix(_PBKDF2).split("$")
        found = _stretched(secret, base64.b64decode(salt), int(rounds))
        return hmac.compare_digest(found, base64.b64decode(kept))
    except (VerificationError, InvalidHashError, ValueError):
        return False


ARGON2ID, PBKDF2 = "ARGON2ID", "PBKDF2"
WAYS = (ARGON2ID, PBKDF2)
"""What the setting `auth.hash` may say."""


def store_hasher(store: Store) -> Hasher:
    """The hasher that the setting `auth.hash` names, with its parameters as of today. Raises `StoreError`."""
    today = store.clock.today()
    way = settings.value(store, "auth.hash", today)
    if way == PBKDF2:
        return Pbkdf2(settings.number(store, "auth.pbkdf2_rounds", today))
    if way != ARGON2ID:
        raise StoreError(f"The setting auth.hash is {way[:20]!r}; it is {' or '.join(WAYS)}.")
    return Argon2(
        settings.number(store, "auth.argon2_time", today),
        settings.number(store, "auth.argon2_memory_kib", today),
        settings.number(store, "auth.argon2_parallelism", today),
    )


def check_new_password(store: Store, password: str, today: date, *known: str) -> None:
    """Raise `PasswordRefused` when too short, on the banned list, or one of the `known` words (number, name)."""
    least = settings.number(store, "auth.min_len", today)
    if len(password) < least:
        raise PasswordRefused(f"The password must have at least {least} characters.")
    plain = password.casefold()
    if plain in banned() or store.value("SELECT 1 FROM banned_words WHERE word = ?", plain):
        raise PasswordRefused("That password is on the list of common passwords. Choose another.")
    if plain in {word.casefold() for word in known}:
        raise PasswordRefused("The password may not be the clerk's own number or name.")
    if len(set(plain)) < 3:
        raise PasswordRefused("That password repeats too few characters. Choose another.")


def check_new_pin(pin: str) -> None:
    """Raise `PasswordRefused` unless the PIN is 4 to 8 digits that are neither all alike nor a plain run."""
    least, most = PIN_LENGTH
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
        raise PasswordRefused(f"The PIN is {least} to {most} digits.")
    if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
        raise PasswordRefused("That PIN is too easy to guess. Choose another.")


def banned_reviewed() -> date:
    """The day the banned list was last reviewed; CJIS IA-5(1) asks for a review every quarter."""
    first = resources.files("data").joinpath("banned_passwords.txt").read_text("utf-8").partition("\n")[0]
    return date.fromisoformat(first.partition("Reviewed ")[2][:10])


@cache
def banned() -> frozenset[str]:
    """The common passwords nobody may use, in lower case; a line that begins with # is a remark."""
    lines = resources.files("data").joinpath("banned_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
