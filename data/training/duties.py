"""The duties of a city's customer service representatives that the program serves, by their ids."""

from __future__ import annotations

DUTIES: dict[str, str] = {
    "G1": "Questions and complaints",
    "G2": "Payments and changes",
    "G3": "Bus passes",
    "G4": "Petty cash",
    "G6": "Mail in, mail returned",
    "U1": "Water payments and checks",
    "U2": "Billing problems",
    "U5": "Cashier and balancing",
    "U6": "NSF checks",
    "U10": "Credit refunds",
    "B3": "Daily audit",
    "B8": "Refunds of fees",
    "P1": "Criminal registrants",
    "P2": "Registrants: changes",
    "P3": "Bookings and photographs",
    "P4": "Vehicles and citations",
    "P5": "Records and release",
    "P6": "Files, logs, reports",
    "P7": "Backgrounds, ride-alongs",
    "P8": "Telephone and visitors",
    "P9": "Court papers",
    "S1": "Authority and approval",
    "S2": "Ten-key and arithmetic",
    "S3": "Interruptions",
    "S4": "Finding discrepancies",
    "S5": "Courtesy, two languages",
    "S6": "Business letters",
}
"""Duty and what it is, in at most 26 columns."""
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
