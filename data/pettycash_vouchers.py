"""Petty cash vouchers: paid to reimburse or in advance, settled, cancelled, signed for.

`ADVANCED → PAID | RETURNED`, `PAID → CLAIMED → REIMBURSED`, and CANCELLED before it is claimed. What was paid is a
document of the fund's series; a mistake is cancelled by another document that points back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data import audit, authority, holidays, jobs, settings
from data.clock import fiscal_year
from data.documents.pettycash import voucher_paper
from data.forms import FormError, Values
from data.ledger_entry import next_number
from data.ledger_read import id_of_key
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.pettycash import Fund, Move, acting, fund, gl, keeping, post, seeing
from data.pettycash_rules import ADVANCE, RULES, Draft, account, before, person_key

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

ADVANCED, PAID, CLAIMED, REIMBURSED = "ADVANCED", "PAID", "CLAIMED", "REIMBURSED"
RETURNED, CANCELLED = "RETURNED", "CANCELLED"

_FIELDS = (
    "v.id, v.number, v.fund_id, v.kind, v.state, v.paid_on, v.payee, v.department, v.purpose, v.purchase, v.gl, "
    "v.amount_cents, v.advanced_cents, v.tax_cents, v.receipt, v.signed, v.requested_by, v.approved_by, v.travel, "
    "v.language, v.due_on, u.initials, v.journal_id, v.claim_id"
)
_FROM = f"SELECT {_FIELDS} FROM petty_vouchers v JOIN users u ON u.id = v.user_id"


@dataclass(frozen=True)
class Voucher:
    """A petty cash voucher; amounts in cents, dates as ISO text."""

    id: int
    number: str
    fund_id: int
    kind: str
    state: str
    paid_on: str
    payee: str
    department: str
    purpose: str
    purchase: str
    gl: str
    amount_cents: int
    """What was spent; of an open advance what was advanced."""
    advanced_cents: int
    tax_cents: int
    receipt: bool
    signed: bool
    requested_by: str
    approved_by: str
    travel: str
    language: str
    due_on: str | None
    clerk: str
    journal_id: int
    claim_id: int | None
    repeated: bool = False
    """Whether its key had been posted before."""


def voucher(store: Store, voucher_id: int) -> Voucher:
    """A voucher by id. Raises `Refused` when there is none."""
    found = _one(store, "v.id = ?", voucher_id)
    if found is None:
        raise Refused("There is no such voucher.")
    return found


def _one(store: Store, condition: str, *params: Any) -> Voucher | None:
    row = store.row(f"{_FROM} WHERE {condition}", *params)
    return _voucher(row) if row else None


def _voucher(row: tuple[Any, ...]) -> Voucher:
    made = Voucher(*row)
    return replace(made, receipt=bool(made.receipt), signed=bool(made.signed))


def vouchers(store: Store, session: Session, fund_id: int, state: str = "", limit: int = 500) -> list[Voucher]:
    """A fund's vouchers, newest first, of one state if named. Raises `Refused`."""
    seeing(store, session, fund_id)
    more, params = (" AND v.state = ?", (fund_id, state)) if state else ("", (fund_id,))
    rows = store.rows(f"{_FROM} WHERE v.fund_id = ?{more} ORDER BY v.id DESC LIMIT {int(limit)}", *params)
    return [_voucher(row) for row in rows]


