"""Refunds to accounts payable and back: the file, its numbers, cleared, stale and reissued checks.

A batch keeps the file it sent, so that it is the same to the byte however often it is written again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from data import audit, authority
from data.cases import REFUND, number, step
from data.csvout import safe
from data.money import parse_cents, show_cents
from data.permissions import Refused
from data.refunds import require_state, set_state, write_letter
from data.refunds_case import NEEDS, Refund, by_id, by_number, listing, of_batch
from data.services.rules import several

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

COLUMNS = (
    "request_no", "date", "payee_name", "addr1", "addr2", "city", "state", "zip", "amount", "account_string",
    "reason_code", "reference", "requested_by", "approved_by", "vendor_id",
)  # fmt: skip
"""The columns of the file for accounts payable."""
BACK = ("request_no", "check_no", "date", "amount")
"""The columns of the file that comes back."""
_CHECK = re.compile("[0-9A-Za-z][0-9A-Za-z ./-]{0,19}")
"""A check's number."""


@dataclass(frozen=True)
class Batch:
    """What was sent to accounts payable at once; cents."""

    id: int
    number: str
    at: str
    requests: int
    total_cents: int
    content: str
    """The file as it was sent."""

    @property
    def file_name(self) -> str:
        """What the file is called: `AP_RB27-000001.csv`."""
        return f"AP_{self.number}.csv"


_BATCH = "SELECT id, number, at, requests, total_cents, content FROM refund_batches "


def send(store: Store, session: Session) -> Batch:
    """Put every approved request into one batch for accounts payable. Raises `Refused` when there is none."""
    with store.writing():
        authority.check(store, session, "refund.send")
        found = [by_id(store, one.id, lock=True) for one in listing(store, ("APPROVED",))]
        found = [one for one in found if one.state == "APPROVED"]
        if not found:
            raise Refused("No refund is approved and waiting.")
        content = _file(store, found)
        name = number(store, session, "RB")
        batch_id = store.insert(
            "refund_batches",
            number=name,
            at=store.now(),
            user_id=session.clerk.id,
            requests=len(found),
            total_cents=sum(one.amount_cents for one in found),
            content=content,
            digest=sha256(content.encode()).hexdigest(),
        )
        for one in found:
            set_state(store, session, one, "SENT", name, batch_id=batch_id)
        audit.record(store, session, "refund.send", "refund_batches", batch_id, detail=str(len(found)),
                     size=len(content.encode()))  # fmt: skip
    return batch(store, batch_id)


def batch(store: Store, batch_id: int) -> Batch:
    """A batch by its id. Raises `Refused` when there is none, or its file was changed since."""
    found = store.row(_BATCH + "WHERE id = ?", batch_id)
    if found is None:
        raise Refused("There is no such batch.")
    made = Batch(*found)
    if store.value("SELECT digest FROM refund_batches WHERE id = ?", batch_id) != _digest(made.content):
        raise Refused(f"The file of batch {made.number} is not the one that was sent. Call finance.")
    return made


def _digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def batches(store: Store, limit: int = 500) -> list[Batch]:
    """The batches, newest first."""
    return [Batch(*row) for row in store.rows(_BATCH + "ORDER BY id DESC LIMIT ?", limit)]


