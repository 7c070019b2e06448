"""The day report as a table, to be printed and written like every other report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.money import show_cents
from data.report_table import COUNT, MONEY, Cell, Group, Head, Report, between
from data.reports import DayReport, DrawerSum, day
from data.text import many

if TYPE_CHECKING:
    from data.store import Store

HEADS = (Head("Code", 16), Head("Title", 38), Head("Count", 7, COUNT), Head("Amount", 14, MONEY))
"""The columns; accounts are debits, credits with minus, and add up to nothing."""


def table(store: Store, first: date, last: date) -> Report:
    """The day report of `first`; a day report is of one business date, whatever `last` is."""
    found = day(store, first)
    groups = (
        ("By tender", found.tenders),
        ("By charge code", found.services),
        ("Held for others, not in the total", found.custody),
        ("By clerk", found.clerks),
        ("Documents", found.kinds),
        ("By account (debit, credit with minus)", found.accounts),
    )
    shown = [Group(said, tuple((one.code, one.title, one.count, one.cents) for one in sums)) for said, sums in groups]
    shown.append(Group("Drawers", tuple(_drawer(one) for one in found.drawers)))
    kept = tuple(group for group in shown if group.rows)
    return Report("RPT010", "Day report", between(first, first), HEADS, kept, tuple(_notes(found)))


def _drawer(one: DrawerSum) -> tuple[Cell, ...]:
    closed = "not closed" if one.variance_cents is None else f"over/short {show_cents(one.variance_cents)}"
    return one.till, f"{one.clerk[:14]} {one.state} {closed}", one.receipts, one.net_cents


def _notes(found: DayReport) -> list[str]:
    """Which receipts there are, which are missing, and the day's total."""
    if not found.kinds:
        return ["Nothing was posted on this business date."]
    notes = [f"{many(count, 'receipt')} from {low} to {high}." for low, high, count in found.receipts]
    notes += [f"MISSING: {gap}. It must be explained." for gap in found.gaps] or ["No receipt number is missing."]
    return [*notes, f"Receipts less voids: {show_cents(found.total_cents)}."]
