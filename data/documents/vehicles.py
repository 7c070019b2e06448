"""The papers of the vehicle desk, in English and Spanish: proof of payment of a repossession fee, release slip."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, money, pair, signature, text

if TYPE_CHECKING:
    from data.ledger_terms import Terms

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "proof": "PROOF OF PAYMENT",
        "proof_law": "The fee of Government Code 41612 was paid to the chief of police. The holder of the vehicle may "
        "release it against this paper and keeps it.",
        "report": "Report", "paid_on": "Paid on", "receipt": "Receipt", "amount": "AMOUNT", "debtor": "Debtor",
        "agency": "Repossession agency", "yard": "Stored at", "taken": "Repossessed on", "vehicle": "Vehicle",
        "plate": "Plate", "vin": "VIN", "clerk": "For the Police Department",
        "release": "VEHICLE RELEASE", "number": "CHP 180", "case": "Case", "stored": "Stored on",
        "authority": "Authority", "released": "Released on", "to": "Released to", "by": "Clerk", "tow": "Tow company",
        "fee": "City's fee", "waived": "waived", "none": "not owed",
        "release_law": "To the tow yard: release this vehicle to the person named above. Towing and storage are paid "
        "to the yard. A licensed driver must be present.",
        "person": "Received by",
    },
    "es": {
        "proof": "COMPROBANTE DE PAGO",
        "proof_law": "El cargo del Código de Gobierno 41612 fue pagado al jefe de policía. Quien guarda el vehículo "
        "puede entregarlo contra este documento y lo conserva.",
        "report": "Informe", "paid_on": "Pagado el", "receipt": "Recibo", "amount": "IMPORTE", "debtor": "Deudor",
        "agency": "Agencia de recuperación", "yard": "Guardado en", "taken": "Recuperado el", "vehicle": "Vehículo",
        "plate": "Placa", "vin": "VIN", "clerk": "Por el Departamento de Policía",
        "release": "ENTREGA DE VEHÍCULO", "number": "CHP 180", "case": "Caso", "stored": "Guardado el",
        "authority": "Autoridad", "released": "Entregado el", "to": "Entregado a", "by": "Empleado", "tow": "Grúa",
        "fee": "Cargo de la Ciudad", "waived": "exento", "none": "no se debe",
        "release_law": "Al depósito: entregue este vehículo a la persona nombrada arriba. La grúa y el depósito se "
        "pagan en el depósito. Debe estar presente un conductor con licencia.",
        "person": "Recibido por",
    },
}  # fmt: skip
"""What the papers say, by language."""


def _vehicle(words: Mapping[str, str], values: Mapping[str, Any]) -> list[Element]:
    shown = " ".join(str(values[name]) for name in ("year", "make", "model", "color") if values.get(name))
    plate = f"{values.get('plate_state') or ''} {values.get('plate') or ''}".strip()
    rows = ((words["vehicle"], shown), (words["plate"], plate), (words["vin"], values.get("vin") or ""))
    return [pair(label, value) for label, value in rows if value]


def proof_of_payment(
    terms: Terms, values: Mapping[str, Any], number: str, receipt: str, paid_on: date, cents: int, language: str = "en"
) -> list[Element]:
    """The debtor's proof that the fee of `cents` was paid (Government Code 41612): the yard keeps it."""
    words = WORDS.get(language, WORDS["en"])
    out = heading(terms, words["proof"])
    out += [pair(f"{words['report']} {number}", f"{words['paid_on']} {paid_on:%m/%d/%Y}")]
    out.append(text(f"{words['debtor']}: {values.get('debtor') or values['registered_owner']}"))
    out += _vehicle(words, values)
    out.append(pair(words["taken"], f"{values['taken_on']:%m/%d/%Y}"))
    out.append(text(f"{words['agency']}: {values['agency']}"))
    if values.get("yard"):
        out.append(text(f"{words['yard']}: {values['yard']}"))
    out += [RULE, money(words["amount"], cents, bold=True), pair(words["receipt"], receipt), RULE]
    return [*out, text(words["proof_law"]), *signature(words["clerk"]), CUT]


def release_slip(
    terms: Terms, values: Mapping[str, Any], released_at: str, clerk: str, receipts: str, language: str = "en"
) -> list[Element]:
    """The slip for the person and the tow yard; `released_at` is `HH:MM`, `receipts` the fee's receipt numbers."""
    words = WORDS.get(language, WORDS["en"])
    out = heading(terms, words["release"])
    out.append(pair(f"{words['number']} {values['number']}", f"{words['case']} {values['case_no'] or '-'}"))
    out += _vehicle(words, values)
    out += [
        pair(words["stored"], f"{values['impounded_on']:%m/%d/%Y}"),
        pair(words["authority"], str(values["authority"])),
        pair(words["tow"], str(values["tow_company"])),
    ]
    if values.get("yard"):
        out.append(text(f"{words['yard']}: {values['yard']}"))
    fee = f"{words['receipt']} {receipts}" if receipts else words["waived"] if values["waived"] else words["none"]
    out += [RULE, pair(words["fee"], fee), pair(words["released"], f"{values['released_on']:%m/%d/%Y} {released_at}")]
    out += [text(f"{words['to']}: {values['released_to']}", bold=True), pair(words["by"], clerk), RULE]
    return [*out, text(words["release_law"]), BLANK, *signature(words["person"]), *signature(words["clerk"]), CUT]
