"""What follows a returned item: notice, plan, dispute, demand with its 30 days, referral, write-off, redeposit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data import audit, authority
from data.cases import RETURNED, keep_paper, office, step, steps
from data.chain import LineRow, PostingRow
from data.documents.nsf_letters import LetterFacts, letter, title
from data.ledger_entry import Entry, post_entry
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.returned_case import Case, balance, by_id, parts, receipts
from data.returned_law import Claim, claim, demand_expires
from data.returned_recovery import paid_between
from data.returned_terms import case_terms, reason
from data.services.receivables import pay
from data.tenders import dump

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

REVERSED = ("REVERSED", "FEE-POSTED", "NOTICE", "PLAN", "DISPUTED", "DEMAND", "REFERRED")
"""States in which the payment is reversed and money is still owed."""


def facts_of(store: Store, case: Case, on: date, language: str = "") -> LetterFacts:
    """What the letters of a case say on a day."""
    known = case_terms(store, on)
    why = reason(store, case.reason)
    owed = balance(store, case.id)
    found = claim_of(store, case)
    return LetterFacts(
        on,
        why.title_es if (language or case.language) == "es" else why.title,
        owed.item_cents,
        owed.fee_cents,
        case.demand_expires_on or on + timedelta(days=known.number("returned.notice_days")),
        receipts(store, case.id),
        case.mailing_cost_cents,
        found.damages_cents,
    )


def claim_of(store: Store, case: Case) -> Claim:
    """What may be claimed if the demand is not met: the check less what was paid by its last day, and damages."""
    known = case_terms(store, case.demand_on or case.returned_on)
    last = case.demand_expires_on or store.clock.today()
    paid = min(paid_between(store, case.id, case.returned_on, last), case.amount_cents)
    return claim(known.limits, case.amount_cents, paid, good_faith_stop=case.state == "DISPUTED")


def _write(store: Store, session: Session, case: Case, code: str, language: str = "") -> int:
    """Make a letter, keep and print it; its id."""
    on = session.clock.today()
    spoken = language or case.language
    elements = letter(terms(store, on), code, case, facts_of(store, case, on, spoken), spoken)
    heading = f"{code} {title(code, spoken if spoken in ('en', 'es') else 'en')}"
    return keep_paper(
        store, session, RETURNED, case.id, code, heading, elements, language=spoken, account_id=case.account_id
    )


def _move(
    store: Store,
    session: Session,
    case: Case,
    state: str,
    note: str = "",
    journal_id: int | None = None,
    **values: Any,
) -> None:
    """Change a case's state and what goes with it, as a step of the case."""
    names = "".join(f", {name} = ?" for name in values)
    kept = [value.isoformat() if isinstance(value, date) else value for value in values.values()]
    store.run(f"UPDATE returned_cases SET state = ?, version = version + 1{names} WHERE id = ?", state, *kept, case.id)
    step(store, session, RETURNED, case.id, state, note, journal_id)


STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "NOTICE": (("REVERSED", "FEE-POSTED", "NOTICE", "PLAN"), "the notice is written after the reversal"),
    "AGREED": (("REVERSED", "FEE-POSTED", "NOTICE", "PLAN", "DISPUTED", "DEMAND"), "that is no longer possible"),
    "DEMAND": (("NOTICE", "PLAN"), "the demand follows the notice"),
    "REFERRED": (("DEMAND",), "it is referred after the demand"),
    "WRITTEN-OFF": (REVERSED, "there is nothing to write off"),
}
"""The states a step may follow, and what is said in another one."""


def ready(case: Case, what: str, today: date) -> None:
    """Raise `Refused` unless a case stands where this step of `STEPS` may follow: before a clerk is asked anything."""
    states, said = STEPS[what]
    if case.state not in states:
        raise Refused(f"Case {case.number} is {case.state.lower()}: {said}.")
    if what == "REFERRED" and (case.demand_expires_on is None or today <= case.demand_expires_on):
        raise Refused(f"The payer has until {case.demand_expires_on:%m/%d/%Y} (Civil Code 1719).")


