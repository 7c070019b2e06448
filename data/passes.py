"""Bus passes: products with dated prices, lots of serial numbers in stock, and what the agency is owed for them.

A serial's change to SOLD and back follows the journal; a return to the agency or a spoiled pass is kept in the change
history, with who did it and when. The month's reconciliation is counted from these two and from the lots received.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, changes
from data.permissions import COUNTER, FINANCE, SUPERVISOR, Permission, Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

STOCK, SOLD, RETURNED, SPOILED = "STOCK", "SOLD", "RETURNED", "SPOILED"
LARGEST_LOT = 10_000
"""Serials one lot may hold."""
TAKE = Permission(
    "passes.stock", "only supervisors and finance move the stock of passes.", frozenset({SUPERVISOR, FINANCE})
)
VIEW = Permission("passes.view", "only the counter and finance see the stock of passes.", COUNTER | {FINANCE})

_SERIAL = re.compile(r"([A-Z0-9-]*?)(\d{1,12})", re.ASCII)
_PRODUCT = """
SELECT id, code, agency, title, title_es, category, price_cents, consigned, serialized, proof_needed FROM pass_products
WHERE code = ? AND active = 1 AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)
ORDER BY valid_from DESC LIMIT 1
"""


@dataclass(frozen=True)
class Product:
    """A pass that is sold, as it is on one date; the price in cents."""

    id: int
    code: str
    agency: str
    title: str
    title_es: str
    category: str
    price_cents: int
    consigned: bool
    """Sold for the agency, which is owed the price; else bought beforehand and sold as the city's own."""
    serialized: bool
    """Each pass has a number that must be in stock."""
    proof_needed: bool
    """The buyer must show proof of the category: age, school, Medicare."""


def product(store: Store, code: str, on: date) -> Product | None:
    """The product with this code on a date; None when there is none or it is switched off."""
    row = store.row(_PRODUCT, code, on.isoformat(), on.isoformat())
    if row is None:
        return None
    return Product(*row[:7], *(bool(flag) for flag in row[7:]))


def serials_from(store: Store, product_id: int, first: str, quantity: int) -> tuple[str, ...]:
    """The next serials in stock, from `first` on (empty: from the lowest), in order; fewer when stock runs out."""
    rows = store.rows(
        "SELECT serial FROM pass_serials WHERE product_id = ? AND status = 'STOCK' AND serial >= ?"
        " ORDER BY serial LIMIT ?",
        product_id,
        first,
        quantity,
    )
    return tuple(serial for (serial,) in rows)


def sell(store: Store, document_id: int, product_id: int, serials: Sequence[str]) -> None:
    """Take serials out of stock. Raises `Refused` when one of them has been sold or moved meanwhile."""
    if not serials:
        return
    marks = ", ".join("?" * len(serials))
    changed = store.run(
        f"UPDATE pass_serials SET status = 'SOLD', journal_id = ?"
        f" WHERE product_id = ? AND status = 'STOCK' AND serial IN ({marks})",
        document_id,
        product_id,
        *serials,
    )
    if changed != len(serials):
        raise Refused("One of these passes is no longer in stock. Look at the serials again; nothing was posted.")


def take_back(store: Store, product_id: int, serials: Sequence[str]) -> None:
    """Put sold serials back into stock. Raises `Refused` when one of them is not sold."""
    if not serials:
        return
    marks = ", ".join("?" * len(serials))
    changed = store.run(
        f"UPDATE pass_serials SET status = 'STOCK', journal_id = NULL"
        f" WHERE product_id = ? AND status = 'SOLD' AND serial IN ({marks})",
        product_id,
        *serials,
    )
    if changed != len(serials):
        raise Refused("One of these passes has been moved since it was sold. It cannot be voided.")


