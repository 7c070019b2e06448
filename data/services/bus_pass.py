"""Bus passes: sold for the transit agency, with serial numbers where the pass has one."""

from __future__ import annotations

from dataclasses import dataclass

from data import fields, passes
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.passes import Product
from data.permissions import COUNTER, Permission
from data.services import Line, Service, Split
from data.services.rules import several
from data.session import Session
from data.store import Store

NEEDS = ("gl.passes_due", "gl.passes_revenue")
"""The dated settings this service needs: what is owed to the agency, and the city's own sales."""
MOST = 50
"""Passes on one line."""

FORM = Form(
    "BP10",
    "Bus passes",
    {
        "product": fields.Lookup("Product", 12, required=True, prompt="PASSES", help="F4 lists the passes."),
        "quantity": fields.Count("Quantity", 3, required=True, default=1, stop=True, minimum=1, maximum=MOST),
        "serial": fields.Code("First serial", 16, help="The lowest in stock is offered; the others follow it."),
        "proof": fields.Yes(
            "Proof seen", required=True, default=False, help="Y when a reduced fare's proof was shown."
        ),
    },
    help="Sells bus passes. The price comes from the product; passes with serial numbers leave the stock.",
    policy="A senior is 65 or older, or born on or before September 1, 1959. Youth, senior, disabled and Medicare"
    " fares need proof.",
)


@dataclass(frozen=True)
class Stock:
    """The product, the serials that would be sold, and where the money goes."""

    product: Product
    serials: tuple[str, ...]
    gl: str


def facts(store: Store, values: Values) -> Stock:
    """The product today and the next serials in stock. Raises `FormError` when there is no such product."""
    today = store.clock.today()
    product = passes.product(store, values["product"], today)
    if product is None:
        raise FormError("product", f"There is no pass {values['product']} today. F4 lists them.")
    serials: tuple[str, ...] = ()
    if product.serialized:
        serials = passes.serials_from(store, product.id, values.get("serial") or "", values.get("quantity") or 1)
    return Stock(product, serials, several(store, NEEDS, today)[NEEDS[0 if product.consigned else 1]])


def lines(values: Values, facts: Stock) -> tuple[Line, ...]:
    """One line of passes. Raises `FormError` for missing proof, a serial that is not in stock, or too little stock."""
    product, quantity, serial = facts.product, values["quantity"], values["serial"]
    if product.proof_needed and not values["proof"]:
        raise FormError("proof", f"{product.title}: look at the proof for this fare, then type Y.")
    if product.serialized:
        _check_stock(facts, quantity, serial)
    elif serial:
        raise FormError("serial", f"{product.title} has no serial numbers. Leave this empty.")
    amount = product.price_cents * quantity
    note = _span(facts.serials)
    return (
        Line(
            "BP",
            f"{product.title} {note}".strip(),
            amount,
            (Split(facts.gl, amount),),
            description_es=f"{product.title_es or product.title} {note}".strip(),
            reference=facts.serials[0] if facts.serials else "",
            charge_code=product.code,
            quantity=quantity,
            unit_cents=product.price_cents,
            detail={
                "product": product.id,
                "category": product.category,
                "serials": list(facts.serials),
                "proof": values["proof"],
            },
        ),
    )


def _check_stock(facts: Stock, quantity: int, serial: str | None) -> None:
    if serial and (not facts.serials or facts.serials[0] != serial):
        raise FormError("serial", f"Serial {serial} is not in stock. Empty offers the next one.")
    if len(facts.serials) < quantity:
        raise FormError("quantity", f"Only {len(facts.serials)} in stock from there. Ask a supervisor for more.")


def _span(serials: tuple[str, ...]) -> str:
    """The serials as a clerk reads them; gaps are shown by naming only first and last."""
    if len(serials) < 2:
        return "".join(serials)
    return f"{serials[0]}-{serials[-1]}"


def look(store: Store, session: Session, values: Values) -> Look:
    """Price, category and the serials; offers the first serial."""
    if not values.get("product"):
        return Look()
    found = facts(store, values)
    product = found.product
    shown = [f"{product.title}  {product.agency}  {show_cents(product.price_cents)} each"]
    if quantity := values.get("quantity"):
        shown.append(f"{quantity} for {show_cents(product.price_cents * quantity)}")
    if product.serialized:
        shown.append(f"Serials {_span(found.serials)}" if found.serials else "None in stock")
    alert = f"PROOF NEEDED: {product.category}" if product.proof_needed else ""
    return Look(tuple(shown), {"serial": found.serials[0]} if found.serials else {}, alert)


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Take the serials out of stock. Raises `Refused` when one of them was sold meanwhile."""
    passes.sell(store, document_id, line.detail["product"], line.detail["serials"])


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Put the serials back into stock. Raises `Refused` when one of them has been moved since."""
    passes.take_back(store, line.detail["product"], line.detail["serials"])


SERVICE = Service(
    code="BP",
    number=4,
    title="Bus passes",
    title_es="Pases de autobús",
    permission=Permission("pay.passes", "only the counter's clerks sell bus passes.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("product", "quantity", "serial"),
)
