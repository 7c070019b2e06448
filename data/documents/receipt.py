"""The receipt, in English and Spanish, and the slip of a void."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data import tenders
from data.clock import local_time
from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, day, heading, money, pair, signature, text
from data.ledger_terms import terms
from data.money import show_cents

if TYPE_CHECKING:
    from data.chain import LineRow, TenderRow
    from data.ledger_read import PostedReceipt
    from data.ledger_terms import Terms
    from data.store import Store

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "receipt": "RECEIPT",
        "void": "VOID SLIP",
        "taken_back": "Takes back receipt",
        "reason": "Reason",
        "duplicate": "DUPLICATE",
        "date": "Business date",
        "payer": "Received from",
        "total": "TOTAL",
        "refund": "REFUNDED",
        "tendered": "tendered",
        "change": "CHANGE",
        "custody": "HELD FOR OTHERS, NOT PART OF THE TOTAL",
        "clerk": "Clerk",
        "till": "Till",
        "chain": "Journal",
        "keep": "KEEP THIS RECEIPT",
        "signature": "Payer's signature",
        "footer": "receipt.footer",
    },
    "es": {
        "receipt": "RECIBO",
        "void": "COMPROBANTE DE ANULACIÓN",
        "taken_back": "Anula el recibo",
        "reason": "Motivo",
        "duplicate": "DUPLICADO",
        "date": "Fecha contable",
        "payer": "Recibido de",
        "total": "TOTAL",
        "refund": "REEMBOLSADO",
        "tendered": "entregado",
        "change": "CAMBIO",
        "custody": "EN CUSTODIA, NO FORMA PARTE DEL TOTAL",
        "clerk": "Cajero",
        "till": "Caja",
        "chain": "Registro",
        "keep": "CONSERVE ESTE RECIBO",
        "signature": "Firma del pagador",
        "footer": "receipt.footer_es",
    },
}
"""What the papers for the public say, by language."""


def receipt_elements(store: Store, posted: PostedReceipt, *, language: str = "", copy: int = 0) -> list[Element]:
    """The paper of a receipt or void; `copy` n marks the n-th duplicate. The language is the receipt's own if empty."""
    return paper(terms(store, posted.header.business_date), posted, language=language, copy=copy)


def paper(found: Terms, posted: PostedReceipt, *, language: str = "", copy: int = 0) -> list[Element]:
    """As `receipt_elements`, with the settings already read."""
    spoken = language or posted.header.language
    words = WORDS.get(spoken, WORDS["en"])
    void = posted.kind == "VOID"
    out = heading(found, words["void"] if void else f"{words['receipt']} {posted.number}")
    if copy:
        out.append(text(f"{words['duplicate']} {copy}", "center", size=2, bold=True))
    out += _facts(posted, words)
    out += [element for line in posted.lines if line.amount_cents for element in _line(line, spoken)]
    out += [RULE, money(words["refund" if void else "total"], abs(posted.total_cents), bold=True)]
    out += [element for tender in posted.tenders for element in _tender(tender, words, spoken)]
    if posted.change_cents:
        out.append(money(words["change"], posted.change_cents, bold=True))
    out += _custody(posted, words, spoken)
    return out + _foot(found, posted, words, void)


def _facts(posted: PostedReceipt, words: dict[str, str]) -> list[Element]:
    head = posted.header
    out = [pair(f"{words['date']} {day(head.business_date)}", local_time(head.at))]
    if head.payer:
        out.append(text(f"{words['payer']}: {head.payer}"))
    if posted.kind == "VOID":
        out.append(pair(words["taken_back"], posted.origin_receipt))
        out.append(text(f"{words['reason']}: {head.reason}"))
    out.append(RULE)
    return out


def _line(line: LineRow, language: str) -> list[Element]:
    said = line.description_es if language == "es" and line.description_es else line.description
    out = [money(said, line.amount_cents)]
    if abs(line.quantity) != 1 and line.quantity * line.unit_cents == line.amount_cents:
        out.append(text(f"  {abs(line.quantity)} x {show_cents(line.unit_cents)}"))
    about = " ".join(dict.fromkeys(filter(None, (line.reference, line.customer))))
    if about:
        out.append(text(f"  {about}"))
    return out


def _tender(tender: TenderRow, words: dict[str, str], language: str) -> list[Element]:
    name = tenders.title(tender.kind, language)
    if tender.kind == tenders.CARD:
        detail: dict[str, Any] = json.loads(tender.detail)
        name = f"{name} {detail.get('brand', '')} ...{detail.get('last4', '')} {tender.number}"
    elif tender.number:
        name = f"{name} {tender.number}"
    if tender.change_cents:
        return [money(f"{name} {words['tendered']}", tender.tendered_cents)]
    return [money(name, tender.amount_cents)]


def _custody(posted: PostedReceipt, words: dict[str, str], language: str) -> list[Element]:
    held = [line for line in posted.lines if line.custody_cents]
    if not held:
        return []
    out = [RULE, text(words["custody"], bold=True)]
    for line in held:
        said = line.description_es if language == "es" and line.description_es else line.description
        out.append(money(said, line.custody_cents))
        if line.reference:
            out.append(text(f"  {line.reference}"))
    return out


def _foot(found: Terms, posted: PostedReceipt, words: dict[str, str], void: bool) -> list[Element]:
    head = posted.header
    out = [
        RULE,
        pair(f"{words['clerk']} {posted.clerk_initials} ({posted.clerk_number})", f"{words['till']} {head.series}"),
        pair(words["chain"], posted.hash8),
    ]
    if void:
        return [*out, *signature(words["signature"]), CUT]
    out += [BLANK, {"barcode": posted.number}, text(words["keep"], "center", bold=True)]
    if footer := found.text(words["footer"]):
        out.append(text(footer, "center"))
    if address := found.values.get("receipt.qr", ""):
        out.append({"qr": address})
    return [*out, CUT]