def expand(first: str, last: str) -> list[str]:
    """All serials of a range. Raises `Refused` when the two do not make one range of at most `LARGEST_LOT`."""
    low, high = _SERIAL.fullmatch(first), _SERIAL.fullmatch(last)
    if not low or not high or low[1] != high[1] or len(first) != len(last):
        raise Refused(
            "The first and the last serial must have the same length and the same letters, and end in digits."
        )
    start, end = int(low[2]), int(high[2])
    if not start <= end < start + LARGEST_LOT:
        raise Refused(f"The last serial must follow the first; a lot holds at most {LARGEST_LOT:,} passes.")
    return [f"{low[1]}{number:0{len(low[2])}d}" for number in range(start, end + 1)]


def receive(
    store: Store, session: Session, product_id: int, first: str, last: str, on: date, *, expires_on: date | None = None
) -> int:
    """Take a lot of serials into stock; its id. Raises `Refused` when one of them is known already."""
    session.require(TAKE)
    serials = expand(first, last)
    with store.writing():
        lot = store.insert(
            "pass_lots",
            product_id=product_id,
            serial_from=first,
            serial_to=last,
            quantity=len(serials),
            received_on=on.isoformat(),
            expires_on=expires_on.isoformat() if expires_on else None,
            user_id=session.clerk.id,
        )
        stock(store, product_id, lot, serials)
    return lot


def stock(store: Store, product_id: int, lot_id: int, serials: Sequence[str]) -> None:
    """Add the serials of a new lot, inside its transaction. Raises `Refused` when one of them is known already."""
    known = store.value(
        "SELECT MIN(serial) FROM pass_serials WHERE product_id = ? AND length(serial) = ? AND serial BETWEEN ? AND ?",
        product_id,
        len(serials[0]),
        serials[0],
        serials[-1],
    )
    if known is not None:
        raise Refused(f"Serial {known} of this product has been received before.")
    for start in range(0, len(serials), 200):
        part = serials[start : start + 200]
        store.run(
            f"INSERT INTO pass_serials (product_id, lot_id, serial) VALUES {', '.join(['(?, ?, ?)'] * len(part))}",
            *(value for serial in part for value in (product_id, lot_id, serial)),
        )


def move(store: Store, session: Session, product_id: int, first: str, last: str, to: str) -> int:
    """Return serials to the agency or mark them spoiled; how many. Raises `Refused` when one is not in stock."""
    session.require(TAKE)
    if to not in (RETURNED, SPOILED):
        raise Refused("Passes leave the stock as returned to the agency, or as spoiled.")
    serials = expand(first, last)
    with store.writing():
        found = store.rows(
            "SELECT id, status FROM pass_serials WHERE product_id = ? AND length(serial) = ?"
            f" AND serial BETWEEN ? AND ? ORDER BY serial{store.for_update}",
            product_id,
            len(first),
            first,
            last,
        )
        if len(found) != len(serials) or any(status != STOCK for _, status in found):
            raise Refused("Not all of these passes are in stock. Look at the serials again; nothing was moved.")
        _leave_stock(store, session, [serial_id for serial_id, _ in found], to)
    return len(found)


def return_rest(store: Store, session: Session, lot_id: int) -> int:
    """Return what is left of a lot to the agency; how many. Raises `Refused` when nothing is left."""
    session.require(TAKE)
    with store.writing():
        rows = store.rows(
            f"SELECT id FROM pass_serials WHERE lot_id = ? AND status = 'STOCK' ORDER BY serial{store.for_update}",
            lot_id,
        )
        if not rows:
            raise Refused("Nothing is left of this lot.")
        _leave_stock(store, session, [serial_id for (serial_id,) in rows], RETURNED)
    return len(rows)


def _leave_stock(store: Store, session: Session, serial_ids: Sequence[int], to: str) -> None:
    for serial_id in serial_ids:
        store.run("UPDATE pass_serials SET status = ? WHERE id = ?", to, serial_id)
        changes.record_change(store, session, "pass_serials", serial_id, {"status": STOCK}, {"status": to})
    audit.record(store, session, "passes.move", "pass_serials", serial_ids[0], detail=f"{to} {len(serial_ids)}")
