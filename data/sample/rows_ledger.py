"""Shipped rows of the ledger: what the city is called on paper, its cash accounts, and the rules of checks and drawers.

The city is invented, and its account strings are samples (fund-department-object); the city's own come from its chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_charges import load_gl

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"

GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-000-1110", "Cash in bank", "ASSET"),
    ("100-000-1120", "Cash received, not yet deposited", "ASSET"),
    ("100-000-1121", "Change funds in drawers", "ASSET"),
    ("100-000-1122", "Safe", "ASSET"),
    ("100-000-1130", "Card clearing", "ASSET"),
    ("100-000-2430", "Refunds payable, accounts payable clearing", "LIABILITY"),
    ("100-030-4990", "Cash over and short", "REVENUE"),
    ("100-030-5210", "Office supplies", "EXPENSE"),
    ("100-030-5220", "Postage", "EXPENSE"),
    ("100-030-5290", "Small purchases of the counter", "EXPENSE"),
)
"""String, title, kind."""

ROWS: tuple[settings.SettingRow, ...] = (
    ("gl.cash_undeposited", "100-000-1120", "gl", "Sample chart"),
    ("gl.change_fund", "100-000-1121", "gl", "Sample chart"),
    ("gl.safe", "100-000-1122", "gl", "Sample chart"),
    ("gl.card_clearing", "100-000-1130", "gl", "Sample chart"),
    ("gl.refunds_payable", "100-000-2430", "gl", "Sample chart"),
    ("gl.over_short", "100-030-4990", "gl", "Sample chart"),
    ("gl.paid_out", "100-030-5290", "gl", "Sample chart"),
    ("city.name", "City of Vista Robles", "text", CITY),
    ("city.address", "201 North Broadway, Vista Robles, CA 92000", "text", CITY),
    ("city.phone", "(760) 555-0100", "text", CITY),
    ("receipt.prefix", "", "text", CITY),
    ("receipt.notice", "", "text", CITY),
    ("receipt.footer", "Thank you.", "text", CITY),
    ("receipt.footer_es", "Gracias.", "text", CITY),
    ("receipt.logo", "", "text", "Path of a picture file; empty prints none"),
    ("receipt.qr", "", "text", "What the QR code of a receipt says, such as a web address; empty prints none"),
    ("check.endorsement", "FOR DEPOSIT ONLY;City of Vista Robles;Account ...0100", "text", "Cal. Com. Code 3206"),
    ("check.payees", "City of Vista Robles;Vista Robles Water;Vista Robles", "text", "Cal. Gov. Code 6151.5"),
    ("check.stale_days", "180", "days", "Cal. Com. Code 4404"),
    ("drawer.pulse_tenders", "CA CK MO CC", "text", CITY),
    ("drawer.max_hours", "16", "hours", CITY),
    ("tender.change_ask", "100000", "cents", CITY),
    ("drawer.blind", "Y", "yes", "GFOA revenue control policy"),
)
"""Name, value, unit, authority."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, ROWS)
