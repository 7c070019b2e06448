"""An agency's own code table from a CSV file: checked whole, all or nothing, undone with one call.

Columns: `code,meaning`, and optionally `release,status,label_en,label_es,restricted,sort`. A code on several rows is
one code with several meanings, of which the first is its label. Codes that the new file lacks are retired, never
deleted; what a file has no column for stays as it was.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data import audit
from data.police.codes import ACTIVE, RETIRED, WARN, Table, table_of
from data.store import Store

if TYPE_CHECKING:
    from data.session import Session

COLUMNS = ("code", "meaning", "release", "status", "label_en", "label_es", "restricted", "sort")
STATUSES = {"": ACTIVE, "ACTIVE": ACTIVE, "WARN": WARN, "RETIRED": RETIRED}
_KEPT = ("meaning", "synonyms", "release", "status", "label_en", "label_es", "restricted", "sort", "source", "dated")
"""What a row of `code_values` says of its code."""


class CodesRefused(Exception):
    """A file that is not taken: every wrong line with its reason. Nothing of it was stored."""

    def __init__(self, errors: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"Line {line}: {reason}." if line else f"{reason}." for line, reason in errors))
        self.errors = errors


@dataclass
class Loaded:
    """What a file changes, or would change: counts of codes, and warnings with their lines."""

    table: str
    sha256: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The same in sentences."""
        counts = f"{self.added} added, {self.changed} changed, {self.retired} retired, {self.unchanged} unchanged"
        return [f"Table {self.table}: {counts}.", *(f"Line {line}: {said}" for line, said in self.warnings)]


def import_codes(store: Store, session: Session | None, table: str, data: bytes, *, check_only: bool = False) -> Loaded:
    """Replace a table by a file's rows in one transaction. Raises `CodesRefused`; `KeyError` for an unknown table."""
    known = table_of(table)
    report = Loaded(known.name, hashlib.sha256(data).hexdigest())
    wanted = _read(known, data, report)
    with store.writing():
        before = _present(store, known.name)
        changed = _changes(store, wanted, before, report)
        if check_only:
            return report
        for code, values in changed.items():
            _put(store, known.name, code, values, code in before)
        _log(store, session, report, {code: before.get(code) for code in changed})
    return report


def undo_import(store: Store, session: Session | None, table: str) -> Loaded:
    """Put a table back to what it was before its last file. Raises `CodesRefused` when there is none to undo."""
    name = table_of(table).name
    with store.writing():
        row = store.row(
            "SELECT id, sha256, before FROM code_imports WHERE table_name = ? AND undone_at IS NULL "
            "ORDER BY id DESC LIMIT 1",
            name,
        )
        if row is None:
            raise CodesRefused([(0, f"no file has been loaded into table {name} that could be undone")])
        report = Loaded(name, str(row[1]))
        for code, values in json.loads(row[2]).items():
            if values is None:
                report.retired += 1
                store.run("UPDATE code_values SET status = ? WHERE table_name = ? AND code = ?", RETIRED, name, code)
            else:
                report.changed += 1
                _put(store, name, code, values, True)
        store.run("UPDATE code_imports SET undone_at = ? WHERE id = ?", store.now(), row[0])
        audit.record(store, session, "codes.undo", "code_imports", row[0])
    return report


