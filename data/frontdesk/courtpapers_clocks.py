"""The clocks and deposits of a court paper: lead time, the 48 hours, records, what is tendered for each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from data import settings
from data.forms import Values
from data.frontdesk import clocks, payments
from data.frontdesk.clocks import Deadline
from data.frontdesk.courtpapers import (
    CITY,
    CIVIL,
    CLAIM,
    CRIMINAL,
    DUCES,
    OFFICER_,
    PITCHESS,
    SUMMONS,
    TO_CLERK,
    WHOLE,
    deposit_needed,
    lead,
)
from data.frontdesk.entries import Worked
from data.records import record

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

LEAD, HOURS, OFFICER_DAY, WITNESS, MILE, PITCHESS_TO = (
    "sub.lead_wd", "sub.undeliverable_hours", "fee.officer_day", "fee.witness_day", "fee.witness_mile",
    "sub.pitchess_to",
)  # fmt: skip
RESPONSE = {CRIMINAL: "sdt.criminal_days", CIVIL: "sdt.civil_days"}


@dataclass(frozen=True)
class Served(Worked):
    """A paper as it is worked on; amounts in cents."""

    number: str
    state: str
    lead_wd: int | None
    short: bool
    """Whether it came with fewer working days than the law gives."""
    tell_until: datetime | None
    """Until when the server and court are told that it could not be delivered; a moment at the counter."""
    response: Deadline | None
    """Until when the records of a subpoena duces tecum are due."""
    days_ordered: int
    day_cents: int
    """The deposit for one day."""
    paid_cents: int
    cost_cents: int | None
    receipts: str

    @property
    def due_cents(self) -> int:
        """What is still to be tendered for the days that were ordered."""
        return max(self.days_ordered * self.day_cents - self.paid_cents, 0) if self.cost_cents is None else 0

    @property
    def balance_cents(self) -> int | None:
        """Cost less deposits once it was reconciled: positive is billed, negative refunded; None before."""
        return None if self.cost_cents is None else self.cost_cents - self.paid_cents


def by_id(store: Store, session: Session, record_id: int) -> Served:
    """A paper with its clocks and deposits. Raises `Refused` without the permission."""
    opened, today = record(store, session, WHOLE, record_id), store.clock.today()
    row = store.row("SELECT number, state, lead_wd, days_ordered, cost_cents FROM court_papers WHERE id = ?", record_id)
    assert row is not None
    values = opened.values
    return Served(
        opened,
        row[0],
        row[1],
        row[2],
        row[2] is not None and row[2] < settings.number(store, LEAD, today),
        tell_until(store, values, today),
        response_due(store, values, today),
        int(row[3]),
        day_cents(store, values, today),
        payments.paid_cents(store, payments.COURT, record_id),
        row[4],
        payments.receipt_numbers(store, payments.COURT, record_id),
    )


def tell_until(store: Store, values: Values, on: date) -> datetime | None:
    """The last moment to tell that a paper cannot be delivered: so many hours before the hearing (Penal Code 1328)."""
    if not values["hearing_on"]:
        return None
    at = time.fromisoformat(values["hearing_at"] or "08:00")
    hearing = datetime.combine(values["hearing_on"], at).astimezone()
    return (hearing - timedelta(hours=settings.number(store, HOURS, on))).astimezone()


def response_due(store: Store, values: Values, on: date) -> Deadline | None:
    """When records are due (Evidence Code 1560(b)): the agreed day, or so many days after service; None for others."""
    if values["kind"] != DUCES or not values["accepted"]:
        return None
    if values["agreed_on"]:
        return Deadline(values["agreed_on"], values["agreed_on"])
    return clocks.calendar(store, values["received_on"], settings.number(store, RESPONSE[values["matter"]], on), on)


def day_cents(store: Store, values: Values, on: date) -> int:
    """The deposit for one day, in cents: 275.00 for an officer (Gov. 68097.2), the witness fee for others (68093)."""
    if not deposit_needed(values):
        return 0
    if values["recipient_kind"] == OFFICER_:
        return settings.cents(store, OFFICER_DAY, on)
    miles = 2 * int(values["miles"] or 0)
    return settings.cents(store, WITNESS, on) + miles * settings.cents(store, MILE, on)


def owed(store: Store, record_id: int) -> int:
    """What is still to be tendered for a paper, in cents; 0 for one that is refused, closed or reconciled."""
    row = store.row(
        "SELECT kind, matter, recipient_kind, miles, days_ordered, state, cost_cents FROM court_papers WHERE id = ?",
        record_id,
    )
    if row is None or row[5] in ("REFUSED", "CLOSED") or row[6] is not None:
        return 0
    values: Values = dict(zip(("kind", "matter", "recipient_kind", "miles"), row, strict=False))
    whole = int(row[4]) * day_cents(store, values, store.clock.today())
    return max(whole - payments.paid_cents(store, payments.COURT, record_id), 0)


def warnings(store: Store, values: Values) -> list[str]:
    """What the clerk should know of a paper as typed so far, most urgent first, as sentences."""
    today, found = store.clock.today(), []
    if values.get("kind") in (SUMMONS, CLAIM) or values.get("recipient_kind") == CITY:
        found.append(TO_CLERK)
    if values.get("kind") == PITCHESS:
        found.append(f"To {settings.value(store, PITCHESS_TO, today)} at once (Evidence Code 1043).")
    if values.get("hearing_on") and values.get("received_on"):
        days, least = lead(store, values["received_on"], values["hearing_on"]), settings.number(store, LEAD, today)
        if days < least:
            found.append(f"ONLY {days} WORKING DAYS: may be refused if delivery is uncertain.")
    return found
