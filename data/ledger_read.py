"""Reading what was posted: a receipt as it is shown, printed again and voided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.chain import Header, LineRow, TenderRow, head8
from data.clock import fiscal_year
from data.permissions import Refused

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class PostedReceipt:
    """A document of the journal with everything its paper needs; amounts in cents."""

    journal_id: int
    header: Header
    hash: str
    clerk_number: str
    clerk_initials: str
    lines: tuple[LineRow, ...]
    tenders: tuple[TenderRow, ...]
    voided: frozenset[int] = frozenset()
    """Numbers of the lines that a later document voided."""
    origin_receipt: str = ""
    """The receipt a void takes back."""

    @property
    def number(self) -> str:
        """The receipt number, empty for a document without one."""
        return self.header.receipt or ""

    @property
    def kind(self) -> str:
        """RECEIPT, VOID, NO-SALE and so on."""
        return self.header.kind

    @property
    def total_cents(self) -> int:
        """What was paid; money in custody is not part of it."""
        return self.header.total_cents

    @property
    def change_cents(self) -> int:
        """Cash given back."""
        return sum(tender.change_cents for tender in self.tenders)

    @property
    def custody_cents(self) -> int:
        """Money of others taken in custody."""
        return sum(line.custody_cents for line in self.lines)

    @property
    def hash8(self) -> str:
        """The chain's head after this document, as printed."""
        return head8(self.hash)

    @property
    def status(self) -> str:
        """POSTED, PART VOID when some lines are voided, VOID when all are."""
        if not self.voided:
            return "POSTED"
        return "VOID" if len(self.voided) == len(self.lines) else "PART VOID"


_HEADER = ", ".join(f"j.{name}" for name in Header._fields)
_SELECT = (
    f"SELECT j.id, j.hash, u.number, u.initials, o.receipt, {_HEADER} FROM journal j JOIN users u ON u.id = j.user_id "
    "LEFT JOIN journal o ON o.id = j.origin_id WHERE "
)
_LINES = f"SELECT id, {', '.join(LineRow._fields)} FROM journal_lines WHERE journal_id = ? ORDER BY n"
_TENDERS = f"SELECT {', '.join(TenderRow._fields)} FROM tenders WHERE journal_id = ? ORDER BY n"
_VOIDED = "SELECT l.n FROM journal_lines l JOIN journal_lines v ON v.origin_line_id = l.id WHERE l.journal_id = ?"


def receipt(store: Store, number: str | int) -> PostedReceipt:
    """A document by receipt number (text) or journal id. Raises `Refused` when there is none."""
    column = "j.id = ?" if isinstance(number, int) else "j.receipt = ?"
    found = store.row(_SELECT + column, number)
    if found is None:
        raise Refused(f"There is no receipt {number}.")
    journal_id, value, clerk_number, initials, origin, *header = found
    return PostedReceipt(
        journal_id,
        Header(*header),
        value,
        clerk_number,
        initials,
        tuple(LineRow(*row[1:]) for row in store.rows(_LINES, journal_id)),
        tuple(TenderRow(*row) for row in store.rows(_TENDERS, journal_id)),
        frozenset(row[0] for row in store.rows(_VOIDED, journal_id)),
        origin or "",
    )


def find(store: Store, text: str, on: date) -> PostedReceipt:
    """A receipt as a clerk types its number: `27-000123`, `27-123`, or `123` of the fiscal year of `on`.

    Raises `Refused` when there is none.
    """
    year, dash, number = text.strip().upper().rpartition("-")
    if not number.isdigit() or not number.isascii():
        raise Refused("A receipt number looks like 27-000123.")
    whole = f"{year if dash else f'{fiscal_year(on) % 100:02d}'}-{int(number):06d}"
    found = store.value("SELECT receipt FROM journal WHERE receipt IN (?, ?)", whole, f"T-{whole}")
    if found is None:
        raise Refused(f"There is no receipt {whole}.")
    return receipt(store, str(found))


def line_ids(store: Store, journal_id: int) -> dict[int, int]:
    """The row id of each line of a document, by line number."""
    return dict(store.rows("SELECT n, id FROM journal_lines WHERE journal_id = ?", journal_id))


def id_of_key(store: Store, key: str) -> int | None:
    """The document posted under an idempotency key, None when nothing was."""
    found = store.value("SELECT id FROM journal WHERE idem_key = ?", key)
    return None if found is None else int(found)


def latest(store: Store, drawer_id: int, limit: int = 50) -> list[tuple[int, str, str, str, int]]:
    """A drawer's documents, newest first: id, kind, receipt number, stored moment, total in cents."""
    return [
        (row[0], row[1], row[2] or "", row[3], row[4])
        for row in store.rows(
            "SELECT id, kind, receipt, at, total_cents FROM journal WHERE drawer_id = ? ORDER BY id DESC LIMIT ?",
            drawer_id,
            limit,
        )
    ]
