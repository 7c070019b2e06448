"""Dated settings: every rate, day count and limit is a row that is valid from a day, never a constant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.money import parse_cents
from data.store import StoreError

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

SettingRow = tuple[str, str, str, str]
"""A shipped row: name, value, unit (`cents`, `days`, `text` …), authority (the source)."""
BOUNDS: dict[str, tuple[int, int]] = {
    "auth.max_failures": (1, 5),
    "auth.window_min": (15, 1440),
    "lock.idle_min": (1, 30),
    "session.net_min": (1, 60),
    "acct.inactive_days": (1, 90),
    "auth.max_age_days": (1, 365),
    "auth.min_len": (8, 128),
    "auth.reauth_hours": (1, 12),
    "auth.max_pin_failures": (1, 3),
}
"""The least and the most an administrator may set (CJIS Security Policy 6.0); other settings are free."""
SHIPPED_FROM = "2000-01-01"
"""The day from which shipped rows are valid unless a sheet names another."""

_VALUE = (
    "SELECT value FROM settings WHERE name = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) "
    "ORDER BY valid_from DESC, id DESC LIMIT 1"
)


def value(store: Store, name: str, on: date) -> str:
    """The text of a setting on a day. Raises `StoreError` naming the row when there is none."""
    day = on.isoformat()
    found = store.row(_VALUE, name, day, day)
    if found is None:
        raise StoreError(f"The setting {name} has no row valid on {on:%m/%d/%Y}. Finance can add it.")
    return str(found[0])


def cents(store: Store, name: str, on: date) -> int:
    """A setting that is an amount, in cents; stored as digits (cents) or with a point (dollars)."""
    text = value(store, name, on)
    try:
        return parse_cents(text)
    except ValueError:
        raise StoreError(f"The setting {name} is {text!r}, which is no amount.") from None


def number(store: Store, name: str, on: date) -> int:
    """A setting that is a whole number of its unit, kept within `BOUNDS`."""
    text = value(store, name, on)
    try:
        whole = int(text)
    except ValueError:
        raise StoreError(f"The setting {name} is {text!r}, which is no whole number.") from None
    least, most = BOUNDS.get(name, (whole, whole))
    return min(max(whole, least), most)


def put(
    store: Store,
    session: Session | None,
    name: str,
    text: str,
    valid_from: date,
    *,
    unit: str = "text",
    valid_to: date | None = None,
    authority: str = "",
    note: str = "",
) -> int:
    """Add a dated row and return its id; on a day, the row with the newest start counts. Checks no permission."""
    with store.writing():
        row_id = store.insert(
            "settings",
            name=name,
            value=text,
            unit=unit,
            valid_from=valid_from.isoformat(),
            valid_to=valid_to.isoformat() if valid_to else None,
            authority=authority,
            note=note,
        )
        audit.record(store, session, "setting.add", "settings", row_id)
    return row_id


def load_rows(store: Store, rows: Iterable[SettingRow], valid_from: str = SHIPPED_FROM) -> None:
    """Add shipped rows whose name has no row yet; running it twice changes nothing."""
    with store.writing():
        present = {name for (name,) in store.rows("SELECT DISTINCT name FROM settings")}
        for name, text, unit, authority in rows:
            if name not in present:
                store.insert("settings", name=name, value=text, unit=unit, valid_from=valid_from, authority=authority)
