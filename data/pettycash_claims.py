"""Replenishing petty cash: vouchers by account string ± over/short are requested from accounts payable, then restored.

Request: each expense and over/short is charged, accounts payable owes the check, and the money is on the way. When the
check has been cashed the money is back in the box (cashiering, double entries of petty cash).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from data import audit, authority, jobs
from data.clock import fiscal_year
from data.documents.pettycash import claim_paper
from data.forms import FormError, Values
from data.ledger_entry import next_number
from data.ledger_read import id_of_key
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.pettycash import Fund, Move, acting, fund, gl, keeping, post, seeing
from data.pettycash_counts import CLAIM, add

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

SENT, RECEIVED, WITHDRAWN = "SENT", "RECEIVED", "WITHDRAWN"


@dataclass(frozen=True)
class Group:
    """The vouchers of one account string; cents, and number, payee, cents of each."""

    gl: str
    title: str
    cents: int
    vouchers: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Claim:
    """A reimbursement of a fund; amounts in cents, `short_cents` negative when the fund was over."""

    id: int
    number: str
    fund_id: int
    state: str
    requested_on: str
    requested_by: str
    approved_by: str
    vouchers_cents: int
    short_cents: int
    total_cents: int
    reason: str
    check_number: str
    closed_on: str | None
    journal_id: int
    groups: tuple[Group, ...] = ()


_FROM = (
    "SELECT c.id, c.number, c.fund_id, c.state, c.requested_on, r.name, a.name, c.vouchers_cents, c.short_cents, "
    "c.total_cents, c.reason, c.check_number, c.closed_on, c.journal_id FROM petty_claims c "
    "JOIN users r ON r.id = c.requested_by JOIN users a ON a.id = c.approved_by"
)


def groups(store: Store, condition: str, value: int) -> tuple[Group, ...]:
    """Vouchers by account string, in the order of the strings; `condition` is on `v`."""
    rows = store.rows(
        "SELECT v.gl, COALESCE(g.title, ''), v.number, v.payee, v.amount_cents FROM petty_vouchers v "
        f"LEFT JOIN gl_accounts g ON g.gl = v.gl WHERE {condition} ORDER BY v.gl, v.id",
        value,
    )
    found = []
    for (account, title), part in groupby(rows, key=lambda row: (row[0], row[1])):
        each = tuple((number, payee, int(cents)) for _, _, number, payee, cents in part)
        found.append(Group(account, title, sum(cents for _, _, cents in each), each))
    return tuple(sorted(found, key=lambda group: group.gl))


def unclaimed(store: Store, fund_id: int) -> tuple[Group, ...]:
    """The vouchers of a fund that have not been sent for reimbursement."""
    return groups(store, "v.state = 'PAID' AND v.fund_id = ?", fund_id)


def ready(store: Store, session: Session, fund_id: int) -> tuple[Group, ...]:
    """What a reimbursement of a fund would hold now. Raises `Refused` without vouchers or with unsigned ones."""
    seeing(store, session, fund_id)
    found = unclaimed(store, fund_id)
    _complete(store, fund_id, found)
    return found


def claim(store: Store, session: Session, claim_id: int) -> Claim:
    """A reimbursement with its vouchers, for those who may see the fund. Raises `Refused`."""
    found = _claim(store, claim_id)
    seeing(store, session, found.fund_id)
    return found


def _claim(store: Store, claim_id: int) -> Claim:
    row = store.row(f"{_FROM} WHERE c.id = ?", claim_id)
    if row is None:
        raise Refused("There is no such reimbursement.")
    return replace(Claim(*row), groups=groups(store, "v.claim_id = ?", claim_id))


def claims(store: Store, session: Session, fund_id: int) -> list[Claim]:
    """A fund's reimbursements without their vouchers, newest first. Raises `Refused`."""
    seeing(store, session, fund_id)
    return [Claim(*row) for row in store.rows(f"{_FROM} WHERE c.fund_id = ? ORDER BY c.id DESC LIMIT 500", fund_id)]


