"""Dated settings: every rate, day count and limit is a row that is valid from a day, never a constant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.columns import Record, column, ref
from data.fields import Choice, Date, Text
from data.forms import Form, FormError, Values
from data.money import parse_cents
from data.permissions import ADMINISTRATOR, FINANCE, STAFF, Permission
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown
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
    "auth.pbkdf2_rounds": (100_000, 10_000_000),
}
"""The least and the most an administrator may set (CJIS Security Policy 6.0); other settings are free."""
WORDS = {"auth.hash": ("ARGON2ID", "PBKDF2"), "nist.sid": ("DIGITS", "WHOLE")}
"""Settings that are one of some words."""
SHIPPED_FROM = "2000-01-01"
"""The day from which shipped rows are valid unless a sheet names another."""

_VALUE = (
    "SELECT value FROM settings WHERE name = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) "
    "ORDER BY valid_from DESC, id DESC LIMIT 1"
)


def value(store: Store, name: str, on: date) -> str:
    """The text of a setting on a day. Raises `StoreError` naming the row when there is none."""
    day = on.isoformat()
    found = store.rules.row(_VALUE, name, day, day)
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


# The register that finance and administrators maintain

UNITS = ("text", "cents", "days", "hours", "minutes", "months", "years", "count", "percent", "characters", "other")
WHOLE = ("days", "hours", "minutes", "months", "years", "count", "characters")
"""Units whose values are whole numbers."""


class Setting(Record):
    """A dated row; on a day the row with the newest start counts."""

    name = column(Text("Setting", 40, required=True, help="For example gl.cash_undeposited."))
    value = column(Text("Value", 300, required=True))
    unit = column(Choice("Unit", 12, options=tuple((unit, unit.capitalize()) for unit in UNITS), default="text"))
    valid_from = column(Date("Valid from", required=True))
    valid_to = column(Date("Valid to"), null=True)
    authority = column(Text("Authority", 80, help="Resolution, ordinance or statute it rests on."))
    note = column(Text("Note", 80))

    class Meta:
        table_name = "settings"


VIEW = Permission("settings.view", "settings are read by staff and administrators", STAFF | {ADMINISTRATOR})
MAINTAIN = Permission(
    "settings.change", "settings are maintained by finance and administrators", frozenset({FINANCE, ADMINISTRATOR})
)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse values out of bounds, sign-on rules from anybody but an administrator, and rewriting the past."""
    name, text = str(values["name"]), str(values["value"])
    _check_value(name, text, str(values["unit"] or "text"))
    if (name in BOUNDS or name.startswith("auth.")) != (session.clerk.role == ADMINISTRATOR):
        raise FormError("name", "Sign-on and lock settings belong to an administrator, all others to finance.")
    if name == "auth.mfa" and not values["authority"]:
        raise FormError("authority", "Authority: who decided, and where a role is left out, what asks for it instead.")
    if values["valid_to"] and values["valid_to"] < values["valid_from"]:
        raise FormError("valid_to", "Valid to: not before the day it is valid from.")
    if record_id is not None:
        _check_past(store, record_id, values)


def _check_value(name: str, text: str, unit: str) -> None:
    if unit == "cents":
        try:
            parse_cents(text)
        except ValueError as error:
            raise FormError("value", f"Value: {error}") from None
    if name in WORDS and text not in WORDS[name]:
        raise FormError("value", f"Value: {' or '.join(WORDS[name])}.")
    if unit not in WHOLE and name not in BOUNDS:
        return
    if not (text.isascii() and text.isdigit()):
        raise FormError("value", f"Value: a whole number of {unit}.")
    least, most = BOUNDS.get(name, (0, int(text)))
    if not least <= int(text) <= most:
        raise FormError("value", f"Value: from {least} to {most} {unit} (CJIS Security Policy).")


def _check_past(store: Store, record_id: int, values: Values) -> None:
    """A row that is in force, or was, may only be given an end and a note."""
    row = store.row("SELECT name, value, valid_from FROM settings WHERE id = ?", record_id)
    began = row is not None and str(row[2]) <= store.clock.today().isoformat()
    if began and row != (values["name"], values["value"], values["valid_from"].isoformat()):
        raise FormError("value", "A row already in force is not rewritten: F6 adds one that is valid from a later day.")


_FIELDS = ("name", "value", "unit", "valid_from", "valid_to", "authority", "note")

REGISTER = Register(
    code="SETTINGS",
    number=1,
    title="Settings",
    model=Setting,
    columns=(Shown("name", width=30), Shown("value", width=22), Shown("valid_from"), Shown("valid_to")),
    order=("name", "valid_from"),
    form=Form(
        "SET01",
        "Setting",
        {name: ref(getattr(Setting, name)) for name in _FIELDS},
        help="Every rate, day count and account string is a dated row. To change one, add a row that is valid from "
        "the day of the change: what was posted before keeps the row of its own day.",
    ),
    view=VIEW,
    change=MAINTAIN,
    second="settings.change",
    options=(CHANGE, DISPLAY, HISTORY),
    check=_check,
    empty="There are no settings. F6 adds one.",
)