def _file(store: Store, found: Sequence[Refund]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    clerks = dict(store.rows("SELECT id, number FROM users"))
    for one in found:
        row = (
            one.number, one.requested_on.isoformat(), one.payee, one.street, one.street2, one.city, one.state_code,
            one.zip, f"{one.amount_cents // 100}.{one.amount_cents % 100:02d}", one.gl, one.ground, one.reference,
            clerks[one.requested_by], clerks[one.approved_by or 0], one.vendor,
        )  # fmt: skip
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def paid(store: Store, session: Session, refund_id: int, check_number: str, on: date) -> Refund:
    """Note accounts payable's check for a request and write the payee's letter. Raises `Refused`."""
    if not check_number.strip():
        raise Refused("Type the check number that accounts payable gave.")
    with store.writing():
        refund = by_id(store, refund_id, lock=True)
        if refund.state == "PAID" and refund.check_number == check_number.strip():
            return refund
        require_state(refund, ("SENT",))
        authority.check(store, session, "refund.verify", refund.amount_cents)
        set_state(
            store,
            session,
            refund,
            "PAID",
            f"Check {check_number.strip()} of {on:%m/%d/%Y}",
            check_number=check_number.strip(),
            check_date=on.isoformat(),
        )
        if refund.deposit_id is not None:
            store.run("UPDATE deposits SET state = 'REFUNDED' WHERE id = ?", refund.deposit_id)
        write_letter(store, session, by_id(store, refund_id), "RFD-1")
        audit.record(store, session, "refund.paid", "refunds", refund_id)
    return by_id(store, refund_id)


@dataclass(frozen=True)
class Came:
    """What a file from accounts payable did."""

    taken: int
    known: int
    """Lines that had come before."""


def paid_file(store: Store, session: Session, content: str) -> Came:
    """Take accounts payable's file of check numbers, whole or not at all. Raises `Refused` naming the line."""
    return _each(store, content, lambda refund, check, on: _paid_line(store, session, refund, check, on))


def cleared_file(store: Store, session: Session, content: str) -> Came:
    """Take the file of checks the bank has paid, whole or not at all. Raises `Refused` naming the line."""
    return _each(store, content, lambda refund, check, on: _cleared_line(store, session, refund, check, on))


def _each(store: Store, content: str, take: Callable[[Refund, str, date], bool]) -> Came:
    taken = known = 0
    with store.writing():
        for n, row in enumerate(_rows(content), 2):
            try:
                fresh = take(*_line(store, row))
            except (Refused, ValueError) as error:
                raise Refused(f"Line {n}: {error} Nothing of the file was taken.") from None
            taken, known = taken + fresh, known + (not fresh)
    return Came(taken, known)


def _rows(content: str) -> list[list[str]]:
    try:
        rows = [row for row in csv.reader(io.StringIO(content), strict=True) if row]
    except csv.Error as error:
        raise Refused(f"This is no CSV file: {error}.") from None
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != BACK:
        raise Refused(f"Line 1: the file must begin with {','.join(BACK)}.")
    return rows[1:]


def _line(store: Store, row: list[str]) -> tuple[Refund, str, date]:
    if len(row) != len(BACK):
        raise Refused(f"there must be {len(BACK)} values.")
    name, check, day, amount = (cell.strip() for cell in row)
    refund = by_number(store, name)
    if refund is None:
        raise Refused(f"there is no refund {name}.")
    cents = parse_cents(amount if "." in amount else f"{amount}.00")
    if cents != refund.amount_cents:
        raise Refused(f"refund {name} is {show_cents(refund.amount_cents)}, not {show_cents(cents)}.")
    if not _CHECK.fullmatch(check):
        raise Refused("the check number is missing, or is none.")
    return refund, check, date.fromisoformat(day)


def _paid_line(store: Store, session: Session, refund: Refund, check: str, on: date) -> bool:
    if refund.state in ("PAID", "CLEARED") and (refund.check_number, refund.check_date) == (check, on):
        return False
    paid(store, session, refund.id, check, on)
    return True


def _cleared_line(store: Store, session: Session, refund: Refund, check: str, on: date) -> bool:
    if refund.state == "CLEARED" and refund.check_number == check:
        return False
    if refund.check_number != check:
        raise Refused(f"refund {refund.number} was paid by check {refund.check_number or 'none'}, not {check}.")
    cleared(store, session, refund.id, on)
    return True


def cleared(store: Store, session: Session, refund_id: int, on: date) -> Refund:
    """Note that the bank has paid the check. Raises `Refused`."""
    with store.writing():
        refund = by_id(store, refund_id, lock=True)
        require_state(refund, ("PAID", "STALE"))
        authority.check(store, session, "refund.verify", refund.amount_cents)
        set_state(store, session, refund, "CLEARED", f"{on:%m/%d/%Y}", cleared_on=on.isoformat())
        audit.record(store, session, "refund.cleared", "refunds", refund_id)
    return by_id(store, refund_id)


def mark_stale(store: Store, session: Session) -> int:
    """Mark paid refunds whose checks were not cashed for `refund.stale_days`; how many."""
    today = session.clock.today()
    days = int(several(store, NEEDS, today)["refund.stale_days"])
    with store.writing():
        old = [one for one in listing(store, ("PAID",)) if one.check_date and (today - one.check_date).days > days]
        for one in old:
            set_state(store, session, by_id(store, one.id, lock=True), "STALE", f"not cashed for {days} days")
        if old:
            audit.record(store, session, "refund.stale", "refunds", "", detail=str(len(old)))
    return len(old)


def reissue(store: Store, session: Session, refund_id: int) -> Refund:
    """Ask for a new check in place of a stale one; it is approved again before it is sent. Raises `Refused`."""
    with store.writing():
        refund = by_id(store, refund_id, lock=True)
        require_state(refund, ("STALE",))
        authority.check(store, session, "refund.request", refund.amount_cents)
        name = number(store, session, "RF")
        set_state(store, session, refund, "VOID", f"Reissued as {name}")
        new_id = store.insert(
            "refunds",
            number=name,
            idem_key=f"reissue:{refund.id}",
            state="VERIFIED",
            source=refund.source,
            source_key=refund.source_key,
            account_id=refund.account_id,
            customer_id=refund.customer_id,
            deposit_id=refund.deposit_id,
            line_id=refund.line_id,
            payee=refund.payee,
            street=refund.street,
            street2=refund.street2,
            city=refund.city,
            state_code=refund.state_code,
            zip=refund.zip,
            language=refund.language,
            amount_cents=refund.amount_cents,
            gl=refund.gl,
            ground=refund.ground,
            reference=refund.reference,
            estate=int(refund.estate),
            vendor=refund.vendor,
            requested_on=session.clock.today().isoformat(),
            requested_by=session.clerk.id,
            journal_id=refund.journal_id,
            reissue_of=refund.id,
            note=refund.note,
        )
        step(store, session, REFUND, new_id, "VERIFIED", f"In place of {refund.number}")
        audit.record(store, session, "refund.reissue", "refunds", new_id)
    return by_id(store, new_id)


__all__ = [
    "BACK", "COLUMNS", "Batch", "Came", "batch", "batches", "cleared", "cleared_file", "mark_stale", "of_batch", "paid",
    "paid_file", "reissue", "send",
]  # fmt: skip
