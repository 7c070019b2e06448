"""A few plainly invented repossessions, stored vehicles, citations and sign-offs, around the day of the sample."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.clock import Clock, fiscal_year
from data.holidays import business_days_after
from data.ledger_entry import next_number
from data.store import Store

CAR = {"year": 2019, "make": "HOND", "model": "Accord", "style": "4D", "color": "SIL"}
TRUCK = {"year": 2015, "make": "FORD", "model": "F-150", "style": "PK", "color": "WHI"}
BANK = "Sample Bank"
VAN = {"year": 2021, "make": "TOYT", "model": "Sienna", "style": "VN", "color": "BLU"}


def load(store: Store, clock: Clock, user_id: int) -> None:
    """Add the records, entered by one clerk; nothing when there are any."""
    if store.value("SELECT 1 FROM repossessions LIMIT 1"):
        return
    today, by = clock.today(), {"user_id": user_id, "created_at": store.now()}
    with store.writing():
        _repossessions(store, today, by)
        _impounds(store, today, by)
        _citations(store, today, by)


def before(store: Store, today: date, days: int) -> str:
    """The last business day at least so many days ago, as stored."""
    day = date.fromordinal(today.toordinal() - days)
    while business_days_after(store, date.fromordinal(day.toordinal() - 1), 1) != day:
        day = date.fromordinal(day.toordinal() - 1)
    return day.isoformat()


def numbered(store: Store, prefix: str, today: date) -> str:
    """The next number of a kind of record."""
    year = f"{fiscal_year(today) % 100:02d}"
    return f"{prefix}{year}-{next_number(store, f'{prefix}:{year}'):06d}"


def _plate(number: int) -> dict[str, Any]:
    """A plate of a form that is never issued, and the end of a VIN."""
    return {
        "plate": f"0SMP{number:03d}",
        "plate_state": "CA",
        "vin": f"990{number:03d}",
        "vin_tail": f"990{number:03d}",
    }


def _repossessions(store: Store, today: date, by: dict[str, Any]) -> None:
    rows: tuple[tuple[dict[str, Any], int, str, str, int, dict[str, Any]], ...] = (
        (CAR, 12, "10:20", "09:45", 35, {"written_on": before(store, today, 11), "legal_owner": BANK}),
        (
            TRUCK,
            5,
            "11:40",
            "10:05",
            95,
            {"written_on": before(store, today, 4), "legal_owner": "Sample Union"},
        ),
        (VAN, 0, "07:30", "06:55", 35, {"legal_owner": BANK, "yard": "Sample Yard, 1 Example Way"}),
    )
    for n, (vehicle, days, received_at, taken_at, minutes, more) in enumerate(rows, 1):
        day = before(store, today, days)
        store.insert(
            "repossessions", number=numbered(store, "RP", today), received_on=day, received_at=received_at,
            channel="PHONE", caller="Sample Caller", agency="Sample Recovery", license_no="RA0000", taken_on=day,
            taken_at=taken_at, minutes=minutes, place=f"{n}00 EXAMPLE ST", registered_owner=f"Invented Debtor {n}",
            **vehicle, **_plate(n), **more, **by,
        )  # fmt: skip


def _impounds(store: Store, today: date, by: dict[str, Any]) -> None:
    rows: tuple[tuple[dict[str, Any], int, str, str, str, dict[str, Any]], ...] = (
        (CAR, 33, "SUSP", "VC 14602.6(a)", "30-DAY", {"notice_on": before(store, today, 32)}),
        (
            VAN,
            10,
            "SUSP",
            "VC 14602.6(a)",
            "30-DAY",
            {"notice_on": before(store, today, 9), "legal_owner": BANK},
        ),
        (TRUCK, 4, "EVID", "VC 22655.5", "EVIDENCE", {"notice_on": before(store, today, 3), "case_no": "26-00777"}),
        (CAR, 1, "STOLEN", "VC 22651(c)", "NONE", {}),
    )
    for n, (vehicle, days, reason, authority, hold, more) in enumerate(rows, 11):
        store.insert(
            "impounds", number=f"26-{n:04d}", impounded_on=before(store, today, days), impounded_at="22:15",
            place=f"{n} EXAMPLE AVE", reason=reason, authority=authority, hold=hold, ordered_by="Ofc. Sample 101",
            registered_owner=f"Invented Owner {n}", tow_company="Sample Tow", yard="Sample Yard, 1 Example Way",
            yard_phone="7605550199", **vehicle, **_plate(n), **more, **by,
        )  # fmt: skip


def _citations(store: Store, today: date, by: dict[str, Any]) -> None:
    rows: tuple[tuple[int, str, str, str, int, dict[str, Any]], ...] = (
        (5, "PARKING", "VC 22500(i)", "Parked in a bus stop", 5000, {}),
        (60, "PARKING", "VMC 11.04.030", "Over two hours", 4500, {"notice_on": before(store, today, 28)}),
        (12, "PARKING", "VC 22507.8", "Disabled space", 35000,
         {"state": "REVIEW", "review_asked_on": before(store, today, 3)}),
        (9, "CORRECTABLE", "VC 5200", "No front plate", 0, {}),
    )  # fmt: skip
    for n, (days, kind, section, violation, cents, more) in enumerate(rows, 21):
        store.insert(
            "citations", number=f"P{n:05d}", kind=kind, issued_on=before(store, today, days), issued_at="10:05",
            section=section, violation=violation, place="200 EXAMPLE ST", make="HOND", color="SIL",
            penalty_cents=cents, late_cents=2500 if cents else 0, **{**_plate(n), "vin": f"9{n:03d}"}, **more, **by,
        )  # fmt: skip
    store.insert(
        "signoffs", number=numbered(store, "SO", today), citation="E00019", section="VC 4000(a)", plate="0SMP019",
        own=0,
        inspected_on=before(store, today, 2), badge="101", corrected=1, fee_cents=0, **by,
    )  # fmt: skip
