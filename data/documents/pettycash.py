"""The papers of petty cash: voucher, fund count, reimbursement form and change order, in English and Spanish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents import Element
from data.documents.elements import CUT, RULE, day, heading, money, pair, signature, text

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.pettycash import Fund
    from data.pettycash_claims import Claim
    from data.pettycash_counts import FundCount
    from data.pettycash_orders import Order
    from data.pettycash_vouchers import Voucher

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "voucher": "PETTY CASH VOUCHER",
        "advance": "PETTY CASH ADVANCE",
        "settled": "ADVANCE SETTLED",
        "CANCELLED": "CANCELLED",
        "fund": "Fund",
        "payee": "Paid to",
        "department": "Department",
        "account": "Account",
        "travel": "Travel authorization",
        "requested": "Requested by",
        "approved": "Approved by",
        "receipt": "Receipt attached",
        "missing": "Receipt to follow",
        "due": "Receipt and change are due on",
        "advanced": "Advanced",
        "back": "Change back",
        "more": "Paid out on top",
        "tax": "Tax in it",
        "amount": "AMOUNT",
        "custodian": "Custodian",
        "received": "Received the money",
        "promise": "I return the receipt and the change by that day.",
    },
    "es": {
        "voucher": "COMPROBANTE DE CAJA CHICA",
        "advance": "ANTICIPO DE CAJA CHICA",
        "settled": "ANTICIPO LIQUIDADO",
        "CANCELLED": "CANCELADO",
        "fund": "Fondo",
        "payee": "Pagado a",
        "department": "Departamento",
        "account": "Cuenta",
        "travel": "Autorización de viaje",
        "requested": "Solicitado por",
        "approved": "Aprobado por",
        "receipt": "Recibo adjunto",
        "missing": "Recibo por entregar",
        "due": "El recibo y el cambio vencen el",
        "advanced": "Anticipo",
        "back": "Cambio devuelto",
        "more": "Pagado de más",
        "tax": "Impuesto incluido",
        "amount": "IMPORTE",
        "custodian": "Encargado del fondo",
        "received": "Recibí el dinero",
        "promise": "Devuelvo el recibo y el cambio ese día.",
    },
}
"""What a voucher says, by language."""


def voucher_paper(terms: Terms, fund: Fund, found: Voucher) -> list[Element]:
    """A voucher to be signed, in its own language."""
    words = WORDS.get(found.language, WORDS["en"])
    is_open = found.state == "ADVANCED"
    out = heading(terms, f"{words['advance' if is_open else 'voucher']} {found.number}")
    if found.state == "CANCELLED":
        out.append(text(words["CANCELLED"], "center", size=2, bold=True))
    out += [pair(f"{words['fund']} {fund.code}", day(found.paid_on)), text(f"{words['payee']}: {found.payee}")]
    out += [text(found.purpose), pair(words["department"], found.department), pair(words["account"], found.gl)]
    if found.travel:
        out.append(pair(words["travel"], found.travel))
    out += [
        text(f"{words['requested']}: {found.requested_by}"),
        text(f"{words['approved']}: {found.approved_by}"),
        RULE,
    ]
    if found.advanced_cents and not is_open:
        rest = found.advanced_cents - found.amount_cents
        out.append(money(words["advanced"], found.advanced_cents))
        if rest:
            out.append(money(words["back" if rest > 0 else "more"], abs(rest)))
    if found.tax_cents:
        out.append(money(words["tax"], found.tax_cents))
    out += [
        money(words["amount"], found.amount_cents, bold=True),
        text(words["receipt" if found.receipt else "missing"]),
    ]
    if is_open and found.due_on:
        out += [pair(words["due"], day(found.due_on)), text(words["promise"])]
    return [*out, *signature(words["received"]), *signature(words["custodian"]), CUT]


OFFICE: dict[str, dict[str, str]] = {
    "en": {
        "count": "PETTY CASH COUNT",
        "SURPRISE": "Surprise count",
        "OWN": "Custodian's own count",
        "CLAIM": "Count for reimbursement",
        "counted": "Cash counted",
        "change": "Change out at the bank",
        "vouchers": "Vouchers",
        "advances": "Advances",
        "transit": "Reimbursement on the way",
        "total": "Total",
        "fund": "Fund",
        "over": "OVER",
        "short": "SHORT",
        "balances": "The fund balances.",
        "counter": "Counted by",
        "custodian": "Custodian",
        "claim": "PETTY CASH REIMBURSEMENT",
        "payable": "Check payable to",
        "payee": "custodian, petty cash",
        "over_line": "Cash over and short",
        "request": "AMOUNT OF THE CHECK",
        "requested": "Requested by",
        "approved": "Approved by",
        "reason": "Reason",
        "order": "CHANGE ORDER",
        "given": "Given to the bank",
        "wanted": "Wanted in whole rolls and straps",
        "value": "VALUE IN = VALUE OUT",
        "carried": "Carried by",
        "bank": "Received at the bank",
    },
    "es": {
        "count": "ARQUEO DE CAJA CHICA",
        "SURPRISE": "Arqueo sorpresivo",
        "OWN": "Arqueo del encargado",
        "CLAIM": "Arqueo para reembolso",
        "counted": "Efectivo contado",
        "change": "Cambio pedido al banco",
        "vouchers": "Comprobantes",
        "advances": "Anticipos",
        "transit": "Reembolso en camino",
        "total": "Total",
        "fund": "Fondo",
        "over": "SOBRANTE",
        "short": "FALTANTE",
        "balances": "El fondo cuadra.",
        "counter": "Contado por",
        "custodian": "Encargado del fondo",
        "claim": "REEMBOLSO DE CAJA CHICA",
        "payable": "Cheque a nombre de",
        "payee": "encargado, caja chica",
        "over_line": "Sobrantes y faltantes",
        "request": "IMPORTE DEL CHEQUE",
        "requested": "Solicitado por",
        "approved": "Aprobado por",
        "reason": "Motivo",
        "order": "PEDIDO DE CAMBIO",
        "given": "Entregado al banco",
        "wanted": "Pedido en rollos y fajos enteros",
        "value": "VALOR ENTREGADO = VALOR RECIBIDO",
        "carried": "Llevado por",
        "bank": "Recibido en el banco",
    },
}
"""What the office's papers say, by language."""


