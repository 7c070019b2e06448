"""Charge codes: what finance lets the counter take money for, and the ledger accounts each is credited to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.money import split_cents
from data.permissions import Refused
from data.services import Line, Split
from data.store import Store

_CHARGE = """
SELECT c.id, c.code, c.title, c.title_es, c.amount_cents, c.reference_label, s.gl, s.percent
FROM charge_codes c JOIN charge_splits s ON s.charge_code_id = c.id
WHERE c.code IN ({marks}) AND c.active = 1 AND c.valid_from <= ? AND (c.valid_to IS NULL OR c.valid_to >= ?)
ORDER BY c.valid_from, c.id, s.n
"""


@dataclass(frozen=True)
class Charge:
    """A charge code as it is on one date."""

    code: str
    title: str
    title_es: str
    amount_cents: int | None
    """What it usually costs; None when the clerk types it."""
    reference_label: str
    """What the reference is called; empty when none is asked for."""
    splits: tuple[tuple[str, int], ...] = field(default=())
    """Ledger accounts and their hundredths of a percent, 10000 in all."""

    def split(self, amount_cents: int) -> tuple[Split, ...]:
        """The amount by ledger account, rounded half up; the last part takes the remainder."""
        parts = split_cents(amount_cents, [percent for _, percent in self.splits])
        return tuple(Split(gl, cents) for (gl, _), cents in zip(self.splits, parts, strict=True) if cents)

    def line(self, service: str, amount_cents: int, *, note: str = "", **more: Any) -> Line:
        """A receipt line of this charge for `amount_cents`; `note` follows the title, `more` are fields of `Line`."""
        return Line(
            service=service,
            description=f"{self.title} {note}".strip(),
            description_es=f"{self.title_es or self.title} {note}".strip(),
            amount_cents=amount_cents,
            splits=self.split(amount_cents),
            charge_code=self.code,
            **more,
        )


def charges(store: Store, codes: Iterable[str], on: date) -> dict[str, Charge]:
    """The active charge codes among `codes` that are valid on a date, in one statement; the newest row of each."""
    wanted = tuple(codes)
    day = on.isoformat()
    found: dict[str, Charge] = {}
    parts: dict[int, tuple[tuple[str, int], ...]] = {}
    for row_id, code, title, title_es, amount, label, gl, percent in store.rows(
        _CHARGE.format(marks=", ".join("?" * len(wanted))), *wanted, day, day
    ):
        parts[row_id] = (*parts.get(row_id, ()), (gl, int(percent)))
        found[code] = Charge(code, title, title_es, amount, label, parts[row_id])
    return found


def charge(store: Store, code: str, on: date) -> Charge | None:
    """The charge code, None when there is none, it is switched off, or it is not valid on that date."""
    return charges(store, (code,), on).get(code)


def needed(store: Store, codes: Iterable[str], on: date) -> dict[str, Charge]:
    """Charge codes that a service cannot do without. Raises `Refused` naming the first that is missing."""
    wanted = tuple(codes)
    found = charges(store, wanted, on)
    for code in wanted:
        if code not in found:
            raise Refused(f"Charge code {code} is missing or switched off. Finance maintains the charge codes.")
    return found
