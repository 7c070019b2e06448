"""Citations: civil parking penalties with their review, hearing and appeal, and correctable violations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import peewee

from data import settings
from data.columns import column, ref
from data.fields import Choice, Code, Date, Money, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk import clocks, payments
from data.frontdesk.clocks import Deadline
from data.frontdesk.entries import Worked, stamped
from data.frontdesk.timeofday import Time
from data.frontdesk.vehicle import ENTER, SEE, VehicleRecord, complete
from data.permissions import Refused
from data.records import record, save
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

PARKING, CORRECTABLE = "PARKING", "CORRECTABLE"
KINDS = ((PARKING, "Parking, civil penalty"), (CORRECTABLE, "Correctable violation"))
OPEN, REVIEW, HEARING, APPEAL, DMV, DISMISSED, SIGNED_OFF = (
    "OPEN", "REVIEW", "HEARING", "APPEAL", "DMV-HOLD", "DISMISSED", "SIGNED-OFF"
)  # fmt: skip
PAID = "PAID"
"""Shown for a citation that is open and owes nothing; never stored, so that a void shows it as open again."""
CONTESTED = (REVIEW, HEARING, APPEAL)
"""States in which no late fee is added."""
REVIEW_DAYS, NOTICE_DAYS, HEARING_DAYS, APPEAL_DAYS = (
    "cite.review_days", "cite.review_after_notice_days", "cite.hearing_days", "cite.appeal_days"
)  # fmt: skip
UPHELD, CANCELLED = "UPHELD", "CANCELLED"
RESULTS = ((UPHELD, "Liable"), (CANCELLED, "Dismissed"))
DEPOSITS = (("PAID", "Penalty deposited"), ("HARDSHIP", "Hardship waiver"))
COURT = "The court's fee is mailed to the court, never taken here (VC 40611)."


class Citation(VehicleRecord):
    """One citation; amounts in cents."""

    number = column(Code("Citation number", 16, required=True), unique=True)
    kind = column(Choice("Kind", 11, required=True, options=KINDS, default=PARKING))
    issued_on = column(Date("Issued on", required=True))
    issued_at = column(Time("Time"))
    section = column(Text("Section", 16, required=True, help="VC 22500(i), or the city's code."))
    violation = column(Text("Violation", 40))
    place = column(Text("Place", 40))
    vin = column(Code("VIN, last 4", 4, help="As on the citation (Vehicle Code 40202)."))
    registration_until = column(Date("Registered until"), null=True)
    penalty_cents = column(Money("Penalty", minimum_cents=0, default=0, stop=True))
    late_cents = column(Money("Late fee", minimum_cents=0, default=0, help="Added once the days to contest are over."))
    notice_on = column(Date("Delinquent notice", help="When the notice of delinquency was mailed."), null=True)
    state: Any = peewee.TextField(default=OPEN)
    review_asked_on = column(Date("Review asked on"), null=True)
    review_mailed_on = column(Date("Result mailed on"), null=True)
    review_result = column(Choice("Result", 9, options=RESULTS))
    hearing_asked_on = column(Date("Hearing asked on"), null=True)
    deposit = column(Choice("Deposit", 8, options=DEPOSITS))
    decided_on = column(Date("Decision mailed on"), null=True)
    decision = column(Choice("Decision", 9, options=RESULTS))
    appealed_on = column(Date("Appeal filed on"), null=True)
    plan = column(Text("Payment plan", 60, help="What was agreed with an indigent person (Vehicle Code 40220)."))
    plan_until = column(Date("Plan ends on"), null=True)
    note = column(Text("Note", 60))
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "citations"


_ENTRY = (
    "number", "kind", "issued_on", "issued_at", "section", "violation", "place", "plate", "plate_state",
    "registration_until", "vin", "make", "color", "penalty_cents", "late_cents", "notice_on", "note",
)  # fmt: skip
_LATER = (
    "review_asked_on", "review_mailed_on", "review_result", "hearing_asked_on", "deposit", "decided_on", "decision",
    "appealed_on", "plan", "plan_until",
)  # fmt: skip

_ASKED = frozenset({"place", "plate", "make", "color"})
"""What a citation has: Enter halts there although it may stay empty."""

FORM = Form(
    "CIT010",
    "Citation",
    {
        name: ref(getattr(Citation, name), stop=True) if name in _ASKED else ref(getattr(Citation, name))
        for name in _ENTRY
    },
    help="A parking citation, or one for a violation that is to be corrected. The penalty and the late fee are those "
    "on the citation; the amount due follows from the day.",
    policy="A parking penalty is civil (Vehicle Code 40200). Review is free within 21 days of the citation or 14 days "
    "of the notice of delinquency (40215); a hearing within 21 days of the review's result, with the penalty deposited "
    f"or waived for hardship; an appeal to the superior court within 30 days of the decision (40230). {COURT}",
)
_WHOLE = Form("CIT011", "Citation", {name: ref(getattr(Citation, name)) for name in (*_ENTRY, *_LATER)})
_PAID_CENTS = payments.PAID_CENTS.format(subject=payments.CITATION)
_STATE = (
    "CASE WHEN t.state IN ('OPEN', 'DMV-HOLD') AND t.kind = 'PARKING' AND "
    f"{_PAID_CENTS} > 0 AND {_PAID_CENTS} >= t.penalty_cents THEN 'PAID' ELSE t.state END"
)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a day ahead, a parking citation without a penalty, and a notice before the citation."""
    if values["issued_on"] > store.clock.today():
        raise FormError("issued_on", "Issued on: not after today.")
    if values["kind"] == PARKING and not values["penalty_cents"]:
        raise FormError("penalty_cents", "Penalty: a parking citation has one.")
    if values["kind"] == CORRECTABLE and (values["penalty_cents"] or values["late_cents"]):
        raise FormError("penalty_cents", f"A correctable violation has no penalty here. {COURT}")
    if values["notice_on"] and values["notice_on"] < values["issued_on"]:
        raise FormError("notice_on", "Delinquent notice: not before the citation.")
    complete(store, values)


