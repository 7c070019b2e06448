"""Registers by date, to print and to write: visitors, telephone calls, court papers, ride-alongs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.frontdesk import payments
from data.report_table import COUNT, Cell, Group, Head, Report, days_of, short_day, span
from data.text import many

if TYPE_CHECKING:
    from data.store import Store

_VISITS = (
    "SELECT number, visited_on, name, company, host, badge, in_at, out_at, returned FROM visits "
    "WHERE visited_on BETWEEN ? AND ? ORDER BY visited_on, in_at, id"
)
_CALLS = (
    "SELECT number, called_on, called_at, category, disposition, unit, message_for, acknowledged_by FROM desk_calls "
    "WHERE called_on BETWEEN ? AND ? ORDER BY called_on, called_at, id"
)
_PAPERS = (
    "SELECT t.number, t.received_on, t.kind, t.recipient, COALESCE(t.hearing_on, ''), t.lead_wd, t.state, "
    f"{payments.NEWEST_RECEIPT.format(subject=payments.COURT)} FROM court_papers t "
    "WHERE t.received_on BETWEEN ? AND ? ORDER BY t.received_on, t.id"
)
_RIDES = (
    "SELECT number, COALESCE(ride_on, ''), shift, starts_at, officer, name, state FROM rides "
    "WHERE COALESCE(ride_on, applied_on) BETWEEN ? AND ? ORDER BY COALESCE(ride_on, applied_on), id"
)


def visitors(store: Store, first: date, last: date) -> Report:
    """Who visited on these days; the notes count the badges that did not come back."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), name, company, host, badge, in_at, out_at, returned)
        for number, on, name, company, host, badge, in_at, out_at, returned in store.rows(
            _VISITS, *days_of(first, last)
        )
    )
    heads = (
        Head("Visit", 11), Head("Date", 8), Head("Name", 14), Head("Company", 9), Head("Visits", 9), Head("Badge", 5),
        Head("In", 5), Head("Out", 5), Head("Bk", 4),
    )  # fmt: skip
    missing = sum(1 for row in rows if row[8] in ("N", "LOST"))
    notes = (f"{many(len(rows), 'visit')}, {many(missing, 'badge')} not returned.",)
    return Report("VIS050", "Visitors", span(first, last), heads, (Group("", rows),), notes)


def calls(store: Store, first: date, last: date) -> Report:
    """The calls of these days."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), at, category, disposition, unit, addressee, by)
        for number, on, at, category, disposition, unit, addressee, by in store.rows(_CALLS, *days_of(first, last))
    )
    heads = (
        Head("Call", 11), Head("Date", 8), Head("Time", 5), Head("About", 10), Head("Done", 8), Head("Unit", 6),
        Head("Message for", 12), Head("Taken by", 10),
    )  # fmt: skip
    emergencies = sum(1 for row in rows if row[3] == "EMERGENCY")
    notes = (f"{many(len(rows), 'call')}, {many(emergencies, 'emergency', 'emergencies')}.",)
    return Report("CAL050", "Telephone calls", span(first, last), heads, (Group("", rows),), notes)


def papers(store: Store, first: date, last: date) -> Report:
    """Court papers served on these days, with their lead time in working days."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), kind, recipient, short_day(hearing), "" if days is None else int(days), state, receipt)
        for number, on, kind, recipient, hearing, days, state, receipt in store.rows(_PAPERS, *days_of(first, last))
    )
    heads = (
        Head("Paper", 11), Head("Served", 8), Head("Kind", 8), Head("Recipient", 14), Head("Hearing", 8),
        Head("Lead", 4, COUNT), Head("State", 8), Head("Deposit", 9),
    )  # fmt: skip
    notes = (f"{many(len(rows), 'paper')}.",)
    return Report("SUB050", "Court papers", span(first, last), heads, (Group("", rows),), notes)


def rides(store: Store, first: date, last: date) -> Report:
    """Ride-alongs of these days; applications without a day by the day they were made."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), shift, at, officer, name, state)
        for number, on, shift, at, officer, name, state in store.rows(_RIDES, *days_of(first, last))
    )
    heads = (
        Head("Ride", 11), Head("On", 8), Head("Shift", 5), Head("At", 5), Head("Officer", 16), Head("Rider", 16),
        Head("State", 9),
    )  # fmt: skip
    done = sum(1 for row in rows if row[6] == "COMPLETED")
    notes = (f"{many(len(rows), 'application')}, {many(done, 'ride')} completed.",)
    return Report("RID050", "Ride-alongs", span(first, last), heads, (Group("", rows),), notes)
