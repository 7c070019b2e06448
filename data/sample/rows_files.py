"""Shipped rows of mail and files: file profiles, scan lines, codes of change notices, accounts, limits.

The lockbox columns are those of the published BAI record definitions with one bank's places for date and remitter;
the NACHA columns are the operating rules' own. Bill-pay and online profiles are samples: each bank has its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_authority import load_limits
from data.sample.rows_charges import load_gl

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"

GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-000-1110", "Cash in bank", "ASSET"),
    ("100-000-1131", "Online payments clearing", "ASSET"),
    ("100-030-5320", "Card and online processing fees", "EXPENSE"),
    ("100-000-2440", "Unidentified payments in suspense", "LIABILITY"),
)
ROWS: tuple[settings.SettingRow, ...] = (
    ("gl.file_lb", "100-000-1110", "gl", "Sample chart"),
    ("gl.file_ac", "100-000-1110", "gl", "Sample chart"),
    ("gl.file_ol", "100-000-1131", "gl", "Sample chart"),
    ("gl.card_fees", "100-030-5320", "gl", "Sample chart"),
    ("gl.suspense", "100-000-2440", "gl", "Sample chart"),
    ("files.inbox", "var/inbox", "text", CITY),
    ("files.till", "F1", "text", CITY),
    ("mail.letter_days", "10", "days", CITY),
)
LIMIT_ROWS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("batch.post", ("YES", "YES", "YES", "NO", "NO")),
    ("file.post", ("NO", "YES", "YES", "YES", "NO")),
    ("suspense.settle", ("REQUEST", 500_00, "YES", "YES", "NO")),
)

LAYOUTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("LOCKBOX", "Lockbox, BAI 104 columns", "LOCKBOX", "LB", "*.lbx", "BAI lockbox record definitions"),
    ("ACH", "Bill payments, returns, change notices", "NACHA", "AC", "*.ach", "NACHA operating rules"),
    ("BILLPAY-CSV", "Bank bill payments, CSV", "CSV", "AC", "billpay*.csv", CITY),
    ("BILLPAY", "Bank bill payments, fixed width", "FIXED", "AC", "billpay*.txt", CITY),
    ("ONLINE", "Card and online settlement, CSV", "CSV", "OL", "online*.csv", CITY),
    ("CARD-NET", "Card settlement less fees, CSV", "CSV", "OL", "settlement*.csv", CITY),
)
"""Code, title, kind, tender, file names, source."""

Places = tuple[tuple[str, int, int, str], ...]
_NACHA_CONTROL: Places = (
    ("count", 5, 6, "COUNT"),
    ("hash", 11, 10, "COUNT"),
    ("debit", 21, 12, "CENTS"),
    ("credit", 33, 12, "CENTS"),
)
_RETURN: Places = (("reason", 4, 3, "TEXT"), ("original", 7, 15, "TEXT"), ("info", 36, 44, "TEXT"))
PARTS: dict[tuple[str, str], Places] = {
    ("LOCKBOX", "5"): (("batch", 2, 3, "DIGITS"), ("lockbox", 8, 7, "DIGITS"), ("date", 15, 6, "YYMMDD")),
    ("LOCKBOX", "6"): (
        ("batch", 2, 3, "DIGITS"),
        ("item", 5, 3, "DIGITS"),
        ("amount", 8, 10, "CENTS"),
        ("check", 37, 10, "TEXT"),
        ("remitter", 53, 30, "TEXT"),
    ),
    ("LOCKBOX", "4"): (
        ("batch", 2, 3, "DIGITS"),
        ("item", 5, 3, "DIGITS"),
        ("last", 11, 1, "TEXT"),
        ("account", 12, 11, "TEXT"),
        ("amount", 23, 10, "CENTS"),
    ),
    ("LOCKBOX", "7"): (("batch", 2, 3, "DIGITS"), ("count", 21, 3, "COUNT"), ("amount", 24, 10, "CENTS")),
    ("LOCKBOX", "8"): (("lockbox", 8, 7, "DIGITS"), ("count", 21, 4, "COUNT"), ("amount", 25, 10, "CENTS")),
    ("LOCKBOX", "9"): (("count", 2, 6, "COUNT"),),
    ("ACH", "1"): (("date", 24, 6, "YYMMDD"), ("size", 35, 3, "TEXT"), ("blocking", 38, 2, "TEXT")),
    ("ACH", "5"): (("company", 41, 10, "TEXT"), ("sec", 51, 3, "TEXT"), ("effective", 70, 6, "YYMMDD")),
    ("ACH", "6"): (
        ("code", 2, 2, "TEXT"),
        ("bank", 4, 8, "DIGITS"),
        ("amount", 30, 10, "CENTS"),
        ("account", 40, 15, "TEXT"),
        ("name", 55, 22, "TEXT"),
        ("trace", 80, 15, "TEXT"),
    ),
    ("ACH", "6CIE"): (
        ("code", 2, 2, "TEXT"),
        ("bank", 4, 8, "DIGITS"),
        ("amount", 30, 10, "CENTS"),
        ("name", 40, 15, "TEXT"),
        ("account", 55, 22, "TEXT"),
        ("trace", 80, 15, "TEXT"),
    ),
    ("ACH", "799"): _RETURN,
    ("ACH", "798"): (("reason", 4, 3, "TEXT"), ("original", 7, 15, "TEXT"), ("info", 36, 29, "TEXT")),
    ("ACH", "8"): _NACHA_CONTROL,
    ("ACH", "9"): (
        ("batches", 2, 6, "COUNT"),
        ("blocks", 8, 6, "COUNT"),
        ("count", 14, 8, "COUNT"),
        ("hash", 22, 10, "COUNT"),
        ("debit", 32, 12, "CENTS"),
        ("credit", 44, 12, "CENTS"),
    ),
    ("BILLPAY", "H"): (("date", 2, 8, "YYYYMMDD"),),
    ("BILLPAY", "D"): (
        ("reference", 2, 15, "TEXT"),
        ("account", 17, 12, "TEXT"),
        ("amount", 29, 10, "CENTS"),
        ("payer", 39, 30, "TEXT"),
        ("date", 69, 8, "YYYYMMDD"),
    ),
    ("BILLPAY", "T"): (("count", 2, 8, "COUNT"), ("amount", 10, 12, "CENTS")),
}
"""Name, start, length and kind of each part, by profile and record."""
CSV_PARTS: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("BILLPAY-CSV", "D"): (
        ("reference", "payment_id", "TEXT"),
        ("account", "account", "TEXT"),
        ("amount", "amount", "DOLLARS"),
        ("payer", "name", "TEXT"),
        ("date", "date", "ISO"),
    ),
    ("BILLPAY-CSV", "T"): (("count", "account", "COUNT"), ("amount", "amount", "DOLLARS")),
    ("ONLINE", "D"): (
        ("reference", "transaction_id", "TEXT"),
        ("account", "account", "TEXT"),
        ("amount", "gross", "DOLLARS"),
        ("payer", "payer", "TEXT"),
        ("date", "settled_on", "ISO"),
    ),
    ("CARD-NET", "D"): (
        ("reference", "transaction_id", "TEXT"),
        ("account", "account", "TEXT"),
        ("amount", "gross", "DOLLARS"),
        ("fee", "fee", "DOLLARS"),
        ("net", "net", "DOLLARS"),
        ("payer", "payer", "TEXT"),
        ("date", "settled_on", "ISO"),
    ),
    ("CARD-NET", "T"): (
        ("count", "account", "COUNT"),
        ("amount", "gross", "DOLLARS"),
        ("fee", "fee", "DOLLARS"),
        ("net", "net", "DOLLARS"),
    ),
}
"""Name, header and kind of each part of a CSV file."""

SCAN_LAYOUT = {
    "code": "STUB42",
    "title": "Water bill stub, 42 digits",
    "length": 42,
    "account_start": 1,
    "account_length": 11,
    "account_check": "LUHN",
    "date_start": 12,
    "rate_start": 18,
    "rate_length": 4,
    "gross_start": 22,
    "net_start": 32,
    "amount_length": 10,
    "check_rule": "MOD10-21",
}
CHANGE_CODES = (
    ("C01", "Account number was wrong", "Correct the bank account before the next debit"),
    ("C02", "Routing number was wrong", "Correct the routing number before the next debit"),
    ("C03", "Routing and account number were wrong", "Correct both before the next debit"),
    ("C05", "Kind of account was wrong", "Correct checking or savings before the next debit"),
)


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    settings.load_rows(store, ROWS)
    with store.writing():
        load_limits(store, LIMIT_ROWS)
        load_gl(store, GL_ROWS)
        _load_layouts(store)
        if store.value("SELECT count(*) FROM scan_layouts WHERE code = ?", SCAN_LAYOUT["code"]) == 0:
            store.insert("scan_layouts", **SCAN_LAYOUT)
        for code, title, action in CHANGE_CODES:
            if store.value("SELECT 1 FROM change_codes WHERE code = ?", code) is None:
                store.insert("change_codes", code=code, title=title, action=action)


def _load_layouts(store: Store) -> None:
    present = {row[0] for row in store.rows("SELECT code FROM layouts")}
    names = ("code", "title", "kind", "tender", "mask", "authority")
    for row in LAYOUTS:
        if row[0] not in present:
            store.insert("layouts", **dict(zip(names, row, strict=True)))
    for (code, record), places in PARTS.items():
        for name, start, length, kind in places if code not in present else ():
            store.insert("layout_parts", layout=code, record=record, name=name, start=start, length=length, kind=kind)
    for (code, record), columns in CSV_PARTS.items():
        for name, header, kind in columns if code not in present else ():
            store.insert("layout_parts", layout=code, record=record, name=name, header=header, kind=kind)
