"""What the desk does with a records request: extend, determine, review, release, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import settings
from data.forms import FormError
from data.money import show_cents
from data.permissions import POLICE_SUPERVISOR, Refused
from data.police import releases_clocks as clocks
from data.police.releases import (
    CLOSED,
    DETERMINED,
    OPEN,
    RELEASED,
    REVIEW,
    WORK,
    Release,
    change,
    get,
    require_state,
    step,
)
from data.police.releases_terms import (
    BLOCKED,
    BY_EXEMPTION,
    DENIED,
    DV,
    FULL,
    NEEDS_ORDER,
    NEEDS_SUPERVISOR,
    NONE,
    PARTIAL,
)

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store


def extend(
    police: PoliceStore, session: Session, release_id: int, days: int, reason: str, name: str, title: str
) -> Release:
    """Give a request more time, once, with the reason and the head's or designee's name and title; a letter follows.

    `days` are calendar days; a victim's report goes to its good-cause day whatever they are. Raises `Refused`,
    `FormError`.
    """
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        require_state(found, OPEN)
        today = session.clock.today()
        if found.extended_on:
            raise Refused(f"Request {found.number} was extended already, on {_us(found.extended_on)}.")
        if today.isoformat() > found.due_on:
            raise Refused("The determination is overdue; an extension is given before the last day.")
        if found.clock == DV:
            due = clocks.good_cause(police, date.fromisoformat(found.received_on))
        else:
            try:
                due = clocks.extended(police, found.clock, date.fromisoformat(found.due_legal), days, today)
            except ValueError as error:
                raise FormError("days", str(error)) from None
        change(
            police,
            found,
            extended_on=today.isoformat(),
            extension_reason=reason,
            extended_by=f"{name}, {title}",
            due_legal=due.legal.isoformat(),
            due_on=due.until.isoformat(),
            settings_version=due.version,
        )
        step(police, session, release_id, "EXTENDED", reason)
    return get(police, session, release_id)


def face_sheet(police: PoliceStore, session: Session, release_id: int) -> Release:
    """Note that the victim has the face sheet (Family Code 6228). Raises `Refused`."""
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        if found.face_due_at is None or found.face_given_at is not None:
            raise Refused("No face sheet is owed on this request.")
        change(police, found, face_given_at=police.now())
        step(police, session, release_id, "FACE-SHEET")
    return get(police, session, release_id)


@dataclass(frozen=True)
class Determination:
    """What was determined: the result, exemption codes, and who is responsible when something is withheld."""

    result: str
    exemptions: tuple[str, ...] = ()
    reasons: str = ""
    available_on: date | None = None
    denier: str = ""
    denier_title: str = ""


def determine(police: PoliceStore, session: Session, release_id: int, said: Determination) -> Release:
    """Determine a request. Raises `FormError` naming the field, `Refused` when the record may not be released.

    What is withheld needs an exemption and the name and title of who is responsible (Government Code 7922.540). A
    redacted copy waits for a second person.
    """
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        require_state(found, OPEN)
        _fits(session, found, said)
        state = {FULL: DETERMINED, PARTIAL: REVIEW, DENIED: CLOSED, NONE: CLOSED}[said.result]
        change(
            police,
            found,
            state=state,
            determination=said.result,
            exemptions=" ".join(said.exemptions),
            reasons=said.reasons,
            determined_on=session.clock.today().isoformat(),
            available_on=said.available_on.isoformat() if said.available_on else None,
            redacted_by=session.clerk.id if said.result == PARTIAL else None,
            denier=said.denier,
            denier_title=said.denier_title,
        )
        step(police, session, release_id, f"DETERMINED-{said.result}", " ".join(said.exemptions))
    return get(police, session, release_id)


def _fits(session: Session, found: Release, said: Determination) -> None:
    releases = said.result in (FULL, PARTIAL)
    supervisor = session.clerk.role == POLICE_SUPERVISOR
    if releases and (sentence := BLOCKED.get(found.record_type)):
        raise Refused(sentence)
    if releases and not found.court_order and (sentence := NEEDS_ORDER.get(found.record_type)):
        raise Refused(sentence)
    if releases and found.record_type in NEEDS_SUPERVISOR and not supervisor:
        raise Refused("The police supervisor determines whether such a record is released.")
    for code in said.exemptions:
        if code not in BY_EXEMPTION:
            raise FormError("exemptions", f"Exemptions: {code} is none. F4 lists them.")
        if BY_EXEMPTION[code].supervisor and not supervisor:
            raise FormError("exemptions", f"Only the police supervisor may withhold under {code}.")
    if said.result in (PARTIAL, DENIED):
        if not said.exemptions:
            raise FormError("exemptions", "Exemptions: what is withheld needs at least one. F4 lists them.")
        if not said.denier or not said.denier_title:
            name = "denier" if not said.denier else "denier_title"
            raise FormError(name, "A denial names who is responsible, with the title (Gov. Code 7922.540).")
    elif said.exemptions:
        raise FormError("exemptions", "Exemptions: nothing is withheld, so leave them empty.")
    if releases and said.available_on is None:
        raise FormError("available_on", "Available on: say when the copy will be ready; today if it is.")


def review(police: PoliceStore, session: Session, release_id: int) -> Release:
    """Confirm the redactions of another person. Raises `Refused` for one's own."""
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        require_state(found, REVIEW)
        if found.redacted_by == session.clerk.id:
            raise Refused("You made these redactions yourself. A second person looks at them.")
        change(police, found, state=DETERMINED, reviewed_by=session.clerk.id)
        step(police, session, release_id, "REVIEWED")
    return get(police, session, release_id)


