"""The register of petty cash funds: finance sets them up, raises and lowers them, and names who keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import peewee

from data.columns import Record, column, ref
from data.fields import Code, Digits, Money, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import FINANCE, STAFF, Permission, Refused
from data.pettycash import fund, position, set_amount
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

CHANGE = Permission("petty.funds", "only finance sets up petty cash funds.", frozenset({FINANCE}))
VIEW = Permission("petty.funds.view", "petty cash funds are seen by staff.", STAFF)
_CODE = re.compile(r"PC[0-9A-Z]{1,2}", re.ASCII)


class PettyFund(Record):
    """An imprest fund; amounts in cents."""

    code = column(Code("Fund", 4, required=True, help="PC and a number: PC1. Its documents carry it."), unique=True)
    title = column(Text("Title", 30, required=True))
    amount_cents = column(Money("Amount", required=True, minimum_cents=0, help="The fixed amount of the fund."))
    custodian_id: Any = peewee.BigIntegerField()
    alternate_id: Any = peewee.BigIntegerField(null=True)
    location = column(Text("Location", 30))
    department = column(Code("Department", 12))
    voucher_limit_cents = column(Money("Limit per voucher", required=True, help="Above it another person approves."))
    replenish_cents = column(Money("Replenish point", minimum_cents=0, default=0, help="With so much cash or less."))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "petty_funds"


def _keeper(store: Store, values: Values, name: str) -> int | None:
    number = values.get(name)
    if not number:
        return None
    row = store.row("SELECT id FROM users WHERE number = ? AND disabled_at IS NULL", number)
    if row is None:
        raise FormError(name, f"There is no clerk {number}.")
    return int(row[0])


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a fund that keeps itself, a code that is a till's, and a closed fund with money in it."""
    if not _CODE.fullmatch(values["code"]):
        raise FormError("code", "A fund's code is PC and one or two letters or digits: PC1.")
    custodian, alternate = _keeper(store, values, "custodian"), _keeper(store, values, "alternate")
    if session.clerk.id in (custodian, alternate):
        raise FormError("custodian", "Nobody sets up or changes a fund they keep themselves.")
    if custodian == alternate:
        raise FormError("alternate", "The alternate is somebody else than the custodian.")
    values.update(custodian_id=custodian, alternate_id=alternate)
    if record_id is None:
        if store.value("SELECT 1 FROM chains WHERE series = ?", values["code"]):
            raise FormError("code", f"{values['code']} is a till or an earlier fund. Take another code.")
        return
    old = fund(store, record_id, lock=True)
    if old.code != values["code"]:
        raise FormError("code", "A fund keeps its code: its documents carry it.")
    if not values["active"] and values["amount_cents"]:
        raise FormError("active", "Lower the fund to 0.00 first: its money goes back to the bank.")
    lowered = old.amount_cents - values["amount_cents"]
    if lowered > position(store, old).cash_cents:
        raise FormError("amount_cents", "There is not so much cash in the box. Replenish the fund first.")


def _after(store: Store, session: Session, record_id: int, values: Values) -> None:
    """Post the set-up or the change of the amount against the bank."""
    found = fund(store, record_id)
    posted = store.value(
        "SELECT COALESCE(SUM(total_cents), 0) FROM journal WHERE series = ? AND kind = 'PETTY-FUND'", found.code
    )
    set_amount(store, session, found, int(posted))


def _extra(store: Store, record_id: int | None) -> Values:
    if record_id is None:
        return {"custodian": None, "alternate": None}
    found = fund(store, record_id)
    return {"custodian": found.custodian.number, "alternate": found.alternate.number if found.alternate else None}


def _remove(store: Store, session: Session, record_id: int) -> None:
    raise Refused("A fund is closed by lowering it to 0.00 and setting Active to N.")


REGISTER = Register(
    code="PCFUNDS",
    number=75,
    title="Petty cash funds",
    model=PettyFund,
    columns=(
        Shown("code", width=5),
        Shown("title", width=22),
        Shown("amount_cents", width=10),
        Shown("voucher_limit_cents", "Limit", width=9),
        Shown("custodian", "Custodian", width=16, sql="u.name"),
        Shown("active", "Act"),
    ),
    source="petty_funds t JOIN users u ON u.id = t.custodian_id",
    order=("code",),
    form=Form(
        "PCF010",
        "Petty cash fund",
        {
            "code": ref(PettyFund.code),
            "title": ref(PettyFund.title),
            "amount_cents": ref(PettyFund.amount_cents),
            "custodian": Digits("Custodian", 6, required=True, help="The clerk number of the person who keeps it."),
            "alternate": Digits("Alternate", 6, help="The clerk number of the person who stands in."),
            "location": ref(PettyFund.location),
            "department": ref(PettyFund.department),
            "voucher_limit_cents": ref(PettyFund.voucher_limit_cents),
            "replenish_cents": ref(PettyFund.replenish_cents),
            "active": ref(PettyFund.active),
        },
        help="An imprest fund keeps its amount: cash, vouchers, advances and reimbursements on the way always make it. "
        "Setting it up, raising or lowering it is posted against the bank.",
        policy="Custodian and alternate do not change their fund, ask for its money or approve its vouchers.",
    ),
    view=VIEW,
    change=CHANGE,
    options=STANDARD,
    extra=_extra,
    check=_check,
    after_save=_after,
    remove=_remove,
    empty="There are no petty cash funds. F6 sets one up.",
)
