"""How busy the counter was: receipts by hour as a picture, and each clerk's pace."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from data.batches import RECEIPT_KEYS
from data.money import show_cents
from data.report_table import COUNT, MONEY, Cell, Group, Head, Report, between, days_of
from data.settings import value
from data.text import many

if TYPE_CHECKING:
    from data.store import Store

PAUSE_SECONDS = 300
"""A longer time between two receipts of a clerk is a pause and no part of the pace."""

AT_THE_COUNTER = f"j.drawer_id IS NOT NULL AND j.idem_key NOT LIKE '{RECEIPT_KEYS}%'"
"""Neither a payment of a bank's file, which belongs to no drawer, nor one of a mail batch, posted in one moment."""

_HOURS = (
    f"SELECT substr(j.at, 1, 13), count(*), SUM(j.total_cents), {AT_THE_COUNTER} FROM journal j WHERE j.business_date "
    f"BETWEEN ? AND ? AND j.kind = 'RECEIPT' GROUP BY substr(j.at, 1, 13), {AT_THE_COUNTER}"
)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)


AXIS = "Receipts (height) by the hour in which they began (below)"
"""What the picture of the volume shows."""


def volume(store: Store, first: date, last: date) -> Report:
    """Receipts and cents at the counter by the hour of its own clock, with a picture of the setting's hours."""
    receipts: Counter[int] = Counter()
    cents: Counter[int] = Counter()
    others = other_cents = 0
    for text, count, total, counter in store.rows(_HOURS, *days_of(first, last)):
        if not counter:
            others, other_cents = others + int(count), other_cents + int(total)
            continue
        hour = _moment(f"{text}:00:00").astimezone().hour
        receipts[hour] += int(count)
        cents[hour] += int(total)
    opens, closes = (int(part) for part in value(store, "report.hours", last).split())
    hours = sorted({*range(opens, closes), *receipts})
    rows = tuple((f"{hour:02d}:00", receipts[hour], cents[hour]) for hour in hours)
    busiest = max(hours, key=lambda hour: receipts[hour], default=0)
    notes = [f"The busiest hour begins at {busiest:02d}:00." if receipts else "Nobody paid at the counter."]
    if others:
        notes.append(f"Left out: {many(others, 'receipt')} of mail batches and files, {show_cents(other_cents)}.")
    heads = (Head("Hour", 8), Head("Receipts", 10, COUNT, total=True), Head("Amount", 16, MONEY, total=True))
    picture = tuple((f"{hour:02d}", receipts[hour]) for hour in hours)
    group = Group("", rows)
    return Report("RPT050", "Volume by hour", between(first, last), heads, (group,), tuple(notes), picture, AXIS)


_RINGS = (
    "SELECT u.initials, u.name, j.kind, j.business_date, j.at, "
    "(SELECT count(*) FROM journal_lines l WHERE l.journal_id = j.id) FROM journal j JOIN users u ON u.id = j.user_id "
    f"WHERE j.business_date BETWEEN ? AND ? AND j.kind IN ('RECEIPT', 'VOID') AND {AT_THE_COUNTER} "
    "ORDER BY u.initials, u.name, j.at, j.id"
)


def pace(store: Store, first: date, last: date) -> Report:
    """Each clerk's receipts, lines, receipts per busy minute and voids; pauses are left out of the minutes.

    The payments of a bank's file and of a mail batch are nobody's pace.
    """
    clerks: dict[tuple[str, str], _Pace] = defaultdict(_Pace)
    for initials, name, kind, on, at, lines in store.rows(_RINGS, *days_of(first, last)):
        clerks[(initials, name)].add(kind, on, _moment(at[:19]), int(lines))
    rows = tuple((initials, name, *found.cells()) for (initials, name), found in sorted(clerks.items()))
    heads = (
        Head("By", 3),
        Head("Clerk", 22),
        Head("Receipts", 8, COUNT, total=True),
        Head("Lines", 7, COUNT, total=True),
        Head("Minutes", 8, COUNT, total=True),
        Head("A minute", 8),
        Head("Voids", 6, COUNT, total=True),
        Head("of 100", 6),
    )
    note = f"Minutes without the pauses: a time of more than {PAUSE_SECONDS // 60} minutes between two receipts."
    return Report("RPT055", "Pace of the clerks", between(first, last), heads, (Group("", rows),), (note,))


class _Pace:
    """One clerk's work."""

    def __init__(self) -> None:
        self.receipts = self.lines = self.voids = self.intervals = 0
        self.seconds = 0.0
        self._last: tuple[str, datetime] | None = None

    def add(self, kind: str, on: str, at: datetime, lines: int) -> None:
        """Count one document, in the order of time."""
        if kind == "VOID":
            self.voids += 1
            return
        self.receipts += 1
        self.lines += lines
        if self._last is not None and self._last[0] == on:
            between_two = (at - self._last[1]).total_seconds()
            if between_two <= PAUSE_SECONDS:
                self.seconds += between_two
                self.intervals += 1
        self._last = (on, at)

    def cells(self) -> tuple[Cell, ...]:
        """Receipts, lines, busy minutes, receipts a minute, voids, voids of 100 receipts."""
        rate = f"{self.intervals * 60 / self.seconds:8.2f}" if self.seconds else ""
        share = f"{self.voids * 100 / self.receipts:6.1f}" if self.receipts else ""
        return self.receipts, self.lines, round(self.seconds / 60), rate, self.voids, share
