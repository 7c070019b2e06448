"""Layouts of the general ledger file, as rows that finance maintains: what kind of file, and its fields in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.csvout import table
from data.fields import Choice, Code, Count, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import AUDITOR, FINANCE, SUPERVISOR, Permission, Refused
from data.registers import CHANGE, DISPLAY, HISTORY, STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

DELIMITERS = (("COMMA", "Comma"), ("TAB", "Tab"), ("PIPE", "Pipe |"), ("NONE", "None, fixed widths"))
SIGNS = {"COMMA": ",", "TAB": "\t", "PIPE": "|"}
DETAILS = (("SUMMARY", "One line per kind, account and side"), ("DOCUMENT", "Every posting of every document"))
DATES = {"YYYY-MM-DD": "%Y-%m-%d", "YYYYMMDD": "%Y%m%d", "MMDDYYYY": "%m%d%Y", "MM/DD/YYYY": "%m/%d/%Y"}
RECORDS = (("#", "Comment, once"), ("H", "Header, once"), ("L", "Each line"), ("C", "Control totals, once"))
SOURCES = (
    ("constant", "The constant"),
    ("batch_id", "Batch"),
    ("journal_date", "Business date"),
    ("source", "Kind of document"),
    ("line", "Line number"),
    ("account", "Account string"),
    ("fund", "Fund of the account"),
    ("department", "Department"),
    ("object", "Object"),
    ("project", "Project"),
    ("description", "Title of the account"),
    ("reference", "Receipts"),
    ("debit", "Debit"),
    ("credit", "Credit"),
    ("amount", "Amount, credit negative"),
    ("lines", "Number of lines"),
    ("total_debit", "Total of debits"),
    ("total_credit", "Total of credits"),
)
"""What a field may hold; the totals only in # H and C."""


@dataclass(frozen=True)
class FieldOf:
    """One field of a record."""

    record: str
    title: str
    source: str
    constant: str
    width: int


