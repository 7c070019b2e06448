"""The chain: every journal row carries a hash over itself and the row before it in its series.

The encoding is canonical and versioned: a JSON array of strings, integers and nulls, no blanks, UTF-8, in the order
of the columns named here. What a line paid is inside the line's `detail`, so it is covered too. A change of the
columns or their order is a new version; verification keeps every old one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""What is hashed, as text: JSON without blanks, every character as itself."""
VERSION = 1
START = "0" * 64
"""What stands before the first row of a series."""


class Header(NamedTuple):
    """The columns of a journal row that are hashed, in the order of encoding version 1."""

    kind: str
    receipt: str | None
    series: str
    seq: int
    business_date: str
    at: str
    user_id: int
    drawer_id: int | None
    station: str
    session_id: int | None
    idem_key: str
    payer: str
    language: str
    total_cents: int
    origin_id: int | None
    reason: str
    approval_id: int | None
    detail: str


class LineRow(NamedTuple):
    """A receipt line as stored; amounts in cents, `detail` is JSON text."""

    n: int
    service: str
    charge_code: str
    reference: str
    account_id: int | None
    customer: str
    description: str
    description_es: str
    quantity: int
    unit_cents: int
    amount_cents: int
    custody_cents: int
    detail: str
    origin_line_id: int | None


class PostingRow(NamedTuple):
    """A double entry's part: cents, debit positive; `line_n` 0 belongs to the tenders."""

    n: int
    line_n: int
    gl: str
    amount_cents: int


class TenderRow(NamedTuple):
    """What was paid with: `amount_cents` applied, `tendered_cents` handed over, `change_cents` given back."""

    n: int
    kind: str
    amount_cents: int
    tendered_cents: int
    change_cents: int
    number: str
    detail: str


def encode(
    previous: str,
    header: Header,
    lines: Iterable[LineRow],
    postings: Iterable[PostingRow],
    tenders: Iterable[TenderRow],
) -> bytes:
    """The canonical encoding, version 1, of a document and the hash before it."""
    return canonical((VERSION, previous, header, tuple(lines), tuple(postings), tuple(tenders))).encode()


def digest(
    previous: str,
    header: Header,
    lines: Iterable[LineRow],
    postings: Iterable[PostingRow],
    tenders: Iterable[TenderRow],
) -> str:
    """The hash of a document: 64 hexadecimal digits of SHA-256 over its encoding."""
    return sha256(encode(previous, header, lines, postings, tenders)).hexdigest()


def head8(value: str) -> str:
    """A hash as printed on receipts: its first eight digits, in two groups of four."""
    return f"{value[:4]} {value[4:8]}".upper()
