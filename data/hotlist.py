"""The hot list: whose checks are stopped, known by a keyed hash of the bank account, never by its number.

The hash is HMAC-SHA-256 over routing and account number. Its key is in the file that the setting `hotlist.key_file`
names or, without one, in the store. Where no hash is known, routing number and last four digits are compared, then
the name on the check, then the customer of the account that is paid.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from data import audit, authority
from data.changes import record_change
from data.permissions import Refused
from data.store import StoreError
from data.tenders import CHECK, Tender
from data.text import fold

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

KEY_FILE = "hotlist.key_file"
LEAST_NAME = 5
"""Characters a name on a check must have to be compared."""
_LIVE = "removed_on IS NULL AND (until IS NULL OR until >= ?)"


@dataclass(frozen=True)
class Hot:
    """An entry of the hot list."""

    id: int
    case: str
    """The number of the returned item's case, empty when it was put in by hand."""
    drawer: str
    routing: str
    last4: str
    customer: str
    reason: str
    added_on: date
    until: date | None
    """The last day on which it stops a check; None: until it is taken off."""


def key(store: Store, on: date) -> bytes:
    """The key of the hashes; made at first use. Raises `StoreError` when its file cannot be read."""
    named = store.row(
        "SELECT value FROM settings WHERE name = ? AND valid_from <= ? ORDER BY valid_from DESC, id DESC LIMIT 1",
        KEY_FILE,
        on.isoformat(),
    )
    if named and named[0]:
        try:
            return Path(named[0]).read_bytes().strip()
        except OSError as error:
            raise StoreError(f"The key file of the hot list cannot be read: {error.strerror}.") from None
    with store.writing():
        store.run("INSERT INTO hot_list_key (id, key) VALUES (1, ?) ON CONFLICT (id) DO NOTHING", secrets.token_hex(32))
        return bytes.fromhex(str(store.value("SELECT key FROM hot_list_key WHERE id = 1")))


def account_hash(store: Store, routing: str, account: str, on: date) -> str:
    """The keyed hash of a bank account, 64 hexadecimal digits; leading zeros of the account do not matter."""
    message = f"{routing}:{account.lstrip('0')}".encode()
    return hmac.new(key(store, on), message, sha256).hexdigest()


def hashed(store: Store, paid: Sequence[Tender], on: date) -> tuple[Tender, ...]:
    """The tenders with the bank account of each check replaced by its keyed hash and its last four digits."""
    return tuple(_hashed(store, tender, on) if tender.detail.get("bank_account") else tender for tender in paid)


def _hashed(store: Store, tender: Tender, on: date) -> Tender:
    kept = {name: value for name, value in tender.detail.items() if name != "bank_account"}
    account = str(tender.detail["bank_account"])
    kept["account_hash"] = account_hash(store, str(kept.get("routing") or ""), account, on)
    return replace(tender, detail={**kept, "last4": account[-4:]})


def stopped(store: Store, tender: Tender, account_ids: Sequence[int], on: date) -> str:
    """Why this check is stopped, as a sentence; empty when it is not."""
    if tender.kind != CHECK or store.row(f"SELECT 1 FROM hot_list WHERE {_LIVE} LIMIT 1", on.isoformat()) is None:
        return ""
    detail = tender.detail
    bank = str(detail.get("account_hash") or "")
    routing, last4 = str(detail.get("routing") or ""), str(detail.get("last4") or "")
    name = fold(str(detail.get("drawer") or ""))
    same_bank = "h.routing = ? AND h.last4 = ?" + (" AND h.account_hash = ''" if bank else "")
    for condition, values in (
        ("h.account_hash = ?", (bank,) if bank else ()),
        (same_bank, (routing, last4) if routing and last4 else ()),
        ("h.drawer = ?", (name,) if len(name) >= LEAST_NAME else ()),
        (_customers(len(account_ids)), tuple(account_ids)),
    ):
        if values and (found := _first(store, condition, values, on)):
            return found
    return ""


def _customers(count: int) -> str:
    marks = ", ".join("?" * count) or "NULL"
    return f"h.customer_id IN (SELECT customer_id FROM accounts WHERE id IN ({marks}))"


