"""Letters of refunds and unclaimed money, in English and Spanish, and the list of a batch for accounts payable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, money, pair, signature, text
from data.text import many

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.refunds_case import Refund
    from data.unclaimed import Held

TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "RFD-1": "YOUR REFUND",
        "RFD-2": "YOUR REQUEST FOR A REFUND",
        "UNC-1": "WE MAY HOLD MONEY OF YOURS",
        "UNC-2": "CLAIM OF UNCLAIMED MONEY",
    },
    "es": {
        "RFD-1": "SU REEMBOLSO",
        "RFD-2": "SU SOLICITUD DE REEMBOLSO",
        "UNC-1": "PODEMOS TENER DINERO SUYO",
        "UNC-2": "RECLAMO DE DINERO NO RECLAMADO",
    },
}
BODY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "RFD-1": (
            "The refund named below has been paid by check. Please cash the check within six months; after that the "
            "money is listed as unclaimed.",
        ),
        "RFD-2": (
            "We cannot pay the refund named below: {why}",
            "The money stands where it was. If you think this is a mistake, please call us.",
        ),
        "UNC-1": (
            "The City holds the amount named below, and our records show that it is yours. To claim it, fill in the "
            "claim form and send it back with a copy of your identification.",
            "Money that nobody claims becomes the property of the City (Government Code 50050 to 50056).",
        ),
        "UNC-2": (
            "I claim the amount named below. I declare under penalty of perjury under the laws of the State of "
            "California that it is mine, or that I may claim it for the owner.",
        ),
    },
    "es": {
        "RFD-1": (
            "El reembolso indicado abajo se pagó con cheque. Cóbrelo dentro de seis meses; después el dinero se "
            "registra como no reclamado.",
        ),
        "RFD-2": (
            "No podemos pagar el reembolso indicado abajo: {why}",
            "El dinero queda donde estaba. Si cree que es un error, llámenos.",
        ),
        "UNC-1": (
            "La Ciudad tiene el importe indicado abajo y, según nuestros registros, le pertenece. Para reclamarlo, "
            "llene el formulario y envíelo con copia de su identificación.",
            "El dinero que nadie reclama pasa a ser propiedad de la Ciudad (Código de Gobierno 50050 a 50056).",
        ),
        "UNC-2": (
            "Reclamo el importe indicado abajo. Declaro bajo pena de perjurio según las leyes del Estado de "
            "California que me pertenece, o que puedo reclamarlo por su dueño.",
        ),
    },
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "date": "Date", "number": "Number", "reference": "Reference", "amount": "Amount", "check": "Check no.",
        "dated": "Check date", "by": "To be claimed before", "sign": "For the City", "claimant": "Claimant, date",
    },
    "es": {
        "date": "Fecha", "number": "Número", "reference": "Referencia", "amount": "Importe", "check": "Cheque núm.",
        "dated": "Fecha del cheque", "by": "Reclamar antes del", "sign": "Por la Ciudad",
        "claimant": "Reclamante, fecha",
    },
}  # fmt: skip


def _spoken(language: str) -> str:
    return language if language in BODY else "en"


def refund_letter(terms: Terms, code: str, refund: Refund, on: date, why: str = "") -> tuple[str, list[Element]]:
    """The title and paper of a letter of a refund, in the payee's language; `why` belongs to RFD-2."""
    spoken = _spoken(refund.language)
    words, title = LABELS[spoken], TITLES[spoken][code]
    out = heading(terms, title)
    out.append(pair(f"{words['date']} {on:%m/%d/%Y}", f"{words['number']} {refund.number}"))
    place = f"{refund.city}, {refund.state_code} {refund.zip}"
    out += [BLANK, *(text(line) for line in (refund.payee, refund.street, refund.street2, place) if line), BLANK]
    for paragraph in BODY[spoken][code]:
        out += [text(paragraph.format(why=why or refund.note)), BLANK]
    out += [RULE, pair(words["reference"], refund.reference), money(words["amount"], refund.amount_cents, bold=True)]
    if code == "RFD-1" and refund.check_date:
        out += [pair(words["check"], refund.check_number), pair(words["dated"], f"{refund.check_date:%m/%d/%Y}")]
    return title, [*out, RULE, *signature(words["sign"]), CUT]


def unclaimed_letter(terms: Terms, code: str, held: Held, on: date, language: str = "en") -> tuple[str, list[Element]]:
    """The title and paper of UNC-1, the notice to the owner, or UNC-2, the claim form."""
    spoken = _spoken(language)
    words, title = LABELS[spoken], TITLES[spoken][code]
    out = heading(terms, title)
    out.append(pair(f"{words['date']} {on:%m/%d/%Y}", f"{words['number']} {held.number}"))
    out += [BLANK, *(text(line) for line in (held.owner, held.street, held.place) if line), BLANK]
    for paragraph in BODY[spoken][code]:
        out += [text(paragraph), BLANK]
    named = [pair(words["reference"], held.reference)] if held.reference else []
    out += [RULE, *named, money(words["amount"], held.amount_cents, bold=True)]
    if held.effective_on:
        out.append(pair(words["by"], f"{held.effective_on:%m/%d/%Y}"))
    return title, [*out, RULE, *signature(words["claimant" if code == "UNC-2" else "sign"]), CUT]


def publication(terms: Terms, items: Sequence[Held], effective: date) -> list[Element]:
    """The notice for the newspaper, once a week for two successive weeks (Government Code 50050)."""
    out = heading(terms, "NOTICE OF UNCLAIMED MONEY")
    out.append(
        text(
            "The money listed below is held by the City and has not been claimed for three years. Unless a claim is "
            f"filed before {effective:%m/%d/%Y}, it becomes the property of the City (Government Code 50050-50056)."
        )
    )
    out.append(BLANK)
    out += [money(f"{item.number} {item.owner}", item.amount_cents) for item in items]
    return [*out, RULE, money(many(len(items), "item"), sum(item.amount_cents for item in items), bold=True), CUT]


def batch_paper(terms: Terms, number: str, at: str, refunds: Sequence[Refund]) -> list[Element]:
    """The list that goes to accounts payable with a batch made at a stored moment: every request and the totals."""
    out = heading(terms, f"REFUNDS TO ACCOUNTS PAYABLE {number}")
    out.append(text(local_time(at)))
    for refund in refunds:
        out.append(money(f"{refund.number} {refund.payee}", refund.amount_cents))
        out.append(text(f"   {refund.ground} {refund.reference} {refund.gl}"))
    total = sum(refund.amount_cents for refund in refunds)
    return [*out, RULE, money(many(len(refunds), "request"), total, bold=True), *signature("Approved"), CUT]
