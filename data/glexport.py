"""The journal for the general ledger: one balanced file per closed business date, and its control file.

The first export of a date and layout is kept, so that a second one is the same byte for byte whatever is changed
meanwhile. Names are `GL_YYYYMMDD_nn`, `nn` counting the layouts of a date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data import audit, authority
from data.csvout import amount, table, write
from data.days import is_closed
from data.drawers_state import CLOSED, UNFINISHED
from data.glexport_profiles import DATES, Profile, profile
from data.permissions import Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

STANDARD = "CSV"
"""The layout that is used when none is named."""


@dataclass(frozen=True)
class GlLine:
    """One line of the journal; one of the amounts (cents) is zero."""

    source: str
    account: str
    description: str
    reference: str
    debit_cents: int
    credit_cents: int


@dataclass(frozen=True)
class Exported:
    """A file for the ledger and what its control file says; amounts in cents."""

    date: date
    profile: str
    sequence: int
    name: str
    content: str
    lines: int
    debit_cents: int
    credit_cents: int
    digest: str
    repeated: bool = False
    """Whether it had been exported before; the content is the first one's."""

    @property
    def control_name(self) -> str:
        """The name of the control file."""
        return f"{self.name.rpartition('.')[0]}.ctl"

    @property
    def control(self) -> str:
        """The control file: what the receiver compares the file with."""
        head = ("file", "business_date", "lines", "total_debit", "total_credit", "sha256")
        row = (
            self.name,
            self.date.isoformat(),
            str(self.lines),
            amount(self.debit_cents),
            amount(self.credit_cents),
            self.digest,
        )
        return table([head, row])

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the file, then its control file; their paths. Raises `OSError`."""
        return write(folder, self.name, self.content), write(folder, self.control_name, self.control)


def export(store: Store, session: Session | None, on: date, code: str = STANDARD) -> Exported:
    """The file of a business date in a layout. Raises `Refused` unless the date is closed and its drawers verified.

    `session` None is the command line of the machine itself. A second export needs the authority `gl.rerun`.
    """
    with store.writing():
        layout = profile(store, code)
        if store.kind == "postgresql":
            store.run("LOCK TABLE gl_exports IN SHARE ROW EXCLUSIVE MODE")
        _may(store, on)
        kept = _kept(store, on, layout.code)
        if session is not None:
            authority.check(store, session, "gl.rerun" if kept else "gl.export")
        found = kept or _new(store, on, layout)
        store.insert(
            "gl_exports",
            business_date=on.isoformat(),
            profile=found.profile,
            sequence=found.sequence,
            name=found.name,
            lines=found.lines,
            debit_cents=found.debit_cents,
            credit_cents=found.credit_cents,
            digest=found.digest,
            content="" if kept else found.content,
            at=store.now(),
            user_id=session.clerk.id if session else None,
        )
        event = "gl.rerun" if kept else "gl.export"
        audit.record(store, session, event, "business_days", on.isoformat(), detail=found.name,
                     size=len(found.content.encode()))  # fmt: skip
    return found


def _may(store: Store, on: date) -> None:
    waiting = store.row(
        "SELECT till, state FROM drawers WHERE business_date = ? AND state IN (?, ?, ?, ?) ORDER BY id",
        on.isoformat(),
        *UNFINISHED,
        CLOSED,
    )
    if waiting:
        raise Refused(f"Drawer {waiting[0]} of {on:%m/%d/%Y} is {waiting[1]}, not VERIFIED: nothing is exported.")
    if not is_closed(store, on):
        raise Refused(f"Business date {on:%m/%d/%Y} is not closed: nothing is exported.")


def _kept(store: Store, on: date, code: str) -> Exported | None:
    row = store.row(
        "SELECT sequence, name, content, lines, debit_cents, credit_cents, digest FROM gl_exports "
        "WHERE business_date = ? AND profile = ? ORDER BY id LIMIT 1",
        on.isoformat(),
        code,
    )
    return replace(Exported(on, code, *row), repeated=True) if row else None


def _new(store: Store, on: date, layout: Profile) -> Exported:
    lines = journal_lines(store, on, by_document=layout.detail == "DOCUMENT")
    debit, credit = sum(one.debit_cents for one in lines), sum(one.credit_cents for one in lines)
    if debit != credit:
        raise Refused(f"Debits are {amount(debit)}, credits {amount(credit)}: verify the books; nothing is exported.")
    sequence = 1 + int(
        store.value("SELECT COALESCE(max(sequence), 0) FROM gl_exports WHERE business_date = ?", on.isoformat())
    )
    name = f"GL_{on:%Y%m%d}_{sequence:02d}.{layout.extension}"
    facts = {
        "batch_id": f"{on:%Y%m%d}-{sequence:02d}",
        "journal_date": on.strftime(DATES[layout.date_format]),
        "lines": str(len(lines)),
        "total_debit": amount(debit),
        "total_credit": amount(credit),
    }
    content = layout.write(facts, [{**facts, **_texts(n, one)} for n, one in enumerate(lines, 1)])
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Exported(on, layout.code, sequence, name, content, len(lines), debit, credit, digest)


def _texts(n: int, one: GlLine) -> dict[str, str]:
    """A line's values as text; the account string is fund-department-object-project."""
    fund, department, obj, project, *_ = [*one.account.split("-"), "", "", "", ""]
    return {
        "source": one.source,
        "line": str(n),
        "account": one.account,
        "fund": fund,
        "department": department,
        "object": obj,
        "project": project,
        "description": one.description,
        "reference": one.reference,
        "debit": amount(one.debit_cents) if one.debit_cents else "",
        "credit": amount(one.credit_cents) if one.credit_cents else "",
        "amount": amount(one.debit_cents - one.credit_cents),
    }


