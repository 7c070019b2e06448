"""Shipped rows of returned items: reasons, day counts, the figures of Civil Code 1719, limits, closure days.

Reasons and times of ACH returns as published by processors (Nacha return codes); the city's own fees are not
published. Closure days are the usual ones of a California city and must be checked against the city's calendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.holidays import BOTH, CITY_ONLY, STATE_ONLY
from data.sample.rows_authority import load_limits
from data.sample.rows_charges import load_gl

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"
LAW = "Civil Code 1719"

GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-000-1110", "Cash in bank", "ASSET"),
    ("100-030-5310", "Bank fees", "EXPENSE"),
    ("100-030-5390", "Bad debt", "EXPENSE"),
)

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("gl.cash_bank", "100-000-1110", "gl", "Sample chart"),
    ("gl.ar_returned", "100-000-1320", "gl", "Sample chart"),
    ("gl.returned_fee", "100-030-4450", "gl", "Sample chart"),
    ("gl.bank_fees", "100-030-5310", "gl", "Sample chart"),
    ("gl.bad_debt", "100-030-5390", "gl", "Sample chart"),
    ("law.damages_least", "100.00", "cents", LAW),
    ("law.damages_most", "1500.00", "cents", LAW),
    ("law.damages_times", "3", "count", LAW),
    ("returned.fee_resolution", "", "text", "Resolution for a charge above the statute's, Gov. Code 6157(b)"),
    ("returned.notice_days", "10", "days", CITY),
    ("returned.cash_only_days", "365", "days", f"{CITY}; Gov. Code 6157(b)"),
    ("returned.lookback_days", "0", "days", f"0 counts every earlier check; {LAW}"),
    ("returned.bank_cost", "0.00", "cents", CITY),
    ("returned.mailing_cost", "9.00", "cents", CITY),
    ("returned.officer", "Collection officer", "text", CITY),
    ("returned.suspends", "LICENSE-TAX PARKING-PERMIT ENCROACH", "text", CITY),
    ("hotlist.key_file", "", "text", "Empty keeps the key in the store"),
    ("outbox.folder", "var/outbox", "text", CITY),
)

LIMIT_ROWS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("returned.take", ("YES", "YES", "YES", "YES", "NO")),
    ("returned.fee", ("REQUEST", "REQUEST", "YES", "YES", "NO")),
    ("returned.demand", ("REQUEST", "YES", "YES", "YES", "NO")),
    ("returned.refer", ("NO", "REQUEST", "YES", "YES", "NO")),
    ("returned.write_off", ("NO", "NO", 100_00, "YES", "NO")),
    ("hotlist.remove", ("NO", "REQUEST", "YES", "YES", "NO")),
)

Y, N = 1, 0
REASONS: tuple[tuple[str, str, str, str, str, int | None, str, int], ...] = (
    ("NSF", "Insufficient funds", "Fondos insuficientes", "PAPER", "PAPER", None, "YES", Y),
    ("UNC", "Uncollected funds", "Fondos no disponibles", "PAPER", "PAPER", None, "YES", Y),
    ("CLOSED", "Account closed", "Cuenta cerrada", "PAPER", "PAPER", None, "YES", Y),
    ("STOP", "Payment stopped", "Pago suspendido", "PAPER", "STOP", None, "YES", Y),
    ("REFER", "Refer to maker", "Consulte al librador", "PAPER", "PAPER", None, "YES", Y),
    ("NOACCT", "No account", "Cuenta inexistente", "PAPER", "PAPER", None, "YES", Y),
    ("SIGN", "Signature missing or irregular", "Falta la firma o es irregular", "PAPER", "PAPER", None, "REVIEW", Y),
    ("DATE", "Stale or postdated", "Fecha vencida o adelantada", "PAPER", "PAPER", None, "REVIEW", Y),
    ("ALTER", "Altered or fictitious", "Alterado o falso", "PAPER", "PAPER", None, "YES", Y),
    ("ENDORS", "Payee endorsement", "Falta el endoso", "PAPER", "PAPER", None, "NO", N),
    ("FROZEN", "Account frozen", "Cuenta congelada", "PAPER", "FROZEN", None, "REVIEW", N),
    ("NONCSH", "Non-cash item", "Documento no pagadero", "PAPER", "PAPER", None, "REVIEW", N),
    ("R01", "Insufficient funds", "Fondos insuficientes", "ACH", "RETRY", 2, "YES", Y),
    ("R02", "Account closed", "Cuenta cerrada", "ACH", "DATA", 2, "YES", Y),
    ("R03", "No account", "Cuenta inexistente", "ACH", "DATA", 2, "YES", Y),
    ("R04", "Invalid account number", "Número de cuenta inválido", "ACH", "DATA", 2, "YES", Y),
    ("R05", "Unauthorized consumer debit", "Cargo no autorizado", "ACH", "AUTHORITY", 60, "REVIEW", N),
    ("R06", "At the sending bank's request", "A solicitud del banco emisor", "ACH", "FROZEN", None, "NO", N),
    ("R07", "Authorization revoked", "Autorización revocada", "ACH", "AUTHORITY", 60, "REVIEW", N),
    ("R08", "Payment stopped", "Pago suspendido", "ACH", "STOP", 2, "YES", Y),
    ("R09", "Uncollected funds", "Fondos no disponibles", "ACH", "RETRY", 2, "YES", Y),
    ("R10", "Customer: not authorized", "No autorizado por el cliente", "ACH", "AUTHORITY", 60, "REVIEW", N),
    ("R11", "Not according to the terms", "No conforme a lo acordado", "ACH", "AUTHORITY", 60, "REVIEW", N),
    ("R12", "Branch sold", "Sucursal vendida", "ACH", "DATA", 2, "REVIEW", N),
    ("R13", "Bank not qualified", "Banco no habilitado", "ACH", "DATA", None, "REVIEW", N),
    ("R14", "Representative payee deceased", "Representante fallecido", "ACH", "FROZEN", 2, "NO", N),
    ("R15", "Account holder deceased", "Titular fallecido", "ACH", "FROZEN", 2, "NO", N),
    ("R16", "Account frozen", "Cuenta congelada", "ACH", "FROZEN", 2, "REVIEW", N),
    ("R17", "File edit or suspicious", "Datos erróneos o sospechosos", "ACH", "DATA", 2, "REVIEW", N),
    ("R20", "Non-transaction account", "Cuenta sin movimientos", "ACH", "DATA", 2, "YES", Y),
    ("R23", "Credit refused by the receiver", "Crédito rechazado", "ACH", "FROZEN", None, "NO", N),
    ("R24", "Duplicate entry", "Operación duplicada", "ACH", "FROZEN", 2, "NO", N),
    ("R28", "Routing number check digit", "Número de ruta inválido", "ACH", "DATA", None, "NO", N),
    ("R29", "Corporate: not authorized", "Empresa: no autorizado", "ACH", "AUTHORITY", None, "REVIEW", N),
)
"""Code, title, Spanish title, source, what follows, the paying bank's days, charge, whether a demand may follow."""

