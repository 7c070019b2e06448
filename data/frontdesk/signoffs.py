"""Proof of correction: violations that were inspected and signed off at the police desk (Vehicle Code 40610, 40611)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import peewee

from data import settings
from data.columns import Record, column, ref
from data.fields import Code, Date, Money, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk import payments
from data.frontdesk.citations import CORRECTABLE, DISMISSED, SIGNED_OFF
from data.frontdesk.entries import numbered
from data.frontdesk.vehicle import ENTER, SEE
from data.money import show_cents
from data.permissions import Refused
from data.records import save
from data.registers import DISPLAY, HISTORY, Register, Shown
from data.vehicles import Plate

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

OWN_FEE, OTHER_FEE, COURT_ONLY = "fee.signoff_own", "fee.signoff_other", "cite.court_only"


class SignOff(Record):
    """One violation that was inspected; the city's charge in cents."""

    number: Any = peewee.TextField(default="")
    citation = column(Code("Citation number", 16, required=True))
    section = column(Text("Section", 16, required=True, help="One section for each sign-off."))
    plate = column(Plate("Plate", required=True))
    own = column(Yes("Issued by us", default=True, help="N: another agency issued it; its charge may be another."))
    inspected_on = column(Date("Inspected on", required=True, stop=False))
    badge = column(Code("Inspected by badge", 10, required=True))
    corrected = column(Yes("Corrected", required=True, help="N keeps the visit; the citation stays open."))
    fee_cents = column(Money("Charge", minimum_cents=0))
    note = column(Text("Note", 60))
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()

    class Meta:
        table_name = "signoffs"


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Fill the city's charge; refuse what only the DMV or the court may sign off."""
    today = store.clock.today()
    if values["inspected_on"] > today:
        raise FormError("inspected_on", "Inspected on: not after today.")
    digits = values["section"].removeprefix("VC").strip()
    if any(digits.startswith(one) for one in settings.value(store, COURT_ONLY, today).split()):
        raise FormError("section", "Proof of insurance is taken by the court or the DMV, never by an officer.")
    row = store.row("SELECT kind, state FROM citations WHERE number = ? AND active = 1", values["citation"])
    if row is not None and row[0] != CORRECTABLE:
        raise FormError("citation", f"{values['citation']} is a parking citation: its penalty is paid.")
    if row is not None and row[1] == DISMISSED:
        raise FormError("citation", f"{values['citation']} was dismissed.")
    charged = bool(values["corrected"])
    values["fee_cents"] = settings.cents(store, OWN_FEE if values["own"] else OTHER_FEE, today) if charged else 0


def _after(store: Store, session: Session, record_id: int, values: Values) -> None:
    if values["corrected"]:
        store.run(
            "UPDATE citations SET state = ?, version = version + 1 WHERE number = ? AND kind = ?",
            SIGNED_OFF, values["citation"], CORRECTABLE,
        )  # fmt: skip


_ENTRY = ("citation", "section", "plate", "own", "inspected_on", "badge", "corrected", "note")
FORM = Form(
    "CIT040",
    "Proof of correction",
    {name: ref(getattr(SignOff, name)) for name in _ENTRY},
    help="An officer has looked at the vehicle. One sign-off for each violation of a citation.",
    policy="Sign-off is by the police, the DMV for registration and license, or the court (Vehicle Code 40610). The "
    "court's fee of 25.00 per violation is mailed to the court (40611) and not taken here.",
)
LIST = Register(
    code="SIGNOFFS",
    number=4,
    title="Proof of correction",
    model=SignOff,
    columns=(
        Shown("number", "Sign-off", 11),
        Shown("inspected_on", "Inspected"),
        Shown("citation", "Citation", 10),
        Shown("plate", width=8),
        Shown("section", width=11),
        Shown("corrected", "OK", 2),
        Shown("receipt", "Receipt", 9, payments.NEWEST_RECEIPT.format(subject=payments.SIGNOFF)),
    ),
    order=("number",),
    descending=True,
    form=FORM,
    view=SEE,
    change=ENTER,
    options=(DISPLAY, HISTORY),
    check=_check,
    after_save=_after,
    stamp=numbered("SO"),
    empty="Nothing was signed off. F6 adds one.",
)


@dataclass(frozen=True)
class Signed:
    """What the cashier needs of a sign-off; cents."""

    id: int
    number: str
    citation: str
    fee_cents: int
    receipts: str


def add(store: Store, session: Session, values: Values) -> int:
    """Enter an inspection; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def signed(store: Store, text: str | int) -> Signed | None:
    """A sign-off by its number or id, None when there is none."""
    where = "id = ?" if isinstance(text, int) else "number = ?"
    row = store.row(
        f"SELECT id, number, citation, fee_cents FROM signoffs WHERE {where}",
        text if isinstance(text, int) else text.strip().upper(),
    )
    if row is None:
        return None
    return Signed(int(row[0]), row[1], row[2], int(row[3]), payments.receipt_numbers(store, payments.SIGNOFF, row[0]))


def by_id(store: Store, record_id: int) -> Signed:
    """A sign-off by its row. Raises `Refused` when there is none."""
    found = signed(store, record_id)
    if found is None:
        raise Refused("There is no such sign-off.")
    return found


def said(found: Signed) -> str:
    """What a clerk is told after the inspection: the charge, or that there is none."""
    if found.receipts:
        return f"{found.number}: paid, receipt {found.receipts}."
    return f"{found.number}: {f'charge {show_cents(found.fee_cents)}' if found.fee_cents else 'no charge'}."