def back_to_work(police: PoliceStore, session: Session, release_id: int, why: str) -> Release:
    """Send redactions back that are not right. Raises `Refused`."""
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        require_state(found, REVIEW)
        change(police, found, state=OPEN, determination="", exemptions="", redacted_by=None, determined_on=None)
        step(police, session, release_id, "SENT-BACK", why)
    return get(police, session, release_id)


def cost(police: PoliceStore, found: Release, pages: int, on: date) -> int:
    """The fee in cents for so many pages: duplication only, nothing where the law says so."""
    return 0 if found.free else pages * settings.cents(police, "fee.copy_page", on)


def paid_cents(city: Store, number: str) -> int:
    """What the cashier took for a request, less what was voided; the request's number is the receipts' reference."""
    found = city.value(
        "SELECT coalesce(sum(amount_cents), 0) FROM journal_lines WHERE service = 'PR' AND reference = ?", number
    )
    return int(found)


def receipt_of(city: Store, number: str) -> str:
    """The number of the last receipt for a request; empty when there is none."""
    return str(
        city.value(
            "SELECT j.receipt FROM journal j JOIN journal_lines l ON l.journal_id = j.id WHERE l.service = 'PR' "
            "AND l.reference = ? AND j.kind = 'RECEIPT' ORDER BY j.id DESC LIMIT 1",
            number,
        )
        or ""
    )


def release(police: PoliceStore, session: Session, release_id: int, pages: int, media: str, how: str) -> Release:
    """Hand the copy out. Raises `Refused` until its fee is paid at the cashier."""
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        require_state(found, DETERMINED)
        owed = cost(police, found, pages, session.clock.today())
        paid = paid_cents(police.city, found.number)
        if paid < owed:
            raise Refused(f"{show_cents(owed - paid)} is to be paid first. Reference {found.number} at the cashier.")
        change(
            police,
            found,
            state=RELEASED,
            pages=pages,
            media=media,
            how=how,
            fee_cents=owed,
            receipt=receipt_of(police.city, found.number) if owed else "",
            released_at=police.now(),
            released_by=session.clerk.id,
        )
        step(police, session, release_id, "RELEASED", f"{pages} pages, {media}, {how}")
    return get(police, session, release_id)


def withdraw(police: PoliceStore, session: Session, release_id: int, why: str) -> Release:
    """Close a request that the requester no longer pursues. Raises `Refused`."""
    session.require(WORK)
    with police.writing():
        found = get(police, session, release_id)
        require_state(found, OPEN, REVIEW, DETERMINED)
        change(police, found, state=CLOSED, determination="WITHDRAWN")
        step(police, session, release_id, "WITHDRAWN", why)
    return get(police, session, release_id)


def _us(day: str) -> str:
    return f"{date.fromisoformat(day):%m/%d/%Y}"
