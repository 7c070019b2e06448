"""Presenting a returned item again: the bank has taken it after all, so what it had paid is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit
from data.cases import RETURNED, office, step
from data.chain import LineRow, PostingRow, TenderRow
from data.ledger_entry import Entry, post_entry
from data.ledger_read import id_of_key
from data.permissions import Refused
from data.returned_case import Case, by_id, parts
from data.returned_recovery import Group, groups, settle
from data.returned_terms import case_terms, reason
from data.services import Line
from data.tenders import dump

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

Credits = list[tuple[int | None, int]]
"""Accounts and the cents of credit they get back."""
PRESENTMENTS = 2
"""How often an item may be presented again (Nacha rules for R01 and R09; the same is used for checks)."""
WITHIN_DAYS = 180
"""Calendar days from the first payment in which it may be presented again."""


def redeposit(store: Store, session: Session, case_id: int, on: date) -> Case:
    """Post that the bank took the item when it was presented again; the charge stays owed.

    Raises `Refused`: the reason forbids it, it is too late or too often, or the item was paid meanwhile.
    """
    with store.writing():
        case = by_id(store, case_id, lock=True)
        if id_of_key(store, f"return:{case.id}:redeposit") is not None:
            return case
        _may(store, case, on)
        found = [one for one in parts(store, case.id) if one.kind != "FEE"]
        owed = sum(one.amount_cents for one in found if one.kind != "CREDIT")
        if sum(one.open_cents for one in found) != owed:
            raise Refused("A part of this item was paid meanwhile: it is not presented again.")
        made, _, _ = groups(found, owed, 0)
        known = case_terms(store, session.clock.today())
        desk = office(store, session)
        credits = [(one.account_id, one.amount_cents) for one in found if one.kind == "CREDIT"]
        entry = _entry(case, made, credits, known.values, on)
        written = post_entry(store, desk, entry)
        for row, group in zip(entry.lines, made, strict=False):
            settle(store, written.id, row.n, _line(row, group, case.id), desk.business_date)
        _credit_back(store, written.id, len(made) + 1, case)
        store.run("UPDATE returned_tenders SET redeposited_on = ? WHERE case_id = ?", on.isoformat(), case.id)
        step(store, session, RETURNED, case.id, "REDEPOSITED", f"{on:%m/%d/%Y}", written.id)
        audit.record(store, session, "returned.redeposit", "returned_cases", case.id)
    return by_id(store, case_id)


def _may(store: Store, case: Case, on: date) -> None:
    if case.state not in ("REVERSED", "FEE-POSTED", "NOTICE"):
        raise Refused(f"Case {case.number} is {case.state.lower()}: the item is not presented again.")
    if reason(store, case.reason).action not in ("RETRY", "PAPER"):
        raise Refused(f"{case.reason_title}: such an item is not presented again.")
    if case.paid_on and on > case.paid_on + timedelta(days=WITHIN_DAYS):
        raise Refused(f"An item is presented again within {WITHIN_DAYS} days of the payment.")
    times = store.value(
        "SELECT count(*) FROM returned_tenders o JOIN returned_tenders t ON t.journal_id = o.journal_id "
        "AND t.tender_n = o.tender_n WHERE t.case_id = ? AND o.redeposited_on IS NOT NULL",
        case.id,
    )
    if int(times) >= PRESENTMENTS:
        raise Refused(f"It was presented again {PRESENTMENTS} times already.")


def _entry(case: Case, made: list[Group], credits: Credits, gl: Mapping[str, str], on: date) -> Entry:
    lines: list[LineRow] = []
    rows = [(0, gl["gl.cash_bank"], case.amount_cents)]
    for n, group in enumerate(made, 1):
        held = sum(cents for one, cents in group.parts if one.deposit_id)
        account = gl["gl.ar_returned" if group.account_id is None else "gl.ar_utility"]
        rows += [
            (n, name, -cents)
            for name, cents in ((account, group.cents - held), (gl["gl.deposits_payable"], held))
            if cents
        ]
        lines.append(_row(case, n, group.cents, group.account_id, dump(group.detail(case.id))))
    for n, (account_id, cents) in enumerate(credits, len(made) + 1):
        rows.append((n, gl["gl.unapplied_credit"], -cents))
        lines.append(_row(case, n, cents, account_id, dump({"credit": cents})))
    return Entry(
        kind="REDEPOSIT",
        key=f"return:{case.id}:redeposit",
        lines=tuple(lines),
        tenders=(TenderRow(1, case.kind, case.amount_cents, case.amount_cents, 0, case.check_number, "{}"),),
        postings=tuple(PostingRow(n, *row) for n, row in enumerate(rows, 1)),
        payer=case.payer,
        reason=case.reason,
        detail=dump({"case": case.number, "on": on.isoformat()}),
    )


def _row(case: Case, n: int, cents: int, account_id: int | None, detail: str) -> LineRow:
    text = f"Item {case.check_number} presented again"
    return LineRow(n, "REDEPOSIT", "", case.number, account_id, case.payer, text, "", 1, cents, cents, 0, detail, None)


def _line(row: LineRow, group: Group, case_id: int) -> Line:
    return Line("REDEPOSIT", row.description, row.amount_cents, (), account_id=group.account_id,
                detail=group.detail(case_id))  # fmt: skip


def _credit_back(store: Store, journal_id: int, first_n: int, case: Case) -> None:
    """Give the credit that was taken back to its accounts again."""
    found = [one for one in parts(store, case.id) if one.kind == "CREDIT"]
    for n, one in enumerate(found, first_n):
        store.run("UPDATE accounts SET credit_cents = credit_cents + ? WHERE id = ?", one.amount_cents, one.account_id)
        store.insert(
            "applications",
            journal_id=journal_id,
            line_n=n,
            account_id=one.account_id,
            bill_line_id=None,
            amount_cents=one.amount_cents,
        )
