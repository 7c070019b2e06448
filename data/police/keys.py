"""The keys of the police store: one private file, made by `counter-tui init police`; the agency keeps it (CJIS SC-12).

Each line is a kind, a number and 64 hexadecimal digits (256 bits). `file` opens the SQLite file, `field` seals
restricted fields and photographs, `index` makes the marks by which an identifier is found without being readable.
The highest number of a kind is the one in use; an earlier one stays only while a rotation is unfinished.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from data.store_errors import StoreError

FILE, FIELD, INDEX = "file", "field", "index"
KINDS = (FILE, FIELD, INDEX)
KEY_BYTES = 32
HEAD = (
    "# The keys of the police store. Without this file nobody can read it: keep a copy under lock and key,\n"
    "# apart from the store's backups.\n"
)


@dataclass(frozen=True)
class Keys:
    """The keys by kind and number."""

    file: Mapping[int, bytes]
    field: Mapping[int, bytes]
    index: Mapping[int, bytes]

    @classmethod
    def new(cls) -> Keys:
        """Fresh keys from the operating system's random numbers."""
        return cls(*({1: secrets.token_bytes(KEY_BYTES)} for _ in KINDS))

    def of(self, kind: str) -> Mapping[int, bytes]:
        """The keys of one kind by number."""
        return {FILE: self.file, FIELD: self.field, INDEX: self.index}[kind]

    def newest(self, kind: str) -> tuple[int, bytes]:
        """The number and key in use."""
        keys = self.of(kind)
        number = max(keys)
        return number, keys[number]

    def with_new(self, kind: str) -> Keys:
        """These keys and a fresh one of a kind, which becomes the one in use."""
        keys = self.of(kind)
        return replace(self, **{kind: {**keys, max(keys) + 1: secrets.token_bytes(KEY_BYTES)}})

    def newest_only(self, kind: str) -> Keys:
        """These keys without the earlier ones of a kind."""
        number, key = self.newest(kind)
        return replace(self, **{kind: {number: key}})

    def passphrases(self) -> list[str]:
        """What opens the SQLite file, the key in use first: raw keys, as SQLCipher writes them."""
        return [raw(self.file[number]) for number in sorted(self.file, reverse=True)]


def raw(key: bytes) -> str:
    """A raw 256-bit key in SQLCipher's notation, which is used as it is and not stretched."""
    return f"x'{key.hex()}'"


def create(path: Path) -> Keys:
    """Make a new key file, mode 0600. Raises `StoreError` when there is one: it is never overwritten."""
    keys = Keys.new()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, keys, os.O_EXCL)
    except FileExistsError:
        raise StoreError(f"There is a key file {path} already. It is never overwritten.") from None
    except OSError as error:
        raise StoreError(f"The key file {path} cannot be made: {error.strerror}.") from error
    return keys


def replace_file(path: Path, keys: Keys) -> None:
    """Put other keys in a key file: the old file or the new one is there at every moment. Raises `StoreError`."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        _write(draft, keys, os.O_EXCL)
        draft.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"The key file {path} cannot be written: {error.strerror}.") from error


def _write(path: Path, keys: Keys, flag: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | flag, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(HEAD)
        for kind in KINDS:
            file.writelines(f"{kind} {number} {key.hex()}\n" for number, key in sorted(keys.of(kind).items()))
        file.flush()
        os.fsync(descriptor)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load(path: Path) -> Keys:
    """The keys of a file. Raises `StoreError` when it is missing, readable by others, or damaged."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
            mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
            text = file.read()
    except OSError as error:
        raise StoreError(f"The key file {path} of the police store cannot be read: {error.strerror}.") from error
    if mode & 0o077:
        raise StoreError(f"The key file {path} has mode {mode:04o}: others may read it. Make it 0600 (chmod 600).")
    return _parse(text, path)


def _parse(text: str, path: Path) -> Keys:
    found: dict[str, dict[int, bytes]] = {kind: {} for kind in KINDS}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition(" ")
        which, _, digits = rest.partition(" ")
        if kind not in found or not which.isdecimal() or not _is_key(digits):
            raise StoreError(f"The key file {path} is damaged in line {number}.")
        found[kind][int(which)] = bytes.fromhex(digits)
    if missing := [kind for kind in KINDS if not found[kind]]:
        raise StoreError(f"The key file {path} holds no {missing[0]} key.")
    return Keys(*(MappingProxyType(found[kind]) for kind in KINDS))


def _is_key(digits: str) -> bool:
    return len(digits) == 2 * KEY_BYTES and all(digit in "0123456789abcdefABCDEF" for digit in digits)
