"""Registrations: every transaction, what it needs, and the deadlines that it settles and begins."""

from __future__ import annotations

from datetime import date

import pytest
from police_people import live, move, person, registered, rules_of, status, values_offense, visit

from data import audit, settings
from data.clock import FixedClock
from data.forms import Form, FormError
from data.permissions import Refused
from data.police import (
    bookings_forms,
    persons,
    persons_rows,
    registrations,
    registrations_checks,
    registrations_status,
    registrations_visits,
)  # fmt: skip
from data.police.clocks import TIERS
from data.police.registrations_codes import TRANSACTIONS
from data.police.registrations_deadlines import given
from data.police.registrations_forms import OFFENSE, STATUS
from data.police.store import PoliceStore
from data.session import Session

TODAY = date(2026, 7, 6)


# Registering


def test_a_first_registration_begins_its_clocks(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session, event_on=date(2026, 6, 25))
    now = registrations.get(police, police_session, found)
    assert (now.number, now.state, now.since, now.basis) == ("REG-2026-00001", "ACTIVE", TODAY, "RESIDENT")
    assert now.name == "Zucchini, Alfa"
    assert rules_of(police, found) == {"SX16": date(2026, 7, 9), "SX3": date(2026, 7, 22)}
    (arrival,) = [one for one in given(police, found, open_only=False) if one.rule == "SX1"]
    assert (arrival.legal, arrival.closed_on, arrival.late) == (date(2026, 7, 2), TODAY, True)
    assert audit.verify(police) == ""


def test_a_missing_proof_never_blocks_and_is_due_later(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session, proof="NONE")
    assert rules_of(police, found)["SX15"] == date(2026, 8, 5)
    (taken,) = registrations_visits.visits(police, police_session, found)
    registrations_checks.proved(police, police_session, taken.id, {"proof": "RENT", "proof_on": None})
    assert "SX15" not in rules_of(police, found)
    with pytest.raises(Refused, match="No proof"):
        registrations_checks.proved(police, police_session, taken.id, {"proof": "RENT", "proof_on": None})


def test_a_visit_is_kept_once(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session, key="same")
    again = visit(police, police_session, found, "INITIAL", key="same", event_on=TODAY)
    assert len(registrations_visits.visits(police, police_session, found)) == 1
    assert again.code == "INITIAL"


