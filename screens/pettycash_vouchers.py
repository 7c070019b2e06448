"""Petty cash vouchers at the counter: pay, settle an advance, cancel, mark as signed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from data import pettycash, pettycash_vouchers
from data.documents.elements import day
from data.documents.pettycash import voucher_paper
from data.forms import Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.pettycash_forms import CANCEL, SETTLE, VOUCHER
from data.pettycash_vouchers import Voucher
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, pick
from screens.pettycash_common import choose_fund, note, show_list, show_paper, with_reason
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def pay(desk: Desk, rest: str) -> None:
    """Pay a voucher from the box."""
    if (found := await choose_fund(desk, kept=True)) is None:
        return
    key = uuid.uuid4().hex

    async def do(values: Values, approval: Any) -> Voucher:
        return await desk.ask(pettycash_vouchers.pay, desk.store, desk.clerk_session, found.id, values, key, approval)

    look = Look((f"Fund {found.code} {found.title}, at most {show_cents(found.limit_cents)} per voucher.",))
    made = await fill_in(desk, VOUCHER, do, look=look)
    if made is not None:
        said = f"Voucher {made.number}: {show_cents(made.amount_cents)} to {made.payee}."
        due = (f"Receipt and change are due on {day(made.due_on)}.",) if made.due_on else ()
        note(desk, said, *due)


async def settle(desk: Desk, rest: str) -> None:
    """Pick an open advance and settle it."""
    if (found := await choose_fund(desk, kept=True)) is None:
        return
    open_ones = await desk.ask(pettycash_vouchers.vouchers, desk.store, desk.clerk_session, found.id, "ADVANCED")
    rows = [
        Row(one.id, (one.number, one.payee, day(one.due_on or one.paid_on), show_cents(one.amount_cents)))
        for one in reversed(open_ones)
    ]
    columns = (Column("Number", 14), Column("Paid to", 30), Column("Due", 10), Column("Advanced", 10, "right"))
    listing = Listing("PCV015", "Open advances", columns, fixed_rows(rows), pick=True, empty="No advance is open.")
    if (row := await pick(desk, listing)) is not None:
        await _settle(desk, next(one for one in open_ones if one.id == row.key))


async def _settle(desk: Desk, advance: Voucher) -> None:
    key = uuid.uuid4().hex
    about = f"Advance {advance.number} to {advance.payee}: {show_cents(advance.amount_cents)}"

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        return Look((about, pettycash_vouchers.change_back(advance, value))) if name == "spent" else None

    async def do(values: Values, approval: Any) -> Voucher:
        return await desk.ask(
            pettycash_vouchers.settle, desk.store, desk.clerk_session, advance.id, values, key, approval
        )

    made = await fill_in(desk, SETTLE, do, accept=accept, look=Look((about,)))
    if made is not None:
        note(desk, f"Advance {made.number} is settled.", pettycash_vouchers.change_back(advance, made.amount_cents))


async def show_vouchers(desk: Desk, rest: str) -> None:
    """The vouchers of a fund, newest first."""
    if (found := await choose_fund(desk)) is None:
        return

    async def rows() -> list[Row]:
        them = await desk.ask(pettycash_vouchers.vouchers, desk.store, desk.clerk_session, found.id)
        return [Row(one.id, _voucher_cells(one)) for one in them]

    columns = (
        Column("Number", 13), Column("Date", 10), Column("Paid to", 20), Column("State", 10),
        Column("Sgn", 3), Column("Amount", 9, "right"),
    )  # fmt: skip
    options = (("2", "Settle"), ("4", "Cancel"), ("5", "Display"), ("6", "Signed"))
    await show_list(desk, "PCV012", f"Vouchers {found.code}", columns, rows, options, _on_voucher)


def _voucher_cells(one: Voucher) -> tuple[str, ...]:
    signed = "Y" if one.signed else "N"
    return one.number, day(one.paid_on), one.payee, one.state.capitalize(), signed, show_cents(one.amount_cents)


async def _on_voucher(desk: Desk, option: str, voucher_id: int) -> None:
    one = await desk.ask(pettycash_vouchers.voucher, desk.store, voucher_id)
    if option == "2":
        if one.state != pettycash_vouchers.ADVANCED:
            raise Refused(f"Voucher {one.number} is no open advance.")
        await _settle(desk, one)
    elif option == "4":
        await with_reason(desk, CANCEL, f"Voucher {one.number} to {one.payee}", pettycash_vouchers.cancel, one.id)
    elif option == "6":
        await desk.ask(pettycash_vouchers.sign, desk.store, desk.clerk_session, one.id)
    else:
        found = await desk.ask(pettycash.seeing, desk.store, desk.clerk_session, one.fund_id)
        known = await desk.ask(terms, desk.store, one.paid_on)
        again = pettycash_vouchers.print_again
        await show_paper(desk, "PCV014", f"Voucher {one.number}", voucher_paper(known, found, one), again, one.id)
