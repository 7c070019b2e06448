"""The documents of refunds: REFUND moves money to refunds payable, REFUND-BACK returns it, OFFSET pays a debt first.

Their lines have no amount of their own: only postings and, for account credit, an application.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import audit, authority
from data.cases import office
from data.chain import LineRow, PostingRow
from data.ledger_entry import Entry, post_entry
from data.ledger_read import id_of_key
from data.money import show_cents
from data.permissions import Refused
from data.refunds_case import CREDIT, DEPOSIT, NEEDS, RECEIPT, UNCLAIMED, Refund
from data.services.receivables import pay
from data.services.rules import several
from data.tenders import dump

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


@dataclass(frozen=True)
class Source:
    """Where a refund's money is, and which accounts give it up."""

    kind: str
    key: str
    """What may be refunded once: the store refuses a second live request."""
    debits: tuple[tuple[str, int], ...]
    """General ledger accounts and cents, together the refund."""
    reference: str
    account_id: int | None = None
    customer_id: int | None = None
    deposit_id: int | None = None
    line_id: int | None = None
    unclaimed_id: int | None = None


def where_from(store: Store, kind: str, source_id: int, cents: int, known: Mapping[str, str]) -> Source:
    """The source of a refund, its row locked until commit. Raises `Refused` when there is less than `cents`."""
    reads = {CREDIT: _credit, DEPOSIT: _deposit, RECEIPT: _receipt_line, UNCLAIMED: _unclaimed}
    if kind not in reads:
        raise Refused(f"There is no refund of {kind}.")
    return reads[kind](store, source_id, cents, known)


def _credit(store: Store, account_id: int, cents: int, known: Mapping[str, str]) -> Source:
    found = store.row(
        f"SELECT number, customer_id, credit_cents FROM accounts WHERE id = ?{store.for_update}", account_id
    )
    times = store.value("SELECT count(*) FROM refunds WHERE account_id = ? AND source = 'CREDIT'", account_id)
    live = store.value(
        "SELECT number FROM refunds WHERE account_id = ? AND source = 'CREDIT' "
        "AND state IN ('REQUESTED', 'VERIFIED', 'APPROVED')",
        account_id,
    )
    if live:
        raise Refused(f"Refund {live} of this account's credit is still waiting.")
    if found is None or found[2] < cents:
        raise Refused(f"The account's credit is {show_cents(int(found[2]) if found else 0)}.")
    debits = ((known["gl.unapplied_credit"], cents),)
    return Source(CREDIT, f"CREDIT:{account_id}:{times}", debits, str(found[0]), account_id, int(found[1]))


def _deposit(store: Store, deposit_id: int, cents: int, known: Mapping[str, str]) -> Source:
    found = store.row(
        "SELECT d.held_cents, d.state, a.id, a.number, a.customer_id FROM deposits d JOIN accounts a "
        "ON a.id = d.account_id WHERE d.id = ?" + (" FOR UPDATE OF d" if store.for_update else ""),
        deposit_id,
    )
    if found is None or found[1] not in ("HELD", "REFUND-DUE") or found[0] != cents:
        raise Refused("A deposit is refunded whole, and only while it is held.")
    debits = ((known["gl.deposits_payable"], cents),)
    return Source(DEPOSIT, f"DEPOSIT:{deposit_id}", debits, found[3], found[2], found[4], deposit_id)


