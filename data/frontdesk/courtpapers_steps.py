"""The steps of a court paper: delivery, notice that it failed, the hearing's fate, days, cost, records produced."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from data import audit
from data.columns import ref
from data.fields import Choice, Count, Date, Money, Text
from data.forms import Form, FormError, Values
from data.frontdesk.courtpapers import DUCES, WHOLE, CourtPaper, deposit_needed, lead
from data.frontdesk.courtpapers_clocks import Served, by_id
from data.frontdesk.timeofday import Time
from data.money import show_cents
from data.permissions import Refused
from data.records import save

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

OPEN_STATES = ("OPEN", "ON-CALL", "CONTINUED")
FATES = (("ON-CALL", "On call"), ("CONTINUED", "Continued"), ("VACATED", "Vacated"), ("OPEN", "As ordered"))


def _form(code: str, title: str, names: tuple[str, ...], help: str) -> Form:
    return Form(code, title, {name: ref(getattr(CourtPaper, name), required=True) for name in names}, help=help)


DELIVERED = _form(
    "SUB020", "Delivered", ("delivered_on", "delivered_at", "delivered_by"), "One copy was given to the person."
)
FAILED = _form(
    "SUB022", "Could not be delivered", ("undelivered_on", "undelivered_at", "told"),
    "The server and the court are told not less than 48 hours before the hearing (Penal Code 1328).",
)  # fmt: skip
FATE = Form(
    "SUB024",
    "The hearing",
    {
        "fate": Choice("The hearing is", 10, required=True, options=FATES),
        "hearing_on": Date("New day", help="When it was continued."),
        "hearing_at": Time("New time"),
    },
    help="What the court or the attorney said: on call, continued to another day, or vacated.",
)
ANOTHER = Form(
    "SUB026",
    "Ordered back another day",
    {"days": Count("More days", 2, required=True, default=1, minimum=1, maximum=30, stop=True)},
    help="The same deposit is tendered first for each day (Government Code 68097.5). F6 takes it.",
)
COST = Form(
    "SUB028",
    "Cost reconciled",
    {
        "days_appeared": Count("Days appeared", 3, required=True, maximum=365),
        "cost": Money("Actual cost", required=True, minimum_cents=0, help="Salary and travel of the days (68097.2)."),
        "settled_note": Text("Note", 60),
    },
    help="What is more than the deposits is billed to the party and its attorney, what is less is refunded (menu 12).",
)
PRODUCED = _form(
    "SUB030", "Records produced", ("produced_on",), "Sealed in two envelopes, with the affidavit (Evid. 1561)."
)


def _open(store: Store, session: Session, record_id: int) -> Served:
    """A paper that is not closed. Raises `Refused`, also for whoever may only read it."""
    session.require(WHOLE.change)
    found = by_id(store, session, record_id)
    if found.state not in OPEN_STATES:
        raise Refused(f"{found.number} is {found.state}.")
    return found


def _put(store: Store, session: Session, found: Served, values: Values) -> None:
    save(store, session, WHOLE, found.id, values, found.opened.version)


def _day(store: Store, found: Served, values: Values, name: str) -> None:
    if not found.values["received_on"] <= values[name] <= store.clock.today():
        raise FormError(name, "From the day the paper came to today.")


def delivered(store: Store, session: Session, record_id: int, values: Values) -> Served:
    """Note the delivery to the person. Raises `FormError` for a day that cannot be, `Refused` when it is closed."""
    found = _open(store, session, record_id)
    _day(store, found, values, "delivered_on")
    _put(store, session, found, values)
    return by_id(store, session, record_id)


def undeliverable(store: Store, session: Session, record_id: int, values: Values) -> str:
    """Note that it could not be delivered and who was told; a sentence on whether that was in time.

    Raises `Refused` when it was delivered or is closed.
    """
    found = _open(store, session, record_id)
    if found.values["delivered_on"]:
        raise Refused(f"{found.number} was delivered on {found.values['delivered_on']:%m/%d/%Y}.")
    _day(store, found, values, "undelivered_on")
    _put(store, session, found, values)
    at = datetime.combine(values["undelivered_on"], time.fromisoformat(values["undelivered_at"])).astimezone()
    late = found.tell_until is not None and at > found.tell_until
    return f"{found.number}: told {'LATE, after' if late else 'in time, before'} {_moment(found)}."


def _moment(found: Served) -> str:
    return f"{found.tell_until:%m/%d/%Y %H:%M}" if found.tell_until else "a hearing without a day"


def fate(store: Store, session: Session, record_id: int, values: Values) -> Served:
    """Note what became of the hearing; a continued one has a new day. Raises `FormError` without it, `Refused`."""
    found = _open(store, session, record_id)
    continued = values["fate"] == "CONTINUED"
    if continued and (not values["hearing_on"] or values["hearing_on"] <= store.clock.today()):
        raise FormError("hearing_on", "New day: a day after today.")
    with store.writing():
        if continued:
            new = {name: values[name] or found.values[name] for name in ("hearing_on", "hearing_at")}
            _put(store, session, found, new)
            days = lead(store, found.values["received_on"], new["hearing_on"])
            store.run("UPDATE court_papers SET lead_wd = ? WHERE id = ?", days, record_id)
        store.run("UPDATE court_papers SET state = ?, version = version + 1 WHERE id = ?", values["fate"], record_id)
        audit.record(store, session, "court.fate", "court_papers", record_id, detail=values["fate"])
    return by_id(store, session, record_id)


def another_day(store: Store, session: Session, record_id: int, values: Values) -> Served:
    """Order more days; each costs the deposit again. Raises `Refused` when earlier days are unpaid."""
    found = _open(store, session, record_id)
    if not deposit_needed(found.values):
        raise Refused("No deposit is tendered for this paper.")
    if found.due_cents:
        raise Refused(f"{show_cents(found.due_cents)} for the days ordered before is not tendered yet.")
    with store.writing():
        store.run(
            "UPDATE court_papers SET days_ordered = days_ordered + ?, version = version + 1 WHERE id = ?",
            values["days"], record_id,
        )  # fmt: skip
        audit.record(store, session, "court.days", "court_papers", record_id, detail=str(values["days"]))
    return by_id(store, session, record_id)


def reconcile(store: Store, session: Session, record_id: int, values: Values) -> Served:
    """Note the days and the actual cost in cents; the paper is closed. Raises `Refused` when it is closed already."""
    session.require(WHOLE.change)
    found = by_id(store, session, record_id)
    if found.state in ("REFUSED", "CLOSED"):
        raise Refused(f"{found.number} is {found.state}.")
    if not deposit_needed(found.values):
        raise Refused("No deposit was tendered for this paper: close it instead.")
    with store.writing():
        _put(store, session, found, {name: values[name] for name in ("days_appeared", "settled_note")})
        store.run("UPDATE court_papers SET cost_cents = ? WHERE id = ?", values["cost"], record_id)
        _close(store, session, record_id)
    return by_id(store, session, record_id)


def produced(store: Store, session: Session, record_id: int, values: Values) -> Served:
    """Note that the records went to the court; the paper is closed. Raises `FormError`, `Refused`."""
    found = _open(store, session, record_id)
    if found.values["kind"] != DUCES:
        raise Refused("Records are produced for a subpoena for records.")
    _day(store, found, values, "produced_on")
    with store.writing():
        _put(store, session, found, values)
        _close(store, session, record_id)
    return by_id(store, session, record_id)


def close(store: Store, session: Session, record_id: int) -> Served:
    """Close a paper. Raises `Refused` while a deposit is not reconciled or it is closed already."""
    found = by_id(store, session, record_id)
    session.require(WHOLE.change)
    if found.state in ("REFUSED", "CLOSED"):
        raise Refused(f"{found.number} is {found.state}.")
    if found.paid_cents and found.cost_cents is None:
        raise Refused(f"{show_cents(found.paid_cents)} of deposit is not reconciled with the cost.")
    with store.writing():
        _close(store, session, record_id)
    return by_id(store, session, record_id)


def _close(store: Store, session: Session, record_id: int) -> None:
    store.run(
        "UPDATE court_papers SET state = 'CLOSED', closed_on = ?, version = version + 1 WHERE id = ?",
        store.clock.today().isoformat(), record_id,
    )  # fmt: skip
    audit.record(store, session, "court.close", "court_papers", record_id)


def what_follows(found: Served) -> str:
    """What is still to be done about the money, as a sentence; empty before it was reconciled."""
    balance = found.balance_cents
    if balance is None:
        return ""
    if balance > 0:
        return f"Bill {show_cents(balance)} to the party and its attorney."
    return f"Refund {show_cents(-balance)} (menu 12)." if balance else "Deposits and cost agree."
