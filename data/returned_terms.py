"""Why banks return items, and the dated settings a case depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Code, Count, Text, Yes
from data.forms import Form, FormError
from data.money import parse_cents
from data.permissions import ADMINISTRATOR, FINANCE, STAFF, Permission
from data.registers import STANDARD, Register, Shown
from data.returned_law import Limits
from data.services.rules import several
from data.store import StoreError

if TYPE_CHECKING:
    from data.store import Store

FEES = ("fee.returned_first", "fee.returned_next", "fee.returned_first_cap", "fee.returned_next_cap")
NEEDS: tuple[str, ...] = (
    *FEES,
    "law.damages_least",
    "law.damages_most",
    "law.damages_times",
    "returned.fee_resolution",
    "returned.notice_days",
    "returned.cash_only_days",
    "returned.lookback_days",
    "returned.bank_cost",
    "returned.mailing_cost",
    "returned.officer",
    "returned.suspends",
    "gl.cash_bank",
    "gl.cash_undeposited",
    "gl.ar_returned",
    "gl.ar_utility",
    "gl.deposits_payable",
    "gl.unapplied_credit",
    "gl.returned_fee",
    "gl.bank_fees",
    "gl.bad_debt",
)
"""The settings rows that returned items need."""


@dataclass(frozen=True)
class CaseTerms:
    """The settings that hold for returned items on one day."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """A setting as it stands."""
        return self.values[name]

    def number(self, name: str) -> int:
        """A setting that is a whole number. Raises `StoreError`."""
        if not self.values[name].isdecimal():
            raise StoreError(f"The setting {name} must be a whole number.")
        return int(self.values[name])

    def cents(self, name: str) -> int:
        """A setting that is an amount, in cents. Raises `StoreError`."""
        try:
            return parse_cents(self.values[name])
        except ValueError:
            raise StoreError(f"The setting {name} is no amount.") from None

    @property
    def limits(self) -> Limits:
        """The charges and the statute's figures."""
        first, later, first_cap, later_cap = (self.cents(name) for name in FEES)
        least, most = self.cents("law.damages_least"), self.cents("law.damages_most")
        times, resolution = self.number("law.damages_times"), self.text("returned.fee_resolution")
        return Limits(first, later, first_cap, later_cap, least, most, times, resolution)


def case_terms(store: Store, on: date) -> CaseTerms:
    """The settings of returned items on a day. Raises `StoreError` naming a missing one."""
    return CaseTerms(several(store, NEEDS, on))


@dataclass(frozen=True)
class Reason:
    """Why a bank returned an item, and what the program does about it."""

    code: str
    title: str
    title_es: str
    action: str
    """RETRY, DATA, AUTHORITY, STOP, FROZEN, or PAPER for a paper check."""
    fee: str
    """YES, REVIEW (none until a supervisor has looked), or NO."""
    demand: bool
    """Whether the statutory demand may follow; never after a death or a freeze."""


def reason(store: Store, code: str) -> Reason:
    """A reason by its code. Raises `FormError` when there is none."""
    found = store.row(
        "SELECT code, title, title_es, action, fee, demand FROM return_reasons WHERE code = ? AND active = 1", code
    )
    if found is None:
        raise FormError("reason", f"There is no reason {code}. F4 lists them.")
    name, title, title_es, action, fee, demand = found
    return Reason(name, title, title_es, action, fee, bool(demand))


ACTIONS = (
    ("PAPER", "Paper check"),
    ("RETRY", "May be presented again"),
    ("DATA", "Bank data are wrong"),
    ("AUTHORITY", "Not authorized"),
    ("STOP", "Payment stopped"),
    ("FROZEN", "Death or frozen account"),
)


class ReturnReason(Record):
    """A bank's reason, on paper or by ACH code."""

    code = column(Code("Code", 6, required=True), unique=True)
    title = column(Text("Reason", 40, required=True))
    title_es = column(Text("In Spanish", 40, required=True))
    source = column(Choice("Source", 6, required=True, options=(("PAPER", "Paper"), ("ACH", "ACH file"))))
    action = column(Choice("What follows", 10, required=True, options=ACTIONS))
    days = column(Count("Bank's days"), null=True)
    fee = column(Choice("Charge", 6, required=True, options=(("YES", "Yes"), ("REVIEW", "After review"), ("NO", "No"))))
    demand = column(Yes("Demand", default=True))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "return_reasons"


_FIELDS = ("code", "title", "title_es", "source", "action", "days", "fee", "demand", "active")

REGISTER = Register(
    code="REASONS",
    number=66,
    title="Return reasons",
    model=ReturnReason,
    columns=(Shown("code"), Shown("title"), Shown("source"), Shown("action"), Shown("fee"), Shown("active")),
    order=("code",),
    form=Form(
        "RSN01",
        "Return reason",
        {name: ref(getattr(ReturnReason, name)) for name in _FIELDS},
        help="Why a bank returns an item, and what the program does: the charge, another presentment, the demand.",
    ),
    view=Permission("reasons.view", "return reasons are read by staff.", STAFF | {ADMINISTRATOR}),
    change=Permission("reasons.change", "finance keeps the return reasons.", frozenset({FINANCE})),
    options=STANDARD,
)