def count_paper(terms: Terms, fund: Fund, found: FundCount, language: str = "en") -> list[Element]:
    """The proof of a fund: what was counted, what is out, and whether it makes the fund."""
    words = OFFICE[language]
    now = found.position
    out = [*heading(terms, words["count"]), pair(f"{fund.code} {fund.title}", local_time(found.at))]
    out += [text(words[found.kind]), RULE, money(words["counted"], found.counted_cents)]
    parts = (("change", now.change_cents), ("vouchers", now.vouchers_cents), ("advances", now.advances_cents))
    out += [money(words[name], cents) for name, cents in (*parts, ("transit", now.transit_cents)) if cents]
    out += [money(words["total"], found.total_cents, bold=True), money(words["fund"], now.fund_cents), RULE]
    if found.difference_cents:
        name = "over" if found.difference_cents > 0 else "short"
        out.append(money(words[name], found.difference_cents, bold=True))
    else:
        out.append(text(words["balances"]))
    if found.note:
        out.append(text(found.note))
    return [*out, *signature(f"{words['counter']} {found.clerk}"), *signature(words["custodian"]), CUT]


def claim_paper(terms: Terms, fund: Fund, found: Claim, language: str = "en") -> list[Element]:
    """The reimbursement form: vouchers by account string, the over/short line, the check to be made out."""
    words = OFFICE[language]
    out = [*heading(terms, f"{words['claim']} {found.number}")]
    out += [pair(f"{fund.code} {fund.title}", day(found.requested_on)), RULE]
    for group in found.groups:
        out.append(money(f"{group.gl} {group.title}"[:30], group.cents, bold=True))
        out += [money(f"  {number} {payee}"[:30], cents) for number, payee, cents in group.vouchers]
    out += [RULE, money(words["vouchers"], found.vouchers_cents)]
    if found.short_cents:
        out.append(money(words["over_line"], found.short_cents))
        out.append(text(f"{words['reason']}: {found.reason}"))
    out += [money(words["request"], found.total_cents, bold=True), text(f"{words['payable']}: {fund.custodian.name},")]
    out += [text(f"  {words['payee']} {fund.code}"), *signature(f"{words['requested']} {found.requested_by}")]
    return [*out, *signature(f"{words['approved']} {found.approved_by}"), CUT]


def order_paper(terms: Terms, fund: Fund, found: Order, language: str = "en") -> list[Element]:
    """The change order for the bank: what is given, what is wanted, the same value."""
    words = OFFICE[language]
    out = [
        *heading(terms, f"{words['order']} {found.number}"),
        pair(f"{fund.code} {fund.title}", day(found.ordered_on)),
    ]
    for name, pieces in (("given", found.given), ("wanted", found.wanted)):
        out += [RULE, text(words[name], bold=True)]
        out += [money(f"{number} x {title}", cents) for title, number, cents in pieces]
    out += [RULE, money(words["value"], found.value_cents, bold=True)]
    return [*out, *signature(f"{words['carried']} {found.clerk}"), *signature(words["bank"]), CUT]
