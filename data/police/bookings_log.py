"""The arrest log of a span of days: exactly the items that are released (Government Code 7923.610), juveniles never.

An item is withheld to the extent that it would endanger somebody's safety or an investigation (same section [K]); the
police supervisor says which, and the paper says that it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, settings
from data.changes import record_change
from data.clock import local_time
from data.forms import FormError
from data.permissions import Refused
from data.police import access, bookings, codes
from data.police.bookings import TABLE, Booking
from data.police.bookings_charges import Charge, Hold, bail_cents, charges, holds
from data.police.bookings_terms import DISPOSITIONS
from data.police.coded import heavy, tall
from data.police.persons import person

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session


WITHHELD = "withheld"
ITEMS = (
    ("NAME", "Name"), ("OCCUPATION", "Occupation"), ("LOOKS", "Description and birth date"), ("WHEN", "Times"),
    ("PLACE", "Place"), ("FACTS", "Circumstances"), ("CHARGES", "Charges, warrants, holds"),
    ("LEFT", "Release, or where held"),
)  # fmt: skip
"""What can be withheld, by its code."""
GROUNDS = (("SAFETY", "Safety of a person involved"), ("CASE", "Completion of an investigation"))
_FIELDS: dict[str, tuple[str, ...]] = {
    "NAME": ("name",), "OCCUPATION": ("occupation",), "LOOKS": ("sex", "height", "weight", "eyes", "hair", "born"),
    "WHEN": ("arrested", "booked"), "PLACE": ("place",), "FACTS": ("circumstances",), "CHARGES": ("charges", "holds"),
    "LEFT": ("left",),
}  # fmt: skip
_INSTEAD: dict[str, Any] = {
    "born": None, "charges": (WITHHELD,), "holds": (), "height": "", "weight": "", "eyes": "", "hair": "",
}  # fmt: skip
"""What stands in place of a field that is withheld, where that is not the word itself."""


@dataclass(frozen=True)
class Arrest:
    """One arrest as it is released. Every field is one of the law's items; there is none besides them."""

    name: str
    occupation: str
    born: date | None
    eyes: str
    hair: str
    sex: str
    height: str
    weight: str
    arrested: str
    """Day and time at the counter."""
    booked: str
    place: str
    circumstances: str
    bail_cents: int | None
    """None when no bail is set."""
    left: str
    """When and how the arrestee was released, or where held."""
    charges: tuple[str, ...]
    """All charges, with warrants."""
    holds: tuple[str, ...]


def arrests(police: PoliceStore, session: Session, first: date, last: date) -> list[Arrest]:
    """The arrests of adults from `first` to `last`, both included, oldest first; the look is journaled."""
    session.require(bookings.SEE)
    sql = "SELECT id FROM bookings WHERE juvenile = 0 AND arrested_on BETWEEN ? AND ? "
    rows = police.rows(f"{sql}ORDER BY arrested_on, arrested_at, id", first.isoformat(), last.isoformat())
    ids = [int(key) for (key,) in rows]
    audit.record(police, session, "bookings.arrest_log", TABLE, detail=str(len(ids)))
    return [_without(bookings.get(police, session, key), police, session) for key in ids]


def withhold(police: PoliceStore, session: Session, found: Booking, items: tuple[str, ...], ground: str) -> Booking:
    """Leave items of an arrest out of the log; none releases them all again. Raises `Refused`, `FormError`."""
    session.require(access.SUPERVISE)
    if items and not ground:
        raise FormError("ground", "Ground: what would be endangered?")
    told, ground = " ".join(items), ground if items else ""
    with police.writing():
        sql = (
            "UPDATE bookings SET withheld = ?, withheld_ground = ?, version = version + 1 WHERE id = ? AND version = ?"
        )
        if not police.run(sql, told, ground, found.id, found.version):
            raise Refused("Somebody else has changed this booking meanwhile. Nothing was stored; look at it again.")
        record_change(police, session, TABLE, found.id, {"withheld": found.withheld}, {"withheld": told})
        bookings.step(police, session, found.id, "WITHHELD", f"{told or 'nothing'}  {ground}".strip())
    return bookings.get(police, session, found.id)


def _without(found: Booking, police: PoliceStore, session: Session) -> Arrest:
    """An arrest as it is released, without what is withheld of it."""
    names = [name for code in found.withheld.split() for name in _FIELDS[code]]
    return replace(_arrest(police, session, found), **{name: _INSTEAD.get(name, WITHHELD) for name in names})


def _arrest(police: PoliceStore, session: Session, found: Booking) -> Arrest:
    person_id = found.person_id
    who = person(police, session, person_id)
    row = police.row("SELECT eyes, hair, sex, height, weight FROM persons WHERE id = ?", person_id)
    eyes, hair, sex, height, weight = (str(one) for one in row or ("",) * 5)
    them = charges(police, session, found.id)
    return Arrest(
        who.name, found.occupation, who.born, codes.label(police, "EYE", eyes), codes.label(police, "HAI", hair),
        codes.label(police, "SEX", sex), tall(height), heavy(weight),
        f"{date.fromisoformat(found.arrested_on):%m/%d/%y} {found.arrested_at}", local_time(found.booked_at),
        found.place, found.circumstances, bail_cents(them) if any(one.bail_cents is not None for one in them) else None,
        left(police, session, found), tuple(charge_line(one) for one in them),
        tuple(hold_line(one) for one in holds(police, session, found.id)),
    )  # fmt: skip


def left(police: PoliceStore, session: Session, found: Booking) -> str:
    """When and how the arrestee was released, or where held."""
    if found.ended_on is None:
        return f"Held at {settings.value(police.city, 'police.agency', session.clock.today())}"
    to = f", {found.ended_to}" if found.ended_to else ""
    how = dict(DISPOSITIONS)[found.disposition]
    return f"{how}{to}, {date.fromisoformat(found.ended_on):%m/%d/%y} {found.ended_at}"


def charge_line(one: Charge) -> str:
    """A charge in one line, without its bail."""
    counts = f" x{one.counts}" if one.counts > 1 else ""
    warrant = f"  warrant {one.warrant}" if one.warrant else ""
    return f"{one.section} {one.level}{counts}  {one.description}{warrant}"


def hold_line(one: Hold) -> str:
    """A hold in one line."""
    return "  ".join(part for part in (one.agency, one.reason, one.reference) if part)


def looks(police: PoliceStore, person_id: int) -> str:
    """How a person looks, in words."""
    row = police.row("SELECT sex, race, height, weight, hair, eyes FROM persons WHERE id = ?", person_id)
    sex, race, height, weight, hair, eyes = (str(one) for one in row or ("",) * 6)
    parts = (codes.label(police, "SEX", sex), codes.label(police, "RAC", race), tall(height), heavy(weight))
    colors = (
        f"hair {codes.label(police, 'HAI', hair).lower()}" if hair else "",
        f"eyes {codes.label(police, 'EYE', eyes).lower()}" if eyes else "",
    )
    return ", ".join(part for part in (*parts, *colors) if part)
