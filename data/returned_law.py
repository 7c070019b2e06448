"""California Civil Code 1719 in figures: the service charge, the 30 days, and three times the check.

Pure functions over dated settings; nothing is read or written here. Verify the statute before go-live.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.money import show_cents

DEMAND_DAYS = 30
"""Calendar days from the mailing of the demand (Civil Code 1719(a)(2))."""


@dataclass(frozen=True)
class Limits:
    """What the statute and the city allow, in cents; from dated settings."""

    first_cents: int
    next_cents: int
    first_cap_cents: int
    next_cap_cents: int
    damages_least_cents: int
    damages_most_cents: int
    damages_times: int
    resolution: str = ""
    """The council resolution that allows a charge above the statute's (Government Code 6157(b)), empty for none."""


@dataclass(frozen=True)
class Claim:
    """What may be claimed once the 30 days are over, in cents: instead of the charge and the mailing cost."""

    check_cents: int
    """The check less what was paid within the 30 days."""
    damages_cents: int

    @property
    def total_cents(self) -> int:
        """Check and damages."""
        return self.check_cents + self.damages_cents


def charge(limits: Limits, occurrence: int) -> int:
    """The service charge in cents for the n-th check returned to this payee, capped as the law says.

    The cap is 25.00 for the first and 35.00 for each later one; a resolution may set more, at actual cost.
    """
    wanted = limits.first_cents if occurrence <= 1 else limits.next_cents
    return wanted if limits.resolution else min(wanted, cap(limits, occurrence))


def cap(limits: Limits, occurrence: int) -> int:
    """The most the statute allows for the n-th check, in cents."""
    return limits.first_cap_cents if occurrence <= 1 else limits.next_cap_cents


def charge_problem(limits: Limits, occurrence: int, cents: int) -> str:
    """Why a charge of `cents` may not be made, empty when it may."""
    most = cap(limits, occurrence)
    if cents < 0:
        return "The charge may not be negative."
    if cents > most and not limits.resolution:
        return f"The law allows at most {show_cents(most)} here (Civil Code 1719), unless a resolution is on file."
    return ""


def demand_expires(mailed: date) -> date:
    """The last day on which check, charge and mailing cost settle the demand."""
    return mailed + timedelta(days=DEMAND_DAYS)


def claim(limits: Limits, check_cents: int, paid_in_time_cents: int, *, good_faith_stop: bool = False) -> Claim:
    """What may be claimed after the 30 days: the rest of the check and three times that, 100.00 to 1,500.00.

    Nothing but the check is claimed where payment was stopped in a good-faith dispute.
    """
    rest = max(check_cents - paid_in_time_cents, 0)
    if not rest or good_faith_stop:
        return Claim(rest, 0)
    trebled = limits.damages_times * rest
    return Claim(rest, min(max(trebled, limits.damages_least_cents), limits.damages_most_cents))
