"""The fees of a request by payee: what is due, what the cashier took, and what the agency is billed for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data import settings
from data.police.livescan_terms import REVIEW
from data.services import livescan as cashier
from data.services.rules import fees

if TYPE_CHECKING:
    from data.police.livescan import LiveScan
    from data.police.store import PoliceStore

PAYEES = {cashier.DOJ: "DOJ", cashier.FBI: "FBI", cashier.FIREARM: "DOJ firearms", cashier.ROLL: "Rolling"}
"""Payees and what they are called in the log."""


def level(found: LiveScan) -> str:
    """What the cashier's form is told: a resubmission and a billed request pay the rolling fee only."""
    if found.resubmission_of is not None or found.billed:
        return cashier.ROLL
    if found.values["applicant_type"] == REVIEW:
        return cashier.REVIEW
    return str(found.values["level"] or cashier.ROLL)


def rolls(police: PoliceStore, found: LiveScan, on: date) -> bool:
    """Whether the rolling fee is due: always, but for a resubmission only where the agency says so."""
    return found.resubmission_of is None or settings.value(police, "livescan.resubmit_roll", on) == "Y"


def due(police: PoliceStore, found: LiveScan, on: date) -> dict[str, int]:
    """What is due by payee on a day, in cents."""
    rows = fees(police.city, cashier.FEES, on)
    return cashier.due(rows, level(found), firearm=found.firearm, roll=rolls(police, found, on))


def paid(police: PoliceStore, found: LiveScan) -> dict[str, int]:
    """What the cashier took by payee, in cents."""
    return cashier.paid_cents(police.city, found.number)


def unpaid(police: PoliceStore, found: LiveScan, on: date) -> dict[str, int]:
    """What is still to be paid by payee, in cents. A part that was taken is paid, whatever the fee has become."""
    taken = paid(police, found)
    return {payee: cents for payee, cents in due(police, found, on).items() if taken.get(payee, 0) <= 0}


def billed_cents(police: PoliceStore, found: LiveScan, on: date) -> int:
    """What DOJ bills the agency of a billing number for, in cents; nothing without one or for a resubmission."""
    if not found.billed or found.resubmission_of is not None:
        return 0
    rows = fees(police.city, cashier.FEES, on)
    asked = cashier.REVIEW if found.values["applicant_type"] == REVIEW else str(found.values["level"] or cashier.ROLL)
    return sum(cashier.due(rows, asked, firearm=found.firearm, roll=False).values())


def receipts(police: PoliceStore, found: LiveScan) -> str:
    """The receipts that paid a request, as the cashier has them now."""
    return cashier.receipts_of(police.city, found.number)


def cashier_texts(police: PoliceStore, found: LiveScan, on: date) -> dict[str, str]:
    """The cashier's form filled in: number, level, firearms, rolling fee. No name."""
    yes = {True: "Y", False: "N"}
    return {
        "number": found.number,
        "level": level(found),
        "firearm": yes[found.firearm and level(found) != cashier.ROLL],
        "roll": yes[rolls(police, found, on)],
    }
