"""The register of accounts: what a clerk may change on one, and what needs a supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Code, Date, Digits, Text, Yes
from data.find_index import reindex
from data.forms import Form, FormError, Values
from data.permissions import SUPERVISOR, Permission
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown
from data.utility.accounts import CLASSES, STATUSES
from data.utility.customers import MAINTAIN, VIEW

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

HOLDS = Permission(
    "accounts.holds",
    "a supervisor sets and clears cash only, no checks, holds and shut-off dates.",
    frozenset({SUPERVISOR}),
)


class Account(Record):
    """One customer at one premise."""

    number = column(Digits("Account", 8, protected=True), unique=True)
    old_number = column(Code("Old number", 20, protected=True))
    status = column(Choice("Status", 12, protected=True, options=STATUSES))
    billing_name = column(Text("Billing name", 60, help="Empty: the customer's name."))
    rate_class = column(Choice("Class", 12, required=True, options=CLASSES), column_name="class")
    cycle = column(Code("Cycle", 4))
    autopay = column(Yes("Autopay", default=False))
    paperless = column(Yes("Paperless", default=False))
    no_shutoff = column(Yes("No shut-off", default=False))
    no_late = column(Yes("No late charge", default=False))
    no_bill = column(Yes("No bill", default=False))
    cash_only = column(Yes("Cash only", default=False, help="After a returned check (Gov. Code 6157(b))."))
    no_checks = column(Yes("No checks", default=False))
    shutoff_on = column(Date("Shut-off on"), null=True)

    class Meta:
        table_name = "accounts"


_FIELDS = (
    "number", "old_number", "status", "billing_name", "rate_class", "cycle", "autopay", "paperless", "no_shutoff",
    "no_late", "no_bill", "cash_only", "no_checks", "shutoff_on",
)  # fmt: skip
_HOLDS = ("no_shutoff", "no_late", "no_bill", "cash_only", "no_checks")


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """New accounts come by application or import; holds change only by a supervisor's hand."""
    if record_id is None:
        raise FormError("billing_name", "A new account begins with an application for service, not here.")
    row = store.row(f"SELECT {', '.join(_HOLDS)}, shutoff_on FROM accounts WHERE id = ?", record_id)
    day = values["shutoff_on"]
    wanted = (*(int(bool(values[name])) for name in _HOLDS), day.isoformat() if day else None)
    if row is not None and tuple(row) != wanted:
        session.require(HOLDS)


def _after(store: Store, session: Session, record_id: int, values: Values) -> None:
    reindex(store, record_id)


REGISTER = Register(
    code="ACCOUNTS",
    number=13,
    title="Accounts",
    model=Account,
    columns=(
        Shown("number", width=8),
        Shown("name", "Name", 30, "CASE WHEN t.billing_name <> '' THEN t.billing_name ELSE c.name END"),
        Shown("address", "Address", 26, "CASE WHEN c.confidential = 1 THEN '(confidential)' ELSE p.street END"),
        Shown("status", width=8),
    ),
    order=("number",),
    form=Form(
        "ACC10",
        "Account",
        {name: ref(getattr(Account, name)) for name in _FIELDS},
        help="Name and phone stand on the customer, the address on the premise. Holds, cash only and no checks are set "
        "and cleared by a supervisor.",
    ),
    view=VIEW,
    change=MAINTAIN,
    source="accounts t JOIN customers c ON c.id = t.customer_id JOIN premises p ON p.id = t.premise_id",
    options=(CHANGE, DISPLAY, HISTORY),
    check=_check,
    after_save=_after,
    empty="There are no accounts.",
)
