"""A clerk's own second factor: set up at the sign-on with the first code it shows (CJIS IA-2(1), IA-2(8))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import audit, totp
from data.clock import Clock
from data.passwords import Hasher
from data.signon import SignOnRefused, verified

if TYPE_CHECKING:
    from data.store import Store


def enroll(
    store: Store,
    clock: Clock,
    number: str,
    password: str,
    secret: str,
    code: str,
    station: str,
    *,
    hasher: Hasher | None = None,
) -> None:
    """Keep a new secret (base32) once its code shows that the authenticator has it.

    The same code then signs on, once. Raises `SignOnRefused` for a wrong password or code, and when there is a second
    factor already: only an administrator takes that off.
    """
    who = verified(store, clock, number, password, station, hasher=hasher)
    if who.totp_secret:
        raise SignOnRefused("There is a second factor already. An administrator can take it off.")
    step = totp.accepted_step(secret, code, clock.now(), 0)
    if step is None:
        raise SignOnRefused("That code is wrong. Check the key and the clock of your authenticator.")
    with store.writing():
        kept = (
            "UPDATE users SET totp_secret = ?, totp_step = ?, version = version + 1 WHERE id = ? AND totp_secret = ''"
        )
        if not store.run(kept, secret, step - 1, who.id):
            raise SignOnRefused("There is a second factor already. An administrator can take it off.")
        audit.record(store, None, "user.second-factor", "users", who.id, detail="on", station=station)
