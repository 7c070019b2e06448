"""The Live Scan log: requests of form BCIA 8016, from the form at the window to the ATI, and their resubmissions.

`OPEN → SENT → CLOSED (→ REJECTED → a resubmission)`, or `BACK` while a form that came incomplete is with the applicant,
or `WITHDRAWN`. Capture and transmission happen on the DOJ-certified device; here the form is checked, logged, printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.columns import clean, stored
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import access, identifiers, livescan_checks
from data.police.livescan_number import next_log_number
from data.police.livescan_terms import FIELDS, FIREARM, SEALED, missing

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

WORK = access.LIVESCAN
SEE = access.LIVESCAN_SEE
VIEW = "LIVESCAN"
"""The kind of object under which views are journaled."""
OPEN, BACK, SENT, CLOSED, REJECTED, WITHDRAWN = "OPEN", "BACK", "SENT", "CLOSED", "REJECTED", "WITHDRAWN"
STATES = {
    OPEN: "to be rolled", BACK: "sent back", SENT: "transmitted", CLOSED: "closed", REJECTED: "rejected",
    WITHDRAWN: "withdrawn",
}  # fmt: skip


@dataclass(frozen=True)
class LiveScan:
    """One request. Days and moments are stored text, cents whole numbers."""

    id: int
    number: str
    at: str
    day: str
    user_id: int
    person_id: int | None
    state: str
    missing: str
    """Names of the fields that the form lacks, with blanks between."""
    resubmission_of: int | None
    original_ati: str
    rejection_proof: int
    sent_at: str | None
    operator: str
    transmitter: str
    lsid: str
    ati: str
    tcn: str
    doj_cents: int
    fbi_cents: int
    firearm_cents: int
    roll_cents: int
    billed_cents: int
    receipt: str
    closed_at: str | None
    rejected_on: str | None
    rejected_by: str
    version: int
    values: Values = field(default_factory=dict)
    """Clean values of the form, without those that are sealed."""
    masked: dict[str, str] = field(default_factory=dict)
    """SSN, license and miscellaneous number with all but the last four characters hidden."""

    @property
    def name(self) -> str:
        """`LAST, FIRST MIDDLE SUFFIX`."""
        given = " ".join(self.values[name] for name in ("first", "middle", "suffix") if self.values[name])
        return ", ".join(part for part in (self.values["last"] or "", given) if part)

    @property
    def billed(self) -> bool:
        """Whether the agency is billed for DOJ's and the FBI's part."""
        return bool(self.values["billing"])

    @property
    def firearm(self) -> bool:
        """Whether DOJ's firearms fee is due."""
        return self.values["applicant_type"] == FIREARM

    @property
    def waits_for(self) -> str:
        """What comes next, in a word or two."""
        return "ATI" if self.state == SENT and not self.ati else "closing" if self.state == SENT else STATES[self.state]


_OWN = tuple(one.name for one in fields(LiveScan) if one.name not in ("values", "masked"))
_SELECT = f"SELECT {', '.join((*_OWN, *FIELDS, *(f'{name}_sealed' for name in SEALED)))} FROM livescan"
UNFINISHED = (
    "(state IN ('OPEN', 'BACK', 'SENT') OR state = 'REJECTED' AND NOT EXISTS "
    "(SELECT 1 FROM livescan n WHERE n.resubmission_of = livescan.id AND n.state <> 'WITHDRAWN'))"
)


def _made(police: PoliceStore, row: tuple[Any, ...]) -> LiveScan:
    own, rest = row[: len(_OWN)], row[len(_OWN) :]
    values = {name: clean(kind, raw) for (name, kind), raw in zip(FIELDS.items(), rest, strict=False)}
    masked = {}
    for name, sealed in zip(SEALED, rest[len(FIELDS) :], strict=True):
        plain = police.cipher.open_text("livescan", f"{name}_sealed", int(row[0]), sealed)
        masked[name] = identifiers.masked(name.upper(), plain) if plain else ""
    return replace(LiveScan(*own), values=values, masked=masked)


