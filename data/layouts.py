"""Layout profiles: where the fields of a bank's file stand. Every bank's variant is rows, read by one parser.

A fixed-width part has a start (1-based column) and a length; a part of a CSV file names its column's header. `kind`
says how the text becomes a value: amounts become integer cents, dates ISO text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from data.columns import Record, column, ref
from data.fields import Choice, Code, Count, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import ADMINISTRATOR, FINANCE, STAFF, Permission, Refused
from data.registers import CHANGE, DISPLAY, HISTORY, REMOVE, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

LOCKBOX, NACHA, CSV, FIXED = "LOCKBOX", "NACHA", "CSV", "FIXED"
KINDS = (
    (LOCKBOX, "BAI lockbox, fixed width"),
    (NACHA, "NACHA, 94 columns"),
    (CSV, "CSV with a header row"),
    (FIXED, "Fixed width, H D T records"),
)
TENDERS = (("LB", "Lockbox"), ("AC", "Bank transfer"), ("OL", "Online payment"))
_DOLLARS = re.compile(r"(-?)\$?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)


class LayoutError(ValueError):
    """A text that is not what its part should hold; the message is a sentence."""


MOST = 10**13
"""Cents, or things, in one field of a file; more is no payment, and sums of more would not fit a store."""


@dataclass(frozen=True)
class Part:
    """One field of a record: a start (1-based column) and length, or the header of a CSV column."""

    name: str
    start: int
    length: int
    kind: str
    header: str = ""

    def value(self, text: str) -> Any:
        """The value of a text: cents for amounts, ISO text for dates. Raises `LayoutError`."""
        try:
            value = READ[self.kind](text.strip())
        except ValueError:
            raise LayoutError(f"{self.name} is {text.strip()[:24]!r}, which is no {WORDS[self.kind]}.") from None
        if isinstance(value, int) and abs(value) > MOST:
            raise LayoutError(f"{self.name} is {text.strip()[:24]!r}, which is more than there can be.")
        return value


@dataclass(frozen=True)
class Layout:
    """One profile: its kind of file, the tender its money counts as, and the parts of each record type."""

    code: str
    title: str
    kind: str
    tender: str
    mask: str
    parts: Mapping[str, tuple[Part, ...]]

    def cut(self, record: str, line: str) -> dict[str, Any]:
        """The values of a fixed-width line, by name. Raises `LayoutError` naming the first wrong part."""
        return {
            part.name: part.value(line[part.start - 1 : part.start - 1 + part.length]) for part in self.parts[record]
        }

    def fits(self, name: str) -> bool:
        """Whether a file's name is one this profile expects."""
        return bool(self.mask) and fnmatch(name.lower(), self.mask.lower())


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _signed(text: str) -> int:
    return -_number(text[1:]) if text.startswith("-") else _number(text)


def _dollars(text: str) -> int:
    match = _DOLLARS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, whole, fraction = match.groups()
    cents = int(whole.replace(",", "")) * 100 + int(f"{fraction or '0':0<2}")
    return -cents if sign else cents


def _day(year: str, month: str, day: str) -> str:
    return date(2000 + int(year) if len(year) == 2 else int(year), int(month), int(day)).isoformat()


def _dated(pattern: str, order: str) -> Callable[[str], str]:
    """A reader of dates; blanks and zeros are no date."""
    shape = re.compile(pattern, re.ASCII)
    places = [order.index(one) for one in "ymd"]

    def read(text: str) -> str:
        if not text.strip("0"):
            return ""
        match = shape.fullmatch(text)
        if match is None:
            raise ValueError(text)
        found = match.groups()
        return _day(*(found[place] for place in places))

    return read


READ: Mapping[str, Callable[[str], Any]] = {
    "TEXT": lambda text: text,
    "DIGITS": lambda text: f"{_number(text):0{len(text)}d}" if text else "",
    "COUNT": _number,
    "CENTS": _signed,
    "DOLLARS": _dollars,
    "YYMMDD": _dated(r"(\d\d)(\d\d)(\d\d)", "ymd"),
    "MMDDYY": _dated(r"(\d\d)(\d\d)(\d\d)", "mdy"),
    "YYYYMMDD": _dated(r"(\d{4})(\d\d)(\d\d)", "ymd"),
    "ISO": _dated(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", "ymd"),
    "MDY": _dated(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)", "mdy"),
}
"""How each kind of part is read."""
WORDS: Mapping[str, str] = {
    "TEXT": "text",
    "DIGITS": "number",
    "COUNT": "whole number",
    "CENTS": "amount in cents",
    "DOLLARS": "amount",
    "YYMMDD": "date YYMMDD",
    "MMDDYY": "date MMDDYY",
    "YYYYMMDD": "date YYYYMMDD",
    "ISO": "date YYYY-MM-DD",
    "MDY": "date MM/DD/YYYY",
}
_DATES = ("YYMMDD", "MMDDYY", "YYYYMMDD", "ISO", "MDY")
_KINDS_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("amount", "debit", "credit", "fee", "net"), ("CENTS", "DOLLARS")),
    **dict.fromkeys(("count", "hash", "batches", "blocks"), ("COUNT",)),
    **dict.fromkeys(("date", "effective"), _DATES),
    "bank": ("DIGITS",),
}


def misread(name: str, kind: str) -> str:
    """Why a part of this name may not be of this kind, as a sentence; empty when it may."""
    kinds = _KINDS_OF.get(name, ("TEXT", "DIGITS"))
    return "" if kind in kinds else f"The field {name} is read as {' or '.join(kinds)}, not as {kind}."


