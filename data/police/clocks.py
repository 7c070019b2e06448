"""Every clock of a criminal registration, as pure functions of the event's day, the settings and the calendar.

`Rule` ids are those of the agency's rule sheet: SX sex, AR arson, GA gang registrants, PT petitions, VF the desk's own
second check. The desk draws no legal conclusion: it shows the day that follows from the settings, and their versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.police.calendar import Calendar, digest
from data.store import StoreError

if TYPE_CHECKING:
    from data.store import Store

WORKING, CALENDAR, EARLIER, BIRTHDAY, NONE = "WORKING", "CALENDAR", "EARLIER", "BIRTHDAY", "NONE"
"""How a rule counts: working days, calendar days, the earlier of both, around the birthday, or not at all."""


@dataclass(frozen=True)
class Rule:
    """One rule: its id, what it is about, how it counts, the setting with the count, and its source."""

    id: str
    title: str
    unit: str
    setting: str
    source: str


_RULES = (
    Rule("SX1", "Came into the city or campus, or moved within it", WORKING, "sex.move_wd", "PC 290(b)"),
    Rule("SX2", "Released from custody, or on probation", WORKING, "sex.release_wd", "PC 290.015(a)"),
    Rule("SX3", "Annual update", BIRTHDAY, "sex.annual_wd", "PC 290.012(a)"),
    Rule("SX4", "SVP: residence and employment", CALENDAR, "sex.svp_days", "PC 290.012(b)"),
    Rule("SX5", "Transient: registers again", CALENDAR, "sex.transient_days", "PC 290.011(a)"),
    Rule("SX6", "Move: tell the last agency, register with the new", WORKING, "sex.move_wd", "PC 290.013(a)"),
    Rule("SX7", "New address by certified or registered mail", WORKING, "sex.move_wd", "PC 290.013(b)"),
    Rule("SX8", "Transient has a residence, or resident none", WORKING, "sex.status_wd", "PC 290.011(b)-(c)"),
    Rule("SX9", "Leaves the state", WORKING, "sex.leave_state_wd", "PC 290.011(f)"),
    Rule("SX10", "Name change", WORKING, "sex.name_wd", "PC 290.014(a)"),
    Rule("SX11", "Several residences: each jurisdiction", NONE, "", "PC 290.010"),
    Rule("SX12", "Campus: starting or leaving", WORKING, "sex.campus_wd", "PC 290.009, 290.01"),
    Rule("SX13", "Works or studies here, lives out of state", NONE, "", "PC 290.002"),
    Rule("SX14", "Internet identifiers changed", WORKING, "sex.internet_wd", "PC 290.014(b)"),
    Rule("SX15", "Proof of residence", CALENDAR, "sex.proof_days", "PC 290.015(a)(5)"),
    Rule("SX16", "Agency forwards to DOJ", EARLIER, "doj.forward", "PC 290.015(b), 290.016(b)"),
    Rule("SX17", "No fee", NONE, "", "PC 290"),
    Rule("AR1", "Offenses that lead to registration", NONE, "", "PC 457.1(a)"),
    Rule("AR2", "Came into the city, or moved", CALENDAR, "arson.move_days", "PC 457.1(b)"),
    Rule("AR3", "Campus police too", CALENDAR, "arson.move_days", "PC 457.1(b)"),
    Rule("AR4", "Change of address, told in writing", CALENDAR, "arson.change_days", "PC 457.1(h)"),
    Rule("AR5", "Length of the duty, adult", NONE, "", "PC 457.1(b)"),
    Rule("AR6", "Length of the duty, juvenile", NONE, "", "PC 457.1(b)"),
    Rule("AR7", "Annual update", BIRTHDAY, "arson.annual_wd", "uncertain: off until confirmed"),
    Rule("AR8", "Agency forwards to DOJ", EARLIER, "doj.forward", "PC 457.1(f)"),
    Rule("AR9", "Closed to the public", NONE, "", "PC 457.1(j)"),
    Rule("GA1", "What leads to registration", NONE, "", "PC 186.30(b)"),
    Rule("GA2", "Released or arrived, whichever is first", CALENDAR, "gang.days", "PC 186.30(b)"),
    Rule("GA3", "STEP Act notification served", NONE, "", "PC 186.32(a)(1)"),
    Rule("GA4", "Juvenile with parent or guardian", NONE, "", "PC 186.32(a)(2)"),
    Rule("GA5", "Move, told in writing", CALENDAR, "gang.move_days", "PC 186.32(b)"),
    Rule("GA6", "End of the duty", NONE, "", "PC 186.32(c)"),
    Rule("PT1", "Petition: receipt reported to DOJ", CALENDAR, "petition.doj_days", "PC 290.5(a)(2)"),
    Rule("PT2", "Petition: report to DA and court", CALENDAR, "petition.report_days", "PC 290.5(a)(2)"),
    Rule("PT3", "Petition: DA may ask for a hearing", CALENDAR, "petition.hearing_days", "PC 290.5(a)(2)"),
    Rule("VF1", "Second person's check", CALENDAR, "verify.warn_days", "the agency's own rule"),
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule in _RULES}
"""Every rule by its id; those that count nothing are here for their titles and sources."""


@dataclass(frozen=True)
class Terms:
    """The settings of the clocks as they are valid on one day, and the version of them."""

    texts: Mapping[str, str]
    version: str

    def text(self, name: str) -> str:
        """A setting. Raises `StoreError` naming it when it has no row."""
        try:
            return self.texts[name]
        except KeyError:
            raise StoreError(f"The setting {name} has no row valid on that day. Finance can add it.") from None

    def number(self, name: str) -> int:
        """A setting that is a whole number. Raises `StoreError` naming it."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit()):
            raise StoreError(f"The setting {name} is {text!r}, which is no whole number.")
        return int(text)

    def day(self, name: str) -> date:
        """A setting that is a date. Raises `StoreError` naming it."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise StoreError(f"The setting {name} is no date such as 2017-01-01.") from None

    def on(self, name: str) -> bool:
        """Whether a setting that is `on` or `off` is on."""
        return self.text(name) == "on"


PREFIXES = ("sex.", "arson.", "gang.", "doj.", "petition.", "tier.", "verify.", "calendar.")
"""How the names of the clocks' settings begin."""


