"""The dated settings a posting depends on, read in one statement: accounts, prefixes, what the receipt's head says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.store import StoreError

if TYPE_CHECKING:
    from data.store import Store

NEEDS: tuple[str, ...] = (
    "gl.cash_undeposited",
    "gl.card_clearing",
    "gl.unapplied_credit",
    "gl.refunds_payable",
    "gl.over_short",
    "gl.change_fund",
    "gl.safe",
    "gl.paid_out",
    "receipt.prefix",
    "receipt.notice",
    "receipt.footer",
    "receipt.footer_es",
    "receipt.logo",
    "receipt.qr",
    "check.endorsement",
    "city.name",
    "city.address",
    "city.phone",
    "check.payees",
    "check.stale_days",
    "drawer.pulse_tenders",
    "drawer.max_hours",
    "drawer.blind",
    "drawer.verify",
)
"""The settings rows that the ledger, the drawers and their documents need."""

_READ = (
    "SELECT name, value FROM settings WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) AND name IN ("
    + ", ".join("?" * len(NEEDS))
    + ") ORDER BY valid_from, id"
)


@dataclass(frozen=True)
class Terms:
    """The settings that hold on one business date."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """A setting's value. Raises `StoreError` naming the row that is missing."""
        try:
            return self.values[name]
        except KeyError:
            raise StoreError(f"The setting {name} is missing on this date. Finance must add it.") from None

    def number(self, name: str) -> int:
        """A setting that is a whole number. Raises `StoreError`."""
        try:
            return int(self.text(name))
        except ValueError:
            raise StoreError(f"The setting {name} must be a whole number.") from None

    def words(self, name: str) -> tuple[str, ...]:
        """A setting that lists codes, separated by blanks."""
        return tuple(self.text(name).split())

    def yes(self, name: str) -> bool:
        """A setting that is Y or N."""
        return self.text(name) == "Y"


def terms(store: Store, on: date | str) -> Terms:
    """The settings that hold on a business date; a later row of the same name wins."""
    day = on if isinstance(on, str) else on.isoformat()
    return store.memory.remember(("terms", day), lambda: Terms(dict(store.rows(_READ, day, day, *NEEDS))))