_LAYOUTS = "SELECT code, title, kind, tender, mask FROM layouts WHERE active = 1 ORDER BY code"
_PARTS = "SELECT layout, record, name, start, length, kind, header FROM layout_parts ORDER BY layout, record, start, id"


def layouts(store: Store) -> tuple[Layout, ...]:
    """Every active profile, by code."""
    parts: dict[str, dict[str, list[Part]]] = {}
    for layout, record, *rest in store.rows(_PARTS):
        parts.setdefault(layout, {}).setdefault(record, []).append(Part(*rest))
    return tuple(
        Layout(code, title, kind, tender, mask, {name: tuple(found) for name, found in parts.get(code, {}).items()})
        for code, title, kind, tender, mask in store.rows(_LAYOUTS)
    )


def layout(store: Store, code: str) -> Layout:
    """The profile with this code. Raises `Refused` naming those there are."""
    found = {one.code: one for one in layouts(store)}
    if code.upper() not in found:
        raise Refused(f"There is no profile {code}. Known: {', '.join(found) or 'none'}.")
    return found[code.upper()]


# The registers that finance maintains

VIEW = Permission("layouts.view", "file layouts are read by staff and administrators", STAFF | {ADMINISTRATOR})
MAINTAIN = Permission("layouts.change", "file layouts are maintained by finance", frozenset({FINANCE, ADMINISTRATOR}))


class FileLayout(Record):
    """A profile of one bank's file."""

    code = column(Code("Profile", 16, required=True), unique=True)
    title = column(Text("Title", 40, required=True))
    kind = column(Choice("Kind of file", 8, required=True, options=KINDS))
    tender = column(Choice("Counts as", 4, required=True, options=TENDERS))
    mask = column(Text("File names", 24, help="Such as LBX*.TXT: files so named are offered with this profile."))
    authority = column(Text("Source", 60, help="The bank's guide it is taken from."))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "layouts"


class LayoutPart(Record):
    """Where one field stands."""

    layout = column(Code("Profile", 16, required=True))
    record = column(Code("Record", 8, required=True, help="The record type: 6, 799, D."))
    name = column(Text("Field", 16, required=True))
    start = column(Count("Start", 4, help="Columns count from 1; 0 for a CSV file."))
    length = column(Count("Length", 4))
    kind = column(Choice("Kind", 10, required=True, options=tuple((one, word) for one, word in WORDS.items())))
    header = column(Text("CSV header", 30))

    class Meta:
        table_name = "layout_parts"


def _check_part(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a part of no profile, one of a wrong kind, and one without a place."""
    kind = store.value("SELECT kind FROM layouts WHERE code = ?", values["layout"])
    if kind is None:
        raise FormError("layout", f"There is no profile {values['layout']}.")
    if wrong := misread(values["name"], values["kind"]):
        raise FormError("kind", wrong)
    if kind == CSV:
        if not values["header"]:
            raise FormError("header", "A part of a CSV file needs the header of its column.")
    elif not (values["start"] and values["length"]):
        raise FormError("start", "A part of a fixed-width file needs a start from 1 and a length.")


LAYOUTS = Register(
    code="LAYOUTS",
    number=55,
    title="File profiles",
    model=FileLayout,
    columns=(Shown("code"), Shown("title"), Shown("kind"), Shown("tender"), Shown("mask", width=12)),
    order=("code",),
    form=Form(
        "LAY01",
        "File profile",
        {name: ref(getattr(FileLayout, name)) for name in ("code", "title", "kind", "tender", "mask", "authority")}
        | {"active": ref(FileLayout.active)},
        help="One row for each bank's file. Where its fields stand is in the register of file fields (7.56).",
    ),
    view=VIEW,
    change=MAINTAIN,
    empty="There are no file profiles. F6 adds one.",
)
PARTS = Register(
    code="FILEFIELDS",
    number=56,
    title="File fields",
    model=LayoutPart,
    columns=(
        Shown("layout"),
        Shown("record", width=6),
        Shown("name"),
        Shown("start"),
        Shown("length"),
        Shown("kind"),
        Shown("header", width=12),
    ),
    order=("layout", "record", "start"),
    form=Form(
        "LAY02",
        "File field",
        {n: ref(getattr(LayoutPart, n)) for n in ("layout", "record", "name", "start", "length", "kind", "header")},
        help="Where one field of a record stands. Try the profile on a file of the bank before it is used: a file "
        "that does not fit is refused whole, with the line and the reason.",
    ),
    view=VIEW,
    change=MAINTAIN,
    options=(CHANGE, DISPLAY, HISTORY),
    check=_check_part,
    empty="There are no file fields. F6 adds one.",
)


class ChangeCode(Record):
    """A reason of a notification of change (NACHA)."""

    code = column(Code("Code", 4, required=True), unique=True)
    title = column(Text("Meaning", 40, required=True))
    action = column(Text("What to do", 60, required=True))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "change_codes"


CHANGES = Register(
    code="CHANGECODES",
    number=57,
    title="Change notices",
    model=ChangeCode,
    columns=(Shown("code"), Shown("title", width=28), Shown("action", width=36)),
    order=("code",),
    form=Form(
        "LAY03", "Change notice", {n: ref(getattr(ChangeCode, n)) for n in ("code", "title", "action", "active")}
    ),
    view=VIEW,
    change=MAINTAIN,
    options=(CHANGE, REMOVE, DISPLAY, HISTORY),
    empty="There are no codes of change notices. F6 adds one.",
)
REGISTERS = (LAYOUTS, PARTS, CHANGES)