def get(police: PoliceStore, session: Session, key: int, lock: str = "") -> LiveScan:
    """A request. Raises `Refused` when there is none. Journal the view first."""
    session.require(SEE)
    row = police.row(f"{_SELECT} WHERE id = ?{lock}", key)
    if row is None:
        raise Refused("There is no such Live Scan request.")
    return _made(police, row)


def by_number(police: PoliceStore, session: Session, number: str) -> int | None:
    """The id of a request by its log number or ATI; None when there is none."""
    session.require(SEE)
    wanted = number.strip().upper()
    found = police.value("SELECT id FROM livescan WHERE number = ? OR (ati <> '' AND ati = ?)", wanted, wanted)
    return None if found is None else int(found)


def queue(police: PoliceStore, session: Session) -> list[LiveScan]:
    """The requests that are not finished, the oldest first: to be rolled, sent back, without ATI, rejected."""
    session.require(SEE)
    return _listed(police, session, f"{UNFINISHED} ORDER BY id")


def log(police: PoliceStore, session: Session, first: date, last: date) -> list[LiveScan]:
    """Every request from `first` to `last`, both included, oldest first."""
    session.require(SEE)
    return _listed(police, session, "day BETWEEN ? AND ? ORDER BY id", first.isoformat(), last.isoformat())


def chain(police: PoliceStore, session: Session, key: int) -> list[LiveScan]:
    """A request with those it resubmits and those that resubmit it, the first one first."""
    session.require(SEE)
    found = [get(police, session, key)]
    while (before := found[0].resubmission_of) is not None:
        found.insert(0, get(police, session, before))
    while (after := police.value("SELECT id FROM livescan WHERE resubmission_of = ? ORDER BY id DESC LIMIT 1",
                                 found[-1].id)) is not None:  # fmt: skip
        found.append(get(police, session, int(after)))
    return found


def last_of_agency(police: PoliceStore, session: Session, ori: str) -> LiveScan | None:
    """The newest request of an agency, whose address and mail code need not be typed again."""
    session.require(SEE)
    row = police.row(f"{_SELECT} WHERE ori = ? AND state <> 'BACK' ORDER BY id DESC LIMIT 1", ori)
    return _made(police, row) if row else None


def _listed(police: PoliceStore, session: Session, where: str, *params: object) -> list[LiveScan]:
    found = [_made(police, row) for row in police.rows(f"{_SELECT} WHERE {where}", *params)]
    audit.record(police, session, "livescan.list", VIEW, detail=str(len(found)))
    return found


def enter(
    police: PoliceStore,
    session: Session,
    values: Values,
    person_id: int | None = None,
    after: LiveScan | None = None,
) -> LiveScan:
    """Log a form as it was handed in. One that is not complete is sent back; nobody here fills it in.

    `after` is the rejected request that this one resubmits. Raises `FormError` for what cannot be right, and for an
    identification that does not do.
    """
    session.require(WORK)
    livescan_checks.check(police, session, values)
    _one_for_each_purpose(police, values)
    lacks = missing(values)
    today = session.clock.today()
    again: dict[str, Any] = {}
    if after is not None:
        again = {"resubmission_of": after.id, "original_ati": after.original_ati or after.ati, "rejection_proof": 1}
    with police.writing():
        key = police.insert(
            "livescan",
            number=next_log_number(police, "LS", today),
            at=police.now(),
            day=today.isoformat(),
            user_id=session.clerk.id,
            person_id=person_id,
            state=BACK if lacks else OPEN,
            missing=" ".join(lacks),
            **again,
            **_columns(values),
        )
        police.seal_into("livescan", key, **_sealed(values))
        step(police, session, key, "SENT-BACK" if lacks else "RECEIVED", " ".join(lacks))
    return get(police, session, key)


