"""The duties of a city's customer service representatives that the program serves, by their ids."""

from __future__ import annotations

DUTIES: dict[str, str] = {
    "G1": "Questions, research, complaints",
    "G2": "Payments, accounts, changes",
    "G3": "Bus passes",
    "G4": "Petty cash",
    "G6": "Incoming and returned mail",
    "U1": "Water payments, checks, posting",
    "U2": "Billing problems, adjustments",
    "U5": "Cashier, balancing, deposits",
    "U6": "NSF checks",
    "U10": "Credit refunds",
    "B3": "Daily audit of batches, deposits",
    "B8": "Refunds of deposits and fees",
    "P1": "Criminal registrants",
    "P2": "Registrants: new and changes",
    "P3": "Bookings and photographs",
    "P4": "Vehicles, citations, drawer",
    "P5": "Records: retrieval, release",
    "P6": "Files, logs, reports",
    "P7": "Background checks, ride-alongs",
    "P8": "Telephone, visitors, badges",
    "P9": "Subpoenas and court papers",
    "S1": "Authority and approval",
    "S2": "Ten-key and arithmetic",
    "S3": "Interruptions",
    "S4": "Discrepancies in balancing",
    "S5": "Courtesy, two languages",
    "S6": "Business letters",
}
"""Duty and what it is, in at most 32 columns."""
GROUPS: dict[str, str] = {
    "G": "General",
    "U": "Utility billing",
    "B": "Business license",
    "P": "Police front desk",
    "S": "How the work is done",
}
"""The first letter of a duty and the title of its group."""


def title(duty: str) -> str:
    """What a duty is; its id when it has no title."""
    return DUTIES.get(duty, duty)