def notice(store: Store, session: Session, case_id: int, language: str = "") -> Case:
    """Write NSF-1, and the cash-only notice where the payer was flagged. Raises `Refused`."""
    with store.writing():
        case = by_id(store, case_id, lock=True)
        ready(case, "NOTICE", session.clock.today())
        _write(store, session, case, "NSF-1", language)
        if case.cash_only_until and case.notice_on is None:
            _write(store, session, case, "CASH-ONLY", language)
        if any(one.state == "AUTOPAY-OFF" for one in steps(store, RETURNED, case.id)) and case.notice_on is None:
            _write(store, session, case, "AUTOPAY", language)
        _move(store, session, case, "NOTICE", "NSF-1", notice_on=session.clock.today())
        audit.record(store, session, "returned.notice", "returned_cases", case_id)
    return by_id(store, case_id)


def plan(store: Store, session: Session, case_id: int, note: str) -> Case:
    """Note what was agreed: the case waits for its installments. Raises `Refused`."""
    return _agreed(store, session, case_id, "PLAN", note)


def dispute(store: Store, session: Session, case_id: int, note: str) -> Case:
    """Note a good-faith dispute: no charge, mailing cost or damages are claimed while it stands. Raises `Refused`."""
    return _agreed(store, session, case_id, "DISPUTED", note)


def _agreed(store: Store, session: Session, case_id: int, state: str, note: str) -> Case:
    if not note.strip():
        raise Refused("Write down what was said or agreed.")
    with store.writing():
        case = by_id(store, case_id, lock=True)
        ready(case, "AGREED", session.clock.today())
        _move(store, session, case, state, note.strip())
        audit.record(store, session, f"returned.{state.lower()}", "returned_cases", case_id)
    return by_id(store, case_id)


def demand(
    store: Store,
    session: Session,
    case_id: int,
    certified: str,
    mailed_on: date,
    mailing_cost_cents: int | None = None,
    approval: Approval | None = None,
) -> Case:
    """Write the demand of Civil Code 1719 (NSF-2, NSF-2S for a stopped payment) and start its 30 days.

    Raises `Refused`: no notice yet, no certified number, mailed before the item came back, a reason that forbids it,
    nothing owed, no authority.
    """
    if not certified.strip():
        raise Refused("The demand goes by certified mail: type the article number.")
    if mailed_on > session.clock.today():
        raise Refused("The mailing date may not lie ahead.")
    with store.writing():
        case = by_id(store, case_id, lock=True)
        ready(case, "DEMAND", session.clock.today())
        if mailed_on < case.returned_on:
            raise Refused(f"The demand is mailed after the item came back on {case.returned_on:%m/%d/%Y}.")
        authority.check(store, session, "returned.demand", case.amount_cents, approval)
        why = reason(store, case.reason)
        if not why.demand:
            raise Refused(f"{why.title}: no demand of Civil Code 1719 is written (setting of the reason).")
        if not balance(store, case_id).total_cents:
            raise Refused("Nothing is owed any more.")
        known = case_terms(store, session.clock.today())
        cost = known.cents("returned.mailing_cost") if mailing_cost_cents is None else mailing_cost_cents
        expires = demand_expires(mailed_on)
        _move(
            store,
            session,
            case,
            "DEMAND",
            f"Certified {certified.strip()}, until {expires:%m/%d/%Y}",
            demand_on=mailed_on,
            demand_expires_on=expires,
            certified=certified.strip().upper(),
            mailing_cost_cents=cost,
        )
        _write(store, session, by_id(store, case_id), "NSF-2S" if why.action == "STOP" else "NSF-2")
        audit.record(
            store,
            session,
            "returned.demand",
            "returned_cases",
            case_id,
            approver_id=approval.approver_id if approval else None,
        )
    return by_id(store, case_id)


def delivered(store: Store, session: Session, case_id: int, on: date) -> Case:
    """Note the date on the return receipt of the certified mail: the court wants it. Raises `Refused`."""
    with store.writing():
        case = by_id(store, case_id, lock=True)
        if case.demand_on is None or on < case.demand_on:
            raise Refused("The return receipt comes after the demand was mailed.")
        _move(store, session, case, case.state, f"Delivered {on:%m/%d/%Y}", delivered_on=on)
        audit.record(store, session, "returned.delivered", "returned_cases", case_id)
    return by_id(store, case_id)


