"""Time-based one-time codes, RFC 6238: HMAC-SHA-1, six digits, steps of 30 seconds."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30


def new_secret() -> str:
    """A fresh secret of 160 bits in base32, as authenticator programs take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The six digits of one time step (RFC 4226 truncation)."""
    digest = hmac.digest(base64.b32decode(secret, casefold=True), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def accepted_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The step the code belongs to, one step early or late tolerated; None when wrong or not newer than `last_step`."""
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if step > last_step and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def setup_uri(secret: str, number: str, issuer: str) -> str:
    """The `otpauth:` address for an authenticator program."""
    return f"otpauth://totp/{quote(issuer)}:{quote(number)}?secret={secret}&issuer={quote(issuer)}"
