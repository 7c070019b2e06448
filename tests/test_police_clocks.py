"""The clocks of criminal registrations around weekends, holidays, closed desks and February 29."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import settings
from data.holidays import business_days_after
from data.police import calendar, clocks
from data.police.calendar import Calendar
from data.police.clocks import BIRTHDAY, NONE, RULES, Terms, annual, due, window
from data.sample.rows_police_registrations import SETTING_ROWS
from data.store import Store, StoreError

ON = date(2026, 7, 6)
TERMS = Terms({name: text for name, text, _, _ in SETTING_ROWS}, "terms")
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in ("2025-12-25", "2026-01-01", "2026-03-31", "2026-07-04", "2026-09-07", "2026-11-11", "2026-11-26",
                "2026-11-27", "2026-12-25", "2027-01-01", "2027-02-15", "2028-01-01")
)  # fmt: skip
STATE = Calendar(HOLIDAYS, HOLIDAYS, frozenset({2025, 2026, 2027, 2028}), version="table")
NINE_EIGHTY = Calendar(HOLIDAYS, HOLIDAYS, STATE.years, closed_friday=date(2026, 7, 10))


def with_terms(**changes: str) -> Terms:
    """The shipped settings with some changed; `__` stands for the point."""
    return Terms({**TERMS.texts, **{name.replace("__", "."): text for name, text in changes.items()}}, "changed")


@pytest.mark.parametrize(
    ("rule", "day0", "legal"),
    [
        ("SX1", "2026-07-06", "2026-07-13"),  # a Monday: five working days later
        ("SX1", "2026-07-04", "2026-07-10"),  # a Saturday and holiday is never counted
        ("SX1", "2026-11-24", "2026-12-03"),  # over Thanksgiving and the Friday after
        ("SX2", "2026-12-24", "2027-01-04"),  # Christmas and New Year
        ("SX4", "2026-07-06", "2026-10-04"),  # 90 calendar days, a Sunday: not moved
        ("SX5", "2026-07-06", "2026-08-05"),
        ("SX6", "2026-07-10", "2026-07-17"),
        ("SX7", "2026-07-03", "2026-07-10"),
        ("SX8", "2026-07-02", "2026-07-09"),
        ("SX9", "2026-07-20", "2026-07-27"),
        ("SX10", "2026-09-04", "2026-09-14"),  # over Labor Day
        ("SX12", "2026-03-30", "2026-04-07"),  # March 31 is a state holiday
        ("SX14", "2026-07-06", "2026-08-17"),  # 30 working days
        ("SX15", "2026-07-06", "2026-08-05"),
        ("SX16", "2026-07-06", "2026-07-09"),
        ("SX16", "2026-07-10", "2026-07-13"),  # a Friday: three days are earlier than three working days
        ("AR2", "2026-07-06", "2026-07-20"),
        ("AR3", "2026-07-06", "2026-07-20"),
        ("AR4", "2026-07-06", "2026-07-16"),
        ("AR8", "2026-11-25", "2026-11-28"),
        ("GA2", "2028-02-20", "2028-03-01"),  # over February 29
        ("GA5", "2026-07-06", "2026-07-16"),
        ("PT1", "2026-07-06", "2026-07-06"),
        ("PT2", "2026-07-06", "2026-09-04"),
        ("PT3", "2026-07-06", "2026-09-04"),
        ("VF1", "2026-07-10", "2026-07-11"),
    ],
)
def test_a_rule_counts_from_the_day_after_the_event(rule: str, day0: str, legal: str) -> None:
    found = due(rule, date.fromisoformat(day0), TERMS, STATE)
    assert (found.rule, found.day0.isoformat(), found.legal.isoformat()) == (rule, day0, legal)
    assert (found.settings_version, found.calendar_version, found.note) == ("terms", "table", "")


def test_every_rule_is_there_and_those_without_a_count_say_so() -> None:
    families = {"SX": 17, "AR": 9, "GA": 6}
    for family, most in families.items():
        assert [rule for rule in RULES if rule.startswith(family)] == [f"{family}{n}" for n in range(1, most + 1)]
    for rule in RULES.values():
        assert rule.title
        assert rule.source
        if rule.unit in (NONE, BIRTHDAY):
            with pytest.raises(ValueError, match=rule.id):
                due(rule.id, ON, TERMS, STATE)
        elif rule.setting != "doj.forward":
            assert TERMS.number(rule.setting) >= 0


def test_leaving_the_state_counts_before_the_move_where_the_agency_reads_it_so() -> None:
    before = with_terms(sex__leave_state_when="before")
    assert due("SX9", date(2026, 7, 20), before, STATE).legal == date(2026, 7, 13)
    assert due("SX9", date(2026, 7, 20), before, STATE).desk == date(2026, 7, 13)


@pytest.mark.parametrize(
    ("calendar", "legal", "desk"),
    [
        (STATE, date(2026, 7, 10), date(2026, 7, 10)),
        (NINE_EIGHTY, date(2026, 7, 10), date(2026, 7, 9)),  # a closed Friday
        (NINE_EIGHTY, date(2026, 7, 17), date(2026, 7, 17)),  # the Friday between
        (NINE_EIGHTY, date(2026, 7, 25), date(2026, 7, 23)),  # Saturday, and the closed Friday before it
        (STATE, date(2026, 11, 28), date(2026, 11, 25)),  # Thanksgiving weekend
    ],
)
def test_a_closed_desk_moves_only_the_day_to_come_in(calendar: Calendar, legal: date, desk: date) -> None:
    assert calendar.open_on_or_before(legal) == desk
    assert due("SX5", legal - timedelta(days=30), TERMS, calendar).legal == legal
    assert due("SX5", legal - timedelta(days=30), TERMS, calendar).desk == desk


def test_a_desk_closed_all_the_time_has_no_day_to_come_in() -> None:
    shut = Calendar(years=frozenset({2026}), open_weekdays=frozenset())
    assert due("SX1", ON, TERMS, shut).desk is None


def test_a_year_without_holidays_is_said() -> None:
    assert due("SX4", date(2028, 12, 1), TERMS, STATE).note == "The holiday table has no rows for 2029."


# The birthday


@pytest.mark.parametrize(
    ("birthday", "opens", "legal"),
    [
        ("2026-07-15", "2026-07-08", "2026-07-22"),  # a Wednesday
        ("2026-07-18", "2026-07-13", "2026-07-24"),  # a Saturday: five working days on either side
        ("2026-07-04", "2026-06-29", "2026-07-10"),  # a Saturday and holiday
        ("2026-01-01", "2025-12-24", "2026-01-08"),  # across New Year and Christmas
        ("2026-11-26", "2026-11-19", "2026-12-04"),  # Thanksgiving
    ],
)
def test_the_window_is_five_working_days_on_either_side(birthday: str, opens: str, legal: str) -> None:
    first, last = window("SX3", date.fromisoformat(birthday), TERMS, STATE)
    assert (first.isoformat(), last.isoformat()) == (opens, legal)


BORN = date(1980, 7, 15)


@pytest.mark.parametrize(
    ("since", "update", "birthday"),
    [
        ("2026-01-05", False, "2026-07-15"),  # registered in January
        ("2026-07-14", False, "2026-07-15"),  # registered the day before: due at once
        ("2026-07-14", True, "2027-07-15"),  # the update within its window
        ("2026-07-08", True, "2027-07-15"),  # on the window's first day
        ("2026-07-07", True, "2026-07-15"),  # a day too early settles nothing
        ("2026-07-15", False, "2027-07-15"),  # registered on the birthday: the first one after
        ("2026-09-30", True, "2027-07-15"),  # an update that was late
    ],
)
def test_the_next_annual_update(since: str, update: bool, birthday: str) -> None:
    found = annual("SX3", BORN, date.fromisoformat(since), TERMS, STATE, update=update)
    assert found.day0 == date.fromisoformat(birthday)
    assert (found.opens, found.legal) == window("SX3", found.day0, TERMS, STATE)


def test_a_birthday_early_in_january_opens_in_december() -> None:
    found = annual("SX3", date(1980, 1, 4), date(2026, 12, 29), TERMS, STATE, update=True)
    assert found.day0 == date(2028, 1, 4)
    assert annual("SX3", date(1980, 1, 4), date(2026, 12, 29), TERMS, STATE, update=False).day0 == date(2027, 1, 4)


@pytest.mark.parametrize(("feb29", "birthday"), [("feb28", date(2027, 2, 28)), ("mar01", date(2027, 3, 1))])
def test_february_29_shows_both_dates(feb29: str, birthday: date) -> None:
    found = annual("SX3", date(1984, 2, 29), ON, with_terms(calendar__feb29=feb29), STATE, update=False)
    assert found.day0 == birthday
    assert "02/28/2027 or 03/01/2027" in found.note


def test_february_29_in_a_leap_year_is_itself() -> None:
    found = annual("SX3", date(1984, 2, 29), date(2027, 6, 1), TERMS, STATE, update=False)
    assert (found.day0, found.note) == (date(2028, 2, 29), "")
    assert clocks.birthday_in(date(1984, 2, 29), 2100) == date(2100, 2, 28)


def test_the_windows_sides_are_two_settings() -> None:
    first, last = window("SX3", date(2026, 7, 15), with_terms(sex__annual_wd_before="0"), STATE)
    assert (first, last) == (date(2026, 7, 15), date(2026, 7, 22))
    assert window("AR7", date(2026, 7, 15), TERMS, STATE) == (date(2026, 7, 8), date(2026, 7, 22))


# Whatever the day

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(day=DAYS, count=st.integers(1, 40))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    after = STATE.working_days_after(day, count)
    assert STATE.is_working(after)
    assert sum(STATE.is_working(day + timedelta(days=n)) for n in range(1, (after - day).days + 1)) == count
    before = STATE.working_days_before(day, count)
    assert sum(STATE.is_working(before + timedelta(days=n)) for n in range((day - before).days)) == count


@given(day=DAYS, rule=st.sampled_from([r.id for r in RULES.values() if r.unit not in (NONE, BIRTHDAY)]))
def test_closures_never_lengthen_a_duty(day: date, rule: str) -> None:
    open_desk, closed_desk = due(rule, day, TERMS, STATE), due(rule, day, TERMS, NINE_EIGHTY)
    assert open_desk.legal == closed_desk.legal >= day
    for found, desk in ((open_desk, STATE), (closed_desk, NINE_EIGHTY)):
        if found.desk is not None:
            assert day <= found.desk <= found.legal
            assert desk.is_open(found.desk)
            assert not any(
                desk.is_open(found.desk + timedelta(days=n + 1)) for n in range((found.legal - found.desk).days)
            )


@given(born=st.dates(date(1940, 1, 1), date(2005, 12, 31)), since=DAYS, update=st.booleans())
def test_one_annual_update_leads_to_the_next_birthday(born: date, since: date, update: bool) -> None:
    found = annual("SX3", born, since, TERMS, STATE, update=update)
    assert found.opens is not None
    assert found.opens <= found.day0 <= found.legal
    assert since < found.day0
    assert (found.day0 - since).days <= 366 + 15
    following = annual("SX3", born, found.day0, TERMS, STATE, update=True)
    assert 364 <= (following.day0 - found.day0).days <= 366


# Rules that decide


@pytest.mark.parametrize(
    ("days", "before", "same", "birthday", "exempt"),
    [(29, True, True, False, True), (30, True, True, False, False), (5, False, True, False, False),
     (5, True, False, False, False), (5, True, True, True, False)],
)  # fmt: skip
def test_release_is_exempt_only_when_all_four_hold(
    days: int, before: bool, same: bool, birthday: bool, exempt: bool
) -> None:
    found = clocks.release_exempt(
        TERMS, days, registered_before=before, same_address=same, birthday_in_custody=birthday
    )  # fmt: skip
    assert found is exempt


@pytest.mark.parametrize(
    ("felony", "convicted", "finding", "applies"),
    [(True, "2017-01-01", True, True), (True, "2016-12-31", True, False), (False, "2020-01-01", True, False),
     (True, "2020-01-01", False, False), (True, None, True, False)],
)  # fmt: skip
def test_internet_identifiers_only_when_they_apply(
    felony: bool, convicted: str | None, finding: bool, applies: bool
) -> None:
    on = date.fromisoformat(convicted) if convicted else None
    assert clocks.internet_applies(TERMS, felony=felony, convicted_on=on, finding=finding) is applies


def test_working_here_from_out_of_state() -> None:
    first = date(2026, 3, 2)
    assert clocks.nonresident_from(TERMS, [(first, first + timedelta(days=13))]) is None
    assert clocks.nonresident_from(TERMS, [(first, first + timedelta(days=14))]) == first + timedelta(days=14)
    weeks = [(first + timedelta(days=14 * n), first + timedelta(days=14 * n + 6)) for n in range(5)]
    assert clocks.nonresident_from(TERMS, weeks) == first + timedelta(days=14 * 4 + 2)
    split = [(date(2026, 12, 1), date(2026, 12, 10)), (date(2027, 1, 10), date(2027, 1, 20))]
    assert clocks.nonresident_from(TERMS, split) is None


def test_how_long_duties_last() -> None:
    born = date(2008, 2, 29)
    assert clocks.arson_ends(TERMS, date(1994, 12, 1), None, born, juvenile=False) is None
    assert clocks.arson_ends(TERMS, date(1994, 11, 30), date(2024, 2, 29), born, juvenile=False) == date(2029, 3, 1)
    assert clocks.arson_ends(TERMS, ON, None, born, juvenile=True) == date(2033, 3, 1)
    assert clocks.gang_ends(TERMS, ON) == date(2031, 7, 6)


@pytest.mark.parametrize(
    ("tier", "juvenile", "ends"),
    [("1", False, "2020-05-01"), ("2", False, "2030-05-01"), ("3R", False, "2030-05-01"), ("3", False, None),
     ("TBD", False, None), ("1", True, "2015-05-01"), ("2", True, "2020-05-01"), ("3R", True, None)],
)  # fmt: skip
def test_minimum_periods(tier: str, juvenile: bool, ends: str | None) -> None:
    found = clocks.minimum_ends(TERMS, tier, date(2010, 5, 1), juvenile=juvenile)
    assert (found.isoformat() if found else None) == ends


def test_a_petition_waits_for_the_next_birthday() -> None:
    assert clocks.petition_from(TERMS, BORN, date(2015, 5, 1)) == date(2021, 7, 15)
    assert clocks.petition_from(TERMS, date(1980, 6, 15), date(2015, 5, 1)) == date(2022, 6, 15)
    assert clocks.petition_from(TERMS, BORN, date(2026, 7, 15)) == date(2027, 7, 15)


# What is read from the store


def test_the_shipped_calendar_and_its_versions(rules: Store) -> None:
    known, table = clocks.terms(rules, ON), calendar.load(rules, ON)
    assert ON.year in table.years
    assert not table.is_working(date(2026, 3, 31))
    assert table.is_open(date(2026, 3, 31))
    assert table.is_working(date(2026, 10, 12))
    assert not table.is_open(date(2026, 10, 12))
    assert business_days_after(rules, date(2026, 3, 30), 1) == date(2026, 3, 31)
    assert due("SX1", date(2026, 3, 30), known, table).legal == date(2026, 4, 7)
    assert calendar.load(rules, ON).version == table.version
    rules.insert("holidays", day="2026-07-07", title="A new one")
    assert calendar.load(rules, ON).version != table.version
    assert due("SX1", ON, known, calendar.load(rules, ON)).legal == date(2026, 7, 14)
    settings.put(rules, None, "sex.move_wd", "6", ON, unit="days")
    assert clocks.terms(rules, ON).version != known.version
    assert clocks.terms(rules, ON - timedelta(days=1)).version == known.version


def test_a_nine_eighty_desk_and_other_closed_days_are_settings(rules: Store) -> None:
    settings.put(rules, None, "police.closed_friday", "2026-07-10", ON)
    settings.put(rules, None, "police.closed_days", "2026-07-09 2026-12-24", ON)
    table = calendar.load(rules, ON)
    assert table.open_on_or_before(date(2026, 7, 11)) == date(2026, 7, 8)
    assert table.is_working(date(2026, 7, 9))
    settings.put(rules, None, "police.closed_days", "July 9", ON)
    with pytest.raises(StoreError, match=r"police\.closed_days"):
        calendar.load(rules, ON)


def test_days_of_the_courts_count_only_by_setting(rules: Store) -> None:
    strict = calendar.load(rules, ON)
    settings.put(rules, None, "calendar.judicial", "on", ON)
    courts = calendar.load(rules, ON)
    for day in (date(2026, 2, 12), date(2026, 6, 19), date(2026, 9, 25), date(2026, 7, 3), date(2027, 7, 5)):
        assert strict.is_working(day)
        assert not courts.is_working(day)
    assert courts.is_working(date(2026, 9, 18))


def test_a_missing_or_wrong_setting_is_named(rules: Store) -> None:
    rules.run("DELETE FROM settings WHERE name = 'sex.move_wd'")
    with pytest.raises(StoreError, match=r"sex\.move_wd"):
        due("SX1", ON, clocks.terms(rules, ON), STATE)
    with pytest.raises(StoreError, match=r"sex\.name_wd"):
        due("SX10", ON, with_terms(sex__name_wd="five"), STATE)
    with pytest.raises(StoreError, match=r"petition\.from"):
        clocks.petition_from(with_terms(petition__from="soon"), BORN, ON)