def terms(store: Store, on: date) -> Terms:
    """The clocks' settings valid on a day."""
    like = " OR ".join("name LIKE ?" for _ in PREFIXES)
    rows = store.rules.rows(
        f"SELECT name, value FROM settings WHERE ({like}) AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) "
        "ORDER BY valid_from, id",
        *(f"{prefix}%" for prefix in PREFIXES),
        on.isoformat(),
        on.isoformat(),
    )
    texts = {str(name): str(text) for name, text in rows}
    return Terms(texts, digest(sorted(texts.items())))


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due, and what it was computed from."""

    rule: str
    day0: date
    """The day of the event, which is not counted."""
    legal: date
    """The last day in law."""
    desk: date | None
    """The last day on or before it on which the desk is open; None when it is closed all the time from day 0."""
    opens: date | None = None
    """The first day of a window; None when it may be done at once."""
    settings_version: str = ""
    calendar_version: str = ""
    note: str = ""
    """What the clerk should know: both dates of a February 29 birthday, a year without holidays in the table."""


def due(rule_id: str, day0: date, terms: Terms, calendar: Calendar) -> Deadline:
    """The deadline of a rule that counts days from an event. Raises ValueError for one that does not."""
    rule = RULES[rule_id]
    if rule.unit == WORKING:
        legal = _working(rule, day0, terms, calendar)
    elif rule.unit == CALENDAR:
        legal = day0 + timedelta(days=terms.number(rule.setting))
    elif rule.unit == EARLIER:
        days = day0 + timedelta(days=terms.number(f"{rule.setting}_days"))
        legal = min(days, calendar.working_days_after(day0, terms.number(f"{rule.setting}_wd")))
    else:
        raise ValueError(f"{rule_id} counts no days from an event")
    return _deadline(rule_id, day0, legal, terms, calendar)


def _working(rule: Rule, day0: date, terms: Terms, calendar: Calendar) -> date:
    count = terms.number(rule.setting)
    if rule.id == "SX9" and terms.text("sex.leave_state_when") == "before":
        return calendar.working_days_before(day0, count)
    return calendar.working_days_after(day0, count)


def _deadline(
    rule: str, day0: date, legal: date, terms: Terms, calendar: Calendar, opens: date | None = None, note: str = ""
) -> Deadline:
    first = min(day0, legal) if opens is None else opens
    for year in sorted({first.year, legal.year} - calendar.years):
        note = f"{note} The holiday table has no rows for {year}.".strip()
    desk = calendar.open_on_or_before(legal, first)
    return Deadline(rule, day0, legal, desk, opens, terms.version, calendar.version, note)


# Around the birthday: SX3, AR7


def birthday_in(born: date, year: int, feb29: str = "feb28") -> date:
    """The birthday in a year; one of February 29 is, in other years, the day the setting `calendar.feb29` says."""
    if (born.month, born.day) != (2, 29) or (year % 4 == 0 and (year % 100 or year % 400 == 0)):
        return born.replace(year=year)
    return date(year, 3, 1) if feb29 == "mar01" else date(year, 2, 28)


def window(rule_id: str, birthday: date, terms: Terms, calendar: Calendar) -> tuple[date, date]:
    """The first and last day of the annual update around a birthday, which itself is never counted."""
    name = RULES[rule_id].setting
    both = (f"{name}_before", f"{name}_after") if rule_id == "SX3" else (name, name)
    before, after = (terms.number(one) for one in both)
    return calendar.working_days_before(birthday, before), calendar.working_days_after(birthday, after)


def annual(rule_id: str, born: date, since: date, terms: Terms, calendar: Calendar, *, update: bool) -> Deadline:
    """The annual update that is next after a visit on `since`.

    It is due from the first birthday after a registration or change of address. A visit that was itself the `update`
    also settles the birthday in whose window it falls; one before the window opens settles nothing.
    """
    year = since.year
    while True:
        birthday = birthday_in(born, year, terms.text("calendar.feb29"))
        opens, _ = window(rule_id, birthday, terms, calendar)
        if birthday > since and not (update and opens <= since):
            return around(rule_id, birthday, terms, calendar, _both_dates(born, year))
        year += 1


def around(rule_id: str, birthday: date, terms: Terms, calendar: Calendar, note: str = "") -> Deadline:
    """The deadline of an annual update around one birthday."""
    opens, legal = window(rule_id, birthday, terms, calendar)
    return _deadline(rule_id, birthday, legal, terms, calendar, opens, note)


def _both_dates(born: date, year: int) -> str:
    strict, late = birthday_in(born, year, "feb28"), birthday_in(born, year, "mar01")
    return f"Born February 29: {strict:%m/%d/%Y} or {late:%m/%d/%Y}." if strict != late else ""


# Rules that decide rather than count


def release_exempt(
    terms: Terms, custody_days: int, *, registered_before: bool, same_address: bool, birthday_in_custody: bool
) -> bool:
    """SX2: whether somebody released need not register again; all four conditions must hold (PC 290.015(a))."""
    short = custody_days < terms.number("sex.custody_exempt_days")
    return short and registered_before and same_address and not birthday_in_custody


def internet_applies(terms: Terms, *, felony: bool, convicted_on: date | None, finding: bool) -> bool:
    """SX14: whether internet identifiers are registered: a felony conviction late enough, and a court's finding."""
    return felony and finding and convicted_on is not None and convicted_on >= terms.day("sex.internet_from")


