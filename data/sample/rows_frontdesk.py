"""Shipped rows of visitors, calls, court papers and ride-alongs: days, fees, routes, a stock of badges.

Routes and the transfer procedure are samples: the agency sets its own before use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_charges import VALID_FROM, load_gl

if TYPE_CHECKING:
    from data.store import Store

GL_ROWS: tuple[tuple[str, str, str], ...] = (("100-000-2480", "Subpoena deposits held", "LIABILITY"),)
"""String, title, kind."""
SAMPLE = "Sample row; the agency sets its own"

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("desk.close_at", "17:00", "other", SAMPLE),
    ("visitor.keep_months", "12", "months", "CJIS Security Policy PE-8"),
    (
        "phone.emergency",
        "Stay calm and tell the caller: I am transferring you to 911, do not hang up;Press TRANSFER, 9-1-1, TRANSFER;"
        "Stay on the line until the dispatcher speaks;Tell the dispatcher who you are, then hang up",
        "text",
        SAMPLE,
    ),
    ("phone.route_media", "Public Information Officer", "text", SAMPLE),
    ("phone.route_complaint", "Professional Standards", "text", SAMPLE),
    ("fee.officer_day", "27500", "cents", "Government Code 68097.2(b)"),
    ("fee.witness_day", "3500", "cents", "Government Code 68093"),
    ("fee.witness_mile", "20", "cents", "Government Code 68093, each mile both ways"),
    ("sub.lead_wd", "5", "days", "Penal Code 1328: working days"),
    ("sub.undeliverable_hours", "48", "hours", "Penal Code 1328"),
    ("sub.pitchess_to", "Legal and Internal Affairs", "text", SAMPLE),
    ("sdt.criminal_days", "5", "days", "Evidence Code 1560(b)"),
    ("sdt.civil_days", "15", "days", "Evidence Code 1560(b)"),
    ("ride.min_age", "16", "years", "Escondido form ESPD 178"),
    ("ride.months", "12", "months", "Escondido form ESPD 178"),
    ("ride.hours", "4", "hours", "Escondido form ESPD 178"),
    ("ride.residents_only", "Y", "yes", "Escondido page; another omits it"),
)
"""Name, value, unit, authority."""
BADGES: tuple[tuple[str, str], ...] = (
    *((f"V{n:02d}", "ESCORTED") for n in range(1, 11)),
    *((f"C{n:02d}", "CONTRACTOR") for n in range(1, 4)),
    ("F01", "CLEARED"),
)
"""Number and kind of a first stock."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        if store.value("SELECT 1 FROM charge_codes WHERE code = 'SUBPOENA'") is None:
            charge_id = store.insert(
                "charge_codes", code="SUBPOENA", title="Subpoena deposit", title_es="Depósito de citación",
                department="POLICE", amount_cents=None, reference_label="Paper number", valid_from=VALID_FROM,
                authority="Sample charge code",
            )  # fmt: skip
            store.insert("charge_splits", charge_code_id=charge_id, n=1, gl=GL_ROWS[0][0], percent=10000)
        if store.value("SELECT 1 FROM visitor_badges LIMIT 1") is None:
            for badge, kind in BADGES:
                store.insert("visitor_badges", number=badge, kind=kind)
