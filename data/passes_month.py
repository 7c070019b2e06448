"""The month end of bus passes: stock proved from what came and went, and what the agency is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from data import settings
from data.clock import stamp
from data.money import half_up, show_cents
from data.passes import RETURNED, SPOILED
from data.report_table import COUNT, MONEY, Cell, Group, Head, Report, between

if TYPE_CHECKING:
    from data.store import Store

_SOLD = """
SELECT SUM(CASE WHEN l.amount_cents < 0 THEN -ABS(l.quantity) ELSE ABS(l.quantity) END), SUM(l.amount_cents)
FROM journal_lines l JOIN journal j ON j.id = l.journal_id
WHERE l.service = 'BP' AND l.charge_code = ? AND j.business_date BETWEEN ? AND ?
"""
_MOVED = """
SELECT c.after, COUNT(*) FROM changes c JOIN pass_serials s ON s.id = c.row_id
WHERE c.table_name = 'pass_serials' AND c.field = 'status' AND s.product_id = ? AND c.at >= ? AND c.at < ?
GROUP BY c.after
"""
_RECEIVED = "SELECT SUM(quantity) FROM pass_lots WHERE product_id = ? AND received_on BETWEEN ? AND ?"
_BEGINNING = date(2000, 1, 1)
_AGREES = "The serial numbers in stock agree. Count the passes against Closing."


@dataclass(frozen=True)
class Month:
    """One product over a span of days: passes, and cents owed to its agency.

    opening + received - sold - returned - spoiled = closing. Products without serial numbers keep no stock
    (`stocked`): their closing is 0 and so is everything but what was sold.
    """

    code: str
    title: str
    agency: str
    stocked: bool
    opening: int
    received: int
    sold: int
    returned: int
    spoiled: int
    closing: int
    sales_cents: int
    commission_cents: int
    due_cents: int
    """Sales less commission for consigned passes; 0 for passes the city had bought."""


def reconcile(store: Store, first: date, last: date) -> list[Month]:
    """Every product from `first` to `last`, both included, by code. Raises `StoreError`.

    The commission is the setting `passes.commission`, in hundredths of a percent of the sales.
    """
    rate = settings.number(store, "passes.commission", last)
    products = store.rows("SELECT id, code, title, agency, consigned, serialized FROM pass_products ORDER BY code")
    return [_month(store, row, first, last, rate) for row in products]


def first_of_month(on: date) -> date:
    """The first day of a date's month."""
    return on.replace(day=1)


_HEADS = (
    Head("Product", 12),
    *(Head(title, 8, COUNT) for title in ("Opening", "Received", "Sold", "Returned", "Spoiled", "Closing")),
    Head("Due", 11, MONEY, total=True),
)


def report(store: Store, first: date, last: date) -> Report:
    """The reconciliation by agency, with what each is owed. Raises `StoreError`.

    The notes name the commissions, the stock that is not what it should be (when `last` is not over yet), and the
    lots that have expired.
    """
    agencies: dict[str, list[tuple[Cell, ...]]] = {}
    notes: list[str] = []
    stock = on_hand(store) if last >= store.clock.today() else {}
    for one in reconcile(store, first, last):
        agencies.setdefault(one.agency, []).append(_row(one))
        if one.commission_cents:
            kept = show_cents(one.commission_cents)
            notes.append(f"{one.code}: {show_cents(one.sales_cents)} less the commission of {kept}.")
        if one.stocked and stock.get(one.code, one.closing) != one.closing:
            notes.append(f"{one.code}: {stock[one.code]} in stock, not {one.closing}. Verify the books.")
    notes += [f"Expired: {code} {low} to {high}, {count} in stock." for code, low, high, count in expired(store, last)]
    groups = tuple(Group(agency, tuple(rows)) for agency, rows in agencies.items())
    about = between(first, last)
    return Report("RPT080", "Bus passes, month end", about, _HEADS, groups, tuple(notes or [_AGREES]))


def _row(one: Month) -> tuple[Cell, ...]:
    """A product's row; blank where no stock is kept."""
    if not one.stocked:
        return (one.code, None, None, one.sold, None, None, None, one.due_cents)
    moved = (one.opening, one.received, one.sold, one.returned, one.spoiled, one.closing)
    return (one.code, *moved, one.due_cents)


def on_hand(store: Store) -> dict[str, int]:
    """Serials in stock now, by product code; equals the closing of a month that ends today."""
    return dict(
        store.rows(
            "SELECT p.code, COUNT(s.id) FROM pass_products p LEFT JOIN pass_serials s"
            " ON s.product_id = p.id AND s.status = 'STOCK' WHERE p.serialized = 1 GROUP BY p.code ORDER BY p.code"
        )
    )


def expired(store: Store, on: date) -> list[tuple[str, str, str, int]]:
    """Lots past their date that still have passes in stock: product code, first and last serial, how many."""
    return store.rows(
        "SELECT p.code, l.serial_from, l.serial_to, COUNT(*) FROM pass_lots l"
        " JOIN pass_products p ON p.id = l.product_id"
        " JOIN pass_serials s ON s.lot_id = l.id AND s.status = 'STOCK' WHERE l.expires_on < ?"
        " GROUP BY p.code, l.id, l.serial_from, l.serial_to ORDER BY p.code, l.id",
        on.isoformat(),
    )


def _month(store: Store, row: tuple[int, str, str, str, int, int], first: date, last: date, rate: int) -> Month:
    product_id, code, title, agency, consigned, serialized = row
    sold, sales = _sold(store, code, first, last)
    commission = half_up(sales * rate, 10_000) if consigned else 0
    due = sales - commission if consigned else 0
    if not serialized:
        return Month(code, title, agency, False, 0, 0, sold, 0, 0, 0, sales, commission, due)
    before = first - timedelta(days=1)
    opening = _balance(store, product_id, code, _BEGINNING, before)
    received, returned, spoiled = _flows(store, product_id, first, last)
    closing = opening + received - sold - returned - spoiled
    moved = (opening, received, sold, returned, spoiled, closing)
    return Month(code, title, agency, True, *moved, sales, commission, due)


def _balance(store: Store, product_id: int, code: str, first: date, last: date) -> int:
    received, returned, spoiled = _flows(store, product_id, first, last)
    return received - _sold(store, code, first, last)[0] - returned - spoiled


def _sold(store: Store, code: str, first: date, last: date) -> tuple[int, int]:
    """Passes sold less passes voided, and their cents, by business date."""
    row = store.row(_SOLD, code, first.isoformat(), last.isoformat()) or (0, 0)
    return int(row[0] or 0), int(row[1] or 0)


def _flows(store: Store, product_id: int, first: date, last: date) -> tuple[int, int, int]:
    """Passes received, returned and spoiled; the days are the city's own."""
    received = store.value(_RECEIVED, product_id, first.isoformat(), last.isoformat()) or 0
    moved = dict(store.rows(_MOVED, product_id, _midnight(first), _midnight(last + timedelta(days=1))))
    return int(received), moved.get(RETURNED, 0), moved.get(SPOILED, 0)


def _midnight(day: date) -> str:
    """The first moment of a day at the counter, as stored."""
    return stamp(datetime.combine(day, time()).astimezone())
