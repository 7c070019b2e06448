"""Rows of an account file into the store: what is new is added, what is there stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.import_rows import BUCKETS, ImportedRow, RowError
from data.store import Store
from data.utility import bills
from data.utility.accounts_register import Account
from data.utility.customers import Customer

FIRST_ASSIGNED, LAST_ASSIGNED = 60_000_001, 69_999_999
"""Accounts whose former number does not fit get one from here."""
_TITLES = dict(bills.BUCKETS)


@dataclass
class Known:
    """What this file has brought so far."""

    names: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    """Line, name and street by account as written in the file."""
    customers: dict[str, int] = field(default_factory=dict)
    """Customer ids by the file's own customer numbers."""
    touched: list[int] = field(default_factory=list)
    """Ids of new accounts, to be indexed."""
    next_number: int = 0


def write(store: Store, known: Known, row: ImportedRow) -> bool:
    """Add what the row brings, in the caller's transaction; False when all of it was there. Raises `RowError`."""
    _check_same(known, row)
    _check_free(store, row)
    account_id = _existing(store, row)
    added = account_id is None
    if account_id is None:
        account_id = _add_account(store, known, row)
    return _add_bill(store, row, account_id) or added


def _check_same(known: Known, row: ImportedRow) -> None:
    """Several rows of one account (one per bill) must agree on who and where."""
    name, street = row.values["name"], row.values["street"]
    line, first_name, first_street = known.names.setdefault(row.values["account"], (row.line, name, street))
    if name != first_name:
        raise RowError("name", f"Line {line} gives this account another name.")
    if street != first_street:
        raise RowError("street", f"Line {line} gives this account another street.")


def _existing(store: Store, row: ImportedRow) -> int | None:
    if row.number:
        found = store.value("SELECT id FROM accounts WHERE number = ?", row.number)
    else:
        found = store.value("SELECT MIN(id) FROM accounts WHERE old_number = ?", row.values["account"])
    return int(found) if found else None


def _check_free(store: Store, row: ImportedRow) -> None:
    """Bill numbers and meter serials belong to one account only. Raises `RowError` before anything is written."""
    values = row.values
    theirs = (row.number, values["account"])
    if number := values["bill_number"]:
        sql = "SELECT a.number, a.old_number FROM bills b JOIN accounts a ON a.id = b.account_id WHERE b.number = ?"
        if (owner := store.row(sql, number)) and not _same(owner, theirs):
            raise RowError("bill_number", f"Bill {number} belongs to account {owner[0]}.")
    if serial := values["meter_serial"]:
        sql = (
            "SELECT a.number, a.old_number FROM meters m JOIN service_points s ON s.id = m.service_point_id "
            "JOIN accounts a ON a.premise_id = s.premise_id WHERE m.serial = ? ORDER BY a.id"
        )
        owners = store.rows(sql, serial)
        if owners and not any(_same(owner, theirs) for owner in owners):
            raise RowError("meter_serial", f"Meter {serial} serves account {owners[0][0]}.")


def _same(owner: tuple[Any, ...], theirs: tuple[str, str]) -> bool:
    number, account = theirs
    return owner[0] == number if number else owner[1] == account


def _add_account(store: Store, known: Known, row: ImportedRow) -> int:
    values = row.values
    number = row.number or _assigned(store, known)
    premise = _premise(store, row, number)
    credit = values["credit"] or 0
    columns = {
        "number": number,
        "old_number": "" if row.number else values["account"],
        "customer_id": _customer(store, known, row),
        "premise_id": premise,
        Account.rate_class.column_name: values["class"],
        "cycle": values["cycle"] or "",
        "status": values["status"] or "ACTIVE",
        "opened_on": (values["opened_on"] or store.clock.today()).isoformat(),
        "credit_cents": credit,
        "prior_credit_cents": credit,
    }
    account_id = store.insert("accounts", **columns)
    _add_meter(store, row, premise)
    if values["deposit"]:
        _add_deposit(store, account_id, values["deposit"], columns["opened_on"])
    known.touched.append(account_id)
    return account_id


def _assigned(store: Store, known: Known) -> str:
    """The next number of the range for accounts that had another pattern."""
    if not known.next_number:
        sql = "SELECT MAX(number) FROM accounts WHERE number BETWEEN ? AND ? AND LENGTH(number) = 8"
        highest = store.value(sql, str(FIRST_ASSIGNED), str(LAST_ASSIGNED))
        known.next_number = int(highest or FIRST_ASSIGNED - 1)
    known.next_number += 1
    return str(known.next_number)


def _customer(store: Store, known: Known, row: ImportedRow) -> int:
    """A new customer, or the one whom an earlier row of the file brought under the same customer number."""
    key = row.values["customer"]
    if key and key in known.customers:
        return known.customers[key]
    names = (name for name in row.values if name in Customer._meta.fields and row.values[name])
    customer_id = store.insert("customers", **{name: row.values[name] for name in names})
    if key:
        known.customers[key] = customer_id
    return customer_id


def _premise(store: Store, row: ImportedRow, number: str) -> int:
    """The premise at the row's address, new if there is none."""
    values = row.values
    place = (values["street"], values["unit"] or "", values["zip"])
    found = store.value("SELECT id FROM premises WHERE street = ? AND unit = ? AND zip = ?", *place)
    if found:
        return int(found)
    given = {name: values[name] for name in ("service_area", "dwelling_units") if values[name]}
    street, unit, zip_code = place
    return store.insert(
        "premises", number=f"P{number}", street=street, unit=unit, city=values["city"], zip=zip_code, **given
    )


def _add_meter(store: Store, row: ImportedRow, premise_id: int) -> None:
    serial = row.values["meter_serial"]
    if serial and not store.row("SELECT 1 FROM meters WHERE serial = ?", serial):
        point = store.insert("service_points", premise_id=premise_id, kind="DOMESTIC", status="ON")
        size = row.values["meter_size"] or "3/4"
        store.insert("meters", serial=serial, size=size, status="INSTALLED", service_point_id=point)


def _add_deposit(store: Store, account_id: int, cents: int, day: str) -> None:
    store.insert("deposits", account_id=account_id, amount_cents=cents, held_cents=cents, state="HELD", required_on=day)


def _add_bill(store: Store, row: ImportedRow, account_id: int) -> bool:
    """The row's open bill with a line for each part; False without one, or when it is there already."""
    values, owed = row.values, row.owed
    if not owed or store.row("SELECT 1 FROM bills WHERE number = ?", values["bill_number"]):
        return False
    billed: date = values["bill_date"]
    bill_id = store.insert(
        "bills",
        account_id=account_id,
        number=values["bill_number"],
        kind="CARRIED",
        bill_date=billed.isoformat(),
        due_date=values["due_date"].isoformat(),
        period_from=(values["period_from"] or billed).isoformat(),
        period_to=(values["period_to"] or billed).isoformat(),
        total_cents=sum(owed.values()),
    )
    for bucket in BUCKETS.values():
        if cents := owed.get(bucket):
            text = f"{_TITLES[bucket]}, carried over"
            what = {"bill_id": bill_id, "account_id": account_id, "bucket": bucket, "description": text}
            store.insert("bill_lines", **what, amount_cents=cents, open_cents=cents)
    return True
