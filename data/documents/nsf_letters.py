"""The letters of a returned item in English and Spanish: notice, statutory demand, stop payment, referral, cash only.

The wording of the demand and of the stop-payment notice follows the points that California Civil Code 1719 names; the
city's attorney should read it before use. Amounts in cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, money, pair, signature, text
from data.money import show_cents

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.returned_case import Case


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says beside the case: the day, the reason in the payer's language, and what is owed."""

    on: date
    reason: str
    item_cents: int
    fee_cents: int
    pay_by: date
    receipts: Sequence[str] = ()
    mailing_cents: int = 0
    damages_cents: int = 0
    """What the damages would be once the 30 days are over."""


Paragraphs = tuple[str, ...]

TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "NSF-1": "NOTICE OF RETURNED PAYMENT",
        "NSF-2": "DEMAND FOR PAYMENT, CIVIL CODE 1719",
        "NSF-2S": "NOTICE ON A STOPPED PAYMENT, CIVIL CODE 1719",
        "NSF-3": "NOTICE OF REFERRAL FOR COLLECTION",
        "CASH-ONLY": "HOW WE CAN TAKE YOUR PAYMENTS",
        "AUTOPAY": "YOUR AUTOMATIC PAYMENTS HAVE ENDED",
    },
    "es": {
        "NSF-1": "AVISO DE PAGO DEVUELTO",
        "NSF-2": "REQUERIMIENTO DE PAGO, CÓDIGO CIVIL 1719",
        "NSF-2S": "AVISO SOBRE UN PAGO SUSPENDIDO, CÓDIGO CIVIL 1719",
        "NSF-3": "AVISO DE ENVÍO A COBRANZA",
        "CASH-ONLY": "CÓMO PODEMOS RECIBIR SUS PAGOS",
        "AUTOPAY": "SUS PAGOS AUTOMÁTICOS HAN TERMINADO",
    },
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "date": "Date", "case": "Case", "certified": "Certified mail no.", "check": "Check or item no.",
        "paid": "Given to us on", "receipt": "Receipt", "why": "Returned because", "item": "Amount of the item",
        "fee": "Service charge", "mailing": "Cost of mailing", "total": "Total now due", "by": "To be paid by",
        "sign": "For the City",
    },
    "es": {
        "date": "Fecha", "case": "Caso", "certified": "Correo certificado núm.", "check": "Cheque o documento núm.",
        "paid": "Recibido el", "receipt": "Recibo", "why": "Devuelto por", "item": "Importe del documento",
        "fee": "Cargo por servicio", "mailing": "Costo del envío", "total": "Total a pagar", "by": "Pagadero hasta el",
        "sign": "Por la Ciudad",
    },
}  # fmt: skip
BODY: Mapping[str, Mapping[str, Paragraphs]] = {
    "en": {
        "NSF-1": (
            "Your bank returned the payment named below without paying it. What it had paid is due again.",
            "Please pay the total by the date below in cash or by money order, cashier's check or card. Another "
            "personal check cannot be taken for it (Government Code 6157).",
            "If you think this is a mistake, or cannot pay at once, please call us before that date.",
        ),
        "NSF-2": (
            "Your check named below was returned unpaid. This is a demand under California Civil Code section 1719, "
            "sent by certified mail.",
            "You have 30 days from the date this demand was mailed to pay in cash the amount of the check, the "
            "service charge, and the cost of mailing this demand: {total}.",
            "If you do not pay within the 30 days, you may be sued for the amount of the check, less what you have "
            "paid toward it within the 30 days, and damages of three times that amount, not less than $100 and not "
            "more than $1,500 for each check. For this check the damages would be {damages}.",
            "You do not owe the service charge, the mailing cost or the damages if you stopped payment because of a "
            "good-faith dispute with us about what is owed. Please tell us in writing within the 30 days.",
        ),
        "NSF-2S": (
            "Payment of your check named below was stopped. Civil Code section 1719 applies to stopped payments too.",
            "If you stopped payment because of a good-faith dispute over what is owed, tell us in writing what the "
            "dispute is. Then no service charge, mailing cost or damages are owed, and we will look into it.",
            "If there is no such dispute, you have 30 days from the date this notice was mailed to pay {total} in "
            "cash. After that you may be sued for the amount of the check and damages of three times that amount, "
            "not less than $100 and not more than $1,500: for this check {damages}. A court decides whether a "
            "dispute was in good faith.",
        ),
        "NSF-3": (
            "The payment named below has not been made good. It has been referred to the City's collection officer.",
            "The total below is still due. Please pay it in cash or by money order, cashier's check or card, and "
            "give the case number.",
        ),
        "CASH-ONLY": (
            "Because a payment of yours was returned, we ask that you pay in cash or by money order, cashier's check "
            "or card until {until} (Government Code 6157(b)).",
        ),
        "AUTOPAY": (
            "Your bank did not accept our last automatic payment: {why}. We have ended the automatic payments of your "
            "account, so that no further charge is refused.",
            "To begin again, please give us the present routing and account number in writing.",
        ),
    },
    "es": {
        "NSF-1": (
            "Su banco devolvió sin pagar el pago que se indica. Lo que se había pagado con él se debe nuevamente.",
            "Sírvase pagar el total antes de la fecha indicada en efectivo o con giro postal, cheque de caja o "
            "tarjeta. No podemos aceptar otro cheque personal (Código de Gobierno 6157).",
            "Si cree que es un error, o no puede pagar de inmediato, llámenos antes de esa fecha.",
        ),
        "NSF-2": (
            "Su cheque indicado abajo fue devuelto sin pago. Este es un requerimiento según la sección 1719 del "
            "Código Civil de California, enviado por correo certificado.",
            "Usted tiene 30 días a partir del envío de este requerimiento para pagar en efectivo el importe del "
            "cheque, el cargo por servicio y el costo del envío: {total}.",
            "Si no paga dentro de los 30 días, se le puede demandar por el importe del cheque, menos lo que haya "
            "pagado en ese plazo, más daños por tres veces ese importe, no menos de $100 ni más de $1,500 por cada "
            "cheque. Por este cheque los daños serían {damages}.",
            "Usted no debe el cargo, el costo del envío ni los daños si suspendió el pago por una disputa de buena "
            "fe con nosotros sobre lo que se debe. Háganoslo saber por escrito dentro de los 30 días.",
        ),
        "NSF-2S": (
            "El pago de su cheque indicado abajo fue suspendido. La sección 1719 del Código Civil también se aplica "
            "a los pagos suspendidos.",
            "Si suspendió el pago por una disputa de buena fe sobre lo que se debe, díganos por escrito cuál es la "
            "disputa. En ese caso no se deben cargo, costo del envío ni daños, y la examinaremos.",
            "Si no existe tal disputa, tiene 30 días a partir del envío de este aviso para pagar {total} en "
            "efectivo. Después se le puede demandar por el importe del cheque y daños por tres veces ese importe, no "
            "menos de $100 ni más de $1,500: por este cheque {damages}. Un tribunal decide si la disputa fue de "
            "buena fe.",
        ),
        "NSF-3": (
            "El pago indicado abajo no ha sido cubierto. El caso fue enviado al oficial de cobranzas de la Ciudad.",
            "El total indicado sigue pendiente. Páguelo en efectivo o con giro postal, cheque de caja o tarjeta, e "
            "indique el número de caso.",
        ),
        "CASH-ONLY": (
            "Debido a que un pago suyo fue devuelto, le pedimos pagar en efectivo o con giro postal, cheque de caja "
            "o tarjeta hasta el {until} (Código de Gobierno 6157(b)).",
        ),
        "AUTOPAY": (
            "Su banco no aceptó nuestro último cobro automático: {why}. Hemos terminado los pagos automáticos de su "
            "cuenta, para que ningún otro cobro sea rechazado.",
            "Para comenzar de nuevo, envíenos por escrito el número de ruta y de cuenta actuales.",
        ),
    },
}


