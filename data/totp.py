"""Time-based one-time codes, RFC 6238: HMAC-SHA-1, six digits, steps of 30 seconds."""

from __future__ import annotations

from datetime import datetime

from pyotp import TOTP, random_base32
from pyotp.utils import strings_equal

STEP_SECONDS = 30


def new_secret() -> str:
    """A fresh secret of 160 bits in base32, as authenticator programs take it."""
    return random_base32()


def code_at(secret: str, step: int) -> str:
    """The six digits of one time step."""
    return TOTP(secret).generate_otp(step)


def accepted_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The step the code belongs to, one step early or late tolerated; None when wrong or not newer than `last_step`."""
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if step > last_step and strings_equal(code_at(secret, step), code):
            return step
    return None


def setup_uri(secret: str, name: str) -> str:
    """The `otpauth:` address that an authenticator keeps a secret by, under a name of the account."""
    return TOTP(secret).provisioning_uri(name=name)
