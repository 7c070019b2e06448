"""Customers: the people and organizations behind accounts, as clerks maintain them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Code, Date, Phone, Text, Yes
from data.find_index import reindex_customer
from data.forms import Form, FormError, Values
from data.permissions import COUNTER, STAFF, Permission
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown
from data.utility.accounts import CONFIDENTIAL

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

VIEW = Permission("accounts.view", "customers and accounts are for those who work with them.", STAFF)
MAINTAIN = Permission("accounts.change", "the counter's own clerks change customers and accounts.", COUNTER)

LANGUAGES = (
    ("en", "English"),
    ("es", "Spanish"),
    ("zh", "Chinese"),
    ("tl", "Tagalog"),
    ("vi", "Vietnamese"),
    ("ko", "Korean"),
)
"""The languages of Civil Code 1632, which notices of shut-off must offer (HSC 116906)."""


class Customer(Record):
    """Somebody who may have accounts."""

    kind = column(Choice("Kind", 1, required=True, default="P", options=(("P", "Person"), ("O", "Organization"))))
    name = column(Text("Name", 60, required=True))
    care_of = column(Text("Care of", 40))
    language = column(Choice("Language", 2, required=True, default="en", options=LANGUAGES))
    phone = column(Phone("Phone"))
    phone2 = column(Phone("Other phone"))
    email = column(Text("E-mail", 40))
    mail_street = column(Text("Mail to", 40, help="Empty: bills go to the service address."))
    mail_city = column(Text("City", 28))
    mail_state = column(Code("State", 2))
    mail_zip = column(Code("ZIP", 10))
    third_party = column(Text("Notify also", 60, help="Who is told before a shut-off (PUC 10010.1): name, address."))
    tenant = column(Yes("Tenant", default=False))
    medical_until = column(Date("Medical until"), null=True)
    low_income = column(Yes("Low income", default=False))
    bankruptcy = column(Yes("Bankruptcy", default=False))
    confidential = column(Yes("Confidential", default=False))
    bad_address = column(Yes("Bad address", default=False, help="Mail came back. A new mailing address clears it."))

    class Meta:
        table_name = "customers"


_FIELDS = (
    "kind", "name", "care_of", "language", "phone", "phone2", "email", "mail_street", "mail_city", "mail_state",
    "mail_zip", "third_party", "tenant", "medical_until", "low_income", "bankruptcy", "confidential", "bad_address",
)  # fmt: skip
_MAIL = ("mail_street", "mail_city", "mail_state", "mail_zip")


def not_confidential(session: Session, confidential: bool) -> None:
    """Raise `Refused` when the customer is confidential and the clerk may not see phone and address."""
    if confidential:
        session.require(CONFIDENTIAL)


def _open_to(store: Store, session: Session) -> tuple[str, tuple[int, ...]]:
    """The rows this clerk may see: a confidential customer's record is for a supervisor."""
    return ("1 = ?", (1,)) if CONFIDENTIAL.allows(session.clerk.role) else ("t.confidential = ?", (0,))


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """An address is whole or absent; a new one clears the bad-address flag."""
    given = [bool(values.get(name)) for name in _MAIL]
    if any(given) and not all(given):
        missing = _MAIL[given.index(False)]
        raise FormError(missing, "A mailing address needs street, city, state and ZIP code, or nothing at all.")
    if record_id is None:
        return
    row = store.row(f"SELECT {', '.join(_MAIL)}, confidential FROM customers WHERE id = ?", record_id)
    before = row or ("", "", "", "", 0)
    not_confidential(session, bool(before[4]))
    if tuple(values.get(name) or "" for name in _MAIL) != before[:4]:
        values["bad_address"] = False


def _after(store: Store, session: Session, record_id: int, values: Values) -> None:
    reindex_customer(store, record_id)


REGISTER = Register(
    code="CUSTOMERS",
    number=11,
    title="Customers",
    model=Customer,
    columns=(Shown("name", width=34), Shown("kind"), Shown("phone", width=16), Shown("language"), Shown("tenant")),
    order=("name",),
    form=Form(
        "CUS10",
        "Customer",
        {name: ref(getattr(Customer, name)) for name in _FIELDS},
        help="The person or organization that pays. A change here shows on all accounts of the customer.",
        policy="The phone and address of a confidential customer are shown to a supervisor only. A customer aged 65 or "
        "over, or a dependent adult, may name somebody who is told before a shut-off (PUC 10010.1).",
    ),
    view=VIEW,
    change=MAINTAIN,
    options=(CHANGE, DISPLAY, HISTORY),
    where=_open_to,
    check=_check,
    after_save=_after,
    empty="There are no customers.",
)
