"""Utility accounts as the counter sees them: who, where, what is owed in which part, and what to watch out for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.permissions import SUPERVISOR, Permission
from data.session import Session
from data.store import Store
from data.text import luhn_digit, luhn_ok
from data.utility.bills import BUCKETS, OpenLine, open_lines

__all__ = ["BUCKETS", "AccountView", "OpenLine", "by_id", "by_number", "number_shown", "open_lines", "plain_number"]

CONFIDENTIAL = Permission(
    "account.confidential",
    "phone and address of a confidential customer are for a supervisor.",
    frozenset({SUPERVISOR}),
)
HIDDEN = "(confidential)"
"""What stands where a confidential phone or address is not shown."""

STATUSES: tuple[tuple[str, str], ...] = (
    ("PENDING", "Pending"),
    ("ACTIVE", "Active"),
    ("FINAL", "Final bill sent"),
    ("CLOSED", "Closed"),
    ("WRITTEN-OFF", "Written off"),
)
CLASSES: tuple[tuple[str, str], ...] = (
    ("RES-SINGLE", "Residential, one dwelling"),
    ("RES-MULTI", "Residential, several dwellings"),
    ("COMMERCIAL", "Commercial, industrial"),
    ("IRRIGATION", "Irrigation"),
)

_FLAGS = (
    "a.autopay", "a.paperless", "a.no_shutoff", "a.no_late", "a.no_bill", "a.cash_only", "a.no_checks",
    "c.tenant", "c.low_income", "c.bankruptcy", "c.confidential", "c.bad_address", "p.landlord_agreement",
)  # fmt: skip
_HEADER = (
    "SELECT a.id, a.number, a.old_number, a.customer_id, a.premise_id, a.class, a.cycle, a.status, a.opened_on, "
    "a.closed_on, a.billing_name, a.shutoff_on, a.credit_cents, c.kind, c.name, c.care_of, c.language, c.phone, "
    "c.phone2, c.email, c.mail_street, c.mail_city, c.mail_state, c.mail_zip, c.medical_until, p.street, p.unit, "
    "p.city, p.state, p.zip, p.service_area, "
    "(SELECT COALESCE(SUM(d.amount_cents - d.held_cents), 0) FROM deposits d WHERE d.account_id = a.id "
    "AND d.state IN ('REQUIRED', 'BILLED')), "
    "(SELECT COALESCE(SUM(d.held_cents), 0) FROM deposits d WHERE d.account_id = a.id "
    "AND d.state IN ('REQUIRED', 'BILLED', 'HELD')), "
    f"{', '.join(_FLAGS)} "
    "FROM accounts a JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id "
)
_OWED = (
    "SELECT l.bucket, b.due_date, SUM(l.open_cents) FROM bill_lines l JOIN bills b ON b.id = l.bill_id "
    "WHERE l.account_id = ? AND l.open_cents <> 0 GROUP BY l.bucket, b.due_date"
)
_ALERTS = (
    "SELECT text FROM notes WHERE account_id = ? AND alert = 1 AND (valid_to IS NULL OR valid_to >= ?) ORDER BY id DESC"
)


@dataclass(frozen=True)
class AccountView:
    """One account with its customer, premise and balance. Amounts are cents."""

    id: int
    number: str
    """Eight digits."""
    old_number: str
    customer_id: int
    premise_id: int
    rate_class: str
    cycle: str
    status: str
    opened_on: date
    closed_on: date | None
    name: str
    """The billing name if the account has one, else the customer's."""
    organization: bool
    care_of: str
    language: str
    phone: str
    phone2: str
    email: str
    mail_lines: tuple[str, ...]
    """The mailing address, one line of an envelope each."""
    service_address: str
    """Street and unit on one line."""
    service_place: str
    """City, state and ZIP code."""
    service_area: str
    """Who serves the premise: CITY, or the agency to refer to."""
    shutoff_on: date | None
    medical_until: date | None
    flags: frozenset[str]
    """The column names of the flags that are set: `cash_only`, `no_checks`, `confidential`, …"""
    alerts: tuple[str, ...]
    """What the clerk must see before anything else, the gravest first."""
    balance: dict[str, int]
    """What is owed by bucket, in the order of `BUCKETS`; buckets with nothing owed are left out."""
    past_due_cents: int
    credit_cents: int
    deposit_due_cents: int
    deposit_held_cents: int

    @property
    def number_shown(self) -> str:
        """The number with its check digit: `10004567-3`."""
        return number_shown(self.number)

    @property
    def open_cents(self) -> int:
        """What is owed on bills, before unapplied credit."""
        return sum(self.balance.values())

    @property
    def due_cents(self) -> int:
        """What is owed on bills less unapplied credit, never below zero; a deposit due comes on top."""
        return max(self.open_cents - self.credit_cents, 0)

    @property
    def cash_only(self) -> bool:
        """Whether nothing but cash may be taken (Gov. Code 6157(b))."""
        return "cash_only" in self.flags

    @property
    def no_checks(self) -> bool:
        """Whether personal checks are refused."""
        return "no_checks" in self.flags

    @property
    def confidential(self) -> bool:
        """Whether phone and address are hidden from all but a supervisor."""
        return "confidential" in self.flags

    def for_clerk(self, session: Session) -> AccountView:
        """The same account as this clerk may see it: a confidential customer's phone and address are hidden."""
        if not self.confidential or CONFIDENTIAL.allows(session.clerk.role):
            return self
        return replace(
            self,
            phone=HIDDEN if self.phone else "",
            phone2=HIDDEN if self.phone2 else "",
            email=HIDDEN if self.email else "",
            care_of="",
            mail_lines=(HIDDEN,),
            service_address=HIDDEN,
            service_place="",
        )


