"""What becomes of a whole mail batch: balanced, held, moved to another clerk, cancelled, posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, authority, cases, contacts, jobs, ledger
from data.batches import (
    BALANCED,
    CANCELLED,
    HELD,
    MOVED,
    OPEN,
    POSTED,
    RECEIPT_KEYS,
    Batch,
    Item,
    get,
    items,
    mine,
    weigh,
)
from data.batches_entry import tender_of
from data.documents.mail_letters import batch_paper, letter
from data.forms import FormError, Values
from data.ledger_terms import terms
from data.mail_exceptions import BY_CODE
from data.money import show_cents
from data.permissions import COUNTER, Refused
from data.services.water import OLDEST
from data.settings import number
from data.utility import accounts

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.session import Approval, Session
    from data.store import Store

SUBJECT = "MAIL"
"""The subject of the letters that return mail."""


@dataclass(frozen=True)
class PostedBatch:
    """What posting gave: receipts, their cents, and how many checks go back with a letter."""

    number: str
    receipts: tuple[str, ...]
    cents: int
    returned: int
    repeated: bool = False


def set_control(store: Store, session: Session, batch_id: int, values: Values) -> None:
    """Correct the control count and total of a batch that is not posted, with both values kept. Raises `Refused`."""
    with store.writing():
        batch = mine(store, session, batch_id)
        store.run(
            "UPDATE batches SET control_count = ?, control_cents = ?, version = version + 1 WHERE id = ?",
            values["count"],
            values["total"],
            batch_id,
        )
        cases.step(
            store,
            session,
            SUBJECT,
            batch_id,
            "CONTROL",
            f"{batch.control_count} and {show_cents(batch.control_cents)} to {values['count']} and "
            f"{show_cents(values['total'])}",
        )
        weigh(store, batch_id)
        audit.record(store, session, "batch.control", "batches", batch_id)


def balance(store: Store, session: Session, batch_id: int) -> Batch:
    """Note that a batch balances. Raises `Refused` with the difference when it does not."""
    with store.writing():
        _prove(mine(store, session, batch_id))
        weigh(store, batch_id)
        audit.record(store, session, "batch.balance", "batches", batch_id)
    return get(store, batch_id)


def _prove(batch: Batch) -> None:
    if not batch.balances:
        raise Refused(f"Batch {batch.number} is out of balance, {batch.off()}.")


def hold(store: Store, session: Session, batch_id: int) -> None:
    """Put a batch aside for later."""
    with store.writing():
        _set(store, session, mine(store, session, batch_id), HELD, "batch.hold")


def move(store: Store, session: Session, batch_id: int, clerk: str) -> str:
    """Offer a batch to another clerk by number; the clerk's name. Raises `FormError` when there is none."""
    with store.writing():
        batch = mine(store, session, batch_id, OPEN, BALANCED, HELD)
        found = store.row("SELECT id, name, role FROM users WHERE number = ? AND disabled_at IS NULL", clerk)
        if found is None or found[2] not in COUNTER:
            raise FormError("clerk", f"There is no clerk {clerk} at the counter.")
        if found[0] == session.clerk.id:
            raise FormError("clerk", "The batch is yours already.")
        store.run("UPDATE batches SET user_id = ?, moved_by = ? WHERE id = ?", found[0], session.clerk.id, batch_id)
        _set(store, session, batch, MOVED, "batch.move")
    return str(found[1])


def take_up(store: Store, session: Session, batch_id: int) -> Batch:
    """Go on with a batch of one's own that was held or moved here. Raises `Refused`."""
    with store.writing():
        batch = mine(store, session, batch_id, OPEN, HELD, MOVED, BALANCED)
        if batch.state in (HELD, MOVED):
            _set(store, session, batch, OPEN, "batch.take")
            weigh(store, batch_id)
    return get(store, batch_id)


def cancel(store: Store, session: Session, batch_id: int) -> None:
    """Give a batch up before it is posted; its checks go back to the tray. Raises `Refused`."""
    with store.writing():
        _set(store, session, mine(store, session, batch_id, OPEN, HELD, BALANCED), CANCELLED, "batch.cancel")


def _set(store: Store, session: Session, batch: Batch, state: str, event: str) -> None:
    store.run("UPDATE batches SET state = ?, version = version + 1 WHERE id = ?", state, batch.id)
    audit.record(store, session, event, "batches", batch.id)


