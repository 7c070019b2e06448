"""The letters that return a payment which came by mail, in English and Spanish, and the list of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.clock import shown_date
from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, money, pair, signature, text
from data.mail_exceptions import BY_CODE

if TYPE_CHECKING:
    from data.batches import Batch, Item
    from data.ledger_terms import Terms

TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {"returned": "YOUR PAYMENT IS RETURNED", "kept": "ABOUT YOUR PAYMENT"},
    "es": {"returned": "LE DEVOLVEMOS SU PAGO", "kept": "SOBRE SU PAGO"},
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {"date": "Date", "account": "Account", "check": "Check no.", "amount": "Amount", "why": "Reason",
           "by": "Please send it by", "sign": "For the City"},
    "es": {"date": "Fecha", "account": "Cuenta", "check": "Cheque núm.", "amount": "Importe", "why": "Motivo",
           "by": "Envíelo a más tardar el", "sign": "Por la Ciudad"},
}  # fmt: skip
BODY: Mapping[str, Mapping[str, str]] = {
    "en": {
        "NOSIGN": "Your check is not signed, so the bank would not pay it. Please sign it and send it back.",
        "POSTDATE": "Your check is dated ahead. Please send one that is dated today or earlier.",
        "STALE": "Your check is more than six months old, and a bank need not pay it (Commercial Code 4404). Please "
        "send a new one.",
        "AMTDIFF": "The amount in words and the amount in figures on your check differ. Please send a new one.",
        "WRONGPAYEE": "Your check is not made out to the City. Please send one that is.",
        "NOACCT": "We cannot find the account you are paying. Please send it back with your bill, or call us.",
        "WRONGAGENCY": "Your address is served by another agency. Please send your payment to the agency named on "
        "your bill.",
        "CASH-IN-MAIL": "There was cash in your envelope. It was counted by two of us and is kept for you: please "
        "call us. Never send cash by mail.",
        "MULTI": "Your check pays several bills, and their amounts do not add up to it. Please tell us how to divide "
        "it.",
        "CASHONLY": "Your account can be paid by cash, money order, cashier's check or card only (Government Code "
        "6157(b)). A personal check cannot be taken.",
    },
    "es": {
        "NOSIGN": "Su cheque no está firmado y el banco no lo pagaría. Por favor fírmelo y envíelo de nuevo.",
        "POSTDATE": "Su cheque tiene fecha adelantada. Por favor envíe uno con la fecha de hoy o anterior.",
        "STALE": "Su cheque tiene más de seis meses y el banco no está obligado a pagarlo (Código Comercial 4404). "
        "Por favor envíe otro.",
        "AMTDIFF": "El importe en letras y el importe en números de su cheque no coinciden. Por favor envíe otro.",
        "WRONGPAYEE": "Su cheque no está a nombre de la Ciudad. Por favor envíe uno que lo esté.",
        "NOACCT": "No encontramos la cuenta que desea pagar. Por favor envíelo con su factura, o llámenos.",
        "WRONGAGENCY": "Su domicilio recibe servicio de otra agencia. Envíe su pago a la agencia que aparece en su "
        "factura.",
        "CASH-IN-MAIL": "Había dinero en efectivo en su sobre. Dos personas lo contaron y lo guardamos para usted: "
        "por favor llámenos. Nunca envíe efectivo por correo.",
        "MULTI": "Su cheque paga varias facturas y los importes no suman lo mismo. Díganos cómo repartirlo.",
        "CASHONLY": "Su cuenta sólo puede pagarse en efectivo, con giro postal, cheque de caja o tarjeta (Código de "
        "Gobierno 6157(b)). No podemos aceptar un cheque personal.",
    },
}


def letter(
    terms: Terms, item: Item, where: Sequence[str], on: date, days: int, language: str
) -> tuple[str, list[Element]]:
    """The title and the paper of the letter for an item that is set aside; to be answered within `days`.

    `where` is the address it is mailed to; empty when nobody knows the payer.
    """
    spoken = language if language in TITLES else "en"
    labels, problem = LABELS[spoken], BY_CODE[item.exception]
    title = TITLES[spoken]["returned" if problem.returned else "kept"]
    out = heading(terms, title)
    out += [pair(labels["date"], f"{on:%m/%d/%Y}")]
    out += [BLANK, *(text(line) for line in (item.payer or item.customer, *where) if line), BLANK]
    if item.account:
        out.append(pair(labels["account"], item.account))
    if item.number:
        out.append(pair(labels["check"], item.number))
    out += [money(labels["amount"], item.amount_cents)]
    out += [pair(labels["why"], problem.title_es if spoken == "es" else problem.title), RULE]
    out += [text(BODY[spoken][problem.code]), BLANK]
    out.append(pair(labels["by"], f"{on + timedelta(days=days):%m/%d/%Y}", bold=True))
    return title.capitalize(), [*out, *signature(labels["sign"]), CUT]


def batch_paper(terms: Terms, batch: Batch, entered: Sequence[Item]) -> list[Element]:
    """The list of a batch: its items with state and amount, what was set aside, and its control."""
    out = heading(terms, f"BATCH {batch.number}")
    out += [pair(f"{batch.source}  {batch.clerk}", shown_date(batch.business_date)), RULE]
    for item in entered:
        said = f"{item.n:>3} {item.account or '--------'} {item.number}"
        out.append(money(said, item.amount_cents))
        if item.exception:
            out.append(text(f"    {item.exception} {item.state.lower()}"))
    out += [RULE, money(f"Entered {batch.count}", batch.cents, bold=True)]
    if batch.aside:
        out.append(money(f"Set aside {batch.aside}", batch.aside_cents))
    out.append(money(f"Control {batch.control_count}", batch.control_cents))
    return [*out, CUT]
