"""Passport visit: the city's fees as revenue, and the State Department's check in custody, never added together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import COUNTER, Permission, Refused
from data.services import Line, Service
from data.services.rules import fees, several
from data.session import Session
from data.store import Store

EXECUTION, PHOTO = "PASSPORT", "PASSPORT-PHOTO"
NEEDS = (EXECUTION, PHOTO)
"""The charge codes this service needs."""
ADULT, MINOR = "ADULT", "MINOR"
BOOK, CARD, BOTH = "BOOK", "CARD", "BOTH"
CHECK, MONEY_ORDER = "CHECK", "MO"
FEES = (
    "fee.passport_execution",
    "fee.passport_photo",
    *(f"passport.state.{age}.{kind}" for age in ("adult", "minor") for kind in ("book", "card", "both")),
    "passport.state.expedite",
    "passport.state.fast_return",
)
"""The dated settings this service needs, besides `passport.enabled`."""

FORM = Form(
    "PP10",
    "Passport visit",
    {
        "applicant": fields.Text("Applicant", 30, required=True, help="Last name and first initial only."),
        "check": fields.Digits("State check", 15, required=True, help="Number of the check or money order."),
        "check_amount": fields.Money("Check amount", required=True, help="As written on it; it must be exact."),
        "age": fields.Choice(
            "Age", 8, required=True, default=ADULT, options=((ADULT, "16 or older"), (MINOR, "Under 16"))
        ),
        "product": fields.Choice(
            "Product", 8, required=True, default=BOOK, options=((BOOK, "Book"), (CARD, "Card"), (BOTH, "Book and card"))
        ),
        "expedite": fields.Yes("Expedite", required=True, default=False),
        "fast_return": fields.Yes("1-2 day return", required=True, default=False, help="Of the book only."),
        "photo": fields.Yes("Photo taken here", required=True, default=False),
        "kind": fields.Choice(
            "Paid by",
            8,
            required=True,
            default=CHECK,
            options=((CHECK, "Check"), (MONEY_ORDER, "Money order")),
            help="To the State.",
        ),
    },
    help="One applicant, two payments: the execution fee to the city, and a check or money order to the"
    ' "U.S. Department of State", which is only held here and mailed with the application.',
    policy="The two payments are never combined. The State check must be for exactly what the State charges and shows"
    " the applicant's name. Starter and altered checks are not accepted.",
)


@dataclass(frozen=True)
class Costs:
    """The charge codes by code, and all fees in cents by setting."""

    charges: Mapping[str, Charge]
    fees: Mapping[str, int]

    def state_cents(self, values: Values) -> int:
        """What the State Department charges for what is applied for. Raises `FormError`."""
        age, product = values["age"].lower(), values["product"].lower()
        total = self.fees[f"passport.state.{age}.{product}"]
        if values["expedite"]:
            total += self.fees["passport.state.expedite"]
        if values["fast_return"]:
            if values["product"] == CARD:
                raise FormError("fast_return", "Only a book is returned in 1-2 days; a card goes by first class mail.")
            total += self.fees["passport.state.fast_return"]
        return total


def facts(store: Store, values: Values) -> Costs:
    """Today's fees. Raises `Refused` when the desk is closed, `StoreError` when a row is missing."""
    today = store.clock.today()
    if several(store, ("passport.enabled",), today)["passport.enabled"] != "Y":
        raise Refused("This office takes no passport applications (setting passport.enabled).")
    return Costs(charges.needed(store, NEEDS, today), fees(store, FEES, today))


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """Execution, photo, and the State check as custody. Raises `FormError` when the check is not exact."""
    due = facts.state_cents(values)
    if values["check_amount"] != due:
        raise FormError("check_amount", f"The State charges exactly {show_cents(due)} for this application.")
    who = {"reference": values["applicant"], "customer": values["applicant"]}
    found = [facts.charges[EXECUTION].line("PP", facts.fees["fee.passport_execution"], **who)]
    if values["photo"]:
        found.append(facts.charges[PHOTO].line("PP", facts.fees["fee.passport_photo"], **who))
    word, word_es = ("check", "Cheque") if values["kind"] == CHECK else ("money order", "Giro postal")
    found.append(
        Line(
            "PP",
            f"State Dept. {word} {values['check']}",
            0,
            (),
            description_es=f"{word_es} al Depto. de Estado {values['check']}",
            custody_cents=due,
            detail={"custody": values["kind"], "number": values["check"], "age": values["age"]},
            **who,
        )
    )
    return tuple(found)


def look(store: Store, session: Session, values: Values) -> Look:
    """What goes to the State and what to the city, as two facts and never as a sum."""
    if not values.get("applicant"):
        return Look()
    found = facts(store, values)
    chosen = {name: values.get(name, FORM.fields[name].default) for name in FORM.fields}
    city = found.fees["fee.passport_execution"] + (found.fees["fee.passport_photo"] if chosen["photo"] else 0)
    return Look(
        (
            f"To the U.S. Department of State, check or money order: {show_cents(found.state_cents(chosen))}",
            f"To the city, any tender: {show_cents(city)}",
        )
    )


SERVICE = Service(
    code="PP",
    number=10,
    title="Passport",
    title_es="Pasaporte",
    permission=Permission("pay.passport", "only the counter's clerks take passport applications.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    typed=("applicant", "check", "check_amount"),
)