def request(
    store: Store,
    session: Session,
    fund_id: int,
    counted: Values,
    key: str,
    reason: str = "",
    approval: Approval | None = None,
) -> Claim:
    """Request the reimbursement of all open vouchers, ± what the count is off; once per key. Another person approves.

    Raises `Refused` without vouchers or with unsigned ones, and `FormError` without a reason for a difference.
    """
    with store.writing():
        found = keeping(store, session, fund_id)
        if (posted := id_of_key(store, key)) is not None:
            return _posted(store, posted)
        parts = unclaimed(store, fund_id)
        _complete(store, fund_id, parts)
        count = add(store, session, found, CLAIM, counted)
        short = -count.difference_cents
        if short and not reason:
            raise FormError("reason", f"The fund is {'short' if short > 0 else 'over'}: give the reason.")
        whole = sum(group.cents for group in parts)
        if whole + short <= 0:
            raise Refused("The cash over is more than the vouchers: there is nothing to request. Count again.")
        approver = _approved(store, session, found, whole + short, approval)
        claim_id = _write(store, session, found, parts, short, key, reason, approver, count.id, approval)
        made = _claim(store, claim_id)
        _print(store, session, found, made)
        audit.record(store, session, "petty.claim", "petty_claims", claim_id, approver_id=approver)
    return made


def _posted(store: Store, journal_id: int) -> Claim:
    found = store.value("SELECT id FROM petty_claims WHERE journal_id = ? OR closing_id = ?", journal_id, journal_id)
    if found is None:
        raise Refused("That key belongs to another document.")
    return _claim(store, int(found))


def _complete(store: Store, fund_id: int, parts: tuple[Group, ...]) -> None:
    if not parts:
        raise Refused("There are no vouchers to be reimbursed.")
    missing = store.value(
        "SELECT number FROM petty_vouchers WHERE fund_id = ? AND state = 'PAID' AND signed = 0 ORDER BY id", fund_id
    )
    if missing:
        raise Refused(f"Voucher {missing} is not signed for. Get the signature, then mark it (option 6 of the list).")


def _approved(store: Store, session: Session, found: Fund, cents: int, approval: Approval | None) -> int:
    """The id of the person who approves: never somebody who keeps the fund."""
    action = "petty.replenish"
    if approval is None:
        raise Refused(f"Another person approves the reimbursement of {show_cents(cents)}.", action, cents)
    if approval.action != action or cents > abs(approval.amount_cents):
        raise Refused("The approval was given for something else. Ask for it again.", action, cents)
    authority.check(store, session, action, cents, approval)
    if found.kept_by(approval.approver_id):
        raise Refused("Custodian and alternate do not approve for their own fund.", action, cents)
    return approval.approver_id


def _write(
    store: Store,
    session: Session,
    found: Fund,
    parts: tuple[Group, ...],
    short: int,
    key: str,
    reason: str,
    approver: int,
    count_id: int,
    approval: Approval | None,
) -> int:
    whole = sum(group.cents for group in parts)
    day = acting(store, session, found).business_date
    number = f"{found.code}-R{fiscal_year(day) % 100:02d}-{next_number(store, f'petty:{found.code}:claim'):04d}"
    moves = _moves(store, session, parts, short, number)
    written = post(store, session, found, "PETTY-CLAIM", key, moves, reason=reason, approval=approval)
    claim_id = store.insert(
        "petty_claims",
        number=number,
        fund_id=found.id,
        state=SENT,
        requested_on=day.isoformat(),
        requested_by=session.clerk.id,
        approved_by=approver,
        count_id=count_id,
        vouchers_cents=whole,
        short_cents=short,
        total_cents=whole + short,
        reason=reason,
        journal_id=written.id,
    )
    store.run(
        "UPDATE petty_vouchers SET state = 'CLAIMED', claim_id = ?, version = version + 1 "
        "WHERE fund_id = ? AND state = 'PAID'",
        claim_id,
        found.id,
    )
    return claim_id


