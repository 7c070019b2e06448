"""Registers of documents: every receipt with the numbers that are missing; voids and refunds; what else was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.clock import local_time
from data.report_names import (
    CHARGES,
    DEPARTMENT,
    DOCUMENTS,
    LINES,
    TENDERS,
    charge_title,
    department_title,
    service_title,
)
from data.report_table import COUNT, MONEY, Cell, Group, Head, Report, between, days_of
from data.reports import numbers
from data.tenders import title
from data.text import many

if TYPE_CHECKING:
    from data.store import Store


_RECEIPTS = (
    "SELECT j.receipt, j.business_date, j.at, j.series, u.initials, j.payer, "
    "(SELECT count(*) FROM journal_lines l WHERE l.journal_id = j.id), "
    "(SELECT count(*) FROM journal_lines l JOIN journal_lines v ON v.origin_line_id = l.id WHERE l.journal_id = j.id), "
    "j.total_cents FROM journal j JOIN users u ON u.id = j.user_id "
    "WHERE j.business_date BETWEEN ? AND ? AND j.receipt IS NOT NULL ORDER BY j.receipt"
)


def register(store: Store, first: date, last: date) -> Report:
    """Every receipt of the dates in the order of its number; the notes name each missing number."""
    rows = tuple(
        (number, local_time(at)[:8], local_time(at)[9:], till, clerk, payer, _status(lines, voided), int(cents))
        for number, _, at, till, clerk, payer, lines, voided, cents in store.rows(_RECEIPTS, *days_of(first, last))
    )
    spans, gaps = numbers(store, first, last)
    notes = [f"{many(count, 'receipt')} from {low} to {high}." for low, high, count in spans]
    notes += [f"MISSING: {gap}. It must be explained." for gap in gaps] or ["No receipt number is missing."]
    heads = (
        Head("Receipt", 11),
        Head("Date", 8),
        Head("Time", 5),
        Head("Till", 4),
        Head("By", 3),
        Head("Payer", 19),
        Head("Status", 9),
        Head("Amount", 12, MONEY, total=True),
    )
    return Report("RPT020", "Receipt register", between(first, last), heads, (Group("", rows),), tuple(notes))


def _status(lines: int, voided: int) -> str:
    return "" if not voided else "VOID" if voided == lines else "PART VOID"


_VOIDS = (
    "SELECT j.id, j.business_date, o.receipt, o.business_date, u.initials, ou.initials, "
    "COALESCE((SELECT p.initials FROM approvals a JOIN users p ON p.id = a.approver_id WHERE a.id = j.approval_id), "
    "''), j.reason, j.total_cents FROM journal j JOIN journal o ON o.id = j.origin_id "
    "JOIN users u ON u.id = j.user_id JOIN users ou ON ou.id = o.user_id "
    "WHERE j.business_date BETWEEN ? AND ? AND j.kind = 'VOID' ORDER BY j.id"
)
_OTHER = (
    "SELECT j.kind, u.initials, count(*), SUM(j.total_cents) FROM journal j JOIN users u ON u.id = j.user_id "
    "WHERE j.business_date BETWEEN ? AND ? AND j.kind IN ('NO-SALE', 'REPRINT', 'CANCEL', 'PAID-OUT') "
    "GROUP BY j.kind, u.initials ORDER BY j.kind, u.initials"
)
_BACK = (
    "SELECT t.kind, SUM(t.amount_cents) FROM journal j JOIN tenders t ON t.journal_id = j.id "
    "WHERE j.business_date BETWEEN ? AND ? AND j.kind = 'VOID' GROUP BY t.kind ORDER BY t.kind"
)


def voids(store: Store, first: date, last: date) -> Report:
    """Voids of the same and of earlier days, how the money went back, and what opens a drawer without a sale."""
    same: list[tuple[Cell, ...]] = []
    prior: list[tuple[Cell, ...]] = []
    for _, on, receipt, taken, by, clerk, approver, reason, cents in store.rows(_VOIDS, *days_of(first, last)):
        row = (receipt or "", f"{date.fromisoformat(on):%m/%d/%y}", clerk, by, approver, reason, int(cents))
        (same if on == taken else prior).append(row)
    other = tuple(
        (kind, "", by, "", "", many(count, "time"), int(cents or 0))
        for kind, by, count, cents in store.rows(_OTHER, *days_of(first, last))
    )
    back = tuple(
        (title(kind), "", "", "", "", "", int(cents)) for kind, cents in store.rows(_BACK, *days_of(first, last))
    )
    heads = (
        Head("Receipt", 20),
        Head("Date", 8),
        Head("Clerk", 5),
        Head("By", 3),
        Head("Appr", 4),
        Head("Reason", 20),
        Head("Amount", 12, MONEY, total=True),
    )
    groups = (
        Group("Voids of the same day", tuple(same)),
        Group("Refunds of an earlier day", tuple(prior)),
        Group("How it went back", back),
        Group("Also done", other),
    )
    return Report("RPT030", "Voids and refunds", between(first, last), heads, groups)


_BY = {
    "By charge code": "SELECT COALESCE(NULLIF(l.charge_code, ''), l.service), MIN(c.title), MIN(l.service), "
    f"{LINES}, SUM(l.amount_cents) FROM journal j JOIN journal_lines l ON l.journal_id = j.id {CHARGES} "
    "WHERE {sales} AND l.amount_cents <> 0 GROUP BY COALESCE(NULLIF(l.charge_code, ''), l.service) ORDER BY 1",
    "By general ledger account": "SELECT p.gl, MIN(g.title), '', "
    "SUM(CASE WHEN j.kind = 'RECEIPT' THEN 1 ELSE -1 END), -SUM(p.amount_cents) "
    "FROM journal j JOIN postings p ON p.journal_id = j.id LEFT JOIN gl_accounts g ON g.gl = p.gl "
    "WHERE {sales} AND p.line_n > 0 GROUP BY p.gl ORDER BY p.gl",
    "By tender": f"SELECT t.kind, '', '', {TENDERS}, SUM(t.amount_cents) FROM journal j "
    "JOIN tenders t ON t.journal_id = j.id WHERE {sales} GROUP BY t.kind ORDER BY t.kind",
    "By clerk": f"SELECT u.number, MIN(u.name), '', {DOCUMENTS}, SUM(j.total_cents) FROM journal j "
    "JOIN users u ON u.id = j.user_id WHERE {sales} GROUP BY u.number ORDER BY u.number",
    "By department": f"SELECT {DEPARTMENT}, '', '', {LINES}, SUM(l.amount_cents) "
    f"FROM journal j JOIN journal_lines l ON l.journal_id = j.id {CHARGES} WHERE {{sales}} AND l.amount_cents <> 0 "
    f"GROUP BY {DEPARTMENT} ORDER BY 1",
    "Held for others, in no total": f"SELECT l.service, MIN(l.description), '', {LINES}, SUM(l.custody_cents) "
    "FROM journal j JOIN journal_lines l ON l.journal_id = j.id WHERE {sales} AND l.custody_cents <> 0 "
    "GROUP BY l.service ORDER BY l.service",
}
"""Code, title, what titles it otherwise, how many, cents."""


def cash_summary(store: Store, first: date, last: date) -> Report:
    """What was taken, voids subtracted: by charge code, account, tender, clerk and department."""
    sales = "j.business_date BETWEEN ? AND ? AND j.kind IN ('RECEIPT', 'VOID')"
    groups = []
    for by, text in _BY.items():
        rows = store.rows(text.replace("{sales}", sales), *days_of(first, last))
        named = [(code, _titled(store, by, code, said, other, last), int(n), int(cents))
                 for code, said, other, n, cents in rows]  # fmt: skip
        if named or not by.startswith("Held"):
            groups.append(Group(by, tuple(named)))
    heads = (Head("Code", 16), Head("Title", 38), Head("Count", 7, COUNT, total=True), Head("Amount", 14, MONEY, True))
    return Report("RPT040", "Cash summary", between(first, last), heads, tuple(groups))


def _titled(store: Store, by: str, code: str, said: str | None, otherwise: str, on: date) -> str:
    """The title of a row of the cash summary; none is empty."""
    if by == "By tender":
        return title(code)
    if by == "By department":
        return department_title(store, code, on)
    if by == "By general ledger account":
        return said or "Not in the chart of accounts"
    if by == "By clerk":
        return said or code
    return service_title(code, said or "") if by.startswith("Held") else charge_title(said, code, otherwise)