def _receipt_line(store: Store, line_id: int, cents: int, known: Mapping[str, str]) -> Source:
    found = store.row(
        "SELECT l.amount_cents, l.account_id, l.charge_code, l.reference, j.id, j.kind, j.receipt, l.n, v.id "
        "FROM journal_lines l JOIN journal j ON j.id = l.journal_id LEFT JOIN journal_lines v "
        "ON v.origin_line_id = l.id WHERE l.id = ?",
        line_id,
    )
    if found is None or found[5] != "RECEIPT" or found[8] is not None:
        raise Refused("Only a line of a receipt that was not voided is refunded.")
    amount, account_id, code, reference, journal_id, _, receipt, n, _ = found
    if account_id is not None:
        raise Refused("Money on a utility account is refunded as its credit or deposit.")
    if code in known["refund.never"].split():
        raise Refused(f"{code} is never refunded (setting refund.never).")
    if cents > amount:
        raise Refused(f"The line was paid with {show_cents(int(amount))}.")
    if store.value("SELECT 1 FROM returned_tenders WHERE journal_id = ? AND redeposited_on IS NULL", journal_id):
        raise Refused(f"A payment of receipt {receipt} was returned by the bank.")
    rows = store.rows(
        "SELECT gl, -amount_cents FROM postings WHERE journal_id = ? AND line_n = ? ORDER BY n", journal_id, n
    )
    debits, rest = [], cents
    for gl, whole in rows[:-1]:
        part = cents * int(whole) // int(amount)
        debits.append((str(gl), part))
        rest -= part
    debits.append((str(rows[-1][0]), rest))
    return Source(RECEIPT, f"LINE:{line_id}", tuple(debits), str(reference or receipt), line_id=line_id)


def _unclaimed(store: Store, item_id: int, cents: int, known: Mapping[str, str]) -> Source:
    found = store.row(f"SELECT number, amount_cents FROM unclaimed WHERE id = ?{store.for_update}", item_id)
    if found is None or found[1] != cents:
        raise Refused("A claim pays the whole item.")
    debits = ((known["gl.unclaimed"], cents),)
    return Source(UNCLAIMED, f"UNCLAIMED:{item_id}", debits, str(found[0]), unclaimed_id=item_id)


def move(
    store: Store,
    desk: Session,
    known: Mapping[str, str],
    source: Source,
    cents: int,
    name: str,
    key: str,
    ground: str,
    approval_id: int | None,
) -> int:
    """Post a REFUND: the source gives the money up to refunds payable; the document's id."""
    rows = [*((gl, part) for gl, part in source.debits), (known["gl.refunds_payable"], -cents)]
    taken = {"credit": -cents} if source.kind == CREDIT else {}
    entry = _entry("REFUND", f"refund:{key}", source.account_id, name, rows, taken, ground, approval_id)
    written = post_entry(store, desk, entry)
    if source.account_id is not None and taken:
        pay(store, written.id, 1, source.account_id, {"bill_lines": [], "deposits": [], **taken})
    if source.deposit_id is not None:
        store.run("UPDATE deposits SET state = 'REFUND-DUE', held_cents = 0 WHERE id = ?", source.deposit_id)
    return written.id


def back(store: Store, desk: Session, refund: Refund, key: str, why: str) -> int:
    """Post a REFUND-BACK: the money returns where it came from; the document's id."""
    rows = [
        (str(gl), -int(cents))
        for gl, cents in store.rows("SELECT gl, amount_cents FROM postings WHERE journal_id = ? ORDER BY n",
                                    refund.journal_id)
    ]  # fmt: skip
    given = {"credit": refund.amount_cents} if refund.source == CREDIT else {}
    entry = _entry("REFUND-BACK", key, refund.account_id, refund.number, rows, given, why, None, refund.journal_id)
    written = post_entry(store, desk, entry)
    if refund.account_id is not None and given:
        pay(store, written.id, 1, refund.account_id, {"bill_lines": [], "deposits": [], **given})
    if refund.deposit_id is not None:
        store.run(
            "UPDATE deposits SET state = CASE WHEN amount_cents = ? THEN 'HELD' ELSE 'REFUND-DUE' END, held_cents = ? "
            "WHERE id = ?",
            refund.amount_cents,
            refund.amount_cents,
            refund.deposit_id,
        )
    return written.id


