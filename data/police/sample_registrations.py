"""Registrations of some of the people who do not exist: what a desk's queue looks like in the middle of a year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from data.clock import Clock, FixedClock
from data.forms import Values
from data.permissions import POLICE
from data.police import (
    registrations,
    registrations_checks,
    registrations_petitions,
    registrations_status,
    registrations_visits,
)
from data.police.clocks import birthday_in
from data.police.registrations_codes import ARSON, BY_CODE, GANG, NARC, SEX
from data.police.registrations_forms import visit_form
from data.session import Clerk, Session

if TYPE_CHECKING:
    from data.police.store import PoliceStore

MORNING = time(17, 30)
"""Half past nine at the counter, in UTC."""
CLERKS = ("401", "402")
"""Who takes and who checks: the sample's police clerks."""
ENOUGH = 100
"""People among whom there are birthdays of every kind."""
_USER = "id, number, name, initials, role"


def load(police: PoliceStore, clock: Clock) -> int:
    """Register some of the sample's people over the months before today; how many, 0 without them or the clerks."""
    people = _people(police)
    desk = Desk(police, clock.today())
    if len(people) < ENOUGH or not desk.staffed or police.value("SELECT 1 FROM registrations") is not None:
        return 0
    now, today = police.clock, clock.today()
    try:
        late = [one for one in people if 13 <= _since_birthday(one[1], today) <= 40][:2]
        soon = [one for one in people if _since_birthday(one[1], today) in range(-5, 3)][:3]
        rest = [one for one in people if one not in late + soon]
        for n, (person_id, _) in enumerate(late + soon):
            desk.comes(person_id, SEX, "INITIAL", 100 - n, checked=True)
        _others(desk, rest)
        desk.transients()
        desk.legacy(rest[14][0])
    finally:
        police.clock = now
    return int(police.value("SELECT count(*) FROM registrations"))


def _people(police: PoliceStore) -> list[tuple[int, date]]:
    """Ids and dates of birth of people with an address, in order."""
    rows = police.rows(
        "SELECT p.id, p.born FROM persons p WHERE p.born IS NOT NULL AND p.transient = 0 AND EXISTS "
        "(SELECT 1 FROM person_addresses a WHERE a.person_id = p.id AND a.to_on IS NULL) ORDER BY p.id"
    )
    return [(int(id), date.fromisoformat(born)) for id, born in rows]


def _since_birthday(born: date, today: date) -> int:
    """Days since the birthday nearest to today; negative before it."""
    nearest = min((birthday_in(born, today.year + n) for n in (-1, 0, 1)), key=lambda day: abs((today - day).days))
    return (today - nearest).days


def _others(desk: Desk, people: list[tuple[int, date]]) -> None:
    """Quiet ones, and one of each thing that waits."""
    quiet = [one for one in people if not -12 <= _since_birthday(one[1], desk.today) <= 100]
    for n, (person_id, _) in enumerate(quiet[:4]):
        desk.comes(person_id, SEX, "INITIAL", 90 - n, checked=True)
    desk.comes(quiet[4][0], SEX, "INITIAL", 12, checked=True, proof="NONE")
    waiting = desk.comes(quiet[5][0], SEX, "INITIAL", 2)
    desk.enter(waiting, 0)
    desk.comes(quiet[6][0], SEX, "INITIAL", 1)
    svp = desk.comes(quiet[7][0], SEX, "INITIAL", 80, checked=True)
    desk.said_by_doj(svp, tier="3", svp=True)
    asked = desk.comes(quiet[8][0], SEX, "INITIAL", 95, checked=True)
    desk.said_by_doj(asked, tier="1", svp=False)
    desk.petitions(asked)
    for n, (person_id, _) in enumerate(quiet[9:12]):
        desk.comes(person_id, ARSON, "INITIAL", 60 - n, checked=True)
    for n, (person_id, _) in enumerate(quiet[12:14]):
        desk.comes(person_id, GANG, "INITIAL", 30 - n, checked=True)


