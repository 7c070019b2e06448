"""Why money goes back, and how much of a license fee: the formulas of the ground, as pure functions."""

from __future__ import annotations

from datetime import date, timedelta

from data.money import half_up

GROUNDS: tuple[tuple[str, str], ...] = (
    ("CREDIT", "Credit balance"),
    ("DEPOSIT", "Deposit no longer needed"),
    ("DUPLICATE", "Paid twice"),
    ("ERROR", "Paid in error"),
    ("DENIED", "Not issued or denied"),
    ("EXEMPT", "Exempt"),
    ("EARLY", "Closed early"),
    ("OVER", "Receipts over-reported"),
    ("UNCLAIMED", "Claim of unclaimed money"),
)
"""Stored code and meaning."""
OF_LINE = ("DUPLICATE", "ERROR", "DENIED", "EXEMPT", "EARLY", "OVER")
FITTING: dict[str, tuple[str, ...]] = {
    "CREDIT": ("CREDIT", "DUPLICATE", "ERROR", "OVER"),
    "DEPOSIT": ("DEPOSIT", "ERROR"),
    "RECEIPT": OF_LINE,
    "UNCLAIMED": ("UNCLAIMED",),
}
"""The grounds that fit where the money stands; the first is offered."""


def misfit(source: str, ground: str) -> str:
    """Why a ground cannot stand for money from this source, as a sentence; empty when it can."""
    fitting = FITTING[source]
    if ground in fitting:
        return ""
    words = dict(GROUNDS)
    named = ", ".join(f"{n} {words[code]}" for n, (code, _) in enumerate(GROUNDS, 1) if code in fitting)
    return f"Ground: {words.get(ground, ground)} does not fit. One of {named}."


FULL, LESS_FEE, MONTHS, QUARTERS = "FULL", "LESS-FEE", "MONTHS", "QUARTERS"
FORMULAS: tuple[tuple[str, str], ...] = (
    (FULL, "All of it"),
    (LESS_FEE, "Less the processing fee"),
    (MONTHS, "Whole unused months"),
    (QUARTERS, "Nearest unused quarter"),
)
"""Stored code and meaning."""


def refund_cents(formula: str, paid_cents: int, fee_cents: int = 0, unused_months: int = 0) -> int:
    """What goes back of a yearly fee, in cents, rounded half up. Raises `ValueError` for an unknown formula."""
    if formula == FULL:
        return paid_cents
    if formula == LESS_FEE:
        return max(paid_cents - fee_cents, 0)
    months = min(max(unused_months, 0), 12)
    if formula == MONTHS:
        return half_up(paid_cents * months, 12)
    if formula == QUARTERS:
        return half_up(paid_cents * ((months + 1) // 3), 4)
    raise ValueError(f"There is no formula {formula}.")


def unused_months(closed_on: date, last_day: date) -> int:
    """Whole months from the day after closing to the last day of the license's period."""
    day, months = closed_on + timedelta(days=1), 0
    while _plus_months(day, months + 1) <= last_day + timedelta(days=1):
        months += 1
    return months


def _plus_months(day: date, count: int) -> date:
    """The same day of a later month; past its end, the first of the next."""
    year, month = divmod(day.month - 1 + count, 12)
    try:
        return date(day.year + year, month + 1, day.day)
    except ValueError:
        following = divmod(day.month + count, 12)
        return date(day.year + following[0], following[1] + 1, 1)
