"""Sealing restricted fields and photographs: AES-256-GCM, bound to the table, column and row they belong to.

A sealed value is two letters of version, the number of its key, a random nonce of 96 bits, and the ciphertext with
its tag of 128 bits (NIST SP 800-38D). Moved to another row, column or table it does not open.
"""

from __future__ import annotations

import hmac
import secrets

from data.police.keys import FIELD, INDEX, Keys
from data.store_errors import StoreError

VERSION = b"S1"
NONCE_BYTES, NUMBER_BYTES = 12, 4
_START = len(VERSION) + NUMBER_BYTES


class CannotOpen(StoreError):
    """A sealed value that does not open: of another row, changed, or sealed with a key that is not in the file."""


class Cipher:
    """Seals and opens values with the keys of the police store."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    def seal(self, table: str, column: str, row_id: int, plain: str | bytes) -> bytes:
        """A value as it is stored in this column of this row."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        number, key = self.keys.newest(FIELD)
        nonce = secrets.token_bytes(NONCE_BYTES)
        data = plain.encode() if isinstance(plain, str) else plain
        sealed = AESGCM(key).encrypt(nonce, data, _place(table, column, row_id))
        return VERSION + number.to_bytes(NUMBER_BYTES, "big") + nonce + sealed

    def open(self, table: str, column: str, row_id: int, sealed: bytes | memoryview) -> bytes:
        """The value behind what is stored in this column of this row. Raises `CannotOpen`."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        value = bytes(sealed)
        key = self.keys.field.get(key_number(value))
        if key is None:
            raise CannotOpen(f"{table} {row_id}: {column} was sealed with a key that is not in the key file.")
        nonce, rest = value[_START : _START + NONCE_BYTES], value[_START + NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, rest, _place(table, column, row_id))
        except (InvalidTag, ValueError):
            raise CannotOpen(f"{table} {row_id}: {column} was changed or belongs to another row.") from None

    def open_text(self, table: str, column: str, row_id: int, sealed: bytes | memoryview | None) -> str:
        """A sealed text; empty when nothing is stored. Raises `CannotOpen`."""
        return self.open(table, column, row_id, sealed).decode() if sealed else ""

    def digest(self, kind: str, value: str) -> str:
        """A keyed mark (64 hex digits) that is equal for equal values of a kind: for looking up, never for reading.

        Give the value in its one normal form (digits only, capitals). The mark's key is not rotated.
        """
        _, key = self.keys.newest(INDEX)
        return hmac.digest(key, f"{kind}\0{value}".encode(), "sha256").hex()


def key_number(sealed: bytes) -> int:
    """The number of the key a value was sealed with; 0 when it is no sealed value."""
    if sealed[: len(VERSION)] != VERSION:
        return 0
    return int.from_bytes(sealed[len(VERSION) : _START], "big")


def _place(table: str, column: str, row_id: int) -> bytes:
    return f"{table}\0{column}\0{row_id}".encode()
