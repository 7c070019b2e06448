"""One row of an account file: its columns, and what is wrong with it if anything is. See docs/import-accounts.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.columns import ref
from data.fields import Choice, Code, Date, Field, FieldError, Money
from data.text import luhn_ok
from data.utility.accounts_register import Account
from data.utility.customers import Customer
from data.utility.premises import Premise

BUCKETS = {
    "returned_fee": "RETURNED-FEE",
    "turn_on": "TURN-ON",
    "late": "LATE",
    "wastewater": "WASTEWATER",
    "water_fixed": "WATER-FIXED",
    "water_usage": "WATER-USAGE",
    "other": "OTHER",
}
"""The columns that hold what is owed on a bill, and the parts of a balance they become."""
MAIL = ("mail_street", "mail_city", "mail_state", "mail_zip")
"""The columns of a mailing address, which is whole or absent."""
_STATES = (("PENDING", "Pending"), ("ACTIVE", "Active"), ("FINAL", "Final"), ("CLOSED", "Closed"))
_SIZES = tuple((size, size) for size in ("5/8", "3/4", "1", "1 1/2", "2", "3", "4", "6", "8"))


@dataclass(frozen=True)
class Dollars(Money):
    """An amount in a file: dollars and cents with the point written, since a bare number could mean either."""

    minimum_cents: int | None = 0

    def parse(self, text: str) -> int:
        """Cents. Raises `FieldError` when the point is missing."""
        if not re.fullmatch(r"-?\$?[\d,]+\.\d\d", text, re.ASCII):
            raise FieldError(f"{self.label}: write dollars and cents with the point, such as 188.11.")
        return super().parse(text)


COLUMNS: dict[str, Field] = {
    "account": Code("Account", 20, required=True),
    "customer": Code("Customer", 20),
    "kind": ref(Customer.kind, required=False),
    **{
        name: ref(getattr(Customer, name))
        for name in (
            "name",
            "care_of",
            "phone",
            "phone2",
            "email",
            "mail_street",
            "mail_city",
            "mail_state",
            "mail_zip",
        )
    },
    "language": ref(Customer.language, required=False),
    "street": ref(Premise.street),
    "unit": ref(Premise.unit),
    "city": ref(Premise.city),
    "zip": ref(Premise.zip),
    "service_area": ref(Premise.service_area, required=False),
    "dwelling_units": ref(Premise.dwelling_units, required=False),
    "class": ref(Account.rate_class),
    "cycle": ref(Account.cycle),
    "status": Choice("Status", 12, options=_STATES),
    "opened_on": Date("Opened on"),
    "meter_serial": Code("Meter serial", 20),
    "meter_size": Choice("Meter size", 5, options=_SIZES),
    "credit": Dollars("Credit"),
    "deposit": Dollars("Deposit"),
    "bill_number": Code("Bill number", 20),
    "bill_date": Date("Bill date"),
    "due_date": Date("Due date"),
    "period_from": Date("Period from"),
    "period_to": Date("Period to"),
    **{name: Dollars(bucket.capitalize()) for name, bucket in BUCKETS.items()},
}
"""Every column a file may have, with the kind of field that checks it."""
REQUIRED = ("account", "name", "street", "city", "zip", "class")
"""The columns every file has, and every row fills."""


class RowError(ValueError):
    """A row that cannot be taken: the column and the sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True)
class ImportedRow:
    """One clean row of the file; `values` has every column, absent ones as None. Amounts are cents."""

    line: int
    values: Mapping[str, Any]

    @property
    def owed(self) -> dict[str, int]:
        """Cents owed on the row's bill by bucket, those above zero."""
        return {bucket: self.values[name] for name, bucket in BUCKETS.items() if self.values[name]}

    @property
    def number(self) -> str:
        """The account number if theirs has the pattern of ours, else empty."""
        digits = str(self.values["account"]).replace("-", "")
        if re.fullmatch(r"\d{8}", digits, re.ASCII):
            return digits
        fits = re.fullmatch(r"\d{9}", digits, re.ASCII) and luhn_ok(digits)
        return digits[:8] if fits else ""


def parse(line: int, names: Sequence[str], cells: Sequence[str]) -> ImportedRow:
    """A clean row. Raises `RowError` naming the first wrong column."""
    if len(cells) != len(names):
        raise RowError("", f"The row has {len(cells)} columns, the first line names {len(names)}.")
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    for name, cell in zip(names, cells, strict=True):
        try:
            values[name] = COLUMNS[name].clean(cell)
        except FieldError as error:
            raise RowError(name, str(error)) from None
    row = ImportedRow(line, values)
    _check_mail(values)
    _check_bill(row)
    return row


def _check_mail(values: Mapping[str, Any]) -> None:
    given = [bool(values[name]) for name in MAIL]
    if any(given) and not all(given):
        missing = MAIL[given.index(False)]
        raise RowError(missing, "A mailing address needs street, city, state and ZIP code, or nothing at all.")


def _check_bill(row: ImportedRow) -> None:
    """A bill needs a number, a date and a due date; without amounts there is no bill."""
    values = row.values
    if not row.owed:
        if values["bill_number"]:
            raise RowError("bill_number", "The bill has no open amount. Leave its columns empty.")
        return
    for name in ("bill_number", "bill_date", "due_date"):
        if not values[name]:
            raise RowError(name, f"{COLUMNS[name].label}: a bill with an open amount needs it.")
    if values["due_date"] < values["bill_date"]:
        raise RowError("due_date", "Due date: not before the bill date.")
    if row.owed and values["credit"]:
        raise RowError("credit", "Credit: an account with an open bill has none; apply it first.")