def refer(store: Store, session: Session, case_id: int, officer: str = "", approval: Approval | None = None) -> Case:
    """Refer a case to the collection officer once the 30 days are over; writes NSF-3. Raises `Refused`."""
    with store.writing():
        case = by_id(store, case_id, lock=True)
        today = session.clock.today()
        ready(case, "REFERRED", today)
        authority.check(store, session, "returned.refer", case.amount_cents, approval)
        if not balance(store, case_id).total_cents:
            raise Refused("Nothing is owed any more.")
        who = officer.strip() or case_terms(store, today).text("returned.officer")
        _move(store, session, case, "REFERRED", who, officer=who, referred_on=today)
        _write(store, session, by_id(store, case_id), "NSF-3")
        audit.record(
            store,
            session,
            "returned.refer",
            "returned_cases",
            case_id,
            approver_id=approval.approver_id if approval else None,
        )
    return by_id(store, case_id)


def write_off(store: Store, session: Session, case_id: int, why: str, approval: Approval | None = None) -> Case:
    """Give up what is still owed: bad debt against the receivables. Raises `Refused` without authority."""
    if not why.strip():
        raise Refused("A write-off needs a reason.")
    with store.writing():
        case = by_id(store, case_id, lock=True)
        ready(case, "WRITTEN-OFF", session.clock.today())
        cents = balance(store, case_id).total_cents
        authority.check(store, session, "returned.write_off", cents, approval)
        journal_id = _post_write_off(store, session, case, why.strip(), approval)
        today = session.clock.today()
        _move(store, session, case, "WRITTEN-OFF", show_cents(cents), journal_id, closed_on=today)
        audit.record(
            store,
            session,
            "returned.write_off",
            "returned_cases",
            case_id,
            approver_id=approval.approver_id if approval else None,
        )
    return by_id(store, case_id)


def _post_write_off(store: Store, session: Session, case: Case, why: str, approval: Approval | None) -> int:
    """The WRITE-OFF document: a line of nothing for each account, and one for what is owed apart from accounts."""
    known = case_terms(store, session.clock.today())
    bad = known.text("gl.bad_debt")
    lines: list[LineRow] = []
    postings: list[PostingRow] = []
    owed = [one for one in parts(store, case.id) if one.open_cents and one.deposit_id is None]
    for n, account_id in enumerate(dict.fromkeys(one.account_id for one in owed), 1):
        mine = [one for one in owed if one.account_id == account_id]
        cents = sum(one.open_cents for one in mine)
        paid = {"bill_lines": [[one.bill_line_id, one.open_cents] for one in mine if one.bill_line_id]}
        text = f"Case {case.number} written off"
        lines.append(
            LineRow(n, "WRITE-OFF", "", case.number, account_id, case.payer, text, "", 1, 0, 0, 0, dump(paid), None)
        )
        gl = known.text("gl.ar_returned" if account_id is None else "gl.ar_utility")
        at = len(postings)
        postings += [PostingRow(at + 1, n, bad, cents), PostingRow(at + 2, n, gl, -cents)]
    entry = Entry(
        "WRITE-OFF",
        f"return:{case.id}:write-off:{case.version}",
        lines=tuple(lines),
        postings=tuple(postings),
        payer=case.payer,
        reason=why,
        approval_id=approval.id if approval else None,
        detail=dump({"case": case.number}),
    )
    written = post_entry(store, office(store, session), entry)
    for line in lines:
        if line.account_id is not None:
            mine = [one for one in owed if one.account_id == line.account_id]
            pairs = [[one.bill_line_id, one.open_cents] for one in mine if one.bill_line_id]
            pay(store, written.id, line.n, line.account_id, {"bill_lines": pairs, "deposits": [], "credit": 0})
    for one in owed:
        if one.account_id is None:
            store.run("UPDATE returned_parts SET paid_cents = amount_cents WHERE id = ?", one.id)
    return written.id
