"""What DOJ and the courts have said about a registration: tier and its letter, offenses, the finding, supervision.

The desk never assigns a tier: it is entered from DOJ's letter with the letter's date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.changes import record_change
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import clocks, persons_rows
from data.police.registrations import SEE, WORK, Registration, change, get
from data.police.registrations_codes import ARSON, GANG, SEX
from data.police.registrations_follow import keep_clocks

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

DOJ_DECIDES = "DOJ decides."


def enter_status(police: PoliceStore, session: Session, registration_id: int, values: Values) -> None:
    """Keep what DOJ and the courts have said, from the values of `registrations_forms.STATUS`.

    Raises `FormError` for a tier without its letter, or a letter of a day to come.
    """
    session.require(WORK)
    found = get(police, session, registration_id)
    tier, letter = values["tier"] or "", values["tier_letter_on"]
    if found.registry != SEX and (tier or values["svp"] or values["finding"]):
        raise FormError("tier", "Tier, SVP and the finding belong to the sex registry.")
    if bool(tier) != (letter is not None):
        raise FormError("tier_letter_on", "Tier: DOJ assigns it. Its letter's date too, or neither.")
    if letter is not None and letter > session.clock.today():
        raise FormError("tier_letter_on", "Letter of: that day is still to come.")
    with police.writing():
        change(
            police, session, registration_id, found.version, tier=tier, tier_letter_on=letter, svp=bool(values["svp"]),
            finding=values["finding"] or "", supervision=values["supervision"] or "NONE", agent=values["agent"] or "",
            agent_phone=values["agent_phone"] or "", supervised_until=values["supervised_until"],
            imposed_on=values["imposed_on"], juvenile=bool(values["juvenile"]),
        )  # fmt: skip
        keep_clocks(police, session, registration_id)
        audit.record(police, session, "registration.status", "registrations", registration_id)


def online_applies(police: PoliceStore, found: Registration, on: date) -> bool:
    """SX14: whether Internet identifiers are registered: a felony conviction late enough, and a court's finding."""
    if found.registry != SEX:
        return False
    known = clocks.terms(police, on)
    rows = police.rows(
        "SELECT level, convicted_on FROM registration_offenses WHERE registration_id = ? AND active = 1", found.id
    )
    return any(
        clocks.internet_applies(
            known,
            felony=level == "F",
            convicted_on=date.fromisoformat(day) if day else None,
            finding=bool(found.finding),
        )
        for level, day in rows
    )


def works_here_from(police: PoliceStore, session: Session, found: Registration) -> date | None:
    """SX13: the day from which the employment and schools of the person file make a nonresident register.

    None when they do not, or have no first day. Journal the view first.
    """
    today = session.clock.today()
    entries = [
        one.values
        for group in ("JOBS", "SCHOOLS")
        for one in persons_rows.rows(police, session, group, found.person_id)
    ]
    stays = [(one["from_on"], min(one["to_on"] or today, today)) for one in entries if one["from_on"]]
    return clocks.nonresident_from(clocks.terms(police, today), stays)


@dataclass(frozen=True)
class Offense:
    """One offense that leads to registration."""

    id: int
    section: str
    level: str
    court: str
    county: str
    case_number: str
    convicted_on: date | None
    state: str
    victim_age: str
    released_on: date | None


_OFFENSE = "id, section, level, court, county, case_number, convicted_on, state, victim_age, released_on"