def pay(
    store: Store, session: Session, fund_id: int, values: Values, key: str, approval: Approval | None = None
) -> Voucher:
    """Pay a voucher from the box once per key, from the values of `VOUCHER`; its slip is printed.

    Raises `FormError` for what the rules of `data.pettycash_rules` refuse, and `Refused` without authority or cash.
    """
    with store.writing():
        found = keeping(store, session, fund_id)
        if (posted := id_of_key(store, key)) is not None:
            return _repeated(store, posted)
        values = {**_with_names(store, values), "gl": account(store, values["gl"])}
        today = acting(store, session, found).business_date
        _check(store, Draft(values, found, before(store, values, today.isoformat())))
        _authority(store, session, found, values["amount"], approval)
        advance = values["kind"] == ADVANCE
        number = f"{found.code}-{fiscal_year(today) % 100:02d}-{next_number(store, f'petty:{found.code}'):05d}"
        held = gl(store, session, "gl.petty_advances" if advance else "gl.petty_vouchers")
        move = Move(values["purpose"], -values["amount"], held, number)
        detail = {"number": number, "payee": values["payee"], "gl": values["gl"]}
        written = post(store, session, found, "PETTY-OUT", key, [move], approval=approval, detail=detail)
        days = settings.number(store, "petty.advance_days", today)
        due_on = holidays.business_days_after(store, today, days).isoformat() if advance else None
        row = _row(values, found, number, session, today.isoformat(), due_on)
        store.insert("petty_vouchers", **row, journal_id=written.id)
        made = _one(store, "v.journal_id = ?", written.id)
        assert made is not None
        _print(store, session, found, made)
        audit.record(store, session, "petty.pay", "petty_vouchers", made.id)
    return made


def _with_names(store: Store, values: Values) -> Values:
    """The values with clerk numbers turned into the names they stand for."""
    names = {}
    for field in ("payee", "requested", "approved"):
        names[field] = store.value("SELECT name FROM users WHERE number = ?", values[field]) or values[field]
    return {**values, **names}


def _row(values: Values, found: Fund, number: str, session: Session, today: str, due_on: str | None) -> dict[str, Any]:
    advance = values["kind"] == ADVANCE
    return {
        "number": number,
        "fund_id": found.id,
        "kind": values["kind"],
        "state": ADVANCED if advance else PAID,
        "paid_on": today,
        "payee": values["payee"],
        "payee_key": person_key(values["payee"]),
        "department": values["department"],
        "purpose": values["purpose"],
        "purchase": values["purchase"],
        "gl": values["gl"],
        "amount_cents": values["amount"],
        "advanced_cents": values["amount"] if advance else 0,
        "tax_cents": values.get("tax") or 0,
        "receipt": int(values["receipt"]),
        "signed": int(values.get("signed") or 0),
        "requested_by": values["requested"],
        "approved_by": values["approved"],
        "travel": values.get("travel") or "",
        "language": values.get("language") or "en",
        "due_on": due_on,
        "user_id": session.clerk.id,
    }


def _repeated(store: Store, journal_id: int) -> Voucher:
    found = _one(store, "v.journal_id = ? OR v.closing_id = ?", journal_id, journal_id)
    if found is None:
        raise Refused("That key belongs to another document.")
    return replace(found, repeated=True)


def _check(store: Store, draft: Draft) -> None:
    for rule in RULES:
        if wrong := rule(draft):
            raise FormError(*wrong)
    open_advance = store.value(
        "SELECT number FROM petty_vouchers WHERE state = 'ADVANCED' AND payee_key = ? AND fund_id = ?",
        person_key(draft.values["payee"]),
        draft.fund.id,
    )
    if open_advance and draft.values["kind"] == ADVANCE:
        raise FormError("payee", f"Advance {open_advance} to this payee is still open. Settle it first.")


def _authority(store: Store, session: Session, found: Fund, cents: int, approval: Approval | None) -> None:
    """The clerk may pay vouchers; above the fund's limit another person approves, who does not keep the fund."""
    authority.check(store, session, "petty.voucher", cents)
    if cents > found.limit_cents:
        authority.check(store, session, "petty.over_limit", cents, approval)
        if approval and found.kept_by(approval.approver_id):
            raise Refused("Custodian and alternate do not approve for their own fund.", "petty.over_limit", cents)


