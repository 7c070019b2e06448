"""Shipped rows of fingerprints and Live Scan: fees by payee, ledger accounts, charge codes, the device's number.

What the Department of Justice and the FBI charge is only passed through; the city keeps its rolling fee. Figures of
the Bureau of Security and Investigative Services' page; look at the Department of Justice's own list before use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_charges import VALID_FROM, load_gl

if TYPE_CHECKING:
    from data.store import Store

DOJ_DUE, FBI_DUE, ROLLING = "100-000-2470", "100-000-2475", "100-050-4370"
GL_ROWS: tuple[tuple[str, str, str], ...] = (
    (DOJ_DUE, "Due to the Department of Justice: Live Scan", "LIABILITY"),
    (FBI_DUE, "Due to the FBI: Live Scan", "LIABILITY"),
    (ROLLING, "Fingerprint rolling fees", "REVENUE"),
)
"""String, title, kind."""
BSIS = "BSIS fee page; the Department of Justice's current list comes first"
UNKNOWN = "Sample figure: the city's own is not published; neighbors take 20.00 to 30.00"

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("fee.livescan_doj", "3200", "cents", BSIS),
    ("fee.livescan_fbi", "1700", "cents", BSIS),
    ("fee.livescan_firearm", "3800", "cents", BSIS),
    ("fee.livescan_review", "2500", "cents", "Penal Code 11124: a person's own record, at most 25.00 [K]"),
    ("fee.livescan_roll", "2500", "cents", UNKNOWN),
    ("livescan.resubmit_roll", "N", "yes", "Whether a resubmission pays the rolling fee again; the agency decides"),
    ("livescan.lsid", "", "text", "The number of the agency's Live Scan device; blank until set"),
    ("livescan.copies", "3", "count", "BSIS: three copies, the second goes to the applicant's agency"),
)
"""Name, value, unit, authority."""
CHARGES: tuple[tuple[str, str, str, str], ...] = (
    ("LIVESCAN-DOJ", "Live Scan: State of California DOJ", "Live Scan: Depto. de Justicia de California", DOJ_DUE),
    ("LIVESCAN-FBI", "Live Scan: FBI", "Live Scan: FBI", FBI_DUE),
    ("LIVESCAN-GUN", "Live Scan: firearms, DOJ", "Live Scan: armas, Depto. de Justicia", DOJ_DUE),
    ("LIVESCAN-ROLL", "Fingerprint rolling fee", "Toma de huellas digitales", ROLLING),
)
"""Code, title, Spanish title, ledger account."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        for code, title, title_es, gl in CHARGES:
            if store.value("SELECT 1 FROM charge_codes WHERE code = ?", code) is not None:
                continue
            charge_id = store.insert(
                "charge_codes", code=code, title=title, title_es=title_es, department="POLICE", amount_cents=None,
                reference_label="Log number", valid_from=VALID_FROM, authority="Sample charge code",
            )  # fmt: skip
            store.insert("charge_splits", charge_code_id=charge_id, n=1, gl=gl, percent=10000)