def _entry(
    kind: str,
    key: str,
    account_id: int | None,
    reference: str,
    rows: list[tuple[str, int]],
    detail: dict[str, Any],
    reason: str,
    approval_id: int | None = None,
    origin_id: int | None = None,
) -> Entry:
    text = {"REFUND": "Refund", "REFUND-BACK": "Refund taken back", "OFFSET": "Applied to what is owed"}.get(kind, kind)
    line = LineRow(1, kind, "", reference, account_id, "", f"{text} {reference}", "", 1, 0, 0, 0, dump(detail), None)
    return Entry(
        kind,
        key,
        lines=(line,),
        postings=tuple(PostingRow(n, 1, gl, cents) for n, (gl, cents) in enumerate(rows, 1)),
        reason=reason,
        approval_id=approval_id,
        origin_id=origin_id,
    )


def offset(store: Store, session: Session, account_id: int, key: str) -> int:
    """Pay an account's open bills from its own credit, then from deposits no longer needed; the cents applied.

    Deposits are used only once the account is FINAL or CLOSED. Once per key. Raises `Refused` when nothing applies.
    """
    with store.writing():
        if id_of_key(store, key) is not None:
            return 0
        authority.check(store, session, "credit.apply")
        found = store.row(
            f"SELECT credit_cents, status, number FROM accounts WHERE id = ?{store.for_update}", account_id
        )
        if found is None:
            raise Refused("There is no such account.")
        held = _held(store, account_id) if found[1] in ("FINAL", "CLOSED") else []
        lines = store.rows(
            "SELECT l.id, l.open_cents FROM bill_lines l JOIN bills b ON b.id = l.bill_id WHERE l.account_id = ? "
            "AND l.open_cents > 0 ORDER BY b.bill_date, l.id",
            account_id,
        )
        owed = sum(int(row[1]) for row in lines)
        credit = min(int(found[0]), owed)
        parts = _deposit_parts(held, owed - credit)
        total = credit + sum(part for _, part in parts)
        if not total:
            raise Refused("There is no credit or deposit that could be applied, or nothing is owed.")
        _post_offset(store, session, account_id, str(found[2]), key, _bills(lines, total), credit, parts)
        audit.record(store, session, "credit.offset", "accounts", account_id)
    return total


def _held(store: Store, account_id: int) -> list[tuple[int, int]]:
    return [
        (int(key), int(cents))
        for key, cents in store.rows(
            "SELECT id, held_cents FROM deposits WHERE account_id = ? AND held_cents > 0 AND state IN "
            f"('HELD', 'REFUND-DUE') ORDER BY id{store.for_update}",
            account_id,
        )
    ]


def _deposit_parts(held: list[tuple[int, int]], wanted: int) -> list[tuple[int, int]]:
    parts = []
    for key, cents in held:
        if part := min(cents, wanted):
            parts.append((key, part))
            wanted -= part
    return parts


def _bills(lines: list[tuple[Any, ...]], total: int) -> list[list[int]]:
    pairs = []
    for key, cents in lines:
        if part := min(int(cents), total):
            pairs.append([int(key), part])
            total -= part
    return pairs


def _post_offset(
    store: Store,
    session: Session,
    account_id: int,
    reference: str,
    key: str,
    bills: list[list[int]],
    credit: int,
    parts: list[tuple[int, int]],
) -> None:
    known = several(store, NEEDS, session.clock.today())
    held = sum(part for _, part in parts)
    debits = [(known["gl.unapplied_credit"], credit), (known["gl.deposits_payable"], held)]
    rows = [*((gl, cents) for gl, cents in debits if cents), (known["gl.ar_utility"], -credit - held)]
    detail: dict[str, Any] = {"bill_lines": bills, **({"credit": -credit} if credit else {})}
    entry = _entry("OFFSET", key, account_id, reference, rows, detail, "Before a refund")
    written = post_entry(store, office(store, session), entry)
    pay(store, written.id, 1, account_id, {"bill_lines": bills, "deposits": [], "credit": -credit})
    for deposit_id, part in parts:
        store.run(
            "UPDATE deposits SET state = CASE WHEN held_cents = ? THEN 'APPLIED' ELSE 'REFUND-DUE' END, "
            "held_cents = held_cents - ? WHERE id = ?",
            part,
            part,
            deposit_id,
        )
