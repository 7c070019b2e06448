"""Registrations at random: whatever comes in whatever order, no deadline is lost or moved, no visit checked alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from conftest import MONDAY, POLICE_KEYS, police_sqlite_url, sqlite_url
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from police_people import move, person, values_of

from data import personnel
from data.clock import FixedClock
from data.forms import FormError
from data.permissions import POLICE, Refused
from data.police import access, persons_rows, registrations, registrations_checks, registrations_status
from data.police import registrations_visits as visits
from data.police.registrations_codes import OFFICE, TRANSACTIONS
from data.police.registrations_deadlines import Given, given, look_for_changes
from data.police.registrations_follow import depart
from data.police.store import PoliceStore
from data.session import Clerk, Session
from data.settings import put
from data.store import Store

CODES = sorted(one.code for one in TRANSACTIONS)


def machine(make: Callable[[FixedClock], PoliceStore]) -> type[RuleBasedStateMachine]:
    """A state machine whose every run has a fresh store."""

    class Desk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.clock = FixedClock(MONDAY)
            self.police = make(self.clock)
            self.clerks = [self.clerk(n) for n in (1, 2, 3)]
            self.found = [self.begin(registry) for registry in ("SEX", "ARSON", "GANG")]
            self.kept: dict[int, Given] = {}
            self.moves = 0
            self.statements: dict[int, str] = {}

        def clerk(self, n: int) -> Session:
            row = {"number": f"40{n}", "name": f"Clerk {n}", "initials": f"C{n}", "role": POLICE, "must_change": 0}
            user = self.police.city.insert("users", **row, created_at=self.police.now())
            session = self.police.city.insert(
                "sessions", user_id=user, station=f"T{n}", started_at=self.police.now(), confirmed_at=self.police.now()
            )
            made = Session(
                Clerk(user, f"40{n}", f"Clerk {n}", f"C{n}", POLICE), f"T{n}", self.clock, session, self.clock.today()
            )
            today = self.clock.today()
            personnel.record(self.police.city, None, user, cleared_on=today, trained_on=today)
            access.enter(self.police, made)
            return made

        def begin(self, registry: str) -> int:
            who = person(self.police, self.clerks[0], f"Okapi{registry.title()}")
            persons_rows.add(self.police, self.clerks[0], "PLACES", who, {"kind": "SLEEPS", "place": "Nowhere"})
            return registrations.begin(self.police, self.clerks[0], who, registry)

        def teardown(self) -> None:
            self.police.city.close()
            self.police.close()

        def registration(self, which: int) -> registrations.Registration:
            return registrations.get(self.police, self.clerks[0], self.found[which])

        @rule(which=st.integers(0, 2), code=st.sampled_from(CODES), by=st.integers(0, 2), ago=st.integers(-20, 20),
              proof=st.sampled_from(["CDL", "NONE"]))  # fmt: skip
        def comes(self, which: int, code: str, by: int, ago: int, proof: str) -> None:
            """Somebody comes for something; what cannot be is refused and changes nothing."""
            found = self.registration(which)
            if code not in {one.code for one in TRANSACTIONS if found.registry in one.registries}:
                return
            values = values_of(code, found.registry, event_on=self.clock.today() - timedelta(days=ago), proof=proof)
            before = len(visits.visits(self.police, self.clerks[by], found.id))
            try:
                made = visits.record(self.police, self.clerks[by], found.id, code, values, uuid4().hex)
            except (FormError, Refused):
                assert len(visits.visits(self.police, self.clerks[by], found.id)) == before
                assert self.registration(which) == found
                return
            assert made.state == "OPEN"
            self.statements[made.id] = str(visits.statement(self.police, made.id))

        @rule(which=st.integers(0, 2))
        def moves_house(self, which: int) -> None:
            self.moves += 1
            who = self.registration(which).person_id
            move(self.police, self.clerks[0], who, f"{self.moves} Pretend Place", self.clock.today())

        @rule(which=st.integers(0, 2), svp=st.booleans())
        def doj_says(self, which: int, svp: bool) -> None:
            found = self.registration(which)
            values = {
                "tier": "2" if found.registry == "SEX" else None, "finding": None, "imposed_on": None,
                "tier_letter_on": self.clock.today() if found.registry == "SEX" else None, "agent": None,
                "svp": svp and found.registry == "SEX", "supervision": "NONE", "agent_phone": None,
                "supervised_until": None, "juvenile": False,
            }  # fmt: skip
            registrations_status.enter_status(self.police, self.clerks[0], found.id, values)

        @rule(by=st.integers(0, 2), what=st.integers(0, 3), same=st.booleans())
        def desk_work(self, by: int, what: int, same: bool) -> None:
            """The oldest open visit is entered, checked, forwarded or proved."""
            row = self.police.row("SELECT id FROM registration_visits WHERE state = 'OPEN' ORDER BY id LIMIT 1")
            if row is None:
                return
            session, visit_id = self.clerks[by], int(row[0])
            try:
                if what == 0:
                    registrations_checks.entered(self.police, session, visit_id, "CS")
                elif what == 1:
                    registrations_checks.verify(self.police, session, visit_id, same, "Plate")
                elif what == 2:
                    registrations_checks.forwarded(self.police, session, visit_id, self.clock.today())
                else:
                    registrations_checks.proved(self.police, session, visit_id, {"proof": "RENT", "proof_on": None})
            except (Refused, FormError):
                pass

        @rule(days=st.integers(1, 40))
        def time_passes(self, days: int) -> None:
            self.clock.advance(days=days)
            depart(self.police, self.clerks[0])

        @precondition(lambda self: self.clock.today() > date(2026, 7, 6))
        @rule(days=st.integers(3, 9))
        def a_setting_changes(self, days: int) -> None:
            put(self.police.city, None, "sex.annual_wd_after", str(days), self.clock.today(), unit="days")
            look_for_changes(self.police, self.clerks[0])

        @invariant()
        def deadlines_are_kept(self) -> None:
            """What was given once stays with the same days; closed ones stay closed."""
            for found in self.found:
                for one in given(self.police, found, open_only=False):
                    old = self.kept.get(one.id, one)
                    assert (old.rule, old.day0, old.opens, old.legal, old.desk) == (
                        one.rule, one.day0, one.opens, one.legal, one.desk,
                    )  # fmt: skip
                    assert old.closed_on is None or old.closed_on == one.closed_on
                    self.kept[one.id] = one

        @invariant()
        def clocks_run_while_they_apply(self) -> None:
            """Never two of the same kind; annual, transient and SVP clocks run exactly while they apply."""
            for which in range(3):
                found = self.registration(which)
                left = found.leaves_on if found.state == "MOVED" else None
                running = [
                    one.rule for one in given(self.police, found.id)
                    if one.rule in ("SX3", "SX4", "SX5") and (left is None or one.legal >= left)
                ]  # fmt: skip
                assert len(running) == len(set(running))
                active = found.state == "ACTIVE" and found.registry == "SEX"
                assert ("SX3" in running) == active
                assert ("SX4" in running) == (active and found.svp)
                assert ("SX5" in running) == (active and found.basis == "TRANSIENT")

        @invariant()
        def visits_are_checked_by_others(self) -> None:
            for found in self.found:
                registry = registrations.get(self.police, self.clerks[0], found).registry
                for one in visits.visits(self.police, self.clerks[0], found):
                    assert (one.state == "COMPLETE") == (one.verified_by is not None)
                    assert one.verified_by not in (one.user_id, one.entered_by) or one.verified_by is None
                    forward = [d for d in given(self.police, found, open_only=False) if d.visit_id == one.id
                               and d.rule in ("SX16", "AR8")]  # fmt: skip
                    assert len(forward) == (registry in OFFICE)
                    assert all((d.closed_on is None) == (one.copy_doj_on is None) for d in forward)
                    if one.id in self.statements:
                        assert str(visits.statement(self.police, one.id)) == self.statements[one.id]

    return Desk


def test_a_registrants_desk_at_random(run_folder: Path, tmp_path: Path) -> None:
    def make(clock: FixedClock) -> PoliceStore:
        name = uuid4().hex
        city = Store(sqlite_url(run_folder, tmp_path / f"{name}.db", "rules"), clock).open()
        return PoliceStore(police_sqlite_url(run_folder, tmp_path / f"{name}-p.db"), clock, POLICE_KEYS, city).open()

    run_state_machine_as_test(
        machine(make),
        settings=settings(
            max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