def _moves(store: Store, session: Session, parts: tuple[Group, ...], short: int, number: str) -> list[Move]:
    """Each expense and what is short are charged; the check is owed, and on its way; the vouchers are cleared."""
    whole = sum(group.cents for group in parts)
    moves = [Move(group.title or group.gl, -group.cents, group.gl, number) for group in parts]
    if short:
        moves.append(Move("Over and short", -short, gl(store, session, "gl.over_short"), number))
    return [
        *moves,
        Move("Check requested", whole + short, gl(store, session, "gl.petty_payable"), number),
        Move("On the way", -(whole + short), gl(store, session, "gl.petty_transit"), number),
        Move("Vouchers sent", whole, gl(store, session, "gl.petty_vouchers"), number),
    ]


def receive(store: Store, session: Session, claim_id: int, check: str, key: str) -> Claim:
    """The check has been cashed: the whole amount is back in the box. Raises `Refused` when it is not on the way."""
    with store.writing():
        found, old, posted = _on_the_way(store, session, claim_id, key)
        if posted is not None:
            return posted
        move = Move(
            f"Reimbursement, check {check}", old.total_cents, gl(store, session, "gl.petty_transit"), old.number
        )
        detail = {"check": check}
        written = post(store, session, found, "PETTY-RESTORE", key, [move], origin_id=old.journal_id, detail=detail)
        _close(store, session, old, RECEIVED, written.id, check)
        store.run("UPDATE petty_vouchers SET state = 'REIMBURSED', version = version + 1 WHERE claim_id = ?", old.id)
        audit.record(store, session, "petty.restore", "petty_claims", old.id)
    return _claim(store, old.id)


def withdraw(
    store: Store, session: Session, claim_id: int, reason: str, key: str, approval: Approval | None = None
) -> Claim:
    """Take a request back: the exact opposite is posted and its vouchers are open again. Raises `Refused`."""
    with store.writing():
        found, old, posted = _on_the_way(store, session, claim_id, key)
        if posted is not None:
            return posted
        authority.check(store, session, "petty.cancel", old.total_cents, approval)
        rows = store.rows(
            "SELECT l.description, l.amount_cents, p.gl, l.reference FROM journal_lines l JOIN postings p "
            "ON p.journal_id = l.journal_id AND p.line_n = l.n WHERE l.journal_id = ? ORDER BY l.n",
            old.journal_id,
        )
        moves = [Move(f"Withdrawn: {said}", -int(cents), account, number) for said, cents, account, number in rows]
        written = post(
            store, session, found, "PETTY-VOID", key, moves, reason=reason, origin_id=old.journal_id, approval=approval
        )
        _close(store, session, old, WITHDRAWN, written.id, "")
        store.run(
            "UPDATE petty_vouchers SET state = 'PAID', claim_id = NULL, version = version + 1 WHERE claim_id = ?",
            old.id,
        )
        audit.record(store, session, "petty.withdraw", "petty_claims", old.id)
    return _claim(store, old.id)


def _on_the_way(store: Store, session: Session, claim_id: int, key: str) -> tuple[Fund, Claim, Claim | None]:
    found = keeping(store, session, _claim(store, claim_id).fund_id)
    old = _claim(store, claim_id)
    if (posted := id_of_key(store, key)) is not None:
        return found, old, _posted(store, posted)
    if old.state != SENT:
        raise Refused(f"Reimbursement {old.number} is {old.state.lower()} already.")
    return found, old, None


def _close(store: Store, session: Session, old: Claim, state: str, journal_id: int, check: str) -> None:
    store.run(
        "UPDATE petty_claims SET state = ?, check_number = ?, closed_on = ?, closing_id = ?, version = version + 1 "
        "WHERE id = ?",
        state,
        check,
        session.clock.today().isoformat(),
        journal_id,
        old.id,
    )


def print_again(store: Store, session: Session, claim_id: int) -> int:
    """Print the reimbursement form once more; the job's id."""
    found = claim(store, session, claim_id)
    return _print(store, session, fund(store, found.fund_id), found)


def _print(store: Store, session: Session, found: Fund, made: Claim) -> int:
    elements = claim_paper(terms(store, made.requested_on), found, made)
    return jobs.add(store, session, jobs.REPORT, f"Reimbursement {made.number}", elements)
