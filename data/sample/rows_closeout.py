"""Shipped rows of the end of the day: who may verify, deposit, close and export; the bank; the ledger layouts.

The tagged layout has the record tags of PeopleSoft GL_JRNL_IMP (`#` comment, `H` header, `L` line, `C` control
totals); the city sets the columns its own finance system reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.sample.rows_authority import load_limits

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"

ROWS: tuple[settings.SettingRow, ...] = (
    ("drawer.verify", "always", "text", "never, always or variance"),
    ("gl.cash_bank", "100-000-1110", "gl", "Sample chart"),
    ("deposit.bank", "Sample Valley Bank", "text", CITY),
    ("deposit.account", "000111222333", "text", CITY),
    ("deposit.codes", "301 115 174 175 195 399", "text", "BAI2 type codes of deposits"),
    ("drawer.report_short", "2500", "cents", "Logics 2012: a shortage of $25 is reported in writing"),
    ("report.hours", "7 19", "hours", "First and last hour of the volume picture"),
    ("department.CLERK", "City Clerk", "text", CITY),
    ("department.LICENSE", "Business licenses", "text", CITY),
    ("department.PARKS", "Parks and recreation", "text", CITY),
    ("drawer.fund_pieces", "b10:2 b5:6 b1:30 r25:1 r10:1 r5:2 r1:2", "text", CITY),
)
"""Name, value, unit, authority."""

LIMITS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("drawer.verify", ("NO", "NO", "YES", "YES", "NO")),
    ("drawer.audit", ("NO", "NO", "YES", "YES", "NO")),
    ("deposit.prepare", ("NO", "YES", "YES", "YES", "NO")),
    ("deposit.verify", ("NO", "NO", "YES", "YES", "NO")),
    ("deposit.send", ("NO", "YES", "YES", "YES", "NO")),
    ("deposit.confirm", ("NO", "NO", "YES", "YES", "NO")),
    ("day.close", ("NO", "NO", "YES", "YES", "NO")),
    ("gl.export", ("NO", "NO", "YES", "YES", "NO")),
    ("gl.rerun", ("NO", "NO", "YES", "YES", "NO")),
)
"""Action, then what CSR I, CSR II, supervisor, finance and police clerk may."""

PROFILES: tuple[tuple[str, str, str, int, str, str, str], ...] = (
    ("CSV", "One CSV line per account and side", "COMMA", 1, "SUMMARY", "YYYY-MM-DD", "csv"),
    ("TAGGED", "Tagged flat file, # H L C records", "COMMA", 0, "DOCUMENT", "MMDDYYYY", "txt"),
)
"""Code, title, delimiter, whether the first line holds titles, SUMMARY or DOCUMENT, date format, extension."""

Fields = tuple[tuple[str, str, str], ...]

_CSV: Fields = tuple(
    (name, name, "")
    for name in (
        "batch_id",
        "journal_date",
        "source",
        "line",
        "account",
        "description",
        "reference",
        "debit",
        "credit",
    )
)
FIELDS: tuple[tuple[str, str, Fields], ...] = (
    ("CSV", "L", _CSV),
    ("TAGGED", "#", (("", "constant", "#"), ("", "constant", "Counter TUI"), ("", "batch_id", ""))),
    (
        "TAGGED",
        "H",
        (
            ("", "constant", "H"),
            ("Business unit", "constant", "CITY1"),
            ("Journal id", "batch_id", ""),
            ("Journal date", "journal_date", ""),
            ("Source", "constant", "CTR"),
        ),
    ),
    (
        "TAGGED",
        "L",
        (
            ("", "constant", "L"),
            ("Business unit", "constant", "CITY1"),
            ("Line", "line", ""),
            ("Fund", "fund", ""),
            ("Department", "department", ""),
            ("Account", "object", ""),
            ("Amount", "amount", ""),
            ("Reference", "reference", ""),
            ("Description", "description", ""),
        ),
    ),
    (
        "TAGGED",
        "C",
        (
            ("", "constant", "C"),
            ("Business unit", "constant", "CITY1"),
            ("Lines", "lines", ""),
            ("Debits", "total_debit", ""),
            ("Credits", "total_credit", ""),
        ),
    ),
)
"""Profile, record, and its fields in order: title, source, constant."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        settings.load_rows(store, ROWS)
        load_limits(store, LIMITS)
        present = {code for (code,) in store.rows("SELECT code FROM gl_profiles")}
        for code, title, delimiter, titles, detail, date_format, extension in PROFILES:
            if code not in present:
                store.insert(
                    "gl_profiles",
                    code=code,
                    title=title,
                    delimiter=delimiter,
                    titles=titles,
                    detail=detail,
                    date_format=date_format,
                    extension=extension,
                )
                _load_fields(store, code)


def _load_fields(store: Store, profile: str) -> None:
    for code, record, fields in FIELDS:
        if code == profile:
            for n, (title, source, constant) in enumerate(fields, 1):
                store.insert(
                    "gl_profile_fields", profile=code, record=record, n=n, title=title, source=source, constant=constant
                )