_SUMMARY = (
    "SELECT j.kind, p.gl, COALESCE(min(g.title), ''), COALESCE(min(j.receipt), ''), COALESCE(max(j.receipt), ''), "
    "SUM(CASE WHEN p.amount_cents > 0 THEN p.amount_cents ELSE 0 END), "
    "SUM(CASE WHEN p.amount_cents < 0 THEN -p.amount_cents ELSE 0 END) FROM journal j "
    "JOIN postings p ON p.journal_id = j.id LEFT JOIN gl_accounts g ON g.gl = p.gl "
    "WHERE j.business_date = ? GROUP BY j.kind, p.gl"
)
_DOCUMENTS = (
    "SELECT j.kind, p.gl, COALESCE(g.title, ''), COALESCE(j.receipt, ''), j.series, j.seq, p.n, p.amount_cents "
    "FROM journal j JOIN postings p ON p.journal_id = j.id LEFT JOIN gl_accounts g ON g.gl = p.gl "
    "WHERE j.business_date = ? AND p.amount_cents <> 0"
)


def journal_lines(store: Store, on: date, *, by_document: bool = False) -> list[GlLine]:
    """The postings of a business date, summed by kind, account and side, or one by one; always in the same order."""
    if by_document:
        rows = sorted(store.rows(_DOCUMENTS, on.isoformat()), key=lambda row: row[4:7])
        return [
            GlLine(kind, gl, title, receipt or f"{series}-{seq}", max(cents, 0), max(-cents, 0))
            for kind, gl, title, receipt, series, seq, _, cents in rows
        ]
    return list(_summed(sorted(store.rows(_SUMMARY, on.isoformat()), key=lambda row: row[:2])))


def _summed(rows: Iterable[tuple[str, str, str, str, str, int, int]]) -> Iterable[GlLine]:
    for kind, gl, title, first, last, debit, credit in rows:
        reference = first if first == last else f"{first} {last}"
        if debit:
            yield GlLine(kind, gl, title, reference, int(debit), 0)
        if credit:
            yield GlLine(kind, gl, title, reference, 0, int(credit))


@dataclass(frozen=True)
class LoggedExport:
    """An export as it was logged; cents."""

    date: str
    profile: str
    name: str
    lines: int
    debit_cents: int
    at: str
    by: str
    first: bool


def log(store: Store, limit: int = 500) -> list[LoggedExport]:
    """The exports, newest first."""
    return [
        replace(LoggedExport(*row), first=bool(row[-1]))
        for row in store.rows(
            "SELECT e.business_date, e.profile, e.name, e.lines, e.debit_cents, e.at, "
            "COALESCE(u.initials, 'command'), CASE WHEN e.content <> '' THEN 1 ELSE 0 END FROM gl_exports e "
            "LEFT JOIN users u ON u.id = e.user_id ORDER BY e.id DESC LIMIT ?",
            limit,
        )
    ]