HOLIDAYS: tuple[tuple[str, str, str], ...] = (
    ("2026-01-01", "New Year's Day", BOTH),
    ("2026-01-19", "Martin Luther King Jr. Day", BOTH),
    ("2026-02-16", "Presidents' Day", BOTH),
    ("2026-03-31", "César Chávez Day", STATE_ONLY),
    ("2026-05-25", "Memorial Day", BOTH),
    ("2026-06-19", "Juneteenth", CITY_ONLY),
    ("2026-07-03", "Independence Day, observed", CITY_ONLY),
    ("2026-07-04", "Independence Day", BOTH),
    ("2026-09-07", "Labor Day", BOTH),
    ("2026-10-12", "Columbus Day, banks closed", CITY_ONLY),
    ("2026-11-11", "Veterans Day", BOTH),
    ("2026-11-26", "Thanksgiving Day", BOTH),
    ("2026-11-27", "Day after Thanksgiving", BOTH),
    ("2026-12-25", "Christmas Day", BOTH),
    ("2027-01-01", "New Year's Day", BOTH),
    ("2027-01-18", "Martin Luther King Jr. Day", BOTH),
    ("2027-02-15", "Presidents' Day", BOTH),
    ("2027-03-31", "César Chávez Day", STATE_ONLY),
    ("2027-05-31", "Memorial Day", BOTH),
    ("2027-06-18", "Juneteenth, observed", CITY_ONLY),
    ("2027-07-04", "Independence Day", BOTH),
    ("2027-07-05", "Independence Day, observed", CITY_ONLY),
    ("2027-09-06", "Labor Day", BOTH),
    ("2027-10-11", "Columbus Day, banks closed", CITY_ONLY),
    ("2027-11-11", "Veterans Day", BOTH),
    ("2027-11-25", "Thanksgiving Day", BOTH),
    ("2027-11-26", "Day after Thanksgiving", BOTH),
    ("2027-12-24", "Christmas Day, observed", CITY_ONLY),
    ("2027-12-25", "Christmas Day", BOTH),
    ("2027-12-31", "New Year's Day, observed", CITY_ONLY),
)
"""Day, title, and whether state, city or both keep it; days moved from a weekend are taken as the city's own."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        load_limits(store, LIMIT_ROWS)
        present = {code for (code,) in store.rows("SELECT code FROM return_reasons")}
        for code, title, title_es, source, action, days, fee, demand in REASONS:
            if code not in present:
                store.insert(
                    "return_reasons",
                    code=code,
                    title=title,
                    title_es=title_es,
                    source=source,
                    action=action,
                    days=days,
                    fee=fee,
                    demand=demand,
                )
        known = {day for (day,) in store.rows("SELECT day FROM holidays")}
        for day, title, kind in HOLIDAYS:
            if day not in known:
                store.insert("holidays", day=day, title=title, kind=kind)
