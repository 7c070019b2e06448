"""Shipped rows of vehicles and citations: fees, charge codes, days, reason codes, and who may waive or override.

Values of one city are marked as such: every one is a dated row that the agency sets before use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_authority import CITY, load_limits
from data.sample.rows_charges import VALID_FROM, load_gl

if TYPE_CHECKING:
    from data.store import Store

GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-050-4350", "Repossession fees", "REVENUE"),
    ("100-050-4360", "Correction sign-offs", "REVENUE"),
)
"""String, title, kind."""

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("fee.repossession", "1500", "cents", "Government Code 41612"),
    ("fee.signoff_own", "0", "cents", "No city figure is published; 0 takes none"),
    ("fee.signoff_other", "0", "cents", "No city figure is published; 0 takes none"),
    ("repo.notice_minutes", "60", "minutes", "Vehicle Code 28(a)"),
    ("repo.written_bd", "1", "days", "Vehicle Code 28(a), business days"),
    ("impound.hold_days", "30", "days", "Vehicle Code 14602.6(a)"),
    ("impound.notice_wd", "2", "days", "Vehicle Code 14602.6(a)(2), 22852: working days"),
    ("impound.hearing_request_days", "10", "days", "Vehicle Code 22852"),
    ("impound.hearing_wd", "2", "days", "Vehicle Code 22852: 48 hours without weekends and holidays"),
    ("cite.review_days", "21", "days", "Vehicle Code 40215(a)"),
    ("cite.review_after_notice_days", "14", "days", "Vehicle Code 40215(a)"),
    ("cite.hearing_days", "21", "days", "Vehicle Code 40215(b)"),
    ("cite.appeal_days", "30", "days", "Vehicle Code 40230"),
    ("cite.court_only", "16028", "text", "Sections of insurance: court or DMV only"),
    ("desk.roll_forward", "Y", "yes", "Government Code 6707: a last day on a closed day moves on; verify"),
)
"""Name, value, unit, authority."""

CHARGES: tuple[tuple[str, str, str, str, str], ...] = (
    ("REPOSSESSION", "Repossession fee", "Cargo por vehículo recuperado", "Report number", "100-050-4350"),
    ("SIGNOFF", "Correction sign-off", "Verificación de corrección", "Sign-off number", "100-050-4360"),
)
"""Code, title, Spanish title, reference label, ledger account."""

LIMITS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("impound.override", ("NO", "REQUEST", "YES", "NO", "REQUEST")),
    ("impound.waive", ("NO", "REQUEST", "YES", "NO", "REQUEST")),
)
"""Action, then the rules of CSR I, CSR II, supervisor, finance and police clerk."""

REASONS: tuple[tuple[str, str, str, str, int], ...] = (
    ("SUSP", "Suspended or revoked license", "VC 14602.6(a)", "30-DAY", 0),
    ("UNLIC", "Unlicensed driver", "VC 22651(p)", "NONE", 0),
    ("REG6", "Registration expired over 6 months", "VC 22651(o)", "NONE", 0),
    ("CITES5", "Five or more parking citations", "VC 22651(i)", "NONE", 0),
    ("ARREST", "Driver arrested", "VC 22651(h)", "NONE", 0),
    ("STOLEN", "Recovered stolen vehicle", "VC 22651(c)", "NONE", 1),
    ("EVID", "Evidence", "VC 22655.5", "EVIDENCE", 0),
    ("INVEST", "Investigation", "VC 22655", "INVEST", 0),
)
"""Code, title, authority, hold, stolen; samples, the agency supplies its own."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        load_limits(store, LIMITS)
        _load_supervisor(store)
        _load_charges(store)
        _load_reasons(store)


def _load_supervisor(store: Store) -> None:
    """The police supervisor approves what the police desk may not do alone."""
    for action, _ in LIMITS:
        if store.value("SELECT 1 FROM authority_limits WHERE action = ? AND role = 'POLSUP'", action) is None:
            store.insert(
                "authority_limits", action=action, role="POLSUP", rule="YES", limit_cents=None,
                valid_from=settings.SHIPPED_FROM, authority=CITY,
            )  # fmt: skip


def _load_charges(store: Store) -> None:
    for code, title, title_es, label, gl in CHARGES:
        if store.value("SELECT 1 FROM charge_codes WHERE code = ?", code) is None:
            charge_id = store.insert(
                "charge_codes", code=code, title=title, title_es=title_es, department="POLICE", amount_cents=None,
                reference_label=label, valid_from=VALID_FROM, authority="Sample charge code",
            )  # fmt: skip
            store.insert("charge_splits", charge_code_id=charge_id, n=1, gl=gl, percent=10000)


def _load_reasons(store: Store) -> None:
    present = {code for (code,) in store.rows("SELECT code FROM impound_reasons")}
    for code, title, authority, hold, stolen in REASONS:
        if code not in present:
            store.insert("impound_reasons", code=code, title=title, authority=authority, hold=hold, stolen=stolen)
