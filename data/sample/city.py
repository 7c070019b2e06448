"""The sample city: accounts of every kind a counter meets, invented from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from data.money import show_cents
from data.sample.bulk import Bulk
from data.sample.history import CYCLES, History, Period, Service, periods
from data.sample.people import Person, business, person, phone
from data.sample.places import CITY, STATE, Place, places
from data.utility.tariffs import Charge, Price

FIRST_NUMBER, STEP = 10_004_000, 7
"""Account `i` has the number `FIRST_NUMBER + STEP * i`; the 81st is 10004567."""
COLUMNS = {
    "customers": "id, kind, name, language, phone, phone2, email, mail_street, mail_city, mail_state, mail_zip, "
    "tenant, medical_until, low_income, bankruptcy, confidential, bad_address",
    "premises": "id, number, street, unit, city, state, zip, apn, service_area, zone, dwelling_units, owner_id, "
    "landlord_agreement",
    "accounts": "id, number, old_number, customer_id, premise_id, class, cycle, status, opened_on, closed_on, autopay, "
    "paperless, cash_only, no_checks, shutoff_on, credit_cents, prior_credit_cents",
    "service_points": "id, premise_id, kind, status, route, sequence",
    "meters": "id, serial, size, maker, status, service_point_id, set_on",
    "reads": "id, account_id, meter_id, read_on, reading, usage_milli, days, source",
    "bills": "id, account_id, number, bill_date, due_date, period_from, period_to, usage_milli, total_cents",
    "bill_lines": "id, bill_id, account_id, bucket, description, amount_cents, open_cents, prior_cents",
    "deposits": "id, account_id, amount_cents, held_cents, state, required_on",
    "notes": "id, account_id, alert, text, valid_to, at, user_id",
    "contacts": "id, account_id, at, user_id, channel, subject, text, follow_up_on, done_at, done_by",
}
"""Tables of the sample and their columns, parents first."""
CASES = {
    3: "cash_only", 5: "no_checks", 8: "confidential", 13: "bankruptcy", 21: "bad_address", 27: "credit",
    34: "shutoff", 42: "medical", 55: "closed", 60: "pending", 66: "final", 70: "low_income", 77: "sewer", 81: "plain",
}  # fmt: skip
"""Accounts that show a case in every sample, however small."""
_ODDS = (
    ("cash_only", 0.012), ("no_checks", 0.01), ("confidential", 0.008), ("bankruptcy", 0.006), ("bad_address", 0.012),
    ("credit", 0.015), ("shutoff", 0.015), ("medical", 0.004), ("closed", 0.02), ("pending", 0.005), ("final", 0.015),
    ("low_income", 0.04), ("sewer", 0.01),
)  # fmt: skip
_DEPOSIT_CENTS = 15_000


class Builder:
    """Invents accounts one after the other and hands their rows to a `Bulk`."""

    def __init__(
        self, random: Random, bulk: Bulk, tariff: list[Price], today: date, due_days: int, users: dict[str, int]
    ) -> None:
        self.random = random
        self.bulk = bulk
        self.today = today
        self.users = users
        calendar: dict[str, list[Period]] = {cycle: periods(cycle, today, due_days) for cycle in CYCLES}
        self.history = History(random, bulk, tariff, calendar)
        self.places: Iterator[Place] = places(random)
        self.customers = self.deposits = self.notes = self.contacts = 0
        self.landlords: list[int] = []
        self.family = ""

    def add(self, key: int, *, only_newest: bool = False) -> None:
        """Account number `key` of the city, with everything that belongs to it."""
        place, cases = next(self.places), self._cases(key)
        cycle = self.random.choice(tuple(CYCLES))
        if cases & {"plain"}:
            cycle = max(CYCLES, key=lambda name: self.history.calendar[name][-1].bill_date)
        opened = self.today - timedelta(days=self.random.randint(420, 9000))
        if cases & {"pending"}:
            opened = self.today
        tenant = place.rate_class == "RES-SINGLE" and self.random.random() < 0.3
        customer, owner = self._customer(place, cases, tenant)
        self._premise(key, place, cases, owner)
        self._account(key, customer, place, cases, cycle, opened)
        size = self._meter(key, place, opened)
        unpaid, late = self._unpaid(cases, cycle)
        service = Service(key, place, size, opened.isoformat(), unpaid, late, _fees(cases))
        if not cases & {"pending"}:
            self.history.write(service, cycle, only_newest=only_newest)
        self._deposit(key, cases, tenant, opened)
        self._remarks(key, cases, unpaid)

    def _cases(self, key: int) -> frozenset[str]:
        if key in CASES:
            return frozenset((CASES[key],))
        cases = frozenset(name for name, odds in _ODDS if self.random.random() < odds)
        return cases - {"shutoff", "credit"} if cases & {"closed", "pending", "final"} else cases

    def _customer(self, place: Place, cases: frozenset[str], tenant: bool) -> tuple[int, int | None]:
        """The customer's id, and the owner's where somebody else owns the place."""
        owner = self._landlord() if tenant else None
        chance = self.random.random()
        if chance < 0.025 and self.landlords and not cases:
            return self._landlord(), None
        if place.rate_class == "RES-SINGLE":
            who = person(self.random, self.family if chance > 0.95 else "")
            self.family = who.surname
        else:
            who = business(self.random)
        return self._write_customer(who, place, cases, tenant), owner

    def _landlord(self) -> int:
        """Somebody who owns several places; now and then a new one."""
        if len(self.landlords) < 3 or self.random.random() < 0.15:
            who = person(self.random) if self.random.random() < 0.7 else business(self.random)
            home = Place(f"PO BOX {self.random.randint(100, 9999)}", "", "92990", "RES-SINGLE")
            self.landlords.append(self._write_customer(who, home, frozenset(), False))
            self.landlords = self.landlords[-40:]
        return self.random.choice(self.landlords)

    def _write_customer(self, who: Person, place: Place, cases: frozenset[str], tenant: bool) -> int:
        self.customers += 1
        boxed = place.street.startswith("PO BOX") or self.random.random() < 0.06
        street = place.street if place.street.startswith("PO BOX") else f"PO BOX {self.random.randint(100, 9999)}"
        mail = (street, CITY, STATE, "92990") if boxed else ("", "", "", "")
        email = f"customer{self.customers}@example.org" if self.random.random() < 0.4 else ""
        medical = (self.today + timedelta(days=200)).isoformat() if "medical" in cases else None
        second = phone(self.random) if self.random.random() < 0.25 else ""
        flags = (int(name in cases) for name in ("low_income", "bankruptcy", "confidential", "bad_address"))
        row = (self.customers, who.kind, who.name, who.language, phone(self.random), second, email, *mail, int(tenant))
        self.bulk.rows["customers"].append((*row, medical, *flags))
        return self.customers

    def _premise(self, key: int, place: Place, cases: frozenset[str], owner: int | None) -> None:
        area = "SEWER ONLY" if "sewer" in cases else "CITY"
        apn = f"{220 + key % 40}-{key // 100 % 1000:03d}-{key % 100:02d}-00"
        self.bulk.rows["premises"].append(
            (key, f"P{key:07d}", place.street, place.unit, CITY, STATE, place.zip, apn, area,
             f"Z{key % 6 + 1}", place.dwelling_units, owner, int(owner is not None and key % 3 == 0))
        )  # fmt: skip

    def _account(self, key: int, customer: int, place: Place, cases: frozenset[str], cycle: str, opened: date) -> None:
        status = next((name.upper() for name in ("closed", "pending", "final") if name in cases), "ACTIVE")
        closed = (self.today - timedelta(days=40)).isoformat() if status in ("CLOSED", "FINAL") else None
        old = f"{cycle}-{key:05d}-{self.random.randint(1, 9):02d}" if self.random.random() < 0.7 else ""
        shutoff = (self.today + timedelta(days=9)).isoformat() if "shutoff" in cases else None
        credit = self.random.randrange(500, 9000) if "credit" in cases else 0
        self.bulk.rows["accounts"].append(
            (key, str(FIRST_NUMBER + STEP * key), old, customer, key, place.rate_class, cycle, status,
             opened.isoformat(), closed, int(self.random.random() < 0.25), int(self.random.random() < 0.3),
             int("cash_only" in cases), int("no_checks" in cases), shutoff, credit, credit)
        )  # fmt: skip

    def _meter(self, key: int, place: Place, opened: date) -> str:
        """The service point and its meter; the meter's size in inches."""
        small = place.rate_class == "RES-SINGLE"
        size = "3/4" if small else self.random.choice(("1", "1", "1 1/2", "2", "2", "3", "4"))
        kind = "IRRIGATION" if place.rate_class == "IRRIGATION" else "DOMESTIC"
        self.bulk.rows["service_points"].append((key, key, kind, "ON", f"R{key % 90 + 10}", key % 500))
        serial = f"{self.random.choice(('NP', 'BD', 'SN'))}{71_000_000 + key * 3}"
        self.bulk.rows["meters"].append((key, serial, size, "", "INSTALLED", key, opened.isoformat()))
        return size

    def _unpaid(self, cases: frozenset[str], cycle: str) -> tuple[int, bool]:
        """How many of the newest bills are open, and whether the account is past due."""
        if cases & {"closed", "credit"}:
            return 0, False
        if cases & {"shutoff"}:
            return 3, True
        if cases & {"plain"}:
            return 1, False
        if self.random.random() < 0.115 or cases & {"bankruptcy", "final", "cash_only"}:
            return self.random.choice((2, 2, 3)), True
        newest = self.history.calendar[cycle][-1]
        return int(newest.due_date >= self.today.isoformat() and self.random.random() < 0.75), False

    def _deposit(self, key: int, cases: frozenset[str], tenant: bool, opened: date) -> None:
        if "pending" in cases or (tenant and self.random.random() < 0.4):
            self.deposits += 1
            held, state = (0, "REQUIRED") if "pending" in cases else (_DEPOSIT_CENTS, "HELD")
            row = (self.deposits, key, _DEPOSIT_CENTS, held, state, opened.isoformat())
            self.bulk.rows["deposits"].append(row)

    def _remarks(self, key: int, cases: frozenset[str], unpaid: int) -> None:
        """Notes and contacts, as far as there are clerks to have written them."""
        at = f"{self.today - timedelta(days=self.random.randint(1, 60))}T17:20:00.00Z"
        if "bad_address" in cases or self.random.random() < 0.01:
            self.notes += 1
            text = "Mail returned: ask for the new address" if "bad_address" in cases else "Dog in yard: call first"
            self.bulk.rows["notes"].append((self.notes, key, 1, text, None, at, self.users["102"]))
        if unpaid > 1 and self.random.random() < 0.2:
            self.contacts += 1
            due = (self.today + timedelta(days=self.random.randint(-3, 10))).isoformat()
            text = f"Asked for more time; promised {show_cents(5_000 * self.random.randint(1, 5))}."
            row = (self.contacts, key, at, self.users["102"], "PHONE", "Payment arrangement", text, due, None, None)
            self.bulk.rows["contacts"].append(row)


def _fees(cases: frozenset[str]) -> tuple[Charge, ...]:
    """Fees on the newest bill that go with a case."""
    fees = []
    if "no_checks" in cases:
        fees.append(Charge("RETURNED-FEE", "Returned check fee", 2500))
    if "shutoff" in cases:
        fees.append(Charge("TURN-ON", "Collection visit", 4000))
    return tuple(fees)
