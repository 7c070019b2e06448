"""The registers of bus passes: products with their prices, lots received, and every serial in stock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import peewee

from data import passes
from data.columns import Record, column, ref
from data.fields import Choice, Code, Count, Date, Lookup, Money, Text, Yes
from data.forms import Form, FormError, Values
from data.passes import RETURNED, SPOILED, TAKE, VIEW
from data.permissions import FINANCE, Permission, Refused
from data.registers import CHANGE, DISPLAY, HISTORY, Option, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

PRICES = Permission("passes.change", "only finance maintains the passes and their prices.", frozenset({FINANCE}))


class PassProduct(Record):
    """A pass that is sold; the price in cents."""

    code = column(Code("Code", 12, required=True), unique=True)
    agency = column(Code("Agency", 10, required=True))
    title = column(Text("Title", 40, required=True))
    title_es = column(Text("Spanish title", 40))
    category = column(
        Choice(
            "Category",
            10,
            required=True,
            default="ADULT",
            options=(("ADULT", "Adult"), ("REDUCED", "Reduced"), ("YOUTH", "Youth"), ("SENIOR", "Senior, Medicare")),
        )
    )
    price_cents = column(Money("Price", required=True))
    consigned = column(Yes("Consigned", default=True, help="Y: sold for the agency. N: bought beforehand."))
    serialized = column(Yes("Serial numbers", default=False))
    proof_needed = column(Yes("Proof needed", default=False))
    valid_from = column(Date("Valid from", required=True))
    valid_to = column(Date("Valid to"), null=True)
    authority = column(Text("Authority", 60))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "pass_products"


class PassLot(Record):
    """A range of serials received from the agency."""

    product_id: Any = peewee.BigIntegerField()
    serial_from = column(Code("First serial", 16, required=True))
    serial_to = column(Code("Last serial", 16, required=True))
    quantity = column(Count("Passes", protected=True))
    received_on = column(Date("Received on", required=True))
    expires_on = column(Date("Expires on"), null=True)
    till = column(Code("Issued to till", 4))
    user_id: Any = peewee.BigIntegerField()

    class Meta:
        table_name = "pass_lots"


class PassSerial(Record):
    """One pass with a number."""

    version: Any = None
    product_id: Any = peewee.BigIntegerField()
    serial = column(Code("Serial", 16, protected=True))
    status = column(Code("Status", 10, protected=True))

    class Meta:
        table_name = "pass_serials"


def _check_product(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    if values["valid_to"] and values["valid_to"] < values["valid_from"]:
        raise FormError("valid_to", "The last day is before the first.")
    if record_id is not None and not values["serialized"]:
        left = store.value("SELECT COUNT(*) FROM pass_serials WHERE product_id = ? AND status = 'STOCK'", record_id)
        if left:
            raise FormError("serialized", f"{left} passes with serial numbers are in stock. Sell or return them first.")


PRODUCTS = Register(
    code="PASSES",
    number=33,
    title="Bus passes",
    model=PassProduct,
    columns=(
        Shown("code"),
        Shown("title", width=34),
        Shown("price_cents", width=8),
        Shown("category"),
        Shown("active", "Act"),
    ),
    order=("code",),
    form=Form(
        "BP20",
        "Bus pass",
        {
            name: ref(getattr(PassProduct, name))
            for name in (
                "code",
                "agency",
                "title",
                "title_es",
                "category",
                "price_cents",
                "consigned",
                "serialized",
                "proof_needed",
                "valid_from",
                "valid_to",
                "authority",
                "active",
            )
        },
        help="A pass that the counter sells. A new fare is a change of the price on the day it begins; every change is"
        " kept.",
    ),
    view=VIEW,
    change=PRICES,
    second="settings.change",
    check=_check_product,
    empty="There are no passes. F6 adds one.",
)


def _check_lot(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a range that cannot be received, and complete the lot with its product and number of passes."""
    row = store.row("SELECT id, serialized FROM pass_products WHERE code = ?", values["product"])
    if row is None or not row[1]:
        raise FormError("product", f"There is no pass {values['product']} with serial numbers. F4 lists the passes.")
    if record_id is not None:
        before = store.row("SELECT product_id, serial_from, serial_to FROM pass_lots WHERE id = ?", record_id)
        if before != (row[0], values["serial_from"], values["serial_to"]):
            raise FormError("serial_from", "A lot's serials stay as received. Mark wrong ones as returned or spoiled.")
    try:
        count = len(passes.expand(values["serial_from"], values["serial_to"]))
    except Refused as error:
        raise FormError("serial_to", str(error)) from None
    values.update(product_id=row[0], quantity=count)


