"""The registers of ledger accounts and charge codes, as finance maintains them on a screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data import audit, changes
from data.columns import Record, column, ref
from data.fields import Choice, Code, Date, Lookup, Money, Percent, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import COUNTER, FINANCE, STAFF, Permission, Refused
from data.registers import Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

PARTS = 6
"""Ledger accounts one charge code may be split over."""
CHANGE = Permission("charges.change", "only finance maintains charge codes and accounts.", frozenset({FINANCE}))
VIEW = Permission("charges.view", "only the city's own staff see charge codes.", STAFF | COUNTER)

_GL = re.compile(r"\d{3}-\d{3}-\d{4}(-\d{6})?", re.ASCII)
_USED = (
    "SELECT MIN(c.code) FROM charge_splits s JOIN charge_codes c ON c.id = s.charge_code_id "
    "WHERE s.gl = ? AND c.active = 1"
)


class GlAccount(Record):
    """An account of the general ledger, as in the city's chart."""

    gl = column(Code("Account", 20, required=True, help="Fund-department-object: 100-030-4430."), unique=True)
    title = column(Text("Title", 40, required=True))
    kind = column(
        Choice(
            "Kind",
            10,
            required=True,
            options=(("REVENUE", "Revenue"), ("LIABILITY", "Liability"), ("ASSET", "Asset"), ("EXPENSE", "Expense")),
        )
    )
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "gl_accounts"


class ChargeCode(Record):
    """What money may be taken for, and where it goes; amounts in cents."""

    code = column(Code("Code", 16, required=True), unique=True)
    title = column(Text("Title", 40, required=True))
    title_es = column(Text("Spanish title", 40))
    department = column(Code("Department", 12))
    amount_cents = column(Money("Usual amount", help="Empty when the clerk types it."), null=True)
    reference_label = column(Text("Reference is", 20, help="What the clerk is asked for; empty asks for nothing."))
    valid_from = column(Date("Valid from", required=True))
    valid_to = column(Date("Valid to", help="Empty while there is no end."), null=True)
    authority = column(Text("Authority", 60, help="The resolution or law behind it."))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "charge_codes"