def test_the_annual_update_leads_to_the_next_birthday(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    clock.advance(days=8)
    made = visit(police, police_session, found, "ANNUAL")
    assert made.changed == 0
    assert rules_of(police, found)["SX3"] == date(2027, 7, 22)
    met = [one for one in given(police, found, open_only=False) if one.rule == "SX3" and one.closed_on]
    assert [(one.closed_how, one.late) for one in met] == [("MET", False)]
    assert made.notices.split() == ["STATES", "ANNUAL", "MOVE", "TRANSIENT", "NAME", "CAMPUS", "INTERNET"]


def test_a_change_of_address_is_marked_and_keeps_the_annual_update(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    who = registrations.get(police, police_session, found).person_id
    with pytest.raises(FormError, match="Nothing new about addresses"):
        visit(police, police_session, found, "ADDRESS", event_on=TODAY)
    clock.advance(days=2)
    move(police, police_session, who, "2 Imaginary Lane", clock.today())
    made = visit(police, police_session, found, "ADDRESS", event_on=date(2026, 7, 7))
    assert made.changed > 0
    kept = registrations_visits.statement(police, made.id)
    assert {one.group for one in kept.differs} == {"ADDRESSES"}
    assert ("1 Nowhere Way", "") in {(one.before, one.after) for one in kept.differs}
    assert rules_of(police, found)["SX3"] == date(2026, 7, 22)


def test_a_new_address_can_be_typed_on_the_form(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    clock.advance(days=2)
    moved = {"event_on": date(2026, 7, 7), "street": "3 Example Avenue", "unit": "B"}
    with pytest.raises(FormError, match="City"):
        visit(police, police_session, found, "ADDRESS", **moved)
    made = visit(police, police_session, found, "ADDRESS", **moved, city="Testville")
    who = registrations.get(police, police_session, found).person_id
    lives = persons_rows.rows(police, police_session, "ADDRESSES", who)
    assert [(one.values["street"], one.values["to_on"]) for one in lives] == [
        ("3 Example Avenue", None), ("1 Nowhere Way", date(2026, 7, 7)),
    ]  # fmt: skip
    assert {one.group for one in registrations_visits.statement(police, made.id).differs} == {"ADDRESSES"}


def test_a_statement_stays_as_it_was_stated(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    (first,) = registrations_visits.visits(police, police_session, found)
    who = registrations.get(police, police_session, found)
    opened = persons.person(police, police_session, who.person_id)
    persons.change(police, police_session, who.person_id, {"last": "Wombat"}, opened.version)
    visit(police, police_session, found, "NAME", event_on=TODAY)
    assert registrations_visits.statement(police, first.id).stated["PERSON"]["0"]["last"] == "Zucchini"
    assert registrations.get(police, police_session, found).name == "Wombat, Alfa"


def test_numbers_are_stated_with_their_last_four(police: PoliceStore, police_session: Session) -> None:
    who = person(police, police_session)
    ssn = {"kind": "SSN", "value": "078051120"}
    persons_rows.add(police, police_session, "IDENTIFIERS", who, ssn)
    found = registrations.begin(police, police_session, who, "SEX")
    made = visit(police, police_session, found, "INITIAL", event_on=TODAY)
    rows = registrations_visits.statement(police, made.id).stated["IDENTIFIERS"]
    assert [row["value"] for row in rows.values()] == ["***-**-1120"]
    sealed = police.value("SELECT stated_sealed FROM registration_visits WHERE id = ?", made.id)
    assert b"Zucchini" not in bytes(sealed)


def test_nobody_is_registered_without_name_birth_and_address(police: PoliceStore, police_session: Session) -> None:
    who = person(police, police_session, born=None)
    found = registrations.begin(police, police_session, who, "SEX")
    with pytest.raises(FormError, match="Name and birth"):
        visit(police, police_session, found, "INITIAL", event_on=TODAY)
    assert registrations.get(police, police_session, found).state == "NEW"


@pytest.mark.parametrize(
    ("code", "event", "message"),
    [("INITIAL", date(2026, 7, 7), "still to come"), ("INITIAL", date(1979, 1, 1), "before the date of birth")],
)
def test_events_that_cannot_be(
    police: PoliceStore, police_session: Session, code: str, event: date, message: str
) -> None:
    found = registrations.begin(police, police_session, person(police, police_session), "SEX")
    with pytest.raises(FormError, match=message):
        visit(police, police_session, found, code, event_on=event)


# Transients, SVP, leaving, ending


def test_a_transient_comes_every_thirty_days(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    who = person(police, police_session, transient=True)
    found = registrations.begin(police, police_session, who, "SEX")
    visit(police, police_session, found, "TRANSIENT", event_on=TODAY)
    assert registrations.get(police, police_session, found).basis == "TRANSIENT"
    assert rules_of(police, found)["SX5"] == date(2026, 8, 5)
    clock.advance(days=29)
    visit(police, police_session, found, "TRANSIENT-30")
    assert rules_of(police, found)["SX5"] == date(2026, 9, 3)
    live(police, police_session, who, "3 Madeup Court")
    visit(police, police_session, found, "ADDRESS", event_on=clock.today())
    assert registrations.get(police, police_session, found).basis == "RESIDENT"
    assert persons.person(police, police_session, who).values["transient"] is False
    assert "SX5" not in rules_of(police, found)
    assert "SX8" in {one.rule for one in given(police, found, open_only=False)}


def test_svp_runs_while_the_flag_is_set(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    found = registered(police, police_session)
    registrations_status.enter_status(police, police_session, found, status(svp=True))
    assert rules_of(police, found)["SX4"] == date(2026, 10, 4)
    clock.advance(days=10)
    visit(police, police_session, found, "SVP-90")
    assert rules_of(police, found)["SX4"] == date(2026, 10, 14)
    registrations_status.enter_status(police, police_session, found, status(svp=False))
    assert "SX4" not in rules_of(police, found)


@pytest.mark.parametrize("code", ["OUT-STATE", "OUT-AWAY", "OUT-UNKNOWN"])
def test_leaving_ends_the_registrants_clocks_and_keeps_the_agencys(
    police: PoliceStore, police_session: Session, code: str
) -> None:
    found = registered(police, police_session, proof="NONE")
    visit(police, police_session, found, code, event_on=TODAY, destination="Elsewhere", returns="No")
    assert registrations.get(police, police_session, found).state == "MOVED"
    assert set(rules_of(police, found)) == {"SX16"}
    later = visit(police, police_session, found, "MAILED", event_on=TODAY, destination="9 Elsewhere")
    assert registrations_visits.statement(police, later.id).details["destination"] == "9 Elsewhere"


def test_the_end_by_a_court_or_death_takes_no_more_visits(police: PoliceStore, police_session: Session) -> None:
    ended, dead = registered(police, police_session), registered(police, police_session, last="Kumquat")
    visit(police, police_session, ended, "TERMINATED", event_on=TODAY, court="Superior Court", case_number="CR1")
    visit(police, police_session, dead, "DECEASED", event_on=TODAY, why="Coroner's letter")
    assert registrations.get(police, police_session, ended).ended_by == "COURT"
    gone = registrations.get(police, police_session, dead)
    assert gone.state == "DECEASED"
    assert persons.person(police, police_session, gone.person_id).values["deceased_on"] == TODAY
    for found in (ended, dead):
        with pytest.raises(Refused, match="has ended"):
            visit(police, police_session, found, "ANNUAL")
        visit(police, police_session, found, "CORRECTION", why="Wrong day")
    visit(police, police_session, ended, "INITIAL", event_on=TODAY)
    assert registrations.get(police, police_session, ended).state == "ACTIVE"
    assert registrations.get(police, police_session, ended).ended_on is None


def test_every_transaction_of_every_registry_can_be_taken(police: PoliceStore, police_session: Session) -> None:
    for n, transaction in enumerate(TRANSACTIONS):
        for registry in sorted(transaction.registries):
            found = registered(police, police_session, registry, last=f"Kumquat{n}")
            who = registrations.get(police, police_session, found).person_id
            _state_anew(police, police_session, who, transaction.groups + transaction.changes)
            if transaction.code == "INTERNET":
                registrations_status.enter_status(police, police_session, found, status(finding="Minute order"))
                offense = {"section": "PC 1", "level": "F", "convicted_on": date(2019, 1, 1)}
                registrations_status.add_offense(police, police_session, found, offense)
                persons_rows.add(police, police_session, "ONLINE", who, {"kind": "USER", "identifier": "nobody"})
            made = visit(police, police_session, found, transaction.code, event_on=TODAY)
            assert made.code == transaction.code
            if transaction.leads_to:
                assert registrations.get(police, police_session, found).state == transaction.leads_to
            forwards = {one.rule for one in given(police, found) if one.visit_id == made.id} & {"SX16", "AR8"}
            assert bool(forwards) == (registry != "GANG")


def _state_anew(police: PoliceStore, session: Session, who: int, groups: tuple[str, ...]) -> None:
    """Put something new into each of these groups."""
    new = {
        "ADDRESSES": {"kind": "SECONDARY", "street": "4 Invented Drive", "city": "Testville"},
        "SCHOOLS": {"institution": "Example College", "status": "STUDENT"},
        "JOBS": {"employer": "Example Widgets"}, "VEHICLES": {"relation": "OWNED", "plate": "NOPLATE"},
        "NAMES": {"kind": "AKA", "last": "Other"}, "PLACES": {"kind": "SLEEPS", "place": "Nowhere"},
    }  # fmt: skip
    for code in dict.fromkeys(groups):
        if code in new:
            persons_rows.add(police, session, code, who, new[code])


def test_internet_identifiers_are_stated_only_when_they_apply(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    one = registrations.get(police, police_session, found)
    persons_rows.add(police, police_session, "ONLINE", one.person_id, {"kind": "USER", "identifier": "nobody"})
    assert "ONLINE" not in registrations_visits.ready(police, police_session, one).stated
    registrations_status.enter_status(police, police_session, found, status(finding="Minute order of 01/02/2019"))
    assert not registrations_status.online_applies(police, registrations.get(police, police_session, found), TODAY)
    values = values_offense(level="F", convicted_on=date(2019, 1, 2))
    registrations_status.add_offense(police, police_session, found, values)
    again = registrations.get(police, police_session, found)
    assert registrations_status.online_applies(police, again, TODAY)
    assert "ONLINE" in registrations_visits.ready(police, police_session, again).stated


# Arson and gang


def test_arson_has_no_annual_update_unless_the_setting_says_so(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session, "ARSON")
    assert set(rules_of(police, found)) == {"AR8"}
    settings.put(police.city, None, "arson.annual", "on", TODAY)
    other = registered(police, police_session, "ARSON", last="Okapi")
    assert rules_of(police, other)["AR7"] == date(2026, 7, 22)


def test_every_tier_is_read_as_it_is_shown() -> None:
    """Opening the form of a registrant and leaving the tier as it is changes nothing."""
    field = STATUS.fields["tier"]
    assert [field.parse(tier) for tier, _ in TIERS] == [tier for tier, _ in TIERS]
    assert dict(TIERS)[field.parse("3")] == "Tier 3, life"


@pytest.mark.parametrize("form", [OFFENSE, bookings_forms.CHARGE])
def test_a_section_of_the_law_is_typed_with_its_parentheses(form: Form) -> None:
    field = form.fields["section"]
    typed = "pc 290.018(b)"
    assert all(field.accepts(character) for character in typed)
    assert field.clean(typed) == "PC 290.018(b)"
    assert field.clean(field.show(field.clean(typed))) == "PC 290.018(b)"


def test_who_is_under_eighteen_is_a_juvenile_without_being_told(police: PoliceStore, police_session: Session) -> None:
    for born, juvenile in ((date(2008, 7, 7), True), (date(2008, 7, 6), False), (None, False)):
        who = person(police, police_session, f"Okapi{born or ''}", born=born)
        found = registrations.get(
            police, police_session, registrations.begin(police, police_session, who, "GANG")
        )  # fmt: skip
        assert found.juvenile is juvenile
    assert registrations.grown(date(2008, 2, 29), date(2026, 2, 28), unknown=False)
    assert not registrations.grown(None, TODAY, unknown=False)


def test_a_gang_registrant_is_served_the_step_act_notification(police: PoliceStore, police_session: Session) -> None:
    who = person(police, police_session)
    found = registrations.begin(police, police_session, who, "GANG", juvenile=True)
    with pytest.raises(FormError, match="STEP Act"):
        visit(police, police_session, found, "INITIAL", event_on=TODAY, notices="2")
    with pytest.raises(FormError, match="parent or guardian"):
        visit(police, police_session, found, "INITIAL", event_on=TODAY, parent_signed=False)
    made = visit(police, police_session, found, "INITIAL", event_on=TODAY, parent_signed=True, parent_name="Bravo Z")
    assert made.parent_signed_on == TODAY
    assert made.entered_by == police_session.clerk.id
    assert registrations_visits.statement(police, made.id).details["parent_name"] == "Bravo Z"
    assert rules_of(police, found) == {}
    unknown = registrations.get(police, police_session, found)
    (sentence,) = registrations_status.estimates(police, police_session, unknown)
    assert sentence == "The duty ends 5 years after the last order: enter its day with 31."
    registrations_status.enter_status(
        police, police_session, found, status(imposed_on=date(2024, 2, 29), juvenile=True)
    )
    (sentence,) = registrations_status.estimates(
        police, police_session, registrations.get(police, police_session, found)
    )
    assert sentence == "Estimate: the duty ends on 03/01/2029, 5 years after the last order."
    settings.put(police.city, None, "gang.enabled", "off", TODAY)
    with pytest.raises(Refused, match="registry is off"):
        registrations.begin(police, police_session, person(police, police_session, "Okapi"), "GANG")
    with pytest.raises(Refused, match="registry is off"):
        visit(police, police_session, found, "RELEASED", event_on=TODAY)
    visit(police, police_session, found, "CORRECTION", why="Wrong day")


def test_narcotics_registers_nobody_and_is_for_officers_to_read(
    police: PoliceStore, police_session: Session, polsup_session: Session, officer_session: Session
) -> None:
    who = person(police, police_session)
    with pytest.raises(Refused, match="NODUTY"):
        registrations.begin(police, police_session, who, "NARC")
    old = police.insert(
        "registrations", number="N-1", person_id=who, registry="NARC", state="LEGACY", entered_at=police.now(),
        user_id=police_session.clerk.id,
    )  # fmt: skip
    for session in (police_session, polsup_session):
        with pytest.raises(Refused, match="officers only"):
            registrations.get(police, session, old)
        assert registrations.of_person(police, session, who) == []
    assert [one.id for one in registrations.of_person(police, officer_session, who)] == [old]
    assert [one.id for one in registrations.search(police, officer_session, "NARC", TODAY, TODAY)] == [old]
    with pytest.raises(Refused):
        registrations_visits.record(police, officer_session, old, "CORRECTION", {"why": "no"}, "key")
