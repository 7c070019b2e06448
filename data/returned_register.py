"""The register of returned items by age, department or payer, and the packet for the collection officer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.cases import RETURNED, papers, steps
from data.clock import local_time
from data.csvout import safe
from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, money, pair, text
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.returned_case import Case, by_id, listing, parts, receipts
from data.returned_follow import claim_of

if TYPE_CHECKING:
    from data.store import Store

AGES = ((30, "0 to 30 days"), (60, "31 to 60 days"), (90, "61 to 90 days"), (1 << 30, "more than 90 days"))
"""The last day of each age and what it is called."""
BY = ("AGE", "DEPARTMENT", "PAYER")


@dataclass(frozen=True)
class Entry:
    """One case, or one department's part of it, in the register; cents."""

    group: str
    case: Case
    age: int
    """Days since the bank returned it."""
    amount_cents: int
    open_cents: int


def register(store: Store, by: str = "AGE", on: date | None = None) -> list[Entry]:
    """The open cases grouped by `AGE`, `DEPARTMENT` or `PAYER`, the groups in order. Raises `ValueError`."""
    if by not in BY:
        raise ValueError(f"A register is by {', '.join(BY)}, not {by!r}.")
    day = on or store.clock.today()
    found: list[Entry] = []
    for case in listing(store):
        age = case.age(day)
        owed = parts(store, case.id)
        if by == "DEPARTMENT":
            for where in dict.fromkeys(one.department for one in owed):
                mine = [one for one in owed if one.department == where]
                total = sum(one.amount_cents for one in mine)
                found.append(Entry(where, case, age, total, sum(one.open_cents for one in mine)))
            continue
        group = case.payer if by == "PAYER" else next(name for last, name in AGES if age <= last)
        found.append(Entry(group, case, age, case.amount_cents, sum(one.open_cents for one in owed)))
    return sorted(found, key=lambda one: (-1 if by == "AGE" else 0, one.age if by == "AGE" else one.group, one.case.id))


CSV_COLUMNS = (
    "case_no", "payer", "street", "place", "item_type", "item_no", "paid_on", "returned_on", "reason", "amount",
    "service_charge", "damages", "balance", "demand_mailed", "certified_no", "delivered_on", "demand_expired",
    "referred_on", "officer", "receipts", "account",
)  # fmt: skip
"""The columns of the file for the collection officer."""


def referral_csv(store: Store, case_ids: Sequence[int]) -> str:
    """Referred cases as CSV, a line each after the titles; the same cases give the same bytes. Raises `Refused`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for case_id in case_ids:
        writer.writerow(safe(cell) for cell in _csv_row(store, _referred(store, case_id)))
    return out.getvalue()


def _referred(store: Store, case_id: int) -> Case:
    case = by_id(store, case_id)
    if case.referred_on is None:
        raise Refused(f"Case {case.number} has not been referred.")
    return case


def _csv_row(store: Store, case: Case) -> list[str]:
    owed = parts(store, case.id)
    found = claim_of(store, case)
    account = store.value("SELECT number FROM accounts WHERE id = ?", case.account_id or 0)
    return [
        case.number, case.payer, case.street, case.place, case.kind, case.check_number, _iso(case.paid_on),
        _iso(case.returned_on), case.reason, _plain(case.amount_cents), _plain(case.fee_cents),
        _plain(found.damages_cents), _plain(sum(one.open_cents for one in owed)), _iso(case.demand_on),
        case.certified, _iso(case.delivered_on), _iso(case.demand_expires_on), _iso(case.referred_on), case.officer,
        " ".join(receipts(store, case.id)), str(account or ""),
    ]  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def packet(store: Store, case_id: int) -> list[Element]:
    """The collection officer's packet: case sheet, ledger, history, proof of the demand, then every letter.

    Raises `Refused` before the case was referred.
    """
    case = _referred(store, case_id)
    on = case.referred_on
    assert on is not None
    out = heading(terms(store, on), f"REFERRAL OF CASE {case.number}")
    out += _sheet(store, case)
    out += [BLANK, text("LEDGER", bold=True)]
    for one in parts(store, case.id):
        out.append(pair(f"{one.department} {one.description} {one.reference}"[:60], show_cents(one.open_cents)))
    out += [BLANK, text("HISTORY", bold=True)]
    out += [
        text(f"{local_time(one.at)} {one.clerk} {one.state} {one.note}".strip())
        for one in steps(store, RETURNED, case.id)
    ]
    out.append(CUT)
    for paper in papers(store, RETURNED, case.id):
        out += paper.elements
    return out


def _sheet(store: Store, case: Case) -> list[Element]:
    found = claim_of(store, case)
    owed = sum(one.open_cents for one in parts(store, case.id))
    facts = [
        ("Payer", case.payer), ("Address", case.street), ("", case.place), ("Item", case.check_number),
        ("Receipts", " ".join(receipts(store, case.id))), ("Paid on", _us(case.paid_on)),
        ("Returned on", _us(case.returned_on)), ("Reason", case.reason_title), ("Demand mailed", _us(case.demand_on)),
        ("Certified mail no.", case.certified), ("Delivered", _us(case.delivered_on)),
        ("30 days ended", _us(case.demand_expires_on)), ("Officer", case.officer),
    ]  # fmt: skip
    out = [pair(label, value) for label, value in facts if value]
    out += [RULE, money("Amount of the item", case.amount_cents), money("Service charge", case.fee_cents)]
    out += [money("Still owed", owed, bold=True)]
    out += [money("Claim: item less payments in time", found.check_cents), money("Claim: damages", found.damages_cents)]
    return [*out, money("Claim together, instead of the charge", found.total_cents, bold=True), RULE]


def _us(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""
