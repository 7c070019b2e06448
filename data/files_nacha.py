"""NACHA files: bill payments (credits, also CIE), returns with reason codes, and notifications of change.

94 columns, blocks of ten lines filled up with lines of nines. In a CIE entry the columns of name and number are
swapped: 40-54 hold the payer's name and 55-76 the account with the biller. The entry hash is the sum of the first
eight digits of the receiving banks, its last ten digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data.files_read import FileRefused, Found, Incoming, Notice, cut
from data.layouts import Layout
from data.money import show_cents
from data.text import many

WIDTH, BLOCK = 94, 10
CREDITS = frozenset({"22", "32"})
PRENOTES = frozenset({"23", "28", "33", "38"})
RETURNED = frozenset({"21", "26", "31", "36"})
DEBITS = frozenset({"27", "37", *(code for code in RETURNED if code in ("26", "36"))})
AFTER = {"": "1", "1": "5", "5": "6", "6": "678", "7": "678", "8": "59", "9": ""}


@dataclass
class _Sums:
    """Count, hash and cents of a batch or of the file."""

    count: int = 0
    hash: int = 0
    debit: int = 0
    credit: int = 0

    def add(self, other: _Sums) -> None:
        """Take a batch into the file's sums."""
        self.count += other.count
        self.hash += other.hash
        self.debit += other.debit
        self.credit += other.credit


@dataclass
class _Reading:
    layout: Layout
    found: Found = field(default_factory=Found)
    previous: str = ""
    date: str = ""
    header: dict[str, Any] = field(default_factory=dict)
    entry: dict[str, Any] | None = None
    batch: _Sums = field(default_factory=_Sums)
    file: _Sums = field(default_factory=_Sums)
    batches: int = 0


def read(lines: list[str], layout: Layout) -> Found:
    """The payments, returns and change notices of a NACHA file. Raises `FileRefused`."""
    now, filler = _Reading(layout), 0
    for at, line in enumerate(lines, 1):
        if len(line) != WIDTH:
            raise FileRefused(at, f"{len(line)} columns where a NACHA line has {WIDTH}.")
        if now.previous == "9" and line == "9" * WIDTH:
            filler += 1
            continue
        record = line[0]
        if record not in AFTER[now.previous]:
            wanted = " or ".join(AFTER[now.previous]) or "only filler"
            raise FileRefused(at, f"record {record!r} stands where {wanted} is expected. It is no whole NACHA file.")
        _ACTS[record](now, at, line)
        now.previous = record
    if now.previous != "9":
        raise FileRefused(len(lines), "the file ends without its control record 9. It was cut off.")
    if len(lines) % BLOCK:
        raise FileRefused(len(lines), f"{len(lines)} lines are no whole blocks of {BLOCK}. It was cut off.")
    entries = many(now.file.count, "entry or addendum", "entries and addenda")
    now.found.facts.append(f"{many(now.batches, 'batch', 'batches')}, {entries}; hash, counts, totals agree")
    return now.found


def _file(now: _Reading, at: int, line: str) -> None:
    values = cut(now.layout, "1", line, at)
    if (values["size"], values["blocking"]) != ("094", "10"):
        raise FileRefused(at, "the header is not that of a NACHA file.")
    now.date = str(values["date"])


def _batch(now: _Reading, at: int, line: str) -> None:
    now.header = dict(cut(now.layout, "5", line, at))
    now.batch, now.batches = _Sums(), now.batches + 1


def _entry(now: _Reading, at: int, line: str) -> None:
    _finish(now, at)
    record = "6CIE" if now.header["sec"] == "CIE" else "6"
    values = dict(cut(now.layout, record, line, at))
    values["line"] = at
    now.entry = values
    now.batch.count += 1
    now.batch.hash += int(values["bank"])
    if values["code"] in DEBITS:
        now.batch.debit += values["amount"]
    else:
        now.batch.credit += values["amount"]


def _addenda(now: _Reading, at: int, line: str) -> None:
    entry, kind = now.entry, line[1:3]
    if entry is None:
        raise FileRefused(at, "an addenda record without its entry.")
    now.batch.count += 1
    if kind in ("98", "99"):
        entry["addenda"] = {**cut(now.layout, f"7{kind}", line, at), "kind": kind}


def _finish(now: _Reading, at: int) -> None:
    """Keep the entry that has all its addenda."""
    entry, now.entry = now.entry, None
    if entry is None:
        return
    if addenda := entry.get("addenda"):
        now.found.notices.append(_notice(now, entry, addenda))
    elif entry["code"] in CREDITS and entry["amount"]:
        now.found.payments.append(_payment(now, entry))
    elif entry["code"] not in PRENOTES and entry["code"] not in CREDITS:
        raise FileRefused(
            entry["line"], f"transaction code {entry['code']} is no payment to the city, return or change notice."
        )


def _payment(now: _Reading, entry: dict[str, Any]) -> Incoming:
    day = now.header["effective"] or now.date
    return Incoming(
        f"AC:{now.header['company']}:{day}:{entry['trace']}",
        entry["line"],
        ((entry["account"], entry["amount"]),),
        entry["amount"],
        payer=entry["name"],
        number=entry["trace"],
        paid_on=day,
    )


def _notice(now: _Reading, entry: dict[str, Any], addenda: dict[str, Any]) -> Notice:
    kind = "RETURN" if addenda["kind"] == "99" else "CHANGE"
    return Notice(
        f"{kind}:{now.date}:{entry['trace']}:{addenda['original']}",
        entry["line"],
        kind,
        addenda["reason"],
        entry["amount"],
        number=addenda["original"],
        account=entry["account"],
        payer=entry["name"],
        note=_masked(addenda["info"]) if kind == "CHANGE" else addenda["info"],
    )


def _masked(text: str) -> str:
    """Corrected data of a change notice: of a bank account only the last four digits are kept."""
    digits = "".join(character for character in text if character.isdigit())
    return f"ends in {digits[-4:]}" if digits else text


def _batch_total(now: _Reading, at: int, line: str) -> None:
    _finish(now, at)
    _agree(at, f"batch {now.batches}", now.batch, dict(cut(now.layout, "8", line, at)))
    now.file.add(now.batch)


def _control(now: _Reading, at: int, line: str) -> None:
    values = dict(cut(now.layout, "9", line, at))
    if values["batches"] != now.batches:
        raise FileRefused(
            at, f"the file says {many(values['batches'], 'batch', 'batches')}, but there are {now.batches}."
        )
    if values["blocks"] != -(-at // BLOCK):
        raise FileRefused(at, f"the file says {many(values['blocks'], 'block')}, but there are {-(-at // BLOCK)}.")
    _agree(at, "the file", now.file, values)


def _agree(at: int, name: str, read: _Sums, values: dict[str, Any]) -> None:
    """The count, hash and totals of a control record against what was read."""
    if values["count"] != read.count:
        raise FileRefused(at, f"{name} says {values['count']} entries and addenda, but there are {read.count}.")
    if values["hash"] != read.hash % 10**10:
        raise FileRefused(at, f"the entry hash of {name} is wrong. A line was changed.")
    if (values["debit"], values["credit"]) != (read.debit, read.credit):
        raise FileRefused(
            at,
            f"{name} says {show_cents(values['debit'])} debit and {show_cents(values['credit'])} credit, but there are "
            f"{show_cents(read.debit)} and {show_cents(read.credit)}.",
        )


_ACTS = {"1": _file, "5": _batch, "6": _entry, "7": _addenda, "8": _batch_total, "9": _control}
