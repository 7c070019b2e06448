"""Encrypted backups of a police database on a server: `pg_dump` never touches the disk in clear (CJIS CP-9, SC-28).

The file is a head, then blocks of at most 1 MiB sealed with AES-256-GCM under a key derived for this file (HKDF, a
random salt of 256 bits) from the newest field key. Each block is bound to its number and to whether it is the last one,
so that no block can be cut off, exchanged or left out.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from data.police.keys import FIELD, Keys
from data.store_errors import StoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"CTPB1\n"
BLOCK_BYTES = 1 << 20
_SALT_BYTES, _TAG_BYTES = 32, 16
_HEAD = struct.Struct(">I")
"""The number of the field key."""
_LENGTH = struct.Struct(">I?")
"""Ciphertext bytes of a block, and whether it is the last."""


def seal(source: IO[bytes], target: IO[bytes], keys: Keys) -> int:
    """Write what `source` gives, encrypted, to `target`; the bytes read."""
    number, key = keys.newest(FIELD)
    salt = secrets.token_bytes(_SALT_BYTES)
    cipher = _cipher(key, salt)
    target.write(MAGIC + _HEAD.pack(number) + salt)
    done, block, n = 0, source.read(BLOCK_BYTES), 0
    while True:
        following = source.read(BLOCK_BYTES) if block else b""
        sealed = cipher.encrypt(_nonce(n), block, _place(last=not following))
        target.write(_LENGTH.pack(len(sealed), not following) + sealed)
        done, n = done + len(block), n + 1
        if not following:
            return done
        block = following


def opened(source: IO[bytes], keys: Keys) -> Iterator[bytes]:
    """The blocks behind an encrypted file. Raises `StoreError` when it is damaged, cut off, or of other keys."""
    from cryptography.exceptions import InvalidTag

    if source.read(len(MAGIC)) != MAGIC:
        raise StoreError("This is no encrypted backup of a police store.")
    (number,) = _HEAD.unpack(_exactly(source, _HEAD.size))
    key = keys.field.get(number)
    if key is None:
        raise StoreError(f"The backup was made with field key {number}, which is not in the key file.")
    cipher = _cipher(key, _exactly(source, _SALT_BYTES))
    n, last = 0, False
    while not last:
        length, last = _LENGTH.unpack(_exactly(source, _LENGTH.size))
        if length > BLOCK_BYTES + _TAG_BYTES:
            raise StoreError("The backup is damaged.")
        try:
            yield cipher.decrypt(_nonce(n), _exactly(source, length), _place(last=last))
        except InvalidTag:
            raise StoreError("The backup is damaged, or of other keys.") from None
        n += 1
    if source.read(1):
        raise StoreError("The backup is damaged: something follows its end.")


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt, b"counter-tui police backup").derive(key))


def _nonce(n: int) -> bytes:
    """The block's number: the key is this file's alone, so no nonce comes twice."""
    return n.to_bytes(12, "big")


def _place(*, last: bool) -> bytes:
    return b"last" if last else b"more"


def _exactly(source: IO[bytes], count: int) -> bytes:
    data = source.read(count)
    if len(data) != count:
        raise StoreError("The backup is cut off.")
    return data
