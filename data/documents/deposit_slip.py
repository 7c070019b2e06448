"""The deposit slip: currency by denomination, coin, every check and money order, the tape's total, two signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.denominations import BILLS, COINS, ROLLS
from data.documents import Element
from data.documents.elements import CUT, RULE, heading, money, pair, signature, text
from data.money import show_cents

if TYPE_CHECKING:
    from data.deposits import Deposit
    from data.deposits_paper import Sheet
    from data.ledger_terms import Terms


def deposit_slip(terms: Terms, deposit: Deposit, sheet: Sheet) -> list[Element]:
    """The slip that goes with the bag. Cards and credits are no part of a deposit."""
    out = heading(terms, f"DEPOSIT {deposit.number}")
    out += [
        pair("Date", f"{deposit.prepared_on:%m/%d/%Y}"),
        pair("Bank", deposit.bank),
        pair("Account", deposit.account),
        pair("Bag or seal", deposit.bag),
        RULE,
    ]
    return [*out, *_cash(deposit), *_paper(deposit, sheet), *_total(deposit, sheet)]


def _cash(deposit: Deposit) -> list[Element]:
    currency = [(one, deposit.pieces.get(one.code, 0)) for one in BILLS]
    coin = [(one, deposit.pieces.get(one.code, 0)) for one in (*COINS, *ROLLS)]
    out: list[Element] = []
    for said, group in (("Currency", currency), ("Coin", coin)):
        out += [money(f"{one.title} x {count}", one.cents * count) for one, count in group if count]
        out.append(money(said, sum(one.cents * count for one, count in group), bold=True))
    return [*out, RULE]


def _paper(deposit: Deposit, sheet: Sheet) -> list[Element]:
    out: list[Element] = [text(f"Checks and money orders ({len(sheet.paper)})", bold=True)]
    out += [money(f"{one.kind} {one.routing:<9} {one.number}", one.amount_cents) for one in sheet.paper]
    out.append(money("Tape total", deposit.paper_cents, bold=True))
    if sheet.listed_cents != deposit.paper_cents:
        out.append(text(f"The receipts say {show_cents(sheet.listed_cents)}."))
    for one in sheet.withdrawn:
        out.append(text(f"Returned, not in this bag: {one.kind} {one.number} {show_cents(one.amount_cents)}"))
    return [*out, RULE]


def _total(deposit: Deposit, sheet: Sheet) -> list[Element]:
    out: list[Element] = [money("TOTAL DEPOSIT", deposit.total_cents, bold=True)]
    if deposit.difference_cents:
        out += [money("Over" if deposit.difference_cents > 0 else "Short", deposit.difference_cents)]
        out.append(text(f"Reason: {deposit.reason}"))
    out += [
        money(f"Till {one.till}  {one.business_date:%m/%d/%Y}  Z {one.z_number}", one.deposit_cents)
        for one in sheet.drawers
    ]
    verified = f"Verified by {deposit.verified_by}".rstrip()
    return [*out, *signature(f"Prepared by {deposit.prepared_by}"), *signature(verified), CUT]
