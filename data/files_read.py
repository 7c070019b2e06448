"""Reading a bank's file: all of it is checked before any of it is taken, and one wrong line refuses the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.arrived import read_whole
from data.layouts import CSV, FIXED, LOCKBOX, NACHA, Layout, LayoutError, misread
from data.permissions import Refused
from data.text import TextError, clean_text

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is not a day's payments."""


_PAYMENT = ("reference", "account", "amount")
_ENTRY = ("code", "bank", "amount", "account", "name", "trace")
_ADDENDA = ("reason", "original", "info")
_SUMS = ("count", "hash", "debit", "credit")
NEEDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    LOCKBOX: {
        "5": ("batch", "lockbox", "date"),
        "6": ("batch", "item", "amount", "check"),
        "4": ("item", "account", "amount"),
        "7": ("count", "amount"),
        "8": ("lockbox", "count", "amount"),
        "9": ("count",),
    },
    NACHA: {
        "1": ("date", "size", "blocking"),
        "5": ("company", "sec", "effective"),
        "6": _ENTRY,
        "6CIE": _ENTRY,
        "799": _ADDENDA,
        "798": _ADDENDA,
        "8": _SUMS,
        "9": (*_SUMS, "batches", "blocks"),
    },
    CSV: {"D": _PAYMENT},
    FIXED: {"D": _PAYMENT},
}
"""The parts without which no file of a kind can be read, by record; record T of CSV and FIXED, where it is declared,
holds `count` and `amount`."""


class FileRefused(Refused):
    """A file that is damaged or not of this profile; nothing of it was taken. The sentence names the line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}" if line else reason)
        self.line = line
        """1-based; 0 when the file as a whole is meant."""
        self.reason = reason


@dataclass(frozen=True)
class Incoming:
    """One payment of a file; amounts in cents. `parts` are the accounts (as written) it pays, with their cents."""

    key: str
    """What makes it this payment however often it is sent."""
    line: int
    parts: tuple[tuple[str, int], ...]
    amount_cents: int
    payer: str = ""
    number: str = ""
    """Check number, trace or reference."""
    paid_on: str = ""
    fee_cents: int = 0
    """What the processor kept of it; the payer is credited with the whole `amount_cents` all the same."""
    problem: str = ""
    """A reason why it cannot be posted to its account, known from the file alone."""


@dataclass(frozen=True)
class Notice:
    """A return or change notice; `number` is the trace of the original entry, cents positive."""

    key: str
    line: int
    kind: str
    """RETURN or CHANGE."""
    reason: str
    amount_cents: int
    number: str = ""
    account: str = ""
    payer: str = ""
    note: str = ""


@dataclass(frozen=True)
class Parsed:
    """A file whose sums and counts are right."""

    name: str
    hash: str
    layout: Layout
    payments: tuple[Incoming, ...]
    notices: tuple[Notice, ...] = ()
    facts: tuple[str, ...] = ()
    """What the preview says of it: dates, batches, control totals checked."""

    @property
    def total_cents(self) -> int:
        """All payments together."""
        return sum(one.amount_cents for one in self.payments)

    @property
    def records(self) -> int:
        """Payments and notices."""
        return len(self.payments) + len(self.notices)


@dataclass
class Found:
    """What a reader has found so far."""

    payments: list[Incoming] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


Reader = Callable[[list[str], Layout], Found]


def read(path: Path, layout: Layout) -> Parsed:
    """Read and check a whole file. Raises `FileRefused`, or `OSError` when it cannot be read or is too large."""
    return parse(path.name, read_whole(path, MAX_BYTES), layout)


def parse(name: str, content: bytes, layout: Layout) -> Parsed:
    """Check a file's content. Raises `FileRefused` with the line and the reason."""
    lines = _lines(content)
    if not any(line.strip() for line in lines):
        raise FileRefused(0, "The file is empty.")
    _complete(layout)
    found = _reader(layout)(lines, layout)
    _once(found)
    return Parsed(
        name,
        hashlib.sha256(content).hexdigest(),
        layout,
        tuple(found.payments),
        tuple(found.notices),
        tuple(found.facts),
    )


def _complete(layout: Layout) -> None:
    """Refuse a profile that is not whole yet, or has a part of a kind that its reader cannot count with."""
    needs = dict(NEEDS[layout.kind])
    if layout.kind in (CSV, FIXED) and "T" in layout.parts:
        needs["T"] = ("count", "amount")
    for record, names in needs.items():
        there = {part.name: part.kind for part in layout.parts.get(record, ())}
        for name in names:
            if name not in there:
                raise FileRefused(0, f"The profile {layout.code} lacks the field {name} of record {record} (7.56).")
    for record, parts in layout.parts.items():
        for part in parts:
            if wrong := misread(part.name, part.kind):
                raise FileRefused(0, f"The profile {layout.code}, record {record}: {wrong}")


def _lines(content: bytes) -> list[str]:
    """The lines of a file, checked for what is no text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    for at, line in enumerate(lines, 1):
        if not line.isprintable():
            try:
                clean_text(line.replace("\t", " "))
            except TextError:
                raise FileRefused(at, "there are characters that are no text. The file is damaged.") from None
    return lines


def _once(found: Found) -> None:
    """Refuse a file that holds the same record twice."""
    seen: dict[str, int] = {}
    places = [(one.key, one.line) for one in found.payments] + [(one.key, one.line) for one in found.notices]
    for key, line in places:
        if (first := seen.setdefault(key, line)) != line:
            raise FileRefused(line, f"this record was already on line {first}.")


def cut(layout: Layout, record: str, line: str, at: int) -> Mapping[str, Any]:
    """The values of a line, or the refusal of the file."""
    if record not in layout.parts:
        raise FileRefused(at, f"the profile {layout.code} knows no record {record!r}.")
    try:
        return layout.cut(record, line)
    except LayoutError as error:
        raise FileRefused(at, str(error)) from None


def _reader(layout: Layout) -> Reader:
    from data import files_csv, files_lockbox, files_nacha

    return {
        LOCKBOX: files_lockbox.read,
        NACHA: files_nacha.read,
        CSV: files_csv.read_csv,
        FIXED: files_csv.read_fixed,
    }[layout.kind]
