"""Registers by date, to print and to write: repossessions, stored vehicles, citations, proof of correction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.frontdesk import payments
from data.report_table import COUNT, MONEY, Cell, Group, Head, Report, days_of, short_day, span
from data.text import many

if TYPE_CHECKING:
    from data.store import Store

_REPOSSESSIONS = (
    "SELECT t.number, t.received_on, t.agency, t.make, t.plate, t.vin_tail, t.minutes, "
    f"COALESCE(t.written_on, ''), {payments.NEWEST_RECEIPT.format(subject=payments.REPOSSESSION)} "
    "FROM repossessions t WHERE t.received_on BETWEEN ? AND ? AND t.active = 1 ORDER BY t.received_on, t.id"
)
_IMPOUNDS = (
    "SELECT t.number, t.impounded_on, t.reason, t.hold, t.make, t.plate, COALESCE(t.notice_on, ''), "
    "COALESCE(t.released_on, ''), CASE WHEN t.waived <> '' THEN 'WAIVED' ELSE "
    f"{payments.NEWEST_RECEIPT.format(subject=payments.IMPOUND)} END "
    "FROM impounds t WHERE t.impounded_on BETWEEN ? AND ? AND t.active = 1 ORDER BY t.impounded_on, t.id"
)
_CITATIONS = (
    "SELECT t.number, t.issued_on, t.section, t.plate, t.state, t.penalty_cents, "
    f"{payments.PAID_CENTS.format(subject=payments.CITATION)}, "
    f"{payments.NEWEST_RECEIPT.format(subject=payments.CITATION)} "
    "FROM citations t WHERE t.issued_on BETWEEN ? AND ? AND t.active = 1 ORDER BY t.issued_on, t.id"
)
_SIGNOFFS = (
    "SELECT t.number, t.inspected_on, t.citation, t.section, t.plate, t.badge, t.corrected, t.fee_cents, "
    f"{payments.NEWEST_RECEIPT.format(subject=payments.SIGNOFF)} "
    "FROM signoffs t WHERE t.inspected_on BETWEEN ? AND ? ORDER BY t.inspected_on, t.id"
)


def repossessions(store: Store, first: date, last: date) -> Report:
    """Notices received on these days, with the minutes to the notice."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), agency, make, plate, vin, int(minutes), short_day(written), receipt)
        for number, on, agency, make, plate, vin, minutes, written, receipt in store.rows(
            _REPOSSESSIONS, *days_of(first, last)
        )
    )
    heads = (
        Head("Report", 11), Head("Received", 8), Head("Agency", 10), Head("Make", 4), Head("Plate", 8),
        Head("VIN", 6), Head("Min", 4, COUNT), Head("Written", 8), Head("Receipt", 9),
    )  # fmt: skip
    notes = (f"{many(len(rows), 'repossession')}.",)
    return Report("RPO030", "Repossessions", span(first, last), heads, (Group("", rows),), notes)


def impounds(store: Store, first: date, last: date) -> Report:
    """Vehicles stored on these days."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), reason, hold, make, plate, short_day(notice), short_day(released), receipt)
        for number, on, reason, hold, make, plate, notice, released, receipt in store.rows(
            _IMPOUNDS, *days_of(first, last)
        )
    )
    heads = (
        Head("CHP 180", 12), Head("Since", 8), Head("Reason", 7), Head("Hold", 8), Head("Make", 5), Head("Plate", 8),
        Head("Notice", 8), Head("Released", 8), Head("Fee", 9),
    )  # fmt: skip
    held = sum(1 for row in rows if not row[7])
    notes = (f"{many(len(rows), 'vehicle')}, {held} still stored.",)
    return Report("IMP060", "Stored vehicles", span(first, last), heads, (Group("", rows),), notes)


def citations(store: Store, first: date, last: date) -> Report:
    """Citations issued on these days; cents."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), section, plate, state, int(penalty), int(paid), receipt)
        for number, on, section, plate, state, penalty, paid, receipt in store.rows(_CITATIONS, *days_of(first, last))
    )
    heads = (
        Head("Citation", 9), Head("Issued", 8), Head("Section", 10), Head("Plate", 8), Head("State", 10),
        Head("Penalty", 8, MONEY, total=True), Head("Paid", 8, MONEY, total=True), Head("Receipt", 9),
    )  # fmt: skip
    return Report(
        "CIT050", "Citations", span(first, last), heads, (Group("", rows),), (f"{many(len(rows), 'citation')}.",)
    )


def signoffs(store: Store, first: date, last: date) -> Report:
    """The log of proof of correction; cents."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (number, short_day(on), citation, section, plate, badge, "Y" if corrected else "N", int(fee), receipt)
        for number, on, citation, section, plate, badge, corrected, fee, receipt in store.rows(
            _SIGNOFFS, *days_of(first, last)
        )
    )
    heads = (
        Head("Sign-off", 11), Head("On", 8), Head("Citation", 11), Head("Section", 11), Head("Plate", 8),
        Head("Badge", 6), Head("OK", 2), Head("Charge", 6, MONEY, total=True), Head("Receipt", 9),
    )  # fmt: skip
    corrected = sum(1 for row in rows if row[6] == "Y")
    notes = (f"{many(len(rows), 'inspection')}, {corrected} corrected.",)
    return Report("CIT055", "Proof of correction", span(first, last), heads, (Group("", rows),), notes)
