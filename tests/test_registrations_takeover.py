"""Registrations that are on paper already: taken over with the clocks that run from the last visit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import MONDAY
from police_people import person, visit

from data.forms import FormError
from data.permissions import Refused
from data.police import registrations, registrations_takeover
from data.police.registrations_deadlines import given
from data.police.store import PoliceStore
from data.session import Session

TODAY = MONDAY.date()


def values(**changed: Any) -> dict[str, Any]:
    return {"registry": "SEX", "juvenile": False, "since": date(2015, 3, 2), "last_on": None, **changed}


@pytest.mark.parametrize(
    ("born", "last", "due"),
    [
        (date(1980, 7, 15), date(2025, 7, 15), date(2026, 7, 22)),
        (date(1980, 5, 4), date(2025, 5, 5), date(2026, 5, 11)),  # overdue: nobody came this year
        (date(1980, 2, 29), date(2026, 3, 2), date(2027, 3, 5)),
        (date(1980, 7, 6), date(2026, 7, 2), date(2027, 7, 13)),  # came in the window before the birthday
    ],
)
def test_the_annual_update_follows_from_the_last_visit_on_paper(
    police: PoliceStore, police_session: Session, born: date, last: date, due: date
) -> None:
    who = person(police, police_session, born=born)
    made = registrations_takeover.begin(police, police_session, who, values(last_on=last))
    found = registrations.get(police, police_session, made)
    assert (found.state, found.since, found.basis) == ("ACTIVE", date(2015, 3, 2), "RESIDENT")
    assert [(one.rule, one.legal) for one in given(police, made)] == [("SX3", due)]
    assert visit(police, police_session, made, "ANNUAL").state == "OPEN"
    again = [one.legal for one in given(police, made, open_only=False) if one.rule == "SX3"]
    assert again[0] == due
    assert len(again) == 2


def test_a_transients_thirty_days_run_from_the_last_registration(police: PoliceStore, police_session: Session) -> None:
    who = person(police, police_session, transient=True)
    last = TODAY - timedelta(days=40)
    made = registrations_takeover.begin(police, police_session, who, values(last_on=last))
    assert registrations.get(police, police_session, made).basis == "TRANSIENT"
    assert {one.rule: one.legal for one in given(police, made)}["SX5"] == last + timedelta(days=30)


@pytest.mark.parametrize("registry", ["ARSON", "GANG"])
def test_registries_without_clocks_are_taken_over_too(
    police: PoliceStore, police_session: Session, registry: str
) -> None:
    made = registrations_takeover.begin(
        police, police_session, person(police, police_session), values(registry=registry)
    )
    assert registrations.get(police, police_session, made).state == "ACTIVE"
    assert given(police, made) == []


def test_without_a_day_on_paper_it_is_a_new_registration(police: PoliceStore, police_session: Session) -> None:
    made = registrations_takeover.begin(police, police_session, person(police, police_session), values(since=None))
    assert registrations.get(police, police_session, made).state == "NEW"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"since": None, "last_on": TODAY}, "since"),
        ({"last_on": date(2015, 3, 1)}, "last_on"),
        ({"last_on": TODAY + timedelta(days=1)}, "last_on"),
    ],
)
def test_days_that_cannot_be(police: PoliceStore, police_session: Session, changed: dict[str, Any], field: str) -> None:
    who = person(police, police_session)
    with pytest.raises(FormError) as raised:
        registrations_takeover.begin(police, police_session, who, values(**changed))
    assert raised.value.name == field
    assert registrations.of_person(police, police_session, who) == []


def test_what_is_here_is_not_taken_over_again(police: PoliceStore, police_session: Session) -> None:
    who = person(police, police_session)
    registrations_takeover.begin(police, police_session, who, values())
    with pytest.raises(Refused, match="is here already"):
        registrations_takeover.begin(police, police_session, who, values())
    nobody = person(police, police_session, "Kumquat", born=None)
    with pytest.raises(FormError, match="no date of birth"):
        registrations_takeover.begin(police, police_session, nobody, values())


def test_a_registration_follows_a_merged_file(police: PoliceStore, police_session: Session) -> None:
    """It goes by the name and birth of the file that stays, and is no second one there."""
    other = person(police, police_session, "Zuchini", born=date(1979, 7, 15))
    kept = person(police, police_session)
    made = registrations.begin(police, police_session, other, "SEX")
    police.run("UPDATE persons SET merged_into = ? WHERE id = ?", kept, other)
    assert registrations.begin(police, police_session, kept, "SEX") == made
    found = registrations.get(police, police_session, made)
    assert (found.name, found.born) == ("Zucchini, Alfa", date(1980, 7, 15))
    assert [one.name for one in registrations.of_person(police, police_session, kept)] == ["Zucchini, Alfa"]
    visit(police, police_session, made, "INITIAL", event_on=TODAY)
    assert [one.name for one in registrations.search(police, police_session, "SEX", TODAY, TODAY)] == [found.name]
