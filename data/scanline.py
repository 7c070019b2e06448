"""The scan line of a bill stub, read by layouts that are rows, and the same account number as a barcode.

The standard layout and its check digit follow the Creditron guidance for remittance coupons: account 11, due date 6,
rate 4, gross amount 10, net amount 10, check 1, no blanks, zero filled. The printed samples of that guidance disagree
with each other; this module follows its formula. Other layouts are rows (`data.scanlines_register`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.text import luhn_digit, luhn_ok

LENGTH = 42
"""Digits in a scan line of the standard layout."""


@dataclass(frozen=True)
class Stub:
    """What a bill stub's scan line says."""

    account: str
    """The account's eight digits."""
    due_on: date | None
    rate: str
    """Digits that name the rate class, as the bill printer sets them."""
    gross_cents: int
    """What is to be paid after the due date."""
    net_cents: int
    """What is to be paid up to the due date; 0 when the layout has no amount."""

    def amount_on(self, day: date) -> int:
        """What the stub asks for on a day, in cents."""
        late = self.due_on is not None and day > self.due_on
        return (self.gross_cents or self.net_cents) if late else self.net_cents


@dataclass(frozen=True)
class ScanLayout:
    """Where the parts of one kind of scan line stand: starts count from 1, 0 means that there is no such part."""

    code: str
    length: int
    account_start: int
    account_length: int
    account_check: str
    """`LUHN`: the account's last digit is its Luhn check digit; `NONE`."""
    date_start: int = 0
    """Six digits, MMDDYY."""
    rate_start: int = 0
    rate_length: int = 0
    gross_start: int = 0
    net_start: int = 0
    amount_length: int = 0
    check_rule: str = "NONE"
    """The rule of the line's last digit, a name in `CHECKS`."""

    def part(self, digits: str, start: int, length: int) -> str:
        """Some digits of a line; empty when the layout has no such part."""
        return digits[start - 1 : start - 1 + length] if start else ""


STANDARD = ScanLayout("STUB42", LENGTH, 1, 11, "LUHN", 12, 18, 4, 22, 32, 10, "MOD10-21")
"""The layout the city's own bills are printed with."""


def check_digit(digits: str) -> str:
    """The modulus 10 check digit: weights 2, 1, 2, 1 from the left, the digits of the products added."""
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (1 if place % 2 else 2)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def _weighted(digits: str) -> str:
    """The modulus 10 check digit with weights 3, 7, 1 from the left."""
    total = sum(int(digit) * (3, 7, 1)[place % 3] for place, digit in enumerate(digits))
    return str((10 - total % 10) % 10)


CHECKS: Mapping[str, Callable[[str], str]] = {
    "NONE": lambda body: "",
    "MOD10-21": check_digit,
    "LUHN": luhn_digit,
    "MOD10-371": _weighted,
}
"""The check digit of the digits before it, by the name of the rule."""


def scan_line(stub: Stub) -> str:
    """The 42 digits printed on a stub. Raises `ValueError` when a part does not fit its columns."""
    account = f"{stub.account}{luhn_digit(stub.account)}"
    due = f"{stub.due_on:%m%d%y}" if stub.due_on else "000000"
    body = f"{account:0>11}{due}{stub.rate:0>4}{stub.gross_cents:010d}{stub.net_cents:010d}"
    if len(body) != LENGTH - 1 or not (body.isascii() and body.isdigit()):
        raise ValueError("An account, rate or amount does not fit the scan line.")
    return body + check_digit(body)


def read_with(layout: ScanLayout, text: str) -> tuple[Stub | None, str]:
    """The stub of a line read with one layout; or None and a few words why it is none."""
    digits = text.strip()
    if len(digits) != layout.length or not (digits.isascii() and digits.isdigit()):
        return None, f"it has {layout.length} digits"
    check = CHECKS[layout.check_rule](digits[:-1])
    if check and check != digits[-1]:
        return None, f"the check digit is {digits[-1]}, not {check}"
    account = _account(layout, digits)
    if account is None:
        return None, "the account's check digit is wrong"
    due = layout.part(digits, layout.date_start, 6)
    try:
        due_on = date(2000 + int(due[4:]), int(due[:2]), int(due[2:4])) if due.strip("0") else None
    except ValueError:
        return None, f"{due} is no date"
    amounts = [layout.part(digits, start, layout.amount_length) for start in (layout.gross_start, layout.net_start)]
    rate = layout.part(digits, layout.rate_start, layout.rate_length)
    return Stub(account, due_on, rate, *(int(amount or 0) for amount in amounts)), ""


def _account(layout: ScanLayout, digits: str) -> str | None:
    """The eight digits of the account, None when their check digit is wrong or there are more than eight."""
    found = layout.part(digits, layout.account_start, layout.account_length).lstrip("0")
    if layout.account_check == "LUHN":
        return account_of(found.rjust(9, "0"))
    return found.rjust(8, "0") if len(found) <= 8 else None


def read_stub(text: str, layouts: Sequence[ScanLayout] = (STANDARD,)) -> Stub | None:
    """The stub of a scanned line, by the first layout it fits; None when it fits none."""
    return next((stub for layout in layouts if (stub := read_with(layout, text)[0]) is not None), None)


def account_of(text: str) -> str | None:
    """The eight digits of an account barcode (nine digits, the last a Luhn check digit); None when it is not one."""
    digits = text.strip().replace("-", "")
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or not luhn_ok(digits):
        return None
    return digits[:8]


def scanned_account(text: str, layouts: Sequence[ScanLayout] = (STANDARD,)) -> str | None:
    """The account a scan is about, from a stub's scan line or an account barcode; None when it is neither."""
    stub = read_stub(text, layouts)
    return stub.account if stub else account_of(text)