def came_back(police: PoliceStore, session: Session, key: int, values: Values, version: int) -> LiveScan:
    """Log the form again as the applicant brings it back; SSN and license that are not typed stay as they were."""
    session.require(WORK)
    livescan_checks.check(police, session, values)
    lacks = missing(values)
    with police.writing():
        found = get(police, session, key, police.for_update)
        require_state(found, BACK, OPEN)
        change(police, found, version, state=BACK if lacks else OPEN, missing=" ".join(lacks), **_columns(values))
        typed = {name: value for name, value in _sealed(values).items() if value}
        if typed:
            police.seal_into("livescan", key, **typed)
        step(police, session, key, "SENT-BACK" if lacks else "COMPLETE", " ".join(lacks))
    return get(police, session, key)


def _columns(values: Values) -> dict[str, Any]:
    return {name: stored(kind, values.get(name)) for name, kind in FIELDS.items()}


def _sealed(values: Values) -> dict[str, str | None]:
    return {f"{name}_sealed": livescan_checks.number(name, values) for name in SEALED}


def _one_for_each_purpose(police: PoliceStore, values: Values) -> None:
    """Raise `FormError` when the applicant has an open request for this very purpose."""
    same = ("last", "first", "ori", "applicant_type", "working_title")
    marks = " AND ".join(f"lower({name}) = lower(?)" for name in same)
    columns = _columns(values)
    number = police.value(
        f"SELECT number FROM livescan WHERE state IN ('OPEN', 'BACK', 'SENT') AND born = ? AND {marks}",
        columns["born"], *(columns[name] for name in same),
    )  # fmt: skip
    if number is not None:
        raise FormError("working_title", f"{number} is open for this very purpose. One form per purpose.")


def change(police: PoliceStore, found: LiveScan, version: int, **values: Any) -> None:
    """Store new values of a request that nobody changed meanwhile, in the caller's transaction. Raises `Refused`."""
    names = ", ".join(f"{name} = ?" for name in values)
    sql = f"UPDATE livescan SET {names}, version = version + 1 WHERE id = ? AND version = ?"
    if police.run(sql, *values.values(), found.id, version) != 1:
        raise Refused("Somebody else changed this request meanwhile. Nothing was stored; press F5.")


def require_state(found: LiveScan, *states: str) -> None:
    """Raise `Refused` unless the request is in one of the states."""
    if found.state not in states:
        raise Refused(f"Request {found.number} is {STATES[found.state]}.")


def step(police: PoliceStore, session: Session, key: int, what: str, note: str = "") -> None:
    """Write down what was done with a request, and audit it, in the caller's transaction."""
    police.insert("livescan_steps", livescan_id=key, at=police.now(), user_id=session.clerk.id, step=what, note=note)
    audit.record(police, session, f"livescan.{what.lower()}", VIEW, key)


def steps(police: PoliceStore, session: Session, key: int) -> list[tuple[str, str, str, str]]:
    """What was done: UTC text, initials, step, note; oldest first."""
    session.require(SEE)
    rows = police.rows(
        "SELECT s.at, coalesce(u.initials, ''), s.step, s.note FROM livescan_steps s LEFT JOIN users u "
        "ON u.id = s.user_id WHERE s.livescan_id = ? ORDER BY s.id",
        key,
    )
    return [(str(at), str(who), str(what), str(note)) for at, who, what, note in rows]


def reveal(police: PoliceStore, session: Session, found: LiveScan, purpose: str) -> dict[str, str]:
    """SSN, license and miscellaneous number in clear; each is journaled first. Raises `Refused` once it is closed."""
    session.require(WORK)
    if found.closed_at or found.state == WITHDRAWN:
        raise Refused(f"Request {found.number} is {STATES[found.state]}: its numbers stay masked.")
    return {
        name: access.reveal(
            police, session, "livescan", found.id, f"{name}_sealed", purpose, kind=VIEW, object_id=found.id
        )
        for name in SEALED
        if found.masked[name]
    }