def _read(table: Table, data: bytes, report: Loaded) -> dict[str, dict[str, Any]]:
    """The file's codes with what it says of them, in the order of the file. Raises `CodesRefused`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodesRefused([(data[: error.start].count(b"\n") + 1, "it is not UTF-8 text")]) from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    errors: list[tuple[int, str]] = []
    found: dict[str, dict[str, Any]] = {}
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        _check_header(header)
        for cells in rows:
            if any(cell.strip() for cell in cells):
                _take(table, header, cells, rows.line_num, found, errors, report)
    except csv.Error as error:
        errors.append((rows.line_num, f"it is no CSV: {error}"))
    if not found and not errors:
        errors.append((1, "the file holds no codes"))
    if errors:
        raise CodesRefused(errors)
    return found


def _check_header(header: list[str]) -> None:
    if missing := [name for name in COLUMNS[:2] if name not in header]:
        raise CodesRefused([(1, f"the column {missing[0]} is missing; the header names the columns")])
    if unknown := [name for name in header if name not in COLUMNS]:
        raise CodesRefused([(1, f"the column {unknown[0]!r} is not known; known are {', '.join(COLUMNS)}")])
    if len(set(header)) < len(header):
        raise CodesRefused([(1, "a column is named twice")])


def _take(
    table: Table,
    header: list[str],
    cells: list[str],
    line: int,
    found: dict[str, dict[str, Any]],
    errors: list[tuple[int, str]],
    report: Loaded,
) -> None:
    """One row into `found`, or its reason into `errors`."""
    if len(cells) != len(header):
        errors.append((line, f"{len(cells)} cells where the header has {len(header)}"))
        return
    row = {
        name: cell.strip(" ") if name == "code" else " ".join(cell.split())
        for name, cell in zip(header, cells, strict=True)
    }
    code = row["code"].upper()
    if reason := _wrong(table, code, row):
        errors.append((line, reason))
        return
    if len(code) > table.length and table.name != "VCO":
        report.warnings.append((line, f"{code} is longer than {table.length}; an exchange format may not take it."))
    if (first := found.get(code)) is not None:
        if row["meaning"] not in (first["meaning"], *first["synonyms"].split("\n")):
            first["synonyms"] = "\n".join(filter(None, (first["synonyms"], row["meaning"])))
        return
    given: dict[str, Any] = {name: row[name] for name in ("release", "label_en", "label_es") if name in row}
    if "status" in row:
        given["status"] = STATUSES[row["status"].upper()]
    if "restricted" in row:
        given["restricted"] = int(row["restricted"].upper() == "Y")
    found[code] = {
        "meaning": row["meaning"], "synonyms": "", **given, "sort": int(row.get("sort", "") or line),
    }  # fmt: skip


def _wrong(table: Table, code: str, row: dict[str, str]) -> str:
    """Why a row cannot be taken; empty when it can."""
    most = max(table.length, table.warned)
    for name, cell in row.items():
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in cell):
            return f"{name}: it holds a control character"
    if not code:
        return "code: it is empty"
    if len(code) > most:
        return f"code: {code!r} has {len(code)} characters, table {table.name} takes {most}"
    if not row["meaning"]:
        return f"meaning: {code} has none"
    if row.get("status", "").upper() not in STATUSES:
        return "status: one of active, warn, retired"
    if row.get("restricted", "").upper() not in ("", "Y", "N"):
        return "restricted: Y or N"
    sort = row.get("sort", "")
    return "" if not sort or (sort.isascii() and sort.isdigit()) else "sort: a whole number"


def _present(store: Store, table: str) -> dict[str, dict[str, Any]]:
    rows = store.rows(f"SELECT code, {', '.join(_KEPT)} FROM code_values WHERE table_name = ?", table)
    return {str(code): dict(zip(_KEPT, values, strict=True)) for code, *values in rows}


def _changes(
    store: Store, wanted: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]], report: Loaded
) -> dict[str, dict[str, Any]]:
    """What has to be stored, by code; counts it in the report. A new place in the order is no change."""
    stamped = {"source": f"file {report.sha256[:12]}", "dated": store.clock.today().isoformat()}
    changes: dict[str, dict[str, Any]] = {}
    for code, values in wanted.items():
        old = before.get(code)
        if old is None:
            report.added += 1
        elif old["status"] == RETIRED and "status" not in values:
            report.changed += 1
            values["status"] = ACTIVE
        elif all(old[name] == value for name, value in values.items() if name != "sort"):
            report.unchanged += 1
            changes[code] = {**old, "sort": values["sort"]}
            continue
        else:
            report.changed += 1
        changes[code] = {**values, **stamped}
    for code, old in before.items():
        if code not in wanted and old["status"] != RETIRED:
            report.retired += 1
            changes[code] = {**old, **stamped, "status": RETIRED}
    return changes


def _put(store: Store, table: str, code: str, values: dict[str, Any], present: bool) -> None:
    if not present:
        store.insert("code_values", table_name=table, code=code, **values)
        return
    settings = ", ".join(f"{name} = ?" for name in values)
    store.run(f"UPDATE code_values SET {settings} WHERE table_name = ? AND code = ?", *values.values(), table, code)


def _log(store: Store, session: Session | None, report: Loaded, before: dict[str, Any]) -> None:
    """Who loaded which file (by its hash), and what stood there before."""
    number = store.insert(
        "code_imports", at=store.now(), user_id=session.clerk.id if session else None, table_name=report.table,
        sha256=report.sha256, added=report.added, changed=report.changed, retired=report.retired,
        before=json.dumps(before, separators=(",", ":")),
    )  # fmt: skip
    audit.record(store, session, "codes.import", "code_imports", number, detail=_counts(report))


def _counts(report: Loaded) -> str:
    return f"{report.added}/{report.changed}/{report.retired}"
