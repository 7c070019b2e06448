"""Scan-line layouts as rows: where account, date and amounts stand on a bill's stub, and its check-digit rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Code, Count, Digits, Text, Yes
from data.forms import Form, FormError, Values
from data.layouts import MAINTAIN, VIEW
from data.money import show_cents
from data.registers import Register, Shown
from data.scanline import CHECKS, STANDARD, ScanLayout, account_of, read_with
from data.utility.accounts import by_number

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

RULES = (
    ("NONE", "No check digit"),
    ("MOD10-21", "Mod 10, weights 2 1 from the left"),
    ("LUHN", "Luhn, weights 2 1 from the right"),
    ("MOD10-371", "Mod 10, weights 3 7 1"),
)
NAMES = (
    "code",
    "title",
    "length",
    "account_start",
    "account_length",
    "account_check",
    "date_start",
    "rate_start",
    "rate_length",
    "gross_start",
    "net_start",
    "amount_length",
    "check_rule",
)
_READ = f"SELECT {', '.join(NAMES)} FROM scan_layouts WHERE active = 1 ORDER BY length DESC, code"
assert {rule for rule, _ in RULES} == set(CHECKS)


class ScanLine(Record):
    """One kind of scan line."""

    code = column(Code("Scan line", 12, required=True), unique=True)
    title = column(Text("Title", 40, required=True))
    length = column(Count("Digits in all", 3, required=True, minimum=8, maximum=200))
    account_start = column(Count("Account from", 3, required=True, minimum=1, help="Columns count from 1."))
    account_length = column(Count("Account digits", 3, required=True, minimum=8, maximum=16))
    account_check = column(
        Choice("Account check", 6, required=True, options=(("NONE", "None"), ("LUHN", "Luhn")), default="LUHN")
    )
    date_start = column(Count("Due date from", 3, help="Six digits, MMDDYY; 0 when there is none."))
    rate_start = column(Count("Rate from", 3))
    rate_length = column(Count("Rate digits", 3))
    gross_start = column(Count("Late amount from", 3, help="What is to be paid after the due date."))
    net_start = column(Count("Amount from", 3, help="What is to be paid up to the due date; 0 when there is none."))
    amount_length = column(Count("Amount digits", 3))
    check_rule = column(
        Choice("Check digit", 10, required=True, options=RULES, default="MOD10-21", help="The last digit's rule.")
    )
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "scan_layouts"


def layouts(store: Store) -> tuple[ScanLayout, ...]:
    """The active layouts, the longest first; the standard one where there are no rows."""
    return tuple(ScanLayout(*row[:1], *row[2:]) for row in store.rows(_READ)) or (STANDARD,)


def explained(store: Store, text: str) -> tuple[str, ...]:
    """What a scan says, in rows for the screen that tries one on: each layout's answer, then the account."""
    digits, account, said = text.strip(), None, [f"{len(text.strip())} characters"]
    for one in layouts(store):
        stub, problem = read_with(one, digits)
        if stub is None:
            said.append(f"{one.code}: {problem}")
            continue
        account = account or stub.account
        due = f"{stub.due_on:%m/%d/%Y}" if stub.due_on else "none"
        said.append(f"{one.code}: account {stub.account}, due {due}, rate {stub.rate or 'none'}")
        said.append(f"   to be paid {show_cents(stub.net_cents)}, late {show_cents(stub.gross_cents)}")
    account = account or account_of(digits)
    if account is None:
        return (*said, "It is no barcode of an account either.")
    view = by_number(store, account)
    return (*said, f"Account {view.number_shown}  {view.name}" if view else f"There is no account {account}.")


TRY = Form(
    "FIL050",
    "Try a scan",
    {"scan": Digits("Scan or type a line", 60, check="none", required=True)},
    help="Scan a stub to see how each layout reads it. Nothing is posted.",
)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse parts that stand beyond the end of the line."""
    size, last = int(values["length"]), int(values["length"]) - (values["check_rule"] != "NONE")
    for name, length in (
        ("account_start", values["account_length"]),
        ("date_start", 6),
        ("rate_start", values["rate_length"] or 0),
        ("gross_start", values["amount_length"] or 0),
        ("net_start", values["amount_length"] or 0),
    ):
        start = values[name] or 0
        if start and start + length - 1 > last:
            raise FormError(name, f"{start} and {length} digits reach beyond digit {last} of {size}.")


REGISTER = Register(
    code="SCANLINES",
    number=58,
    title="Scan lines",
    model=ScanLine,
    columns=(Shown("code"), Shown("title", width=34), Shown("length"), Shown("check_rule"), Shown("active", "Act")),
    order=("code",),
    form=Form(
        "LAY04",
        "Scan line",
        {name: ref(getattr(ScanLine, name)) for name in (*NAMES, "active")},
        help="Where the parts of a stub's scan line stand. Program 11.7 tries a scan on all layouts.",
    ),
    view=VIEW,
    change=MAINTAIN,
    check=_check,
    empty="There are no scan lines. F6 adds one.",
)
