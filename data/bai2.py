"""BAI2 balance files from the bank: read whole, every control total checked, or refused with line and reason.

Records (Cash Management Balance Reporting Specifications, version 2): 01 file, 02 group, 03 account, 16 detail,
88 continuation, 49/98/99 trailers. Amounts are in cents without a point. Anything unknown refuses the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date


class Bai2Error(ValueError):
    """A file that cannot be taken; the message names the line and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}")
        self.line = line


@dataclass(frozen=True)
class Transaction:
    """A detail record (16); cents, positive whatever its type code says."""

    line: int
    account: str
    on: date
    """The group's as-of date."""
    type_code: str
    amount_cents: int
    bank_reference: str
    customer_reference: str
    text: str


@dataclass
class _Record:
    line: int
    code: str
    fields: list[str]
    parts: int
    """Physical records it takes, continuations included."""


@dataclass
class _Open:
    """Running control figures of the file, a group or an account."""

    records: int = 0
    total_cents: int = 0
    children: int = 0
    account: str = ""
    on: date | None = None


_WHOLE = re.compile("[+-]?[0-9]{1,15}")
FUNDS = {"S": 3, "V": 2, "0": 0, "1": 0, "2": 0, "Z": 0, "": 0}
"""Extra fields after each funds type; D says itself how many."""


def parse(text: str) -> list[Transaction]:
    """All details of a file, in order. Raises `Bai2Error` for a damaged or foreign file."""
    records = list(_records(text))
    if not records or records[0].code != "01":
        raise Bai2Error(1, "a BAI2 file begins with a record 01.")
    return _Reader().read(records)


def _records(text: str) -> Iterator[_Record]:
    """Logical records: continuations (88) joined to the record before."""
    pending: _Record | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        code, comma, rest = line.partition(",")
        if not comma or not code.isdigit() or len(code) != 2:
            raise Bai2Error(number, "this is no BAI2 record.")
        fields = rest.removesuffix("/").split(",")
        if code == "88":
            if pending is None:
                raise Bai2Error(number, "a continuation (88) follows no record.")
            pending.fields += fields
            pending.parts += 1
            continue
        if pending is not None:
            yield pending
        pending = _Record(number, code, fields, 1)
    if pending is not None:
        yield pending


class _Reader:
    """Walks the records and checks that they nest and add up."""

    def __init__(self) -> None:
        self.file = _Open()
        self.group: _Open | None = None
        self.account: _Open | None = None
        self.details: list[Transaction] = []

    def read(self, records: Sequence[_Record]) -> list[Transaction]:
        """The details. Raises `Bai2Error`."""
        steps = {
            "01": self._begin,
            "02": self._open_group,
            "03": self._open_account,
            "16": self._detail,
            "49": self._close_account,
            "98": self._close_group,
            "99": self._close_file,
        }
        for n, record in enumerate(records):
            step = steps.get(record.code)
            if step is None:
                raise Bai2Error(record.line, f"record {record.code} is not known.")
            if (record.code == "01") != (n == 0) or (record.code == "99") != (n == len(records) - 1):
                raise Bai2Error(record.line, f"record {record.code} is out of place, or the file is cut off.")
            for level in (self.file, self.group, self.account):
                if level is not None:
                    level.records += record.parts
            step(record)
        return self.details

    def _begin(self, record: _Record) -> None:
        if record.fields[-1].strip() != "2":
            raise Bai2Error(record.line, "the version is not 2.")

    def _open_group(self, record: _Record) -> None:
        if self.group is not None:
            raise Bai2Error(record.line, "the group before has no trailer (98).")
        self.group = _Open(records=record.parts, on=_day(record, 3))

    def _open_account(self, record: _Record) -> None:
        if self.group is None or self.account is not None:
            raise Bai2Error(record.line, "an account stands outside a group, or the one before has no trailer (49).")
        self.account = _Open(records=record.parts, account=_text(record, 0), on=self.group.on)
        self.account.total_cents = sum(_summaries(record))

    def _detail(self, record: _Record) -> None:
        if self.account is None or self.account.on is None:
            raise Bai2Error(record.line, "a detail stands outside an account.")
        cents = _cents(record, 1)
        rest = _after_funds(record, 2)
        self.account.total_cents += cents
        self.details.append(
            Transaction(
                record.line,
                self.account.account,
                self.account.on,
                _text(record, 0),
                abs(cents),
                record.fields[rest].strip() if len(record.fields) > rest else "",
                record.fields[rest + 1].strip() if len(record.fields) > rest + 1 else "",
                ",".join(record.fields[rest + 2 :]).strip(),
            )
        )

    def _close_account(self, record: _Record) -> None:
        if self.account is None or self.group is None:
            raise Bai2Error(record.line, "there is no account to end.")
        _check(record, "account", self.account.total_cents, self.account.records)
        self.group.total_cents += self.account.total_cents
        self.group.children += 1
        self.account = None

    def _close_group(self, record: _Record) -> None:
        if self.group is None or self.account is not None:
            raise Bai2Error(record.line, "there is no group to end, or its account has no trailer (49).")
        _check(record, "group", self.group.total_cents, self.group.records, self.group.children)
        self.file.total_cents += self.group.total_cents
        self.file.children += 1
        self.group = None

    def _close_file(self, record: _Record) -> None:
        if self.group is not None:
            raise Bai2Error(record.line, "the last group has no trailer (98).")
        _check(record, "file", self.file.total_cents, self.file.records, self.file.children)


def _check(record: _Record, what: str, total: int, records: int, children: int | None = None) -> None:
    """Compare a trailer with what was read."""
    if _cents(record, 0) != total:
        raise Bai2Error(record.line, f"the control total of the {what} is {_text(record, 0)}, not {total} as read.")
    at = 1
    if children is not None:
        if _cents(record, 1) != children:
            raise Bai2Error(record.line, f"the {what} should hold {_text(record, 1)} parts, it holds {children}.")
        at = 2
    if _cents(record, at) != records:
        raise Bai2Error(record.line, f"the {what} should have {_text(record, at)} records, it has {records}.")


def _summaries(record: _Record) -> Iterator[int]:
    """The amounts of an account record: type, amount, count, funds type, again and again."""
    at = 2
    while at + 1 < len(record.fields):
        if _text(record, at + 1):
            yield _cents(record, at + 1)
        at = _after_funds(record, at + 3)


def _after_funds(record: _Record, at: int) -> int:
    """The place after a funds type and what belongs to it."""
    kind = record.fields[at].strip() if at < len(record.fields) else ""
    if kind == "D":
        return at + 2 + 2 * _count(record, at + 1)
    if kind not in FUNDS:
        raise Bai2Error(record.line, f"funds type {kind} is not known.")
    return at + 1 + FUNDS[kind]


def _text(record: _Record, at: int) -> str:
    if at >= len(record.fields):
        raise Bai2Error(record.line, "the record is too short.")
    return record.fields[at].strip()


def _cents(record: _Record, at: int) -> int:
    text = _text(record, at)
    if not _WHOLE.fullmatch(text):
        raise Bai2Error(record.line, f"{text[:24]!r} is no whole number.")
    return int(text)


def _count(record: _Record, at: int) -> int:
    found = _cents(record, at)
    if found < 0:
        raise Bai2Error(record.line, f"{found} is no count.")
    return found


def _day(record: _Record, at: int) -> date:
    text = _text(record, at)
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        raise Bai2Error(record.line, f"{text!r} is no date YYMMDD.") from None
