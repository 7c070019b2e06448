"""The duties of a city's customer service representatives, by the ids that lessons and the record use."""

from __future__ import annotations

from data.permissions import SUPERVISOR, Permission

OBSERVE = Permission(
    "training.observe", "the records of trainees are kept by the supervisors.", frozenset({SUPERVISOR})
)
DUTIES: dict[str, str] = {
    "G1": "Questions and complaints",
    "G2": "Payments and changes",
    "G3": "Bus passes",
    "G4": "Petty cash",
    "G5": "Supplies and sheets",
    "G6": "Mail in, mail returned",
    "U1": "Water payments and checks",
    "U2": "Billing problems",
    "U3": "Notices of balance due",
    "U4": "Requests for service",
    "U5": "Cashier and balancing",
    "U6": "NSF checks",
    "U7": "Meters",
    "U8": "Readings and files",
    "U9": "Periodic bills",
    "U10": "Credit refunds",
    "B1": "License applications",
    "B2": "Referrals of applications",
    "B3": "Daily audit",
    "B4": "Penalties",
    "B5": "Improvement district",
    "B6": "License mailings",
    "B7": "Daily permits",
    "B8": "Refunds of fees",
    "C1": "Passports",
    "C2": "Information and referral",
    "C3": "Documents on services",
    "P1": "Criminal registrants",
    "P2": "Registrants: changes",
    "P3": "Bookings and photographs",
    "P4": "Vehicles and citations",
    "P5": "Records and release",
    "P6": "Files, logs, reports",
    "P7": "Backgrounds, ride-alongs",
    "P8": "Telephone and visitors",
    "P9": "Court papers",
    "K1": "Parking mailings",
    "K2": "Parking permits",
    "K3": "Lost permits, renewals",
    "S1": "Authority and approval",
    "S2": "Ten-key and arithmetic",
    "S3": "Interruptions",
    "S4": "Finding discrepancies",
    "S5": "Courtesy, two languages",
    "S6": "Business letters",
}
"""Duty and what it is, in at most 26 columns, in the order of the class specification."""
GROUPS: dict[str, str] = {
    "G": "General",
    "U": "Utility billing",
    "B": "Business license",
    "C": "Customer service center",
    "P": "Police front desk",
    "K": "Parking",
    "S": "How the work is done",
}
"""The first letter of a duty and the title of its group."""


def title(duty: str) -> str:
    """What a duty is; its id when it has no title."""
    return DUTIES.get(duty, duty)