def title(code: str, language: str) -> str:
    """What a letter is called. Raises `KeyError` for an unknown letter."""
    return TITLES.get(language, TITLES["en"])[code]


def letter(terms: Terms, code: str, case: Case, facts: LetterFacts, language: str = "") -> list[Element]:
    """A letter of a case, in the payer's language unless another is asked for."""
    spoken = (language or case.language) if (language or case.language) in BODY else "en"
    words = LABELS[spoken]
    total = facts.item_cents + facts.fee_cents + facts.mailing_cents
    out = heading(terms, title(code, spoken))
    out.append(pair(f"{words['date']} {facts.on:%m/%d/%Y}", f"{words['case']} {case.number}"))
    if case.certified and code in ("NSF-2", "NSF-2S"):
        out.append(text(f"{words['certified']} {case.certified}"))
    out += [BLANK, *(text(line) for line in (case.payer, case.street, case.place) if line), BLANK]
    until = f"{case.cash_only_until:%m/%d/%Y}" if case.cash_only_until else ""
    said = {
        "total": f"${show_cents(total)}",
        "damages": f"${show_cents(facts.damages_cents)}",
        "until": until,
        "why": facts.reason,
    }
    for paragraph in BODY[spoken][code]:
        out += [text(paragraph.format(**said)), BLANK]
    if code not in ("CASH-ONLY", "AUTOPAY"):
        out += _figures(words, case, facts, total)
    return [*out, *signature(words["sign"]), CUT]


def _figures(words: Mapping[str, str], case: Case, facts: LetterFacts, total: int) -> list[Element]:
    out = [RULE, pair(words["check"], case.check_number)]
    if case.paid_on:
        out.append(pair(words["paid"], f"{case.paid_on:%m/%d/%Y}"))
    out += [pair(words["receipt"], number) for number in facts.receipts]
    out += [pair(words["why"], facts.reason), money(words["item"], facts.item_cents)]
    out.append(money(words["fee"], facts.fee_cents))
    if facts.mailing_cents:
        out.append(money(words["mailing"], facts.mailing_cents))
    out.append(money(words["total"], total, bold=True))
    if facts.pay_by > facts.on:
        out.append(pair(words["by"], f"{facts.pay_by:%m/%d/%Y}"))
    return [*out, RULE]