def offenses(police: PoliceStore, session: Session, registration_id: int) -> list[Offense]:
    """The offenses of a registration. Journal the view first."""
    session.require(SEE)
    rows = police.rows(
        f"SELECT {_OFFENSE} FROM registration_offenses WHERE registration_id = ? AND active = 1 ORDER BY id",
        registration_id,
    )
    return [
        Offense(int(id), section, level, court, county, case, _day(convicted), state, age, _day(released))
        for id, section, level, court, county, case, convicted, state, age, released in rows
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def add_offense(police: PoliceStore, session: Session, registration_id: int, values: Values) -> int:
    """Add an offense, from the values of `registrations_forms.OFFENSE`; its id. Raises `FormError`."""
    session.require(WORK)
    if values["convicted_on"] and values["convicted_on"] > session.clock.today():
        raise FormError("convicted_on", "Convicted on: that day is still to come.")
    row = {
        name: values.get(name) or "" for name in ("section", "level", "court", "county", "case_number", "victim_age")
    }
    row["state"] = values.get("state") or "CA"
    row |= {name: day.isoformat() for name in ("convicted_on", "released_on") if (day := values.get(name))}
    with police.writing():
        made = police.insert("registration_offenses", registration_id=registration_id, **row)
        record_change(police, session, "registration_offenses", made, {}, row)
        audit.record(police, session, "registration.offense", "registration_offenses", made)
    return made


def end_offense(police: PoliceStore, session: Session, offense_id: int) -> None:
    """Take an offense entered by mistake off; its row and history stay. Raises `Refused` when it is off."""
    session.require(WORK)
    with police.writing():
        if not police.run(
            "UPDATE registration_offenses SET active = 0, version = version + 1 WHERE id = ? AND active = 1", offense_id
        ):
            raise Refused("That offense has been taken off.")
        record_change(police, session, "registration_offenses", offense_id, {"active": 1}, {"active": 0})
        audit.record(police, session, "registration.offense", "registration_offenses", offense_id, detail="off")


def estimates(police: PoliceStore, session: Session, found: Registration) -> list[str]:
    """What the duty's length would be by count of years alone, each sentence saying whose decision it is."""
    known = clocks.terms(police, session.clock.today())
    them = offenses(police, session, found.id)
    if found.registry == SEX:
        return _sex(known, found, [one.released_on for one in them if one.released_on])
    if found.registry == GANG:
        if found.imposed_on is None:
            return [f"The duty ends {known.number('gang.years')} years after the last order: enter its day with 31."]
        ends = clocks.gang_ends(known, found.imposed_on)
        return [f"Estimate: the duty ends on {ends:%m/%d/%Y}, {known.number('gang.years')} years after the last order."]
    convicted = [one for one in them if one.convicted_on]
    if found.registry != ARSON or not convicted or found.born is None:
        return []
    each = [
        clocks.arson_ends(known, one.convicted_on, one.released_on, found.born, juvenile=found.juvenile)
        for one in convicted
        if one.convicted_on
    ]
    known_ends = [end for end in each if end]
    last = max(known_ends) if len(known_ends) == len(each) else None
    return [f"Estimate: the duty ends {f'on {last:%m/%d/%Y}' if last else 'never (life)'}."]


def _sex(known: clocks.Terms, found: Registration, released: list[date]) -> list[str]:
    ends = clocks.minimum_ends(known, found.tier, max(released, default=None), juvenile=found.juvenile)
    if ends is None or found.born is None:
        return []
    first = clocks.petition_from(known, found.born, ends)
    return [f"Estimate: minimum to {ends:%m/%d/%Y}, petition from {first:%m/%d/%Y}. {DOJ_DECIDES}"]


# The tier letter


def letter_asked(police: PoliceStore, session: Session, registration_id: int, values: Values) -> int:
    """Note that the registrant asked for the tier letter, and when a copy was given; the row's id."""
    session.require(WORK)
    if max(values["requested_on"], values["given_on"] or values["requested_on"]) > session.clock.today():
        raise FormError("requested_on", "Tier letter: that day is still to come.")
    if values["given_on"] and values["given_on"] < values["requested_on"]:
        raise FormError("given_on", "Copy given on: not before it was asked for.")
    with police.writing():
        made = police.insert(
            "registration_letters",
            registration_id=registration_id,
            requested_on=values["requested_on"].isoformat(),
            given_on=values["given_on"].isoformat() if values["given_on"] else None,
            user_id=session.clerk.id,
        )
        audit.record(police, session, "registration.letter", "registration_letters", made)
    return made


@dataclass(frozen=True)
class Letter:
    """A tier letter that was asked for; `given_on` is None until a copy was given."""

    id: int
    requested_on: date
    given_on: date | None
    clerk: str


def letters(police: PoliceStore, session: Session, registration_id: int) -> list[Letter]:
    """The requests for the tier letter, newest first. Journal the view first."""
    session.require(SEE)
    rows = police.rows(
        "SELECT l.id, l.requested_on, l.given_on, u.name FROM registration_letters l "
        "JOIN users u ON u.id = l.user_id WHERE l.registration_id = ? ORDER BY l.id DESC",
        registration_id,
    )
    return [Letter(int(id), date.fromisoformat(asked), _day(given), str(by)) for id, asked, given, by in rows]


def letter_given(police: PoliceStore, session: Session, letter_id: int, on: date) -> None:
    """Note when a copy of the tier letter was given. Raises `Refused` when it was, `FormError` for a wrong day."""
    session.require(WORK)
    if on > session.clock.today():
        raise FormError("given_on", "Copy given on: that day is still to come.")
    with police.writing():
        asked = police.value("SELECT requested_on FROM registration_letters WHERE id = ?", letter_id)
        if asked is not None and on.isoformat() < str(asked):
            raise FormError("given_on", "Copy given on: not before it was asked for.")
        new = {"given_on": on.isoformat()}
        if not police.run(
            "UPDATE registration_letters SET given_on = ? WHERE id = ? AND given_on IS NULL", on.isoformat(), letter_id
        ):
            raise Refused("A copy of that letter has been given.")
        record_change(police, session, "registration_letters", letter_id, {"given_on": None}, new)
        audit.record(police, session, "registration.letter", "registration_letters", letter_id, detail="given")
