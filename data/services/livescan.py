"""Live Scan fees: DOJ's and the FBI's are only passed through, the rolling fee is the city's; the log number, no name.

The counter knows nothing of the applicant: the police desk's log number is the reference and the only link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.frontdesk import payments
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.services.rules import fees
from data.session import Session
from data.store import Store

CODE, SUBJECT = "LS", "LIVESCAN"
"""The service, and under what its receipts are linked."""
DOJ, FBI, FIREARM, ROLL = "DOJ", "FBI", "FIREARM", "ROLL"
PAYEES: Mapping[str, str] = {
    DOJ: "LIVESCAN-DOJ", FBI: "LIVESCAN-FBI", FIREARM: "LIVESCAN-GUN", ROLL: "LIVESCAN-ROLL",
}  # fmt: skip
"""The charge code of each payee's part, in the order of the receipt."""
NEEDS = tuple(PAYEES.values())
"""The charge codes this service needs."""
FEES = tuple(f"fee.livescan_{name}" for name in ("doj", "fbi", "firearm", "review", "roll"))
"""The dated settings this service needs."""
BOTH, REVIEW = "BOTH", "REVIEW"
LEVELS = (
    (BOTH, "DOJ and FBI"),
    (DOJ, "DOJ only"),
    (FBI, "FBI only"),
    (REVIEW, "Record review"),
    (ROLL, "Rolling fee only"),
)
"""What is asked of whom; a request with a billing number, a card and a resubmission pay the rolling fee only."""
NUMBER = re.compile(r"(LS|FP)[0-9]{2}-[0-9]{5}", re.ASCII)
"""A number of the Live Scan log or of the fingerprint log."""

FORM = Form(
    "LS10",
    "Live Scan fees",
    {
        "number": fields.Code("Log number", 10, required=True, help="Of the police desk: LS27-00012 or FP27-00034."),
        "level": fields.Choice("Level", 8, required=True, options=LEVELS, help="As the log has it."),
        "firearm": fields.Yes("Firearms permit", required=True, default=False),
        "roll": fields.Yes("Rolling fee", required=True, default=True, help="N for a resubmission that pays none."),
    },
    help="Takes the fees of a Live Scan request or of a card of fingerprints. The police desk's log number is the"
    " reference; no name is taken. F6 on the request fills everything in.",
    policy="The fees of the Department of Justice and the FBI are passed through to them. A request with a billing"
    " number pays the rolling fee only: the agency is billed for the rest.",
)


@dataclass(frozen=True)
class Costs:
    """The charge codes by payee, the fees in cents by setting, and the receipts that paid this number, if any."""

    charges: Mapping[str, Charge]
    fees: Mapping[str, int]
    receipt: str


def facts(store: Store, values: Values) -> Costs:
    """Today's fees, and whether the number was paid. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    found = charges.needed(store, NEEDS, today)
    number = values["number"]
    paid = receipts_of(store, number) if NUMBER.fullmatch(number) else ""
    return Costs({payee: found[code] for payee, code in PAYEES.items()}, fees(store, FEES, today), paid)


def due(fees: Mapping[str, int], level: str, *, firearm: bool = False, roll: bool = True) -> dict[str, int]:
    """What is due by payee, in cents, from the fees by setting; payees who get nothing are left out."""
    parts = {
        DOJ: fees["fee.livescan_doj"] if level in (DOJ, BOTH) else 0,
        FBI: fees["fee.livescan_fbi"] if level in (FBI, BOTH) else 0,
        FIREARM: fees["fee.livescan_firearm"] if firearm and level != ROLL else 0,
        ROLL: fees["fee.livescan_roll"] if roll else 0,
    }
    if level == REVIEW:
        parts[DOJ] = fees["fee.livescan_review"]
    return {payee: cents for payee, cents in parts.items() if cents}


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line for each payee. Raises `FormError`: no such number, paid already, or nothing to pay."""
    number = values["number"]
    if not NUMBER.fullmatch(number):
        raise FormError("number", "Log number: as the police desk has it, LS27-00012 or FP27-00034.")
    if facts.receipt:
        raise FormError("number", f"{number} is paid: receipt {facts.receipt}.")
    parts = due(facts.fees, values["level"], firearm=bool(values["firearm"]), roll=bool(values["roll"]))
    if not parts:
        raise FormError("level", "Level: nothing is to be paid for this.")
    return tuple(facts.charges[payee].line(CODE, cents, reference=number) for payee, cents in parts.items())


def look(store: Store, session: Session, values: Values) -> Look:
    """What each payee gets."""
    if not values.get("number") or not values.get("level"):
        return Look()
    firearm, roll = bool(values.get("firearm")), values.get("roll") is not False
    parts = due(facts(store, values).fees, values["level"], firearm=firearm, roll=roll)
    shown = "  ".join(f"{payee} {show_cents(cents)}" for payee, cents in parts.items())
    return Look((shown, f"Total {show_cents(sum(parts.values()))}"))


def key_of(number: str) -> int:
    """A log number as the whole number under which its receipts are linked: `LS27-00012` is 12700012."""
    return int(f"{1 if number.startswith('LS') else 2}{number[2:4]}{number[5:]}")


def paid_cents(city: Store, number: str) -> dict[str, int]:
    """What the cashier took for a log number by payee, in cents; what was voided is not in it."""
    found = {
        str(code): int(cents)
        for code, cents in city.rows(
            "SELECT l.charge_code, sum(d.amount_cents) FROM desk_payments d JOIN journal_lines l "
            "ON l.journal_id = d.journal_id AND l.n = d.line_n "
            "WHERE d.subject = ? AND d.subject_id = ? AND d.void_id IS NULL GROUP BY l.charge_code",
            SUBJECT,
            key_of(number),
        )
    }
    return {payee: found[code] for payee, code in PAYEES.items() if found.get(code)}


def receipts_of(city: Store, number: str) -> str:
    """The numbers of the receipts of a log number that stand, blanks between; empty when it is unpaid."""
    return " ".join(dict.fromkeys(payments.receipt_numbers(city, SUBJECT, key_of(number)).split()))


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Link the receipt to the log number."""
    payments.link(store, SUBJECT, key_of(line.reference), document_id, line_no, line.amount_cents)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """The fees are unpaid again."""
    payments.unlink(store, SUBJECT, key_of(line.reference), document_id, line_no)


SERVICE = Service(
    code=CODE,
    number=15,
    title="Live Scan fees",
    title_es="Cuotas de Live Scan",
    permission=Permission("pay.livescan", "only those who take money may take Live Scan fees.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("number", "level"),
)