def settle(
    store: Store, session: Session, voucher_id: int, values: Values, key: str, approval: Approval | None = None
) -> Voucher:
    """Settle an advance once per key, from the values of `SETTLE`: change into the box, or the rest out of it.

    Raises `FormError` without a receipt for what was spent, and `Refused` when it is no open advance.
    """
    with store.writing():
        found = _locked(store, session, voucher_id)
        if (posted := id_of_key(store, key)) is not None:
            return _repeated(store, posted)
        old = _in_state(store, voucher_id, (ADVANCED,))
        spent = values["spent"]
        if spent and not values["receipt"]:
            raise FormError("receipt", "What was spent needs its receipt.")
        if (values.get("tax") or 0) > spent:
            raise FormError("tax", "The tax is part of what was spent.")
        if spent > old.advanced_cents:
            _authority(store, session, found, spent, approval)
        moves = [Move("Advance settled", old.advanced_cents, gl(store, session, "gl.petty_advances"), old.number)]
        if spent:
            moves.append(Move(old.purpose, -spent, gl(store, session, "gl.petty_vouchers"), old.number))
        written = post(store, session, found, "PETTY-SETTLE", key, moves, origin_id=old.journal_id, approval=approval)
        store.run(
            "UPDATE petty_vouchers SET state = ?, amount_cents = ?, tax_cents = ?, receipt = ?, signed = ?, "
            "closing_id = ?, version = version + 1 WHERE id = ?",
            PAID if spent else RETURNED,
            spent,
            values.get("tax") or 0,
            int(values["receipt"]),
            int(values.get("signed") or 0),
            written.id,
            old.id,
        )
        made = voucher(store, old.id)
        _print(store, session, found, made)
        audit.record(store, session, "petty.settle", "petty_vouchers", old.id)
    return made


def cancel(
    store: Store, session: Session, voucher_id: int, reason: str, key: str, approval: Approval | None = None
) -> Voucher:
    """Cancel a voucher that was not sent for reimbursement: its money comes back into the box. Raises `Refused`."""
    with store.writing():
        found = _locked(store, session, voucher_id)
        if (posted := id_of_key(store, key)) is not None:
            return _repeated(store, posted)
        old = _in_state(store, voucher_id, (ADVANCED, PAID))
        if not reason:
            raise FormError("reason", "Reason: this field must be filled in.")
        authority.check(store, session, "petty.cancel", old.amount_cents, approval)
        held = gl(store, session, "gl.petty_advances" if old.state == ADVANCED else "gl.petty_vouchers")
        move = Move(f"Cancelled: {old.purpose}", old.amount_cents, held, old.number)
        written = post(
            store, session, found, "PETTY-VOID", key, [move], reason=reason, origin_id=old.journal_id, approval=approval
        )
        store.run(
            "UPDATE petty_vouchers SET state = 'CANCELLED', closing_id = ?, version = version + 1 WHERE id = ?",
            written.id,
            old.id,
        )
        audit.record(store, session, "petty.cancel", "petty_vouchers", old.id)
    return voucher(store, old.id)


def sign(store: Store, session: Session, voucher_id: int) -> None:
    """Note that the voucher has been signed for. Raises `Refused` when it was sent already."""
    with store.writing():
        _locked(store, session, voucher_id)
        old = _in_state(store, voucher_id, (ADVANCED, PAID))
        store.run("UPDATE petty_vouchers SET signed = 1, version = version + 1 WHERE id = ?", old.id)
        audit.record(store, session, "petty.sign", "petty_vouchers", old.id)


def _locked(store: Store, session: Session, voucher_id: int) -> Fund:
    """The fund of a voucher, locked, for its keepers."""
    return keeping(store, session, voucher(store, voucher_id).fund_id)


def _in_state(store: Store, voucher_id: int, states: tuple[str, ...]) -> Voucher:
    found = voucher(store, voucher_id)
    if found.state not in states:
        raise Refused(f"Voucher {found.number} is {found.state.lower()}: this cannot be done to it.")
    return found


def print_again(store: Store, session: Session, voucher_id: int) -> int:
    """Print a voucher once more; the job's id."""
    found = voucher(store, voucher_id)
    seeing(store, session, found.fund_id)
    return _print(store, session, fund(store, found.fund_id), found)


def _print(store: Store, session: Session, found: Fund, made: Voucher) -> int:
    elements = voucher_paper(terms(store, made.paid_on), found, made)
    return jobs.add(store, session, jobs.REPORT, f"Voucher {made.number}", elements)


def change_back(made: Voucher, spent_cents: int) -> str:
    """What is to happen with the cash of an advance of which so much was spent, in words."""
    rest = made.advanced_cents - spent_cents
    if not rest:
        return "Nothing comes back."
    return f"Change back into the box: {show_cents(rest)}" if rest > 0 else f"Pay out the rest: {show_cents(-rest)}"
