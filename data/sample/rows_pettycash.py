"""Shipped rows of petty cash: its ledger accounts, the days an advance may be out, who may do what.

Limits per voucher stand on each fund (examples: 50.00 in small cities, Mukilteo 3.28 and Draper 3-3-130; 250.00 in
Sacramento County). A chart with one petty cash account gives all four `gl.petty_…` settings the same string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_authority import load_limits
from data.sample.rows_charges import load_gl

if TYPE_CHECKING:
    from data.store import Store


GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-000-1110", "Cash in bank", "ASSET"),
    ("100-000-1140", "Petty cash in the boxes", "ASSET"),
    ("100-000-1141", "Petty cash vouchers held", "ASSET"),
    ("100-000-1142", "Petty cash advances", "ASSET"),
    ("100-000-1143", "Petty cash on the way", "ASSET"),
    ("100-000-2450", "Petty cash checks payable", "LIABILITY"),
    ("100-030-4990", "Cash over and short", "REVENUE"),
)
"""String, title, kind."""

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("gl.cash_bank", "100-000-1110", "gl", "Sample chart"),
    ("gl.over_short", "100-030-4990", "gl", "Sample chart"),
    ("gl.petty_cash", "100-000-1140", "gl", "Sample chart"),
    ("gl.petty_vouchers", "100-000-1141", "gl", "Sample chart"),
    ("gl.petty_advances", "100-000-1142", "gl", "Sample chart"),
    ("gl.petty_transit", "100-000-1143", "gl", "Sample chart"),
    ("gl.petty_payable", "100-000-2450", "gl", "Sample chart"),
    ("petty.advance_days", "1", "days", "Draper 3-3-130: receipt and change back within one business day"),
    ("petty.replenish_days", "31", "days", "At least monthly and at 30 June"),
)
"""Name, value, unit, authority."""

LIMITS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("petty.voucher", ("YES", "YES", "YES", "YES", "YES")),
    ("petty.over_limit", ("REQUEST", "REQUEST", "YES", "YES", "REQUEST")),
    ("petty.cancel", ("REQUEST", "REQUEST", "YES", "YES", "REQUEST")),
    ("petty.replenish", ("REQUEST", "REQUEST", 500_00, "YES", "REQUEST")),
)
"""Action, then the rules of CSR I, CSR II, supervisor, finance and police clerk."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        load_limits(store, LIMITS)