def _first(store: Store, condition: str, values: tuple[object, ...], on: date) -> str:
    found = store.row(
        "SELECT h.reason, c.number FROM hot_list h LEFT JOIN returned_cases c ON c.id = h.case_id "
        f"WHERE h.removed_on IS NULL AND (h.until IS NULL OR h.until >= ?) AND {condition} ORDER BY h.id LIMIT 1",
        on.isoformat(),
        *values,
    )
    if found is None:
        return ""
    case = f", case {found[1]}" if found[1] else ""
    return f"This payer's checks are stopped: {found[0]}{case}. Take cash, a money order or a card."


def add(
    store: Store,
    session: Session,
    reason: str,
    *,
    account_hash: str = "",
    routing: str = "",
    last4: str = "",
    drawer: str = "",
    customer_id: int | None = None,
    case_id: int | None = None,
    until: date | None = None,
) -> int:
    """Stop a payer's checks from now on, in the caller's transaction or its own; the entry's id. Raises `Refused`."""
    if not (account_hash or (routing and last4) or len(fold(drawer)) >= LEAST_NAME or customer_id):
        raise Refused("The hot list needs a bank account, a name of at least five letters, or a customer.")
    return store.insert(
        "hot_list",
        account_hash=account_hash,
        routing=routing,
        last4=last4,
        drawer=fold(drawer),
        customer_id=customer_id,
        case_id=case_id,
        reason=reason,
        added_on=session.clock.today().isoformat(),
        until=until.isoformat() if until else None,
    )


def remove(store: Store, session: Session, hot_id: int, why: str, approval: Approval | None = None) -> None:
    """Take an entry off the list, for a reason. Raises `Refused` without authority (`hotlist.remove`)."""
    if not why.strip():
        raise Refused("Say why the entry is taken off.")
    with store.writing():
        authority.check(store, session, "hotlist.remove", 0, approval)
        changed = store.run(
            "UPDATE hot_list SET removed_on = ?, removed_by = ?, removed_why = ?, version = version + 1 "
            "WHERE id = ? AND removed_on IS NULL",
            session.clock.today().isoformat(),
            session.clerk.id,
            why.strip(),
            hot_id,
        )
        if not changed:
            raise Refused("This entry is no longer on the list.")
        lift_flags(store, session)
        audit.record(store, session, "hotlist.remove", "hot_list", hot_id)


def lift_flags(store: Store, session: Session) -> int:
    """Clear the cash-only flag of accounts that a case had flagged and no live entry holds any more; how many."""
    held = f"SELECT customer_id FROM hot_list WHERE customer_id IS NOT NULL AND {_LIVE}"
    rows = store.rows(
        "SELECT a.id FROM accounts a WHERE a.cash_only = 1 AND a.customer_id IN (SELECT customer_id FROM hot_list "
        f"WHERE customer_id IS NOT NULL AND case_id IS NOT NULL) AND a.customer_id NOT IN ({held}) ORDER BY a.id",
        session.clock.today().isoformat(),
    )
    with store.writing():
        for (account_id,) in rows:
            store.run("UPDATE accounts SET cash_only = 0, version = version + 1 WHERE id = ?", account_id)
            record_change(store, session, "accounts", account_id, {"cash_only": "Y"}, {"cash_only": "N"})
    return len(rows)


def listing(store: Store, on: date) -> list[Hot]:
    """The live entries, newest first."""
    rows = store.rows(
        "SELECT h.id, COALESCE(c.number, ''), h.drawer, h.routing, h.last4, COALESCE(p.name, ''), h.reason, "
        "h.added_on, h.until FROM hot_list h LEFT JOIN returned_cases c ON c.id = h.case_id LEFT JOIN customers p "
        "ON p.id = h.customer_id WHERE h.removed_on IS NULL AND (h.until IS NULL OR h.until >= ?) "
        "ORDER BY h.id DESC",
        on.isoformat(),
    )
    return [
        Hot(key, case, drawer, routing, last4, customer, why, _day(added), _day(until) if until else None)
        for key, case, drawer, routing, last4, customer, why, added, until in rows
    ]


def _day(stored: str) -> date:
    return date.fromisoformat(stored)