LIST = Register(
    code="CITES",
    number=3,
    title="Citation",
    model=Citation,
    columns=(
        Shown("number", "Citation", 12),
        Shown("issued_on", "Issued"),
        Shown("plate", width=8),
        Shown("section", width=12),
        Shown("status", "Status", 10, _STATE),
        Shown("receipt", "Receipt", 9, payments.NEWEST_RECEIPT.format(subject=payments.CITATION)),
    ),
    order=("number",),
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    stamp=stamped,
    empty="There are no citations. F6 adds one.",
)
WHOLE = replace(LIST, form=_WHOLE, stamp=None)
"""The same records with every field, for the steps after the entry and for the history."""


@dataclass(frozen=True)
class Cited(Worked):
    """A citation as it is worked on; amounts in cents."""

    state: str
    review_until: Deadline
    hearing_until: Deadline | None
    """Until when a hearing may be asked for; None while no review's result was mailed."""
    appeal_until: Deadline | None
    due_cents: int
    """What is owed today."""
    paid_cents: int
    receipts: str

    @property
    def number(self) -> str:
        """The citation's number."""
        return str(self.values["number"])

    @property
    def status(self) -> str:
        """Its state, PAID when nothing is owed any more."""
        owes_nothing = self.state in (OPEN, DMV) and self.values["kind"] == PARKING and not self.due_cents
        return PAID if owes_nothing else self.state

    @property
    def refund_cents(self) -> int:
        """What was paid on a citation that was dismissed."""
        return self.paid_cents if self.state == DISMISSED else 0


def opening(store: Store) -> dict[str, str]:
    """The texts a new citation opens with."""
    return {**FORM.opening(), "issued_on": f"{store.clock.today():%m/%d/%Y}"}


def add(store: Store, session: Session, values: Values) -> int:
    """Enter a citation; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def by_id(store: Store, session: Session, record_id: int) -> Cited:
    """A citation with its clocks and what is owed today. Raises `Refused` without the permission."""
    opened, today = record(store, session, WHOLE, record_id), store.clock.today()
    values = opened.values
    state = str(store.value("SELECT state FROM citations WHERE id = ?", record_id))
    paid = payments.paid_cents(store, payments.CITATION, record_id)
    review = review_until(store, values, today)

    def after(event: date | None, setting: str) -> Deadline | None:
        return clocks.calendar(store, event, settings.number(store, setting, today), today) if event else None

    return Cited(
        opened,
        state,
        review,
        after(values["review_mailed_on"], HEARING_DAYS),
        after(values["decided_on"], APPEAL_DAYS),
        _owed(values, state, review, today, paid),
        paid,
        payments.receipt_numbers(store, payments.CITATION, record_id),
    )


def review_until(store: Store, values: Values, on: date) -> Deadline:
    """The last day to ask for the free review: the later of the two that Vehicle Code 40215(a) gives."""
    found = [clocks.calendar(store, values["issued_on"], settings.number(store, REVIEW_DAYS, on), on)]
    if values["notice_on"]:
        found.append(clocks.calendar(store, values["notice_on"], settings.number(store, NOTICE_DAYS, on), on))
    return max(found, key=lambda one: one.until)


def _owed(values: Values, state: str, review: Deadline, on: date, paid_cents: int) -> int:
    if values["kind"] == CORRECTABLE or state in (DISMISSED, SIGNED_OFF):
        return 0
    late = values["late_cents"] or 0 if state not in CONTESTED and review.over(on) else 0
    return max(int(values["penalty_cents"]) + int(late) - paid_cents, 0)


def due_cents(store: Store, session: Session, record_id: int, on: date) -> int:
    """What would be owed on a day as things stand, in cents. Raises `Refused` without the permission."""
    found = by_id(store, session, record_id)
    return _owed(found.values, found.state, found.review_until, on, found.paid_cents)


@dataclass(frozen=True)
class Billed:
    """What the cashier needs of a citation; cents."""

    id: int
    kind: str
    state: str
    due_cents: int
    late_cents: int
    """How much of it is the late fee."""


def billed(store: Store, number: str, on: date) -> Billed | None:
    """A citation as the cashier sees it, by its number; None when there is no record of it."""
    row = store.row(
        "SELECT id, kind, state, issued_on, notice_on, penalty_cents, late_cents FROM citations "
        "WHERE number = ? AND active = 1",
        number.strip().upper(),
    )
    if row is None:
        return None
    values: Values = {
        "kind": row[1], "issued_on": date.fromisoformat(row[3]), "penalty_cents": row[5], "late_cents": row[6],
        "notice_on": date.fromisoformat(row[4]) if row[4] else None,
    }  # fmt: skip
    review = review_until(store, values, on)
    paid = payments.paid_cents(store, payments.CITATION, int(row[0]))
    late = int(row[6]) if row[2] not in CONTESTED and review.over(on) else 0
    return Billed(int(row[0]), row[1], row[2], _owed(values, row[2], review, on, paid), late)


def find_number(store: Store, text: str) -> int | None:
    """The id of an active citation by its number, None when there is none."""
    found = store.value("SELECT id FROM citations WHERE number = ? AND active = 1", text.strip().upper())
    return None if found is None else int(found)


def require_state(found: Cited, allowed: tuple[str, ...], what: str) -> None:
    """Raise `Refused` unless the citation is in one of these states."""
    if found.state not in allowed:
        raise Refused(f"{what}: not while the citation is {found.state}.")
