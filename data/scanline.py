"""The scan line of a bill stub: 42 digits for a reader of OCR-A, and the same account number as a barcode.

Layout and check digit follow the Creditron guidance for remittance coupons: account 11, due date 6, rate 4,
gross amount 10, net amount 10, check 1, no blanks, zero filled. The printed samples of that guidance disagree with
each other; this module follows its formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from data.text import luhn_digit, luhn_ok

LENGTH = 42
"""Digits in a scan line."""
_PARTS = re.compile(r"(\d{11})(\d{6})(\d{4})(\d{10})(\d{10})(\d)", re.ASCII)


@dataclass(frozen=True)
class Stub:
    """What a bill stub's scan line says."""

    account: str
    """The account's eight digits."""
    due_on: date
    rate: str
    """Four digits that name the rate class, as the bill printer sets them."""
    gross_cents: int
    """What is to be paid after the due date."""
    net_cents: int
    """What is to be paid up to the due date."""


def check_digit(digits: str) -> str:
    """The modulus 10 check digit: weights 2, 1, 2, 1 from the left, the digits of the products added."""
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (1 if place % 2 else 2)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def scan_line(stub: Stub) -> str:
    """The 42 digits printed on a stub. Raises `ValueError` when a part does not fit its columns."""
    account = f"{stub.account}{luhn_digit(stub.account)}"
    body = f"{account:0>11}{stub.due_on:%m%d%y}{stub.rate:0>4}{stub.gross_cents:010d}{stub.net_cents:010d}"
    if len(body) != LENGTH - 1 or not (body.isascii() and body.isdigit()):
        raise ValueError("An account, rate or amount does not fit the scan line.")
    return body + check_digit(body)


def read_stub(text: str) -> Stub | None:
    """The stub of a scanned line; None when it is no scan line or one of its check digits is wrong."""
    match = _PARTS.fullmatch(text.strip())
    if not match or check_digit(match.string[: LENGTH - 1]) != match[6]:
        return None
    account = account_of(match[1].lstrip("0").rjust(9, "0"))
    due = match[2]
    if account is None:
        return None
    try:
        due_on = date(2000 + int(due[4:]), int(due[:2]), int(due[2:4]))
    except ValueError:
        return None
    return Stub(account, due_on, match[3], int(match[4]), int(match[5]))


def account_of(text: str) -> str | None:
    """The eight digits of an account barcode (nine digits, the last a Luhn check digit); None when it is not one."""
    digits = text.strip().replace("-", "")
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or not luhn_ok(digits):
        return None
    return digits[:8]


def scanned_account(text: str) -> str | None:
    """The account a scan is about, from a stub's scan line or an account barcode; None when it is neither."""
    stub = read_stub(text)
    return stub.account if stub else account_of(text)