def _check_account(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    if not _GL.fullmatch(values["gl"]):
        raise FormError("gl", "An account is written 100-030-4430, with a project 100-030-4430-123456.")
    if record_id is None:
        return
    before = store.value("SELECT gl FROM gl_accounts WHERE id = ?", record_id)
    if before != values["gl"]:
        raise FormError("gl", "An account is not renamed: postings point at it. Add the new one instead.")
    if not values["active"] and (code := store.value(_USED, before)):
        raise FormError("active", f"Charge code {code} still posts to this account. Change that first.")


def _remove_account(store: Store, session: Session, record_id: int) -> None:
    """Switch an account off. Raises `Refused` while an active charge code posts to it."""
    gl = store.value("SELECT gl FROM gl_accounts WHERE id = ?", record_id)
    if code := store.value(_USED, gl):
        raise Refused(f"Charge code {code} still posts to this account. Change that first.")
    store.run("UPDATE gl_accounts SET active = 0, version = version + 1 WHERE id = ?", record_id)
    changes.record_change(store, session, "gl_accounts", record_id, {"active": "Y"}, {"active": "N"})


GL_ACCOUNTS = Register(
    code="GL",
    number=31,
    title="Ledger accounts",
    model=GlAccount,
    columns=(Shown("gl"), Shown("title"), Shown("kind"), Shown("active")),
    order=("gl",),
    form=Form(
        "GL10",
        "Ledger account",
        {
            "gl": ref(GlAccount.gl),
            "title": ref(GlAccount.title),
            "kind": ref(GlAccount.kind),
            "active": ref(GlAccount.active),
        },
        help="An account of the city's chart. Charge codes and settings may only name accounts listed here.",
    ),
    view=VIEW,
    change=CHANGE,
    check=_check_account,
    remove=_remove_account,
    empty="There are no ledger accounts. F6 adds one.",
)


def _part_fields() -> dict[str, Lookup | Percent]:
    found: dict[str, Lookup | Percent] = {}
    for n in range(1, PARTS + 1):
        found[f"gl{n}"] = Lookup(f"Account {n}", 20, required=n == 1, prompt="GL")
        found[f"percent{n}"] = Percent(f"Percent {n}", default=10_000 if n == 1 else None)
    return found


def splits_of(store: Store, values: Values) -> list[tuple[str, int]]:
    """The accounts and hundredths of a percent typed on the form. Raises `FormError` naming the wrong field."""
    found: list[tuple[str, int]] = []
    for n in range(1, PARTS + 1):
        gl, percent = values.get(f"gl{n}"), values.get(f"percent{n}")
        if gl is None and not percent:
            continue
        if gl is None:
            raise FormError(f"gl{n}", f"Account {n}: type the account that takes this percentage.")
        if not percent:
            raise FormError(f"percent{n}", f"Percent {n}: type the share of account {gl}.")
        if not store.value("SELECT 1 FROM gl_accounts WHERE gl = ? AND active = 1", gl):
            raise FormError(f"gl{n}", f"There is no active account {gl}. F4 lists them.")
        if gl in dict(found):
            raise FormError(f"gl{n}", f"Account {gl} is named twice.")
        found.append((gl, percent))
    if (total := sum(percent for _, percent in found)) != 10_000:
        last = max(len(found), 1)
        raise FormError(f"percent{last}", f"The percentages add to {Percent('').show(total)}; they must add to 100.00.")
    return found


def _check_charge(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    splits_of(store, values)
    if values["valid_to"] and values["valid_to"] < values["valid_from"]:
        raise FormError("valid_to", "The last day is before the first.")


def _read_splits(store: Store, record_id: int | None) -> Values:
    found: Values = {f"{word}{n}": None for n in range(1, PARTS + 1) for word in ("gl", "percent")}
    if record_id is not None:
        rows = store.rows("SELECT gl, percent FROM charge_splits WHERE charge_code_id = ? ORDER BY n", record_id)
        for n, (gl, percent) in enumerate(rows, 1):
            found[f"gl{n}"], found[f"percent{n}"] = gl, int(percent)
    return found


def _write_splits(store: Store, session: Session, record_id: int, values: Values) -> None:
    """Replace the splits, in order and without gaps; the last takes the rounding cent."""
    store.run("DELETE FROM charge_splits WHERE charge_code_id = ?", record_id)
    for n, (gl, percent) in enumerate(splits_of(store, values), 1):
        store.insert("charge_splits", charge_code_id=record_id, n=n, gl=gl, percent=percent)
    audit.record(store, session, "charge.splits", "charge_codes", record_id)


CHARGE_CODES = Register(
    code="CHARGES",
    number=32,
    title="Charge codes",
    model=ChargeCode,
    columns=(
        Shown("code"),
        Shown("title", width=30),
        Shown("amount_cents", "Amount", 10),
        Shown("department"),
        Shown("active", "Act"),
    ),
    order=("code",),
    form=Form(
        "MC20",
        "Charge code",
        {
            **{
                name: ref(getattr(ChargeCode, name))
                for name in ("code", "title", "title_es", "department", "amount_cents", "reference_label")
            },
            **_part_fields(),
            **{name: ref(getattr(ChargeCode, name)) for name in ("valid_from", "valid_to", "authority", "active")},
        },
        help="What money may be taken for. The percentages say where it goes and add to 100.00; the last account takes"
        " the rounding cent.\n\nA code that is switched off can no longer be charged; what was posted stays.",
    ),
    view=VIEW,
    change=CHANGE,
    second="settings.change",
    extra=_read_splits,
    check=_check_charge,
    after_save=_write_splits,
    empty="There are no charge codes. F6 adds one.",
)

REGISTERS = (GL_ACCOUNTS, CHARGE_CODES)
