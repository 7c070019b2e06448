"""Shipped rows of refunds and unclaimed money: accounts, day counts, limits. The city sets its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_authority import load_limits
from data.sample.rows_charges import load_gl

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"

GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-000-2460", "Unclaimed money", "LIABILITY"),
    ("100-030-4495", "Unclaimed money passed to the city", "REVENUE"),
)

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("gl.unclaimed", "100-000-2460", "gl", "Sample chart"),
    ("gl.unclaimed_revenue", "100-030-4495", "gl", "Sample chart"),
    ("refund.threshold", "25.00", "cents", CITY),
    ("refund.processing_fee", "20.00", "cents", CITY),
    ("refund.clear_days", "10", "days", f"Business days. {CITY}"),
    ("refund.ach_days", "60", "days", "Unauthorized ACH debits may be returned for 60 days"),
    ("refund.stale_days", "180", "days", "Commercial Code 4404"),
    ("refund.never", "CASP", "text", "Government Code 4467: the disability access fee is never refunded"),
)

LIMIT_ROWS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("refund.request", ("REQUEST", "YES", "YES", "YES", "NO")),
    ("refund.verify", ("NO", "YES", "YES", "YES", "NO")),
    ("refund.special", ("NO", "REQUEST", "YES", "YES", "NO")),
    ("refund.approve", ("NO", "NO", 1_000_00, "YES", "NO")),
    ("refund.send", ("NO", "NO", "YES", "YES", "NO")),
    ("unclaimed.keep", ("NO", "YES", "YES", "YES", "NO")),
    ("unclaimed.transfer", ("NO", "NO", "NO", "YES", "NO")),
)


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        load_limits(store, LIMIT_ROWS)
