"""What the desk does with a Live Scan request: transmit, note the ATI, close, reject, resubmit, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import settings
from data.forms import FormError, Values
from data.money import show_cents
from data.permissions import Refused
from data.police import fingerprints, livescan_checks, livescan_fees, livescan_rollers
from data.police.fingerprints import APPLICANT, DEVICE, Taken
from data.police.identifiers import IdentifierError, ati
from data.police.livescan import (
    BACK,
    CLOSED,
    OPEN,
    REJECTED,
    SENT,
    WITHDRAWN,
    WORK,
    LiveScan,
    change,
    enter,
    get,
    require_state,
    step,
)
from data.police.livescan_terms import FIELDS, SEALED

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

REJECTERS = (("DOJ", "DOJ"), ("FBI", "FBI"))


@dataclass(frozen=True)
class Transmission:
    """What the device says after it has sent the prints."""

    lsid: str
    ati: str = ""
    """Empty while the device has not printed it."""
    tcn: str = ""
    rolled_by: str = ""
    """The clerk number of who rolled the prints; empty: the clerk at the station."""
    rejects: str = ""
    """Finger codes that the device rejected for their quality."""


def transmit(police: PoliceStore, session: Session, key: int, said: Transmission) -> LiveScan:
    """Log that the prints were rolled and sent; the fingerprint log gets its row.

    Raises `FormError` when who rolled them may not (Penal Code 11102.1), or for a wrong number; `Refused`.
    """
    session.require(WORK)
    require_state(get(police, session, key), OPEN)
    today = session.clock.today()
    rolled_by = said.rolled_by or session.clerk.number
    who = livescan_rollers.require(police, rolled_by, today)
    number = _ati(said.ati)
    if not said.lsid:
        raise FormError("lsid", "LSID: the number of the Live Scan device.")
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, OPEN)
        agency = settings.value(police, "police.agency", today)
        change(
            police, found, found.version, state=SENT, sent_at=police.now(), operator_id=who.user_id,
            operator=f"{who.number} {who.name}", transmitter=agency, lsid=said.lsid, ati=number, tcn=said.tcn,
        )  # fmt: skip
        taken = Taken(APPLICANT, DEVICE, found.name, found.person_id, tcn=said.tcn, ati=number, rejects=said.rejects,
                      rolled_by=rolled_by)  # fmt: skip
        fingerprints.add(police, session, taken, key)
        step(police, session, key, "TRANSMITTED", f"{said.lsid} {number}".strip())
    return get(police, session, key)


def _ati(text: str) -> str:
    try:
        return ati(text).value if text else ""
    except IdentifierError as error:
        raise FormError("ati", str(error)) from None


def note_ati(police: PoliceStore, session: Session, key: int, number: str) -> LiveScan:
    """Log the ATI that came after the transmission, or put it right before closing. Raises `FormError`, `Refused`."""
    session.require(WORK)
    wanted = _ati(number)
    if not wanted:
        raise FormError("ati", "ATI: as the device prints it.")
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, SENT)
        change(police, found, found.version, ati=wanted)
        police.run("UPDATE fingerprints SET ati = ? WHERE livescan_id = ?", wanted, key)
        step(police, session, key, "ATI", wanted)
    return get(police, session, key)


def close(police: PoliceStore, session: Session, key: int) -> LiveScan:
    """Close a transmitted request: from now on SSN and license stay masked.

    Raises `Refused` without its ATI, or while a payee's part is unpaid.
    """
    session.require(WORK)
    today = session.clock.today()
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, SENT)
        if not found.ati:
            raise Refused(f"Request {found.number} has no ATI yet. Enter it first: 4.")
        if owed := livescan_fees.unpaid(police, found, today):
            parts = ", ".join(f"{livescan_fees.PAYEES[payee]} {show_cents(cents)}" for payee, cents in owed.items())
            raise Refused(f"To be paid first: {parts}. F6 takes it.")
        taken = livescan_fees.paid(police, found)
        change(
            police,
            found,
            found.version,
            state=CLOSED,
            closed_at=police.now(),
            closed_by=session.clerk.id,
            billed_cents=livescan_fees.billed_cents(police, found, today),
            receipt=livescan_fees.receipts(police, found),
            **{f"{payee.lower()}_cents": taken.get(payee, 0) for payee in livescan_fees.PAYEES},
        )
        step(police, session, key, "CLOSED", found.ati)
    return get(police, session, key)


def reject(
    police: PoliceStore, session: Session, key: int, on: date, by: str, fingers: str = "", note: str = ""
) -> LiveScan:
    """Log that DOJ or the FBI rejected the prints of a closed request. Raises `FormError`, `Refused`."""
    session.require(WORK)
    if on > session.clock.today():
        raise FormError("on", "Rejected on: that day is still to come.")
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, CLOSED)
        if found.sent_at and on.isoformat() < found.day:
            raise FormError("on", "Rejected on: before the request was made.")
        row = police.value("SELECT id FROM fingerprints WHERE livescan_id = ?", key)
        if fingers and row is not None:
            fingerprints.reject(police, session, int(row), fingers, by, note)
        change(police, found, found.version, state=REJECTED, rejected_on=on.isoformat(), rejected_by=by)
        step(police, session, key, f"REJECTED-{by}", note)
    return get(police, session, key)


def resubmit(police: PoliceStore, session: Session, key: int, values: Values, *, proof: bool) -> LiveScan:
    """A new request for rejected prints, with the original ATI; the identification is looked at again (`values`).

    Raises `FormError` without the proof of rejection: then DOJ's and the FBI's fees would be due again. `Refused`.
    """
    session.require(WORK)
    if not proof:
        raise FormError("proof", "Proof of rejection: without it this is a new request with its fees.")
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, REJECTED)
        again = police.value("SELECT number FROM livescan WHERE resubmission_of = ? AND state <> 'WITHDRAWN'", key)
        if again is not None:
            raise Refused(f"Request {found.number} was resubmitted: {again}.")
        same = {name: found.values[name] for name in FIELDS}
        numbers = {name: police.opened("livescan", f"{name}_sealed", key).decode() for name in SEALED}
        livescan_checks.identification(session, values)
        made = enter(police, session, {**same, **numbers, **values}, found.person_id, found)
        step(police, session, key, "RESUBMITTED", made.number)
    return made


def withdraw(police: PoliceStore, session: Session, key: int, why: str) -> LiveScan:
    """End a request that was not transmitted, or rejected prints that nobody rolls again. Raises `Refused`.

    Fees that were taken are given back by voiding or refunding their receipt first.
    """
    session.require(WORK)
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, OPEN, BACK, REJECTED)
        if found.state != REJECTED and (receipts := livescan_fees.receipts(police, found)):
            raise Refused(f"Receipt {receipts} took its fees. Void it first (menu 4).")
        change(police, found, found.version, state=WITHDRAWN)
        step(police, session, key, "WITHDRAWN", why)
    return get(police, session, key)