def plain_number(text: str) -> str:
    """The eight digits of a typed account number; other text (an old number) as it is, without outer blanks."""
    digits = re.sub(r"[ -]", "", text)
    if re.fullmatch(r"\d{9}", digits, re.ASCII) and luhn_ok(digits):
        return digits[:8]
    return digits if re.fullmatch(r"\d{8}", digits, re.ASCII) else text.strip()


def number_shown(number: str) -> str:
    """An account number with its check digit."""
    return f"{number}-{luhn_digit(number)}"


def by_number(store: Store, number: str) -> AccountView | None:
    """The account of an eight-digit number (check digit allowed) or, failing that, of an old number."""
    wanted = plain_number(number)
    row = store.row(f"{_HEADER}WHERE a.number = ?", wanted)
    if row is None and number.strip():
        newest = "WHERE a.old_number = ? ORDER BY CASE a.status WHEN 'ACTIVE' THEN 0 ELSE 1 END, a.id DESC LIMIT 1"
        row = store.row(_HEADER + newest, number.strip())
    return _view(store, row) if row else None


def by_id(store: Store, account_id: int) -> AccountView | None:
    """The account of a row id."""
    row = store.row(f"{_HEADER}WHERE a.id = ?", account_id)
    return _view(store, row) if row else None


def _view(store: Store, row: tuple[Any, ...]) -> AccountView:
    (key, number, old_number, customer_id, premise_id, rate_class, cycle, status, opened, closed, billing_name, shutoff,
     credit, kind, name, care_of, language, phone, phone2, email, mail_street, mail_city, mail_state, mail_zip, medical,
     street, unit, city, state, zip_code, area, deposit_due, deposit_held) = row[:33]  # fmt: skip
    today = store.clock.today().isoformat()
    flags = frozenset(flag[2:] for flag, value in zip(_FLAGS, row[33:], strict=True) if value)
    balance, past_due = _owed(store, key, today)
    address = f"{street} #{unit}" if unit else street
    place = f"{city}, {state} {zip_code}"
    mail_place = f"{mail_city}, {mail_state} {mail_zip}".strip(", ")
    return AccountView(
        id=key, number=number, old_number=old_number, customer_id=customer_id, premise_id=premise_id,
        rate_class=rate_class, cycle=cycle, status=status, opened_on=date.fromisoformat(opened), closed_on=_day(closed),
        name=billing_name or name, organization=kind == "O", care_of=care_of, language=language,
        phone=phone, phone2=phone2, email=email,
        mail_lines=(mail_street, mail_place) if mail_street else (address, place),
        service_address=address, service_place=place, service_area=area,
        shutoff_on=_day(shutoff), medical_until=_day(medical), flags=flags,
        alerts=_alerts(flags, status, area, _day(shutoff), _day(medical), today)
        + tuple(text for (text,) in store.rows(_ALERTS, key, today)),
        balance=balance, past_due_cents=past_due, credit_cents=int(credit),
        deposit_due_cents=int(deposit_due), deposit_held_cents=int(deposit_held),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _owed(store: Store, account_id: int, today: str) -> tuple[dict[str, int], int]:
    """What is owed by bucket, and how much of it was due before today; cents."""
    owed: dict[str, int] = {}
    past_due = 0
    for bucket, due_date, cents in store.rows(_OWED, account_id):
        owed[bucket] = owed.get(bucket, 0) + int(cents)
        past_due += int(cents) if due_date < today else 0
    return {bucket: owed[bucket] for bucket, _ in BUCKETS if owed.get(bucket)}, max(past_due, 0)


def _alerts(
    flags: frozenset[str], status: str, area: str, shutoff: date | None, medical: date | None, today: str
) -> tuple[str, ...]:
    """The alerts that follow from flags and dates."""
    found = [text for flag, text in _ALERT_WORDS if flag in flags]
    if shutoff and status == "ACTIVE":
        found.insert(0, f"SHUT-OFF PENDING {shutoff:%m/%d/%Y}")
    if medical and medical.isoformat() >= today:
        found.append(f"MEDICAL UNTIL {medical:%m/%d/%Y}")
    if status != "ACTIVE":
        found.append(status)
    if area != "CITY":
        found.append(f"SERVICE AREA {area}")
    return tuple(found)


_ALERT_WORDS = (
    ("cash_only", "CASH ONLY"),
    ("no_checks", "NO CHECKS"),
    ("bankruptcy", "BANKRUPTCY"),
    ("confidential", "CONFIDENTIAL"),
    ("bad_address", "BAD ADDRESS"),
)
