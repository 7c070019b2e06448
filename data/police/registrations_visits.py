"""A registrant's visit: what was stated that day, kept for good, with the deadlines it settles and those it begins.

Registration is never refused for a missing paper. The registration date is the day the person appeared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from data import audit, settings, works
from data.clock import stamp
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import registrations, registrations_prints, registrations_stated
from data.police.registrations import NEW, TRANSIENT, WORK, Registration
from data.police.registrations_codes import BY_CODE, OFFICE, Transaction, begins
from data.police.registrations_follow import basis_after, depart, follow, lead_on
from data.police.registrations_forms import check_visit, notices_given
from data.police.registrations_move import settle
from data.police.registrations_stated import Difference, Stated, Statement
from data.police.registrations_status import online_applies

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

BACK = frozenset({"INITIAL", "RELEASED", "CORRECTION"})
"""Transactions of a registration that has ended: a new duty, or a correction of its record."""


@dataclass(frozen=True)
class Visit:
    """One visit. `came_at`, `entered_at` and `verified_at` are UTC text, other days are dates or None."""

    id: int
    registration_id: int
    code: str
    came_at: str
    came_on: date
    event_on: date | None
    ori: str
    user_id: int
    clerk: str
    state: str
    language: str
    changed: int
    """How many fields differ from the statement before."""
    initials: str
    notices: str
    """Codes of the notices given, with blanks between."""
    proof: str
    proof_on: date | None
    photo_front: bool
    photo_profile: bool
    prints_ati: str
    prints_tcn: str
    palms: bool
    dna: bool | None
    thumb: bool
    signed_on: date | None
    parent_signed_on: date | None
    copy_person_on: date | None
    copy_file_on: date | None
    copy_doj_on: date | None
    entered_at: str | None
    entered_by: int | None
    csar_reference: str
    verified_at: str | None
    verified_by: int | None
    discrepancies: str
    version: int

    @property
    def transaction(self) -> Transaction:
        """What the registrant came for."""
        return BY_CODE[self.code]


_FROM = (
    "SELECT v.id, v.registration_id, v.code, v.came_at, v.came_on, v.event_on, v.ori, v.user_id, u.name, v.state, "
    "v.language, v.changed, v.initials, v.notices, v.proof, v.proof_on, v.photo_front, v.photo_profile, v.prints_ati, "
    "v.prints_tcn, v.palms, v.dna, v.thumb, v.signed_on, v.parent_signed_on, v.copy_person_on, v.copy_file_on, "
    "v.copy_doj_on, v.entered_at, v.entered_by, v.csar_reference, v.verified_at, v.verified_by, v.discrepancies, "
    "v.version FROM registration_visits v JOIN users u ON u.id = v.user_id"
)
_DAYS = (
    "came_on",
    "event_on",
    "proof_on",
    "signed_on",
    "parent_signed_on",
    "copy_person_on",
    "copy_file_on",
    "copy_doj_on",
)
_FLAGS = ("photo_front", "photo_profile", "palms", "thumb")


def _made(row: tuple[Any, ...]) -> Visit:
    values = dict(zip(Visit.__dataclass_fields__, row, strict=True))
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in _FLAGS:
        values[name] = bool(values[name])
    values["dna"] = None if values["dna"] is None else bool(values["dna"])
    return Visit(**values)


def get(police: PoliceStore, session: Session, visit_id: int) -> Visit:
    """A visit. Raises `Refused` when there is none or this role may not see it. Journal the view first."""
    session.require(registrations.SEE)
    row = police.row(f"{_FROM} WHERE v.id = ?", visit_id)
    if row is None:
        raise Refused("There is no such visit.")
    return _made(row)


def visits(police: PoliceStore, session: Session, registration_id: int) -> list[Visit]:
    """The visits of a registration, newest first. Journal the view first."""
    session.require(registrations.SEE)
    rows = police.rows(f"{_FROM} WHERE v.registration_id = ? ORDER BY v.id DESC", registration_id)
    return [_made(row) for row in rows]


def statement(police: PoliceStore, visit_id: int) -> Statement:
    """What was stated on a visit. Journal the view first."""
    text = police.opened("registration_visits", "stated_sealed", visit_id).decode()
    return registrations_stated.unpacked(text)


def last_stated(police: PoliceStore, registration_id: int) -> Stated:
    """What was stated last; empty before the first visit."""
    visit_id = police.value("SELECT max(id) FROM registration_visits WHERE registration_id = ?", registration_id)
    return statement(police, int(visit_id)).stated if visit_id is not None else {}


@dataclass(frozen=True)
class Ready:
    """What a visit would state, and what in it is new."""

    stated: Stated
    differs: tuple[Difference, ...]
    first: bool
    """Whether nothing was stated before."""


def ready(police: PoliceStore, session: Session, found: Registration) -> Ready:
    """The statement pulled forward from the person file, and what differs from the last one. Journal the view first."""
    session.require(registrations.SEE)
    before = last_stated(police, found.id)
    today = session.clock.today()
    online = online_applies(police, found, today)
    now = registrations_stated.stated_now(police, found.person_id, today, online=online)
    return Ready(now, tuple(registrations_stated.differences(before, now)), not before)


def record(police: PoliceStore, session: Session, registration_id: int, code: str, values: Values, key: str) -> Visit:
    """Keep a visit once per key, from the values of its form, with its deadlines.

    Raises `FormError` for what is missing or cannot be, and `Refused` for an ended registration or without the role.
    """
    session.require(WORK)
    with police.writing():
        repeated = police.value("SELECT id FROM registration_visits WHERE key = ?", key)
        if repeated is not None:
            return get(police, session, int(repeated))
        depart(police, session)
        police.row(f"SELECT 1 FROM registrations WHERE id = ?{police.for_update}", registration_id)
        found = registrations.get(police, session, registration_id)
        transaction = _transaction(found, code)
        if transaction.registers:
            registrations.require_enabled(police, session, found.registry)
        settle(police, session, found, transaction, values)
        now = ready(police, session, found)
        _check(found, transaction, values, now, session.clock.today())
        visit_id = _insert(police, session, found, transaction, values, key, len(now.differs))
        details = {name: str(values[name]) for name in _DETAILS if values.get(name) not in (None, "")}
        police.seal_into(
            "registration_visits", visit_id, stated_sealed=registrations_stated.packed(now.stated, now.differs, details)
        )
        step(police, session, visit_id, "TAKEN")
        ati, tcn = values.get("prints_ati") or "", values.get("prints_tcn") or ""
        registrations_prints.log(police, session, found, ati, tcn, values.get("rolled_by") or "")
        lead_on(police, session, found, transaction, values)
        follow(police, session, registration_id, transaction, visit_id, values.get("event_on"), values.get("proof"))
        works.done(police, session, key)
        audit.record(police, session, "registration.visit", "registration_visits", visit_id)
    return get(police, session, visit_id)


_DETAILS = (
    "destination", "returns", "why", "court", "case_number", "certified", "custody_days", "same_address",
    "birthday_inside", "officer", "parent_name", "parent_relation",
)  # fmt: skip


def _transaction(found: Registration, code: str) -> Transaction:
    transaction = BY_CODE.get(code)
    if transaction is None or found.registry not in transaction.registries:
        raise Refused(f"{code} is no transaction of the {found.registry.lower()} registry.")
    if not found.open and code not in BACK:
        raise Refused("This registration has ended. 1, first registration, begins a new one.")
    if found.state == NEW and not begins(transaction):
        raise Refused("Nobody registered here yet: it begins with a first registration, 1.")
    return transaction


def _check(found: Registration, transaction: Transaction, values: Values, now: Ready, today: date) -> None:
    check_visit(transaction, found.registry, values, today, found.born)
    lives = "PLACES" if basis_after(found, transaction, values) == TRANSIENT else "ADDRESSES"
    needed = tuple(lives if name == "ADDRESSES" else name for name in transaction.groups)
    if title := registrations_stated.missing(now.stated, needed):
        raise FormError("", f"{title}: the person file has none. F11 opens it.")
    if transaction.changes and not now.first:
        changed = {one.group for one in now.differs}
        if not changed & set(transaction.changes):
            titles = " or ".join(registrations_stated.TITLES[name].lower() for name in transaction.changes)
            raise FormError("", f"Nothing new about {titles}. F11 opens the file.")


def _insert(
    police: PoliceStore, session: Session, found: Registration, transaction: Transaction, values: Values, key: str,
    changed: int,
) -> int:  # fmt: skip
    today, now = session.clock.today().isoformat(), police.now()
    notices = notices_given(found.registry, values["notices"]) if transaction.appears else ()
    local = found.registry not in OFFICE
    return police.insert(
        "registration_visits",
        key=key,
        registration_id=found.id,
        code=transaction.code,
        came_at=now,
        came_on=today,
        event_on=values["event_on"].isoformat() if values.get("event_on") else None,
        ori=settings.value(police, "police.ori", session.clock.today()),
        user_id=session.clerk.id,
        station=session.station,
        state="OPEN",
        language=values.get("language") or "en",
        changed=changed,
        initials=values.get("initials") or "",
        notices=" ".join(notices),
        proof=values.get("proof") or "",
        **{name: int(bool(values.get(name))) for name in _FLAGS},
        prints_ati=values.get("prints_ati") or "",
        prints_tcn=values.get("prints_tcn") or "",
        dna=None if values.get("dna") is None else int(values["dna"]),
        signed_on=today if values.get("signed") else None,
        parent_signed_on=today if values.get("parent_signed") else None,
        entered_at=now if local else None,
        entered_by=session.clerk.id if local else None,
    )


def step(police: PoliceStore, session: Session, visit_id: int, kind: str, note: str = "") -> None:
    """Keep that something was done with a visit, in the caller's transaction."""
    police.insert(
        "registration_steps", visit_id=visit_id, at=police.now(), user_id=session.clerk.id, kind=kind, note=note
    )


def photographed_today(police: PoliceStore, session: Session, person_id: int) -> list[str]:
    """Which of the two photographs, FRONT and PROFILE, were taken of a person today."""
    session.require(registrations.SEE)
    midnight = datetime.combine(session.clock.today(), time()).astimezone()
    rows = police.rows(
        "SELECT DISTINCT kind FROM person_photos WHERE person_id = ? AND withdrawn_at IS NULL AND taken_at >= ?",
        person_id,
        stamp(midnight),
    )
    views = {"FRONT": "FRONT", "LEFT": "PROFILE", "RIGHT": "PROFILE"}
    return sorted({views[kind] for (kind,) in rows if kind in views})
