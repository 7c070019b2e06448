"""Reads and bills of a sample account: a year with dry summers, priced by the tariff, the last bills open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from data.sample.bulk import Bulk, Row
from data.sample.places import Place
from data.utility.tariffs import Charge, Price, charges

CYCLES = {"51": 4, "52": 11, "54": 18, "55": 25}
"""Bill cycles and the day of the month on which each is billed."""
MONTHS = 13
_SEASON = (62, 60, 70, 85, 100, 120, 140, 145, 130, 105, 80, 66)
"""Percent of a year's average use, January to December."""
_AVERAGE = {"RES-SINGLE": (4, 18), "RES-MULTI": (4, 8), "COMMERCIAL": (3, 70), "IRRIGATION": (8, 60)}
"""Least and most average use of a month in CCF; per dwelling where there are several."""


@dataclass(frozen=True)
class Period:
    """One bill period of a cycle; days as stored text."""

    month: int
    start: str
    read_on: str
    days: int
    bill_date: str
    due_date: str


@dataclass(frozen=True)
class Service:
    """What a sample account is billed for."""

    account_id: int
    place: Place
    meter_size: str
    opened_on: str
    unpaid: int
    """How many of the newest bills are open."""
    late: bool
    """Whether the newest open bill shall be past due already."""
    extra: tuple[Charge, ...] = ()
    """Fees on the newest bill."""


def periods(cycle: str, today: date, due_days: int, count: int = MONTHS) -> list[Period]:
    """The last bill periods of a cycle, oldest first, none billed after today."""
    year, month = today.year, today.month
    if today.day < CYCLES[cycle]:
        year, month = _month_before(year, month)
    billed = []
    for _ in range(count + 1):
        billed.append(date(year, month, CYCLES[cycle]))
        year, month = _month_before(year, month)
    reads = [day - timedelta(days=5) for day in reversed(billed)]
    found = []
    for start, end in pairwise(reads):
        bill_date = end + timedelta(days=5)
        due = bill_date + timedelta(days=due_days)
        stored = (start.isoformat(), end.isoformat(), (end - start).days, bill_date.isoformat(), due.isoformat())
        found.append(Period(end.month, *stored))
    return found


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


class History:
    """Writes reads and bills of one account after the other, numbering them."""

    def __init__(self, random: Random, bulk: Bulk, tariff: list[Price], calendar: dict[str, list[Period]]) -> None:
        self.random = random
        self.bulk = bulk
        self.tariff = tariff
        self.calendar = calendar
        self.prices: dict[tuple[str, str], list[Price]] = {}
        self.reads = self.bills = self.lines = 0

    def write(self, service: Service, cycle: str, *, only_newest: bool = False) -> None:
        """A year (or the last three months with one bill) of an account."""
        known = [period for period in self.calendar[cycle] if period.read_on > service.opened_on]
        if only_newest:
            known = known[-3:]
        usage = self._usage(service.place, known)
        self._write_reads(service, known, usage)
        billed = list(range(len(known)))
        if only_newest:
            billed = billed[-2:-1] if service.late else billed[-1:]
        for place in billed:
            age = 0 if only_newest else len(known) - 1 - place
            self._write_bill(service, known[place], usage[place], age)

    def _usage(self, place: Place, known: Sequence[Period]) -> list[int]:
        """CCF used in each period."""
        least, most = _AVERAGE[place.rate_class]
        average = self.random.randint(least * 10, most * 10) * place.dwelling_units
        noise = self.random.random
        return [int(average * _SEASON[period.month - 1] * (0.8 + 0.4 * noise()) / 1000) for period in known]

    def _write_reads(self, service: Service, known: Sequence[Period], usage: Sequence[int]) -> None:
        rows = self.bulk.rows["reads"]
        reading = self.random.randrange(100, 6000)
        for period, units in zip(known, usage, strict=True):
            self.reads += 1
            reading = (reading + units) % 1_000_000
            source = "ESTIMATE" if self.random.random() < 0.02 else "AMR"
            key = service.account_id
            rows.append((self.reads, key, key, period.read_on, reading, units * 1000, period.days, source))

    def _write_bill(self, service: Service, period: Period, units: int, age: int) -> None:
        """One bill; `age` 0 is the newest. Bills older than the unpaid ones were settled before."""
        self.bills += 1
        lines = self._charges(service, units)
        if age < service.unpaid - 1:
            lines.append(Charge("LATE", "Late charge on the bill before", 150))
        if age == 0:
            lines.extend(service.extra)
        total = sum(line.amount_cents for line in lines)
        number = f"B{1_000_000 + self.bills}"
        self.bulk.rows["bills"].append(
            (self.bills, service.account_id, number, period.bill_date, period.due_date, period.start, period.read_on,
             units * 1000, total)
        )  # fmt: skip
        self._write_lines(
            service.account_id, lines, is_open=age < service.unpaid, partly=age and age == service.unpaid - 1
        )

    def _write_lines(self, account_id: int, lines: list[Charge], *, is_open: bool, partly: int | bool) -> None:
        """The lines; of a bill partly paid, wastewater is settled."""
        rows: list[Row] = self.bulk.rows["bill_lines"]
        partly = bool(partly) and self.random.random() < 0.3
        for line in lines:
            self.lines += 1
            cents = line.amount_cents
            prior = 0 if is_open and not (partly and line.bucket == "WASTEWATER") else cents
            rows.append(
                (self.lines, self.bills, account_id, line.bucket, line.description, cents, cents - prior, prior)
            )

    def _charges(self, service: Service, units: int) -> list[Charge]:
        place = service.place
        key = (place.rate_class, service.meter_size)
        if key not in self.prices:
            self.prices[key] = [
                row for row in self.tariff if row.rate_class in ("", key[0]) and row.meter_size in ("", key[1])
            ]
        return charges(self.prices[key], *key, units * 1000, dwelling_units=place.dwelling_units)
