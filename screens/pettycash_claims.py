"""Petty cash reimbursements and change orders at the counter."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from data import pettycash, pettycash_ap, pettycash_claims, pettycash_counts, pettycash_orders
from data.denominations import cash_cents
from data.documents.elements import day
from data.documents.pettycash import claim_paper, order_paper
from data.forms import Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.pettycash_claims import Claim, Group
from data.pettycash_forms import RECEIVE, REQUEST, WITHDRAW
from data.pettycash_orders import GIVEN, WANTED, Order, value_cents
from screens import outbox
from screens.entry import EntryDisplay, fill_in
from screens.pager import read
from screens.pettycash_common import choose_fund, note, running_total, show_list, show_paper, with_reason
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

MOST_GROUPS = 12
"""Account strings shown before a reimbursement is requested; all are on its form."""


async def replenish(desk: Desk, rest: str) -> None:
    """Count, then request the reimbursement of all vouchers ± over/short; another person approves."""
    if (found := await choose_fund(desk, kept=True)) is None:
        return
    groups = await desk.ask(pettycash_claims.ready, desk.store, desk.clerk_session, found.id)

    async def counted(values: Values, approval: Any) -> Values:
        return values

    values = await fill_in(desk, pettycash_counts.FORM, counted, accept=running_total(desk))
    if values is None:
        return
    now = await desk.ask(pettycash.position, desk.store, found)
    short = now.cash_cents - cash_cents(values)
    key = uuid.uuid4().hex

    async def do(typed: Values, approval: Any) -> Claim:
        return await desk.ask(
            pettycash_claims.request, desk.store, desk.clerk_session, found.id, values, key, typed["reason"] or "",
            approval,
        )  # fmt: skip

    made = await fill_in(desk, REQUEST, do, look=Look(tuple(_request_rows(groups, short))))
    if made is not None:
        note(desk, f"Reimbursement {made.number} of {show_cents(made.total_cents)} is requested.")


def _request_rows(groups: tuple[Group, ...], short_cents: int) -> list[str]:
    rows = [f"{group.gl + ' ' + group.title:<44.44}{show_cents(group.cents):>12}" for group in groups[:MOST_GROUPS]]
    if len(groups) > MOST_GROUPS:
        rest = sum(group.cents for group in groups[MOST_GROUPS:])
        rows.append(f"{len(groups) - MOST_GROUPS} more accounts".ljust(44) + f"{show_cents(rest):>12}")
    if short_cents:
        rows.append(f"{'Cash ' + ('short' if short_cents > 0 else 'over'):<44}{show_cents(short_cents):>12}")
    total = sum(group.cents for group in groups) + short_cents
    return [*rows, f"{'Check to the custodian':<44}{show_cents(total):>12}"]


async def show_claims(desk: Desk, rest: str) -> None:
    """The reimbursements of a fund, newest first."""
    if (found := await choose_fund(desk)) is None:
        return

    async def rows() -> list[Row]:
        them = await desk.ask(pettycash_claims.claims, desk.store, desk.clerk_session, found.id)
        return [
            Row(one.id, (one.number, day(one.requested_on), one.state.capitalize(), one.check_number,
                         show_cents(one.total_cents)))
            for one in them
        ]  # fmt: skip

    columns = (
        Column("Number", 13), Column("Requested", 10), Column("State", 10), Column("Check", 16),
        Column("Amount", 11, "right"),
    )  # fmt: skip
    options = (("1", "Received"), ("4", "Withdraw"), ("5", "Display"), ("9", "Files for accounts payable"))
    await show_list(desk, "PCR012", f"Reimbursements {found.code}", columns, rows, options, _on_claim)


async def _on_claim(desk: Desk, option: str, claim_id: int) -> None:
    one = await desk.ask(pettycash_claims.claim, desk.store, desk.clerk_session, claim_id)
    about = f"Reimbursement {one.number}: {show_cents(one.total_cents)}"
    if option == "1":
        await _receive(desk, one, about)
    elif option == "9":
        await _files(desk, one, about)
    elif option == "4":
        await with_reason(desk, WITHDRAW, about, pettycash_claims.withdraw, one.id)
    else:
        found = await desk.ask(pettycash.seeing, desk.store, desk.clerk_session, one.fund_id)
        known = await desk.ask(terms, desk.store, one.requested_on)
        again = pettycash_claims.print_again
        await show_paper(desk, "PCR014", f"Reimbursement {one.number}", claim_paper(known, found, one), again, one.id)


async def _files(desk: Desk, one: Claim, about: str) -> None:
    """The request for accounts payable as CSV, and the form as PDF, into the outbox."""
    name, text = await desk.ask(pettycash_ap.request_file, desk.store, desk.clerk_session, one.id)
    found = await desk.ask(pettycash.seeing, desk.store, desk.clerk_session, one.fund_id)
    known = await desk.ask(terms, desk.store, one.requested_on)
    paths = [
        await outbox.write_text(desk, name, text),
        await outbox.write_pdf(desk, f"{one.number}.pdf", claim_paper(known, found, one)),
    ]
    await read(desk, "PCR016", "Files for accounts payable", ["", f"  {about}", "", *(f"  {path}" for path in paths)])


async def _receive(desk: Desk, one: Claim, about: str) -> None:
    key = uuid.uuid4().hex

    async def do(values: Values, approval: Any) -> Claim:
        return await desk.ask(pettycash_claims.receive, desk.store, desk.clerk_session, one.id, values["check"], key)

    if await fill_in(desk, RECEIVE, do, look=Look((about,))) is not None:
        note(desk, f"{show_cents(one.total_cents)} is back in the box.")


async def order(desk: Desk, rest: str) -> None:
    """Order change: bills out, whole rolls and straps of the same value back."""
    if (found := await choose_fund(desk, kept=True)) is None:
        return
    key = uuid.uuid4().hex

    async def accept(name: str, value: Any, values: Values) -> None:
        if isinstance(desk.screen, EntryDisplay):
            typed = {**values, name: value}
            sides = value_cents(typed, GIVEN, "give_"), value_cents(typed, WANTED)
            desk.screen.say(f"Given {show_cents(sides[0])}, wanted {show_cents(sides[1])}")

    async def do(values: Values, approval: Any) -> Order:
        return await desk.ask(pettycash_orders.order, desk.store, desk.clerk_session, found.id, values, key)

    made = await fill_in(desk, pettycash_orders.FORM, do, accept=accept)
    if made is not None:
        note(desk, f"Change order {made.number} of {show_cents(made.value_cents)}: take the bills to the bank.")


async def show_orders(desk: Desk, rest: str) -> None:
    """The change orders of a fund, newest first."""
    if (found := await choose_fund(desk)) is None:
        return

    async def rows() -> list[Row]:
        them = await desk.ask(pettycash_orders.orders, desk.store, desk.clerk_session, found.id)
        return [
            Row(one.id, (one.number, day(one.ordered_on), one.state.capitalize(), show_cents(one.value_cents)))
            for one in them
        ]

    columns = (Column("Number", 13), Column("Ordered", 10), Column("State", 10), Column("Value", 11, "right"))
    options = (("1", "Received"), ("4", "Returned"), ("5", "Display"))
    await show_list(desk, "PCO012", f"Change orders {found.code}", columns, rows, options, _on_order)


async def _on_order(desk: Desk, option: str, order_id: int) -> None:
    one = await desk.ask(pettycash_orders.get, desk.store, order_id)
    if option in ("1", "4"):
        key = f"petty:order:{one.id}:closed"
        await desk.ask(pettycash_orders.close, desk.store, desk.clerk_session, one.id, key, returned=option == "4")
        return
    found = await desk.ask(pettycash.seeing, desk.store, desk.clerk_session, one.fund_id)
    known = await desk.ask(terms, desk.store, one.ordered_on)
    again = pettycash_orders.print_again
    await show_paper(desk, "PCO014", f"Change order {one.number}", order_paper(known, found, one), again, one.id)
