"""What happened on an account: payments from the journal, and usage as the meter was read. Cents and thousandths."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.store import Store

ESTIMATES = frozenset({"ESTIMATE", "OFFICE ESTIMATE", "SYSTEM ESTIMATE"})
"""Read sources that are no reading of the meter; a bill on one says so."""


@dataclass(frozen=True)
class Payment:
    """One line of a receipt, or its reversal, for this account."""

    journal_id: int
    line_n: int
    receipt: str
    """Empty for a void, which has no receipt number of its own."""
    kind: str
    business_date: date
    at: str
    """UTC text."""
    clerk: str
    service: str
    description: str
    amount_cents: int
    tenders: str
    """The kinds of tender of the whole receipt: `CA CK`."""
    voided: bool

    @property
    def key(self) -> tuple[int, int]:
        """Its place in the list, for the page that follows it."""
        return self.journal_id, self.line_n


@dataclass(frozen=True)
class Usage:
    """One read; `usage_milli` is thousandths of the meter's unit."""

    id: int
    read_on: date
    reading: int
    usage_milli: int
    days: int
    source: str
    estimated: bool

    @property
    def key(self) -> tuple[str, int]:
        """Its place in the list, for the page that follows it."""
        return self.read_on.isoformat(), self.id


_PAYMENTS = """
SELECT j.id, l.n, COALESCE(j.receipt, ''), j.kind, j.business_date, j.at, u.initials, l.service, l.description,
  l.amount_cents,
  (SELECT string_agg(k.kind, ' ') FROM (SELECT DISTINCT kind FROM tenders WHERE journal_id = j.id) k),
  EXISTS (SELECT 1 FROM journal_lines r WHERE r.origin_line_id = l.id)
FROM journal_lines l JOIN journal j ON j.id = l.journal_id JOIN users u ON u.id = j.user_id
WHERE l.account_id = ? AND (l.journal_id, l.n) < (?, ?) ORDER BY l.journal_id DESC, l.n DESC LIMIT ?
"""
_READS = """
SELECT id, read_on, reading, usage_milli, days, source FROM reads
WHERE account_id = ? AND (read_on, id) < (?, ?) ORDER BY read_on DESC, id DESC LIMIT ?
"""


def payments(store: Store, account_id: int, after: tuple[int, int] | None = None, count: int = 20) -> list[Payment]:
    """A page of an account's payments, newest first; `after` is the `key` of the last one of the page before."""
    journal_id, line_n = after or (1 << 62, 0)
    return [
        Payment(
            key, n, receipt, kind, date.fromisoformat(day), at, clerk, service, text, cents, kinds or "", bool(gone)
        )
        for key, n, receipt, kind, day, at, clerk, service, text, cents, kinds, gone in store.rows(
            _PAYMENTS, account_id, journal_id, line_n, count
        )
    ]


def reads(store: Store, account_id: int, after: tuple[str, int] | None = None, count: int = 20) -> list[Usage]:
    """A page of an account's reads, newest first; `after` is the `key` of the last one of the page before."""
    day, last = after or ("9999-12-31", 0)
    return [
        Usage(key, date.fromisoformat(read_on), reading, usage_milli, days, source, source in ESTIMATES)
        for key, read_on, reading, usage_milli, days, source in store.rows(_READS, account_id, day, last, count)
    ]


def usage(store: Store, account_id: int, months: int = 13) -> list[Usage]:
    """The last reads, oldest first, for the picture of a year and the month before it."""
    return reads(store, account_id, count=months)[::-1]