class Desk:
    """The sample's police desk on some day in the past."""

    def __init__(self, police: PoliceStore, today: date) -> None:
        self.police, self.today = police, today
        rows = police.city.rows("SELECT id, number, name, initials FROM users WHERE number IN (?, ?)", *CLERKS)
        self.clerks = [Clerk(int(id), number, name, initials, POLICE) for id, number, name, initials in sorted(rows)]
        self.staffed = len(self.clerks) == len(CLERKS)
        self._keys = 0
        with police.writing():
            for clerk in self.clerks:
                values = (clerk.id, clerk.number, clerk.name, clerk.initials, clerk.role)
                police.run(f"INSERT INTO users ({_USER}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", *values)

    @contextmanager
    def on(self, days_ago: int, by: int = 0) -> Iterator[Session]:
        """A clerk at work so many days ago."""
        clock = FixedClock(datetime.combine(self.today - timedelta(days=days_ago), MORNING, UTC))
        self.police.clock = clock
        yield Session(self.clerks[by], "SAMPLE", clock, 0, clock.today())

    def comes(
        self, person_id: int, registry: str, code: str, days_ago: int, *, checked: bool = False, **given: Any
    ) -> int:
        """Somebody registers or comes for something; the visit's id."""
        with self.on(days_ago) as session:
            found = registrations.begin(self.police, session, person_id, registry)
            values = _values(code, registry, session.clock.today(), **given)
            self._keys += 1
            key = f"sample-{self._keys}"
            visit = registrations_visits.record(self.police, session, found, code, values, key)
        if checked:
            self.enter(visit.id, days_ago)
            with self.on(days_ago, 1) as session:
                registrations_checks.verify(self.police, session, visit.id, True)
                if registry != GANG:
                    registrations_checks.forwarded(self.police, session, visit.id, session.clock.today())
        return visit.id

    def enter(self, visit_id: int, days_ago: int) -> None:
        """The visit is entered in CSAR, where its registry is one of CSAR's."""
        with self.on(days_ago) as session:
            if registrations_visits.get(self.police, session, visit_id).entered_by is None:
                registrations_checks.entered(self.police, session, visit_id, f"TEST-{visit_id:05d}")

    def said_by_doj(self, visit_id: int, *, tier: str, svp: bool) -> None:
        """DOJ's letter has come, and the offense is known."""
        with self.on(70) as session:
            found = registrations_visits.get(self.police, session, visit_id).registration_id
            status: Values = dict.fromkeys(("finding", "imposed_on", "agent", "agent_phone", "supervised_until"))
            status |= {"tier": tier, "tier_letter_on": session.clock.today(), "svp": svp, "supervision": "NONE"}
            registrations_status.enter_status(self.police, session, found, {**status, "juvenile": False})
            offense = {"section": "PC 0000(a)", "level": "F", "convicted_on": date(2008, 3, 1)}
            registrations_status.add_offense(
                self.police, session, found, {**offense, "released_on": date(2011, 3, 1), "court": "Example Court"}
            )

    def petitions(self, visit_id: int) -> None:
        """A petition was served some weeks ago."""
        with self.on(21) as session:
            found = registrations_visits.get(self.police, session, visit_id).registration_id
            served: Values = {
                "served_on": session.clock.today(), "served_at": "10:15", "served_by": "Example Process Service",
                "court": "Example Court", "case_number": "TEST-0001", "tier": "1", "minimum_end": date(2021, 3, 1),
            }  # fmt: skip
            registrations_petitions.serve(self.police, session, found, served)

    def transients(self) -> None:
        """Two without a residence: one who comes every thirty days, one who is late."""
        rows = self.police.rows("SELECT id FROM persons WHERE transient = 1 AND born IS NOT NULL ORDER BY id LIMIT 2")
        for n, (person_id,) in enumerate(rows):
            self.comes(int(person_id), SEX, "TRANSIENT", 50, checked=True)
            self.comes(int(person_id), SEX, "TRANSIENT-30", 26 + 8 * n, checked=True)

    def legacy(self, person_id: int) -> None:
        """A record from before 2020, for officers to read."""
        with self.police.writing():
            self.police.insert(
                "registrations", number="NARC-OLD-0001", person_id=person_id, registry=NARC, state=registrations.OLD,
                entered_at=self.police.now(), user_id=self.clerks[0].id,
            )  # fmt: skip


def _values(code: str, registry: str, today: date, **given: Any) -> Values:
    """A visit's form with its stops filled in."""
    form = visit_form(BY_CODE[code], registry)
    texts = {**form.opening(), "initials": "XX", "signed": "Y", "proof": "CDL", "officer": "Example Officer"}
    texts |= {"event_on": f"{today:%m/%d/%Y}", **given}
    return form.clean({name: text for name, text in texts.items() if name in form.fields})