def _stock_lot(store: Store, session: Session, record_id: int, values: Values) -> None:
    """Put the serials of a new lot into stock."""
    if store.value("SELECT COUNT(*) FROM pass_serials WHERE lot_id = ?", record_id) == 0:
        serials = passes.expand(values["serial_from"], values["serial_to"])
        passes.stock(store, values["product_id"], record_id, serials)


def _product_of_lot(store: Store, record_id: int | None) -> Values:
    return {
        "product": store.value(
            "SELECT p.code FROM pass_lots l JOIN pass_products p ON p.id = l.product_id WHERE l.id = ?", record_id
        )
    }


def _received_by(store: Store, session: Session) -> Values:
    return {"user_id": session.clerk.id}


def _return_rest(store: Store, session: Session, record_id: int) -> str:
    return f"{passes.return_rest(store, session, record_id)} passes were returned to the agency."


LOTS = Register(
    code="LOTS",
    number=34,
    title="Lots of bus passes",
    model=PassLot,
    columns=(
        Shown("received_on"),
        Shown("product", "Product", 12, sql="p.code"),
        Shown("serial_from"),
        Shown("serial_to"),
        Shown("quantity", "Passes", 6),
        Shown(
            "stock", "Left", 6, sql="(SELECT COUNT(*) FROM pass_serials s WHERE s.lot_id = t.id AND s.status = 'STOCK')"
        ),
    ),
    order=("received_on",),
    descending=True,
    source="pass_lots t JOIN pass_products p ON p.id = t.product_id",
    form=Form(
        "BP30",
        "Lot of bus passes",
        {
            "product": Lookup("Product", 12, required=True, prompt="PASSES"),
            **{
                name: ref(getattr(PassLot, name))
                for name in ("serial_from", "serial_to", "received_on", "expires_on", "till")
            },
        },
        help="Passes received from the agency. Every serial of the range goes into stock.",
    ),
    view=VIEW,
    change=TAKE,
    extra=_product_of_lot,
    check=_check_lot,
    after_save=_stock_lot,
    stamp=_received_by,
    options=(CHANGE, DISPLAY, Option("6", "Return the rest", _return_rest, TAKE), HISTORY),
    empty="No passes have been received. F6 receives a lot.",
)


def _leave(store: Store, session: Session, record_id: int, to: str, words: str) -> str:
    product_id, serial = store.row("SELECT product_id, serial FROM pass_serials WHERE id = ?", record_id) or (0, "")
    passes.move(store, session, product_id, serial, serial, to)
    return f"Pass {serial} {words}."


def _return(store: Store, session: Session, record_id: int) -> str:
    return _leave(store, session, record_id, RETURNED, "was returned to the agency")


def _spoil(store: Store, session: Session, record_id: int) -> str:
    return _leave(store, session, record_id, SPOILED, "was marked as spoiled")


def _only_with_lots(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    raise Refused("Serials come with their lot: receive a lot (LOTS).")


SERIALS = Register(
    code="SERIALS",
    number=35,
    title="Serial numbers of passes",
    model=PassSerial,
    columns=(Shown("product", "Product", 12, sql="p.code"), Shown("serial"), Shown("status")),
    order=("product", "serial"),
    position="serial",
    source="pass_serials t JOIN pass_products p ON p.id = t.product_id",
    form=Form("BP40", "Serial number of a pass", {"serial": ref(PassSerial.serial), "status": ref(PassSerial.status)}),
    view=VIEW,
    change=TAKE,
    check=_only_with_lots,
    options=(
        Option("6", "Return to agency", _return, TAKE),
        Option("7", "Spoiled", _spoil, TAKE),
        HISTORY,
    ),
    empty="No passes have been received.",
)

REGISTERS = (PRODUCTS, LOTS, SERIALS)
