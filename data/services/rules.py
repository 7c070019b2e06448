"""Several dated settings in one statement, for services that need a handful at once. Not a service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from data.money import parse_cents
from data.store import Store, StoreError

_SEVERAL = """
SELECT name, value FROM settings WHERE name IN ({marks}) AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)
ORDER BY valid_from, id
"""


def several(store: Store, names: Sequence[str], on: date) -> dict[str, str]:
    """Settings by name on a date; the row with the newest start counts. Raises `StoreError` naming a missing one."""
    return store.memory.remember(("several", tuple(names), on), lambda: _several(store, names, on))


def _several(store: Store, names: Sequence[str], on: date) -> dict[str, str]:
    day = on.isoformat()
    found: dict[str, str] = dict(store.rows(_SEVERAL.format(marks=", ".join("?" * len(names))), *names, day, day))
    for name in names:
        if name not in found:
            raise StoreError(f"The setting {name} has no row valid on {on:%m/%d/%Y}. Finance can add it.")
    return found


def fees(store: Store, names: Sequence[str], on: date) -> Mapping[str, int]:
    """Settings that are amounts, in cents, by name. Raises `StoreError` when one is missing or no amount."""
    amounts = {}
    for name, text in several(store, names, on).items():
        try:
            amounts[name] = parse_cents(text)
        except ValueError:
            raise StoreError(f"The setting {name} is {text!r}, which is no amount.") from None
    return amounts