def post(
    store: Store, session: Session, catalog: Catalog, batch_id: int, approval: Approval | None = None
) -> PostedBatch:
    """Post every check of a balanced batch into the clerk's open drawer, all or none; a repeat gives the first result.

    Each check is one receipt; no receipts are printed, one list of them is. What was set aside is returned with its
    letter. Raises `Refused` naming the item that cannot be posted.
    """
    with store.writing():
        if get(store, batch_id).state == POSTED:
            return _posted(store, batch_id, repeated=True)
        batch = mine(store, session, batch_id)
        _prove(batch)
        authority.check(store, session, "batch.post", batch.cents, approval)
        entered = items(store, batch_id)
        for check in _checks([item for item in entered if item.state == "READY"]):
            _post_check(store, session, catalog, batch, check)
        _return(store, session, [item for item in entered if item.state == "ASIDE"])
        store.run("UPDATE batches SET till = ?, posted_at = ? WHERE id = ?", session.till, store.now(), batch_id)
        _set(store, session, batch, POSTED, "batch.post")
        done = _posted(store, batch_id)
        paper = batch_paper(terms(store, session.business_date), get(store, batch_id), items(store, batch_id))
        jobs.add(store, session, jobs.REPORT, f"Batch {batch.number}", paper)
    return done


def _checks(ready: Sequence[Item]) -> list[list[Item]]:
    """The stubs that each check pays, by check."""
    found: dict[int, list[Item]] = {}
    for item in ready:
        found.setdefault(item.check_n, []).append(item)
    return list(found.values())


def _post_check(store: Store, session: Session, catalog: Catalog, batch: Batch, stubs: list[Item]) -> None:
    first, cents = stubs[0], sum(item.amount_cents for item in stubs)
    lines = [
        ledger.Item(
            "UB",
            {"account": one.account, "amount": one.amount_cents, "direct": OLDEST, "bill": None, "over": True},
        )
        for one in stubs
    ]
    written = date.fromisoformat(first.written_on) if first.written_on else None
    tender = tender_of(first.kind, cents, first.number, written, first.payer)
    key = f"{RECEIPT_KEYS}{batch.id}:{first.n}"
    try:
        receipt = ledger.post(
            store, session, catalog, lines, [tender], key, payer=first.payer or first.customer, papers=False
        )
    except (Refused, FormError) as error:
        raise Refused(f"Item {first.n}, account {first.account}: {error} Nothing of the batch was posted.") from error
    for one in stubs:
        store.run(
            "UPDATE batch_items SET state = 'POSTED', journal_id = ?, version = version + 1 WHERE id = ?",
            receipt.journal_id,
            one.id,
        )
        if one.exception == "CORRESP" and one.account_id is not None:
            said = one.note or "A letter came with the payment."
            contacts.add(store, session, one.account_id, "MAIL", "Letter with a payment", said, session.clock.today())


def _return(store: Store, session: Session, aside: Sequence[Item]) -> None:
    """Write the letters of what goes back to its sender; the rest stays set aside for a person."""
    days = number(store, "mail.letter_days", session.clock.today())
    known = terms(store, session.business_date)
    for item in aside:
        if BY_CODE[item.exception].returned:
            store.run("UPDATE batch_items SET state = 'RETURNED', version = version + 1 WHERE id = ?", item.id)
        payer = accounts.by_id(store, item.account_id) if item.account_id is not None else None
        language, where = (payer.language, payer.mail_lines) if payer else ("en", ())
        title, elements = letter(known, item, where, session.business_date, days, language)
        cases.keep_paper(
            store,
            session,
            SUBJECT,
            item.id,
            item.exception,
            title,
            elements,
            language=language,
            account_id=item.account_id,
        )


def _posted(store: Store, batch_id: int, *, repeated: bool = False) -> PostedBatch:
    batch = get(store, batch_id)
    receipts = store.rows(
        "SELECT DISTINCT j.receipt FROM batch_items i JOIN journal j ON j.id = i.journal_id WHERE i.batch_id = ? "
        "ORDER BY j.receipt",
        batch_id,
    )
    cents = batch.cents - batch.aside_cents
    return PostedBatch(batch.number, tuple(str(row[0]) for row in receipts), cents, batch.aside, repeated)
