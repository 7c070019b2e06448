"""A few plainly invented visitors, calls, court papers and ride-alongs, around the day of the sample."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from data.clock import Clock
from data.frontdesk.courtpapers import lead
from data.holidays import business_days_after
from data.sample.vehicles import before, numbered
from data.store import Store
from data.text import fold


def load(store: Store, clock: Clock, user_id: int) -> None:
    """Add the records, entered by one clerk; nothing when there are any."""
    if store.value("SELECT 1 FROM visits LIMIT 1"):
        return
    today, by = clock.today(), {"user_id": user_id, "created_at": store.now()}
    with store.writing():
        _visits(store, today, by)
        _calls(store, today, by)
        _papers(store, today, by)
        _rides(store, today, by)


def _visits(store: Store, today: date, by: dict[str, Any]) -> None:
    rows: tuple[tuple[int, str, str, str, str, str, str | None, str], ...] = (
        (100, "Invented Visitor One", "Sample Copiers", "V01", "10:00", "17:00", "11:30", "Y"),
        (3, "Invented Visitor Two", "", "V02", "13:15", "17:00", "14:00", "Y"),
        (1, "Invented Visitor Three", "Sample Cabling", "C01", "08:30", "12:00", None, ""),
        (0, "Invented Visitor Four", "", "V03", "07:45", "17:00", None, ""),
    )
    for days, name, company, badge, in_at, expected, out_at, returned in rows:
        day = before(store, today, days)
        store.insert(
            "visits", number=numbered(store, "V", today), visited_on=day, name=name, company=company,
            host="Sgt. Sample",
            purpose="Meeting", id_type="DL", badge=badge, badge_kind="CONTRACTOR" if badge[0] == "C" else "ESCORTED",
            area="Lobby and offices", escort="Ofc. Sample", in_at=in_at, expected_at=expected,
            out_on=day if out_at else None, out_at=out_at or "", returned=returned, **by,
        )  # fmt: skip


def _calls(store: Store, today: date, by: dict[str, Any]) -> None:
    rows = (
        ("TOWED", "INFORMED", "", "", ""),
        ("MEDIA", "MESSAGE", "Public Information Officer", "Sample Gazette asks for a call back", ""),
        ("EMERGENCY", "911", "", "", "08:02"),
    )
    for n, (category, disposition, addressee, message, at) in enumerate(rows):
        store.insert(
            "desk_calls", number=numbered(store, "C", today), called_on=before(store, today, 0), called_at=f"08:0{n}",
            caller="Invented Caller" if n < 2 else "", callback="7605550188" if n == 1 else "", language="EN",
            category=category, disposition=disposition, message_for=addressee, message=message, transferred_at=at, **by,
        )  # fmt: skip


def _papers(store: Store, today: date, by: dict[str, Any]) -> None:
    rows: tuple[tuple[int, int, dict[str, Any]], ...] = (
        (2, 12, {"kind": "SUBPOENA", "matter": "CRIMINAL", "recipient": "Ofc. Sample 101", "copies": 2}),
        (1, 9, {"kind": "SUBPOENA", "matter": "CIVIL", "recipient": "Ofc. Sample 102", "copies": 2, "days_ordered": 1}),
        (4, 20, {"kind": "SDT", "matter": "CIVIL", "recipient": "Custodian", "recipient_kind": "RECORDS",
                 "documents": "Report 26-00777"}),
    )  # fmt: skip
    for n, (days, ahead, more) in enumerate(rows, 1):
        day, hearing = before(store, today, days), business_days_after(store, today, ahead)
        store.insert(
            "court_papers", number=numbered(store, "CP", today), received_on=day, received_at="10:30",
            served_by="Sample Server", manner="AGENT", court="Superior Court, Sample", case_no=f"26SMP{n:04d}",
            hearing_on=hearing.isoformat(), hearing_at="08:30", lead_wd=lead(store, date.fromisoformat(day), hearing),
            accepted=1, **{"recipient_kind": "OFFICER", **more}, **by,
        )  # fmt: skip


def _rides(store: Store, today: date, by: dict[str, Any]) -> None:
    soon = business_days_after(store, today, 4).isoformat()
    rows: tuple[tuple[str, int, str, dict[str, Any]], ...] = (
        ("Invented Rider One", 30, "APPLIED", {}),
        ("Invented Rider Two", 17, "APPROVED",
         {"local_check": "CLEAR", "decision": "APPROVED", "decided_by": "Lt. Sample"}),
        ("Invented Rider Three", 24, "SCHEDULED",
         {"local_check": "CLEAR", "decision": "APPROVED", "decided_by": "Lt. Sample", "officer": "Ofc. Sample 101",
          "ride_on": soon, "shift": "DAY", "starts_at": "08:00"}),
    )  # fmt: skip
    for name, years, state, more in rows:
        store.insert(
            "rides", number=numbered(store, "RA", today), applied_on=before(store, today, 2), name=name,
            name_key=fold(name), born_on=(today - timedelta(days=years * 366)).isoformat(), resident=1,
            phone="7605550177", id_type="ID", emergency="Invented Contact", emergency_phone="7605550178",
            reason="Interest in police work", state=state, **more, **by,
        )  # fmt: skip
