"""The steps of a parking citation: review, hearing, appeal, payment plan, DMV hold (Vehicle Code 40215-40230)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.columns import ref
from data.forms import Form, FormError, Values
from data.frontdesk.citations import (
    APPEAL,
    CANCELLED,
    CONTESTED,
    DISMISSED,
    DMV,
    HEARING,
    OPEN,
    PARKING,
    REVIEW,
    WHOLE,
    Citation,
    Cited,
    by_id,
    require_state,
)
from data.frontdesk.clocks import Deadline
from data.money import show_cents
from data.permissions import Refused
from data.records import save

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


@dataclass(frozen=True)
class Step:
    """One step: the form it asks, and what follows from its values."""

    form: Form
    run: Callable[[Store, Session, int, Values], Cited]
    states: tuple[str, ...] = ()
    """The states in which it may be done; empty: in every one."""
    day: str = ""
    """The field that opens with today."""


def _form(code: str, title: str, names: tuple[str, ...], help: str) -> Form:
    return Form(code, title, {name: ref(getattr(Citation, name), required=True) for name in names}, help=help)


def _parking(store: Store, session: Session, record_id: int) -> Cited:
    found = by_id(store, session, record_id)
    if found.values["kind"] != PARKING:
        raise Refused(f"{found.number} is a correctable violation: it is signed off, or answered in court.")
    return found


def _put(store: Store, session: Session, found: Cited, values: Values, state: str) -> Cited:
    with store.writing():
        save(store, session, WHOLE, found.id, values, found.opened.version)
        store.run("UPDATE citations SET state = ? WHERE id = ?", state, found.id)
    return by_id(store, session, found.id)


def _within(store: Store, found: Cited, name: str, values: Values, last: Deadline | None, what: str, law: str) -> None:
    day = values[name]
    if not found.values["issued_on"] <= day <= store.clock.today():
        raise FormError(name, "From the day of the citation to today.")
    if last is not None and last.over(day):
        raise FormError(name, f"The last day to ask for {what} was {last.show()} ({law}).")


def _ask_review(store: Store, session: Session, record_id: int, values: Values) -> Cited:
    found = _parking(store, session, record_id)
    if found.values["review_mailed_on"]:
        raise Refused("It was reviewed already. A hearing may be asked for.")
    _within(store, found, "review_asked_on", values, found.review_until, "a review", "VC 40215(a)")
    return _put(store, session, found, values, REVIEW)


def _reviewed(store: Store, session: Session, record_id: int, values: Values) -> Cited:
    found = _parking(store, session, record_id)
    _within(store, found, "review_mailed_on", values, None, "", "")
    return _put(store, session, found, values, DISMISSED if values["review_result"] == CANCELLED else OPEN)


def _ask_hearing(store: Store, session: Session, record_id: int, values: Values) -> Cited:
    found = _parking(store, session, record_id)
    if found.hearing_until is None:
        raise Refused("A hearing follows the review: note its result first (Vehicle Code 40215(b)).")
    _within(store, found, "hearing_asked_on", values, found.hearing_until, "a hearing", "VC 40215(b)")
    owed = int(found.values["penalty_cents"]) - found.paid_cents
    if values["deposit"] == "PAID" and owed > 0:
        raise FormError("deposit", f"{show_cents(owed)} of the penalty is not deposited. Take it first.")
    return _put(store, session, found, values, HEARING)


def _decided(store: Store, session: Session, record_id: int, values: Values) -> Cited:
    found = _parking(store, session, record_id)
    _within(store, found, "decided_on", values, None, "", "")
    return _put(store, session, found, values, DISMISSED if values["decision"] == CANCELLED else OPEN)


def _appeal(store: Store, session: Session, record_id: int, values: Values) -> Cited:
    found = _parking(store, session, record_id)
    if found.appeal_until is None:
        raise Refused("An appeal follows the decision of a hearing (Vehicle Code 40230).")
    _within(store, found, "appealed_on", values, found.appeal_until, "the superior court", "VC 40230")
    return _put(store, session, found, values, APPEAL)


def _plan(store: Store, session: Session, record_id: int, values: Values) -> Cited:
    found = _parking(store, session, record_id)
    if values["plan_until"] <= store.clock.today():
        raise FormError("plan_until", "Plan ends on: a day after today.")
    return _put(store, session, found, values, found.state)


STEPS: dict[str, Step] = {
    "3": Step(
        _form("CIT020", "Review asked for", ("review_asked_on",), "By telephone, in writing or in person; it is free."),
        _ask_review,
        (OPEN, DMV),
        "review_asked_on",
    ),
    "4": Step(
        _form("CIT022", "Result of the review", ("review_mailed_on", "review_result"), "The day its letter was sent."),
        _reviewed,
        (REVIEW,),
        "review_mailed_on",
    ),
    "5": Step(
        _form(
            "CIT024",
            "Hearing asked for",
            ("hearing_asked_on", "deposit"),
            "The penalty is deposited first, or waived for hardship (Vehicle Code 40215(b)).",
        ),
        _ask_hearing,
        (OPEN, DMV),
        "hearing_asked_on",
    ),
    "6": Step(
        _form("CIT026", "Decision", ("decided_on", "decision"), "Of the hearing, or of the court after an appeal."),
        _decided,
        (HEARING, APPEAL),
        "decided_on",
    ),
    "7": Step(
        _form("CIT028", "Appeal", ("appealed_on",), "To the superior court within 30 days of the decision."),
        _appeal,
        (OPEN, DMV),
        "appealed_on",
    ),
    "8": Step(_form("CIT030", "Payment plan", ("plan", "plan_until"), "For an indigent person (VC 40220)."), _plan),
}
"""The steps by their numbers on the display."""


def may(store: Store, session: Session, record_id: int, number: str) -> None:
    """Raise `Refused` unless a step can be taken as the citation stands."""
    found, states = _parking(store, session, record_id), STEPS[number].states
    if states:
        require_state(found, states, STEPS[number].form.title)


def take(store: Store, session: Session, record_id: int, number: str, values: Values) -> Cited:
    """Take a step. Raises `Refused` in the wrong state, `FormError` for a day that cannot be or is too late."""
    may(store, session, record_id, number)
    return STEPS[number].run(store, session, record_id, values)


def dmv_hold(store: Store, session: Session, record_id: int) -> Cited:
    """Note that the DMV holds the registration, or no longer does. Raises `Refused`: paid, contested or not overdue."""
    found = _parking(store, session, record_id)
    if found.state == DMV:
        return _put(store, session, found, {}, OPEN)
    if found.state in CONTESTED or found.state != OPEN:
        raise Refused(f"Citation {found.number} is {found.state}: no hold.")
    if not found.due_cents:
        raise Refused(f"Citation {found.number} owes nothing.")
    if found.values["notice_on"] is None or not found.review_until.over(store.clock.today()):
        raise Refused("A hold follows the notice of delinquency, once the days to contest are over.")
    return _put(store, session, found, {}, DMV)