def nonresident_from(terms: Terms, stays: Iterable[tuple[date, date]]) -> date | None:
    """SX13: the first day on which working or studying here makes somebody from out of state register.

    `stays` are first and last days, both included. It is the first day beyond the days in a row, or beyond the days in
    all of a calendar year; None when there is none.
    """
    days = sorted({first + timedelta(days=n) for first, last in stays for n in range((last - first).days + 1)})
    most, together = terms.number("sex.nonres_days"), terms.number("sex.nonres_agg_days")
    in_a_row, in_year, before = 0, 0, date.min
    for day in days:
        in_a_row = in_a_row + 1 if day - before == timedelta(days=1) else 1
        in_year = in_year + 1 if day.year == before.year else 1
        if in_a_row > most or in_year > together:
            return day
        before = day
    return None


# How long a duty lasts: estimates, never conclusions


def years_after(day: date, years: int) -> date:
    """The same day some years later; February 29 becomes March 1 where there is none."""
    return birthday_in(day, day.year + years, "mar01")


def arson_ends(
    terms: Terms, convicted_on: date, discharged_on: date | None, born: date, *, juvenile: bool
) -> date | None:
    """AR5, AR6: when the duty ends; None for life."""
    if juvenile:
        return years_after(born, terms.number("arson.juv_age"))
    if convicted_on > terms.day("arson.life_after"):
        return None
    return years_after(discharged_on or convicted_on, terms.number("arson.years"))


def gang_ends(terms: Terms, imposed_on: date) -> date:
    """GA6: the end of the duty, counted from the day it was last imposed."""
    return years_after(imposed_on, terms.number("gang.years"))


TIERS = (
    ("1", "Tier 1"),
    ("2", "Tier 2"),
    ("3", "Tier 3, life"),
    ("3R", "Tier 3, risk assessment"),
    ("TBD", "To be determined"),
)
"""The tiers as DOJ's letter gives them; the desk never computes one."""


def minimum_ends(terms: Terms, tier: str, released_on: date | None, *, juvenile: bool) -> date | None:
    """When a tier's minimum period ends by count of years alone; None when it has none. DOJ decides, not the desk.

    It counts from release (PC 290(e)); time in custody and convictions for failure to register are not known here.
    """
    name = {"1": "tier.1", "2": "tier.2", "3R": "tier.3r"}.get(tier)
    if name is None or released_on is None or (juvenile and tier == "3R"):
        return None
    return years_after(released_on, terms.number(f"{name}_juvenile_years" if juvenile else f"{name}_years"))


def petition_from(terms: Terms, born: date, minimum_end: date) -> date:
    """The first day to petition: the next birthday after July 1, 2021 and after the minimum period (PC 290.5(a)(1))."""
    after = max(minimum_end, terms.day("petition.from"))
    feb29 = terms.text("calendar.feb29")
    this_year = birthday_in(born, after.year, feb29)
    return this_year if this_year > after else birthday_in(born, after.year + 1, feb29)
