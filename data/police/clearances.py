"""Clearance letters: what this department's own files hold of the subject, who is present with an identification.

One clerk searches, a second reads the search again; a letter is issued only when both found nothing. Of a record only
"see officer" is kept, never what it says. Excluded from the search's meaning: sealed and juvenile records (Penal Code
851.8, 851.91, 1203.4). Employers may not demand a letter (Penal Code 13326; Labor Code 432.7).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, settings
from data.clock import fiscal_year
from data.forms import FormError
from data.ledger_entry import next_number
from data.money import show_cents
from data.permissions import Refused
from data.police import access

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store

WORK = access.CLEARANCES
OPEN, SEARCHED, CLEAR, OFFICER, ISSUED, WITHDRAWN = "OPEN", "SEARCHED", "CLEAR", "OFFICER", "ISSUED", "WITHDRAWN"
FOUND_NOTHING, FOUND_RECORD = "CLEAR", "OFFICER"
RESULTS = ((FOUND_NOTHING, "No record found"), (FOUND_RECORD, "See officer"))
PURPOSES = (
    ("VISA", "Visa, immigration"),
    ("ADOPT", "Adoption"),
    ("FOREIGN", "Foreign police certificate"),
    ("NATURAL", "Naturalization"),
    ("LICENSE", "License abroad"),
    ("OTHER", "Other"),
)
CAP = "fee.clearance_cap"
"""The setting with the most the law lets the letter cost."""


@dataclass(frozen=True)
class Clearance:
    """One request for a letter. Days and moments are stored text, cents whole numbers."""

    id: int
    number: str
    requested_at: str
    requested_by: int
    name: str
    aliases: str
    born: str
    id_seen: str
    purpose: str
    addressee: str
    language: str
    from_on: str
    to_on: str
    state: str
    searched_by: int | None
    found: str
    second_by: int | None
    fee_cents: int
    receipt: str
    issued_at: str | None
    version: int


_COLUMNS = ", ".join(one.name for one in fields(Clearance))


@dataclass(frozen=True)
class Wanted:
    """What is asked for; the subject is present and was matched with the identification."""

    name: str
    born: date
    id_seen: str
    purpose: str
    aliases: str = ""
    addressee: str = ""
    language: str = "en"


def get(police: PoliceStore, session: Session, clearance_id: int) -> Clearance:
    """A request for a letter. Raises `Refused` when there is none. Journal the view first."""
    session.require(WORK)
    row = police.row(f"SELECT {_COLUMNS} FROM clearances WHERE id = ?", clearance_id)
    if row is None:
        raise Refused("There is no such clearance.")
    return Clearance(*row)


def unfinished(police: PoliceStore, session: Session) -> list[Clearance]:
    """The letters that are not issued or withdrawn, oldest first."""
    session.require(WORK)
    rows = police.rows(f"SELECT {_COLUMNS} FROM clearances WHERE state NOT IN ('ISSUED', 'WITHDRAWN') ORDER BY id")
    audit.record(police, session, "clearances.list", "clearances", detail=str(len(rows)))
    return [Clearance(*row) for row in rows]


def ask(police: PoliceStore, session: Session, wanted: Wanted) -> Clearance:
    """Take a request. Raises `FormError` without an identification."""
    session.require(WORK)
    if wanted.id_seen in ("", "NONE"):
        raise FormError("id_seen", "Identification: the subject is here in person; look at one and enter what it is.")
    today = session.clock.today()
    if wanted.born >= today:
        raise FormError("born", "Birth date: this day has not come yet.")
    years = settings.number(police, "clearance.years", today)
    year = f"{fiscal_year(today) % 100:02d}"
    with police.writing():
        clearance_id = police.insert(
            "clearances",
            number=f"CL{year}-{next_number(police, f'clearance:{year}'):05d}",
            requested_at=police.now(),
            requested_by=session.clerk.id,
            name=wanted.name,
            aliases=wanted.aliases,
            born=wanted.born.isoformat(),
            id_seen=wanted.id_seen,
            purpose=wanted.purpose,
            addressee=wanted.addressee,
            language=wanted.language,
            from_on=_years_before(today, years).isoformat(),
            to_on=today.isoformat(),
            fee_cents=fee(police, today),
        )
        audit.record(police, session, "clearances.ask", "clearances", clearance_id)
    return get(police, session, clearance_id)


def fee(store: Store, on: date) -> int:
    """The fee in cents, never above the law's cap (Penal Code 13322)."""
    return min(settings.cents(store, "fee.clearance", on), settings.cents(store, CAP, on))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def search(police: PoliceStore, session: Session, clearance_id: int, found: str) -> Clearance:
    """Note the result of the first search. Raises `Refused`."""
    return _step(police, session, clearance_id, (OPEN,), "search", state=SEARCHED, found=found,
                 searched_by=session.clerk.id, searched_at=police.now())  # fmt: skip


def second(police: PoliceStore, session: Session, clearance_id: int, found: str) -> Clearance:
    """Note the second reader's result; what either found goes to an officer. Raises `Refused` for the first reader."""
    now = get(police, session, clearance_id)
    if now.searched_by == session.clerk.id:
        raise Refused("You made the search yourself. A second person reads it again.")
    both = now.found == FOUND_NOTHING and found == FOUND_NOTHING
    return _step(police, session, clearance_id, (SEARCHED,), "second", state=CLEAR if both else OFFICER,
                 found=FOUND_NOTHING if both else FOUND_RECORD, second_by=session.clerk.id,
                 second_at=police.now())  # fmt: skip


def issue(police: PoliceStore, session: Session, clearance_id: int) -> Clearance:
    """Issue the letter once its fee is paid. Raises `Refused`."""
    from data.police.releases_work import paid_cents, receipt_of

    found = get(police, session, clearance_id)
    paid = paid_cents(police.city, found.number)
    if found.state == CLEAR and paid < found.fee_cents:
        owed = show_cents(found.fee_cents - paid)
        raise Refused(f"{owed} is to be paid first. Reference {found.number} at the cashier.")
    receipt = receipt_of(police.city, found.number)
    return _step(police, session, clearance_id, (CLEAR,), "issue", state=ISSUED, receipt=receipt,
                 issued_at=police.now(), issued_by=session.clerk.id)  # fmt: skip


def withdraw(police: PoliceStore, session: Session, clearance_id: int) -> Clearance:
    """Close a request without a letter. Raises `Refused`."""
    return _step(police, session, clearance_id, (OPEN, SEARCHED, CLEAR, OFFICER), "withdraw", state=WITHDRAWN)


def _step(
    police: PoliceStore, session: Session, clearance_id: int, states: tuple[str, ...], event: str, **values: Any
) -> Clearance:
    session.require(WORK)
    with police.writing():
        found = get(police, session, clearance_id)
        if found.state not in states:
            raise Refused(f"Clearance {found.number} is {found.state.lower()}.")
        names = ", ".join(f"{name} = ?" for name in values)
        changed = police.run(
            f"UPDATE clearances SET {names}, version = version + 1 WHERE id = ? AND version = ?",
            *values.values(),
            clearance_id,
            found.version,
        )
        if changed != 1:
            raise Refused("Somebody else changed this request meanwhile. Nothing was stored; press F5.")
        audit.record(police, session, f"clearances.{event}", "clearances", clearance_id)
    return get(police, session, clearance_id)
