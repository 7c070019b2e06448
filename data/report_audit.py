"""What was posted against what went to the bank, drawer by drawer; over and short of every clerk; surprise counts."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from data import closeout
from data.clock import local_time
from data.deposits import withdrawn_rows
from data.deposits_paper import sheet_for
from data.money import show_cents
from data.report_table import MONEY, Cell, Group, Head, Report, between, days_of
from data.settings import cents as cents_setting
from data.tenders import title
from data.text import many

if TYPE_CHECKING:
    from data.store import Store

_POSTED = (
    "SELECT d.id, d.business_date, d.till, u.initials, d.state, COALESCE(b.number, ''), "
    "COALESCE((SELECT SUM(t.amount_cents) FROM journal j JOIN tenders t ON t.journal_id = j.id "
    "WHERE j.drawer_id = d.id AND j.kind IN ('RECEIPT', 'VOID', 'PAID-OUT') AND t.kind IN ('CA', 'CK', 'MO', 'CC')), 0)"
    " FROM drawers d JOIN users u ON u.id = d.user_id LEFT JOIN bank_deposits b ON b.id = d.bank_deposit_id "
    "WHERE d.business_date BETWEEN ? AND ? ORDER BY d.business_date, d.id"
)
_DEPOSITS = (
    "SELECT DISTINCT b.id, b.number, b.prepared_on, b.state, b.expected_cents, b.cash_cents + b.paper_cents, "
    "b.credited_cents FROM bank_deposits b JOIN drawers d ON d.bank_deposit_id = b.id "
    "WHERE d.business_date BETWEEN ? AND ? ORDER BY b.id"
)


def posted_and_deposited(store: Store, first: date, last: date) -> Report:
    """Each drawer's postings, its over/short and what it gave to the bank; each deposit and what the bank credited.

    The notes name every drawer that is not deposited and everything that does not agree.
    """
    drawers: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for drawer_id, on, till, clerk, state, number, posted in store.rows(_POSTED, *days_of(first, last)):
        shown = f"{date.fromisoformat(on):%m/%d}"
        if state in ("OPEN", "COUNTED", "RECOUNT"):
            drawers.append((shown, f"{till} {clerk}", state, int(posted), None, None, None))
            notes.append(f"Till {till} of {shown} is {state}.")
            continue
        found = closeout.closed_drawer(store, drawer_id)
        over = sum(cents for kind, cents in found.variance.items() if kind != "CD")
        drawers.append((shown, f"{till} {clerk} {number}", state, int(posted), over, found.deposit_cents, None))
        if int(posted) + over != found.deposit_cents:
            off = found.deposit_cents - int(posted) - over
            notes.append(f"Till {till} of {shown}: {show_cents(off)} cannot be explained. Verify the books.")
        notes += [f"Till {till} of {shown}: {row}." for row in withdrawn_rows(sheet_for(store, [found]))]
        if state != "DEPOSITED":
            notes.append(f"Till {till} of {shown} is not deposited: {show_cents(found.deposit_cents)}.")
    deposits: list[tuple[Cell, ...]] = []
    for _, number, on, state, wanted, total, credited in store.rows(_DEPOSITS, *days_of(first, last)):
        shown = f"{date.fromisoformat(on):%m/%d}"
        deposits.append((shown, number, state, wanted, total - wanted, total, credited))
        if credited is not None and credited != total:
            off = credited - total
            notes.append(f"Deposit {number}: the bank credited {show_cents(abs(off))} {'more' if off > 0 else 'less'}.")
    heads = (
        Head("Date", 5),
        Head("What", 17),
        Head("State", 9),
        Head("Posted", 11, MONEY, total=True),
        Head("Over/sh", 8, MONEY, total=True),
        Head("To bank", 11, MONEY, total=True),
        Head("Credited", 11, MONEY, total=True),
    )
    groups = (Group("Drawers", tuple(drawers)), Group("Deposits", tuple(deposits)))
    about = between(first, last)
    return Report("RPT060", "Posted and deposited", about, heads, groups, tuple(notes) or ("Everything agrees.",))


_CLOSES = (
    "SELECT u.number, u.name, d.business_date, d.till, j.detail, d.over_short_reason FROM journal j "
    "JOIN drawers d ON d.id = j.drawer_id JOIN users u ON u.id = d.user_id "
    "WHERE j.kind = 'CLOSE' AND j.business_date BETWEEN ? AND ? ORDER BY u.number, j.business_date, j.id"
)


def year_before(on: date) -> date:
    """The same day a year before; 28 February for 29 February."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - 1, day=day)


def over_and_short(store: Store, first: date, last: date) -> Report:
    """Every clerk's drawers that did not balance, with sums; the notes name what is to be reported in writing."""
    per_clerk: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    drawers: dict[str, int] = defaultdict(int)
    threshold = cents_setting(store, "drawer.report_short", last)
    notes = []
    for number, name, on, till, detail, reason in store.rows(_CLOSES, *days_of(first, last)):
        clerk = f"{number} {name}"
        drawers[clerk] += 1
        shown = f"{date.fromisoformat(on):%m/%d/%y}"
        for kind, cents in json.loads(detail)["variance"].items():
            over, short = max(cents, 0), min(cents, 0)
            per_clerk[clerk].append((shown, till, title(kind), reason, over or None, short or None, cents))
            if cents <= -threshold:
                notes.append(f"{clerk}, {shown}: short {show_cents(-cents)}, to be reported in writing.")
    groups = [
        Group(
            f"{clerk}: {many(count, 'drawer')}, {len({row[:2] for row in per_clerk[clerk]})} off",
            tuple(per_clerk[clerk]),
        )
        for clerk, count in sorted(drawers.items())
    ]
    heads = (
        Head("Date", 8),
        Head("Till", 4),
        Head("Tender", 15),
        Head("Reason", 12),
        Head("Over", 11, MONEY, total=True),
        Head("Short", 11, MONEY, total=True),
        Head("Net", 11, MONEY, total=True),
    )
    return Report("RPT065", "Over and short by clerk", between(first, last), heads, tuple(groups), tuple(notes))


def surprise(store: Store, first: date, last: date) -> Report:
    """The surprise counts of the dates: who counted whom, and what was over or short."""
    rows = tuple(
        (local_time(one.at), one.till, one.clerk, one.counted_by, one.note, sum(one.variance.values()))
        for one in closeout.surprise_counts(store, first, last)
    )
    heads = (
        Head("When", 14),
        Head("Till", 4),
        Head("Clerk", 5),
        Head("By", 3),
        Head("Note", 36),
        Head("Over/short", 11, MONEY, total=True),
    )
    return Report("RPT070", "Surprise counts", between(first, last), heads, (Group("", rows),))