@dataclass(frozen=True)
class Profile:
    """A layout: its fields by record, and how they are written."""

    code: str
    delimiter: str
    titles: bool
    detail: str
    date_format: str
    extension: str
    fields: tuple[FieldOf, ...]

    def of(self, record: str) -> list[FieldOf]:
        """The fields of a record, in order."""
        return [one for one in self.fields if one.record == record]

    def write(self, facts: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> str:
        """The file: titles, the records that come once, and every line between them.

        Raises `Refused` when an amount, an account or another value does not fit into its field.
        """
        rows = [[one.title or one.source for one in self.of("L")]] if self.titles else []
        for record in ("#", "H", "L", "C"):
            fields = self.of(record)
            if fields:
                rows += [[_value(one, values) for one in fields] for values in (lines if record == "L" else [facts])]
        if self.delimiter == "NONE":
            return "".join("".join(row) + "\n" for row in rows)
        return table(rows, SIGNS[self.delimiter])


def _value(one: FieldOf, values: Mapping[str, str]) -> str:
    """A field as it is written; only an account's title is cut. Raises `Refused` for anything else that is too long."""
    text = one.constant if one.source == "constant" else values.get(one.source, "")
    if one.width and len(text) > one.width and one.source != "description":
        raise Refused(f"{text} does not fit into the field {one.title or one.source} of {one.width} columns (7.46).")
    return text[: one.width].ljust(one.width) if one.width else text


def profile(store: Store, code: str) -> Profile:
    """A layout by its code. Raises `Refused` when there is none, it is inactive, or it has no line."""
    row = store.row(
        "SELECT code, delimiter, titles, detail, date_format, extension FROM gl_profiles WHERE code = ? AND active = 1",
        code.upper(),
    )
    if row is None:
        raise Refused(f"There is no ledger layout {code}.")
    fields = store.rows(
        "SELECT record, title, source, constant, width FROM gl_profile_fields WHERE profile = ? ORDER BY record, n",
        row[0],
    )
    found = Profile(row[0], row[1], bool(row[2]), row[3], row[4], row[5], tuple(FieldOf(*one) for one in fields))
    if not found.of("L"):
        raise Refused(f"The ledger layout {found.code} has no fields for its lines.")
    return found


# The registers that finance maintains


class GlProfile(Record):
    """A layout."""

    code = column(Code("Layout", 10, required=True), unique=True)
    title = column(Text("Title", 50, required=True))
    delimiter = column(Choice("Between fields", 6, options=DELIMITERS, default="COMMA", required=True))
    titles = column(Yes("Titles in line 1", default=True))
    detail = column(Choice("Lines", 8, options=DETAILS, default="SUMMARY", required=True))
    date_format = column(
        Choice("Dates", 10, options=tuple((one, one) for one in DATES), default="YYYY-MM-DD", required=True)
    )
    extension = column(Choice("Extension", 4, options=(("csv", "csv"), ("txt", "txt"), ("dat", "dat")), default="csv"))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "gl_profiles"


class GlProfileField(Record):
    """A field of a layout."""

    profile = column(Code("Layout", 10, required=True, prompt="GLPROFILES"))
    record = column(Choice("Record", 1, options=RECORDS, default="L", required=True))
    n = column(Count("Place", 3, required=True, minimum=1))
    title = column(Text("Title", 30))
    source = column(Choice("Holds", 14, options=SOURCES, required=True))
    constant = column(Text("Constant", 30, help="What the field holds when it holds a constant."))
    width = column(Count("Width", 3, default=0, help="0: as long as it is. Layouts without a delimiter need one."))

    class Meta:
        table_name = "gl_profile_fields"


VIEW = Permission(
    "glprofiles.view", "ledger layouts are read by supervisors, finance and the auditor",
    frozenset({SUPERVISOR, FINANCE, AUDITOR}),
)  # fmt: skip
MAINTAIN = Permission("glprofiles.change", "ledger layouts are maintained by finance", frozenset({FINANCE}))


def _check_field(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a field of no layout, a constant without text, and a fixed-width field without a width."""
    row = store.row("SELECT delimiter FROM gl_profiles WHERE code = ?", values["profile"])
    if row is None:
        raise FormError("profile", f"Layout: there is no {values['profile']}. F4 shows the list.")
    if (values["source"] == "constant") != bool(values["constant"]):
        raise FormError("constant", "Constant: a text when the field holds a constant, and only then.")
    if row[0] == "NONE" and not values["width"]:
        raise FormError("width", "Width: a layout without a delimiter needs the width of every field.")


PROFILES = Register(
    code="GLPROFILES",
    number=45,
    title="Ledger layouts",
    model=GlProfile,
    columns=(Shown("code"), Shown("title", width=40), Shown("delimiter"), Shown("detail"), Shown("extension")),
    order=("code",),
    form=Form(
        "GLP010",
        "Ledger layout",
        {
            name: ref(getattr(GlProfile, name))
            for name in ("code", "title", "delimiter", "titles", "detail", "date_format", "extension", "active")
        },
        help="A layout of the file for the general ledger. Its fields stand in register 46. A date that has been "
        "exported keeps its file: a change counts for dates exported after it.",
    ),
    view=VIEW,
    change=MAINTAIN,
    options=STANDARD,
    empty="There are no layouts. F6 adds one.",
)
FIELDS = Register(
    code="GLFIELDS",
    number=46,
    title="Fields of ledger layouts",
    model=GlProfileField,
    columns=(
        Shown("profile"), Shown("record", width=6), Shown("n", width=5), Shown("source"), Shown("constant", width=16),
        Shown("title", width=16), Shown("width"),
    ),
    order=("profile", "record", "n"),
    form=Form(
        "GLF010",
        "Field of a ledger layout",
        {
            name: ref(getattr(GlProfileField, name))
            for name in ("profile", "record", "n", "source", "constant", "title", "width")
        },
        help="Records # H and C come once, L for every line.",
    ),
    view=VIEW,
    change=MAINTAIN,
    options=(CHANGE, DISPLAY, HISTORY),
    check=_check_field,
    empty="There are no fields. F6 adds one.",
)  # fmt: skip
REGISTERS = (PROFILES, FIELDS)
