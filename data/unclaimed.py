"""Unclaimed money and its clock: Government Code 50050 to 50056. Verify the statute before go-live.

15.00 or more of a known owner waits three years, is published once a week for two successive weeks, and becomes the
city's 45 to 60 days after the first publication. Less than 15.00, or of an unknown owner, waits one year and is
transferred by the legislative body without publication. `HELD → LISTED → PUBLISHED → CLAIMED | TRANSFERRED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, authority
from data.cases import UNCLAIMED, keep_paper, number, office, step
from data.chain import LineRow, PostingRow
from data.documents.refund_letters import unclaimed_letter
from data.ledger_entry import Entry, post_entry
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.refunds import set_state
from data.refunds_case import NEEDS, Payee, Refund
from data.refunds_case import by_id as refund_by_id
from data.services.rules import several
from data.unclaimed_law import LONG_YEARS, SHORT_YEARS, due, publication_problem, waiting_years

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

STALE, CREDIT, DEPOSIT, OTHER = "STALE", "CREDIT", "DEPOSIT", "OTHER"
ORIGINS: tuple[tuple[str, str], ...] = (
    (STALE, "Refund check not cashed"),
    (CREDIT, "Account credit"),
    (DEPOSIT, "Deposit"),
    (OTHER, "Other money of a payer"),
)


@dataclass(frozen=True)
class Held:
    """One item of unclaimed money; amounts in cents."""

    id: int
    number: str
    state: str
    origin: str
    reference: str
    owner: str
    street: str
    place: str
    amount_cents: int
    runs_from: date
    years: int
    """3 for money that is published, 1 for the rest."""
    due_on: date
    """The day on which the waiting time is over."""
    published_first: date | None
    published_second: date | None
    effective_on: date | None
    claimant: str
    proof: str
    decision: str
    resolution: str
    refund_id: int | None
    """The stale refund it comes from."""
    claim_id: int | None
    """The refund request that pays the claim."""
    journal_id: int | None
    closed_on: date | None
    version: int


_DATES = ("runs_from", "due_on", "published_first", "published_second", "effective_on", "closed_on")
_NAMES = tuple(Held.__dataclass_fields__)
_SELECT = f"SELECT {', '.join(_NAMES)} FROM unclaimed "


def _held(row: tuple[Any, ...]) -> Held:
    values = dict(zip(_NAMES, row, strict=True))
    for name in _DATES:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Held(**values)


def by_id(store: Store, item_id: int, *, lock: bool = False) -> Held:
    """An item by its id, locked until commit if asked. Raises `Refused` when there is none."""
    found = store.row(f"{_SELECT}WHERE id = ?" + (store.for_update if lock else ""), item_id)
    if found is None:
        raise Refused("There is no such item.")
    return _held(found)


def listing(store: Store, states: tuple[str, ...] = ("HELD", "LISTED", "PUBLISHED")) -> list[Held]:
    """Items in some states by the day their time is over."""
    marks = ", ".join("?" * len(states))
    return [_held(row) for row in store.rows(f"{_SELECT}WHERE state IN ({marks}) ORDER BY due_on, id", *states)]


@dataclass(frozen=True)
class Found:
    """Money that nobody has claimed; `from_gl` is the account it stands on now."""

    origin: str
    amount_cents: int
    runs_from: date
    from_gl: str
    owner: str = ""
    street: str = ""
    place: str = ""
    reference: str = ""
    refund_id: int | None = None


def hold(store: Store, session: Session, found: Found, key: str) -> Held:
    """Take money onto the list, once per key: it moves to the unclaimed liability. Raises `Refused`."""
    if found.amount_cents <= 0:
        raise Refused("There is no amount.")
    with store.writing():
        if (there := store.value("SELECT id FROM unclaimed WHERE idem_key = ?", key)) is not None:
            return by_id(store, int(there))
        authority.check(store, session, "unclaimed.keep", found.amount_cents)
        known = several(store, NEEDS, session.clock.today())
        if store.value("SELECT 1 FROM gl_accounts WHERE gl = ?", found.from_gl) is None:
            raise Refused(f"There is no account {found.from_gl}.")
        name = number(store, session, "UM")
        rows = ((found.from_gl, found.amount_cents), (known["gl.unclaimed"], -found.amount_cents))
        journal_id = _post(store, session, "UNCLAIMED", f"unclaimed:{key}", name, rows, found.origin)
        years = waiting_years(found.amount_cents, found.owner)
        item_id = store.insert(
            "unclaimed",
            number=name,
            idem_key=key,
            state="HELD",
            origin=found.origin,
            reference=found.reference,
            owner=found.owner.strip(),
            street=found.street,
            place=found.place,
            amount_cents=found.amount_cents,
            runs_from=found.runs_from.isoformat(),
            years=years,
            due_on=due(found.runs_from, years).isoformat(),
            refund_id=found.refund_id,
            journal_id=journal_id,
        )
        step(store, session, UNCLAIMED, item_id, "HELD", show_cents(found.amount_cents), journal_id)
        audit.record(store, session, "unclaimed.hold", "unclaimed", item_id)
    return by_id(store, item_id)


def hold_stale(store: Store, session: Session, refund_id: int) -> Held:
    """Take a stale refund check's money onto the list; its time runs from the check's date. Raises `Refused`."""
    with store.writing():
        refund = refund_by_id(store, refund_id, lock=True)
        if refund.state == "STALE":
            set_state(store, session, refund, "UNCLAIMED")
            if refund.deposit_id is not None:
                store.run("UPDATE deposits SET state = 'UNCLAIMED' WHERE id = ?", refund.deposit_id)
        elif refund.state != "UNCLAIMED":
            raise Refused(f"Refund {refund.number} is {refund.state.lower()}, not stale.")
        return hold(store, session, _of_refund(refund), f"stale:{refund.id}")


def _of_refund(refund: Refund) -> Found:
    place = f"{refund.city}, {refund.state_code} {refund.zip}"
    return Found(
        STALE,
        refund.amount_cents,
        refund.check_date or refund.requested_on,
        refund.gl,
        refund.payee,
        refund.street,
        place,
        refund.number,
        refund.id,
    )


def _post(
    store: Store, session: Session, kind: str, key: str, name: str, rows: tuple[tuple[str, int], ...], reason: str
) -> int:
    line = LineRow(1, kind, "", name, None, "", f"Unclaimed money {name}", "", 1, 0, 0, 0, "{}", None)
    postings = tuple(PostingRow(n, 1, gl, cents) for n, (gl, cents) in enumerate(rows, 1))
    return post_entry(store, office(store, session), Entry(kind, key, (line,), postings=postings, reason=reason)).id


def list_due(store: Store, session: Session) -> int:
    """Put items whose waiting time is over on the list; how many."""
    today = session.clock.today()
    with store.writing():
        authority.check(store, session, "unclaimed.keep")
        found = [one for one in listing(store, ("HELD",)) if one.due_on <= today]
        for one in found:
            _set(store, session, one, "LISTED")
        if found:
            audit.record(store, session, "unclaimed.list", "unclaimed", "", detail=str(len(found)))
    return len(found)


def publish(store: Store, session: Session, item_id: int, first: date, second: date, effective: date) -> Held:
    """Note the two publications and the effective date, and write to the owner (UNC-1). Raises `Refused`."""
    with store.writing():
        item = by_id(store, item_id, lock=True)
        _in(item, ("LISTED",))
        authority.check(store, session, "unclaimed.keep", item.amount_cents)
        if item.years == SHORT_YEARS:
            raise Refused("Less than 15.00, or of an unknown owner: it is not published (Gov. Code 50055).")
        if first < item.due_on:
            raise Refused(f"Its three years end on {item.due_on:%m/%d/%Y}: it is published after that.")
        if problem := publication_problem(first, second, effective):
            raise Refused(problem)
        _set(
            store,
            session,
            item,
            "PUBLISHED",
            published_first=first.isoformat(),
            published_second=second.isoformat(),
            effective_on=effective.isoformat(),
        )
        write_letter(store, session, by_id(store, item_id), "UNC-1")
        audit.record(store, session, "unclaimed.publish", "unclaimed", item_id)
    return by_id(store, item_id)


def write_letter(store: Store, session: Session, item: Held, code: str, language: str = "en") -> int:
    """Make, keep and print UNC-1, the notice to the owner, or UNC-2, the claim form; its id."""
    on = session.clock.today()
    title, elements = unclaimed_letter(terms(store, on), code, item, on, language)
    return keep_paper(store, session, UNCLAIMED, item.id, code, title, elements, language=language)


def claim(store: Store, session: Session, item_id: int, claimant: str, proof: str, payee: Payee, key: str) -> Held:
    """Allow a claim: a refund request pays it, to be verified and approved like any other. Raises `Refused`."""
    from data.refunds import Wanted, request

    if not claimant.strip() or not proof.strip():
        raise Refused("A claim names the claimant and what proof was seen.")
    with store.writing():
        item = by_id(store, item_id, lock=True)
        _in(item, ("HELD", "LISTED", "PUBLISHED"))
        if item.effective_on and session.clock.today() >= item.effective_on:
            raise Refused(f"It became the City's on {item.effective_on:%m/%d/%Y}.")
        wanted = Wanted("UNCLAIMED", item.id, item.amount_cents, "UNCLAIMED", payee, item.number)
        refund = request(store, session, wanted, key)
        _set(
            store,
            session,
            item,
            "CLAIMED",
            refund.number,
            claimant=claimant.strip(),
            proof=proof.strip(),
            decision="ALLOWED",
            claim_id=refund.id,
            closed_on=session.clock.today().isoformat(),
        )
        audit.record(store, session, "unclaimed.claim", "unclaimed", item_id)
    return by_id(store, item_id)


def transfer(store: Store, session: Session, item_id: int, resolution: str = "") -> Held:
    """Make the money the city's: after the effective date, or by resolution of the legislative body.

    Raises `Refused`: too early, no resolution for the short class, no authority.
    """
    with store.writing():
        item = by_id(store, item_id, lock=True)
        today = session.clock.today()
        _in(item, ("PUBLISHED",) if item.years == LONG_YEARS else ("LISTED",))
        authority.check(store, session, "unclaimed.transfer", item.amount_cents)
        if item.effective_on and today < item.effective_on:
            raise Refused(f"It becomes the City's on {item.effective_on:%m/%d/%Y}.")
        if item.years == SHORT_YEARS and not resolution.strip():
            raise Refused("Without publication the legislative body transfers it: type the resolution.")
        known = several(store, NEEDS, today)
        rows = ((known["gl.unclaimed"], item.amount_cents), (known["gl.unclaimed_revenue"], -item.amount_cents))
        journal_id = _post(store, session, "TRANSFER", f"unclaimed:{item.id}:transfer", item.number, rows, resolution)
        _set(
            store,
            session,
            item,
            "TRANSFERRED",
            resolution,
            journal_id,
            resolution=resolution.strip(),
            closed_on=today.isoformat(),
        )
        audit.record(store, session, "unclaimed.transfer", "unclaimed", item_id)
    return by_id(store, item_id)


def _in(item: Held, states: tuple[str, ...]) -> None:
    if item.state not in states:
        raise Refused(f"Item {item.number} is {item.state.lower()}, not {' or '.join(states).lower()}.")


def _set(
    store: Store,
    session: Session,
    item: Held,
    state: str,
    note: str = "",
    journal_id: int | None = None,
    **values: object,
) -> None:
    names = "".join(f", {name} = ?" for name in values)
    store.run(
        f"UPDATE unclaimed SET state = ?, version = version + 1{names} WHERE id = ?", state, *values.values(), item.id
    )
    step(store, session, UNCLAIMED, item.id, state, note, journal_id)
