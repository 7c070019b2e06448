"""Petty cash on menu 13: the fund and its counts; vouchers, reimbursements and change orders stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import pettycash, pettycash_counts
from data.clock import local_time
from data.documents.pettycash import count_paper
from data.forms import Values
from data.ledger_terms import terms
from data.money import show_cents
from data.pettycash import Fund, Position
from data.pettycash_counts import KINDS, FundCount
from screens.entry import fill_in
from screens.pager import read
from screens.pettycash_common import choose_fund, note, running_total, show_list, show_paper
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


def position_rows(found: Fund, now: Position, due: list[str]) -> list[str]:
    """Where a fund's money is, and what is due, as rows of the screen."""
    parts = (
        ("Cash in the box", now.cash_cents),
        ("Change out at the bank", now.change_cents),
        ("Vouchers to be reimbursed", now.vouchers_cents),
        ("Advances", now.advances_cents),
        ("Reimbursement on the way", now.transit_cents),
    )
    people = f"Custodian {found.custodian.name}" + (f", alternate {found.alternate.name}" if found.alternate else "")
    rows = ["", f"  {found.code} {found.title}   {found.location}", f"  {people}", ""]
    rows += [f"  {said + ' ':.<32} {show_cents(cents):>12}" for said, cents in parts]
    rows += [f"  {'':32} {'-' * 12}", f"  {'Fund ':.<32} {show_cents(now.total_cents):>12}", ""]
    return rows + [f"  {sentence}" for sentence in due]


async def show_fund(desk: Desk, rest: str) -> None:
    """Where the fund's money is by the books."""
    if (found := await choose_fund(desk)) is None:
        return
    now = await desk.ask(pettycash.position, desk.store, found)
    due = await desk.ask(pettycash.due, desk.store, found, desk.clerk_session.clock.today())
    await read(desk, "PCF030", "Petty cash fund", position_rows(found, now, due))


async def count(desk: Desk, rest: str) -> None:
    """Count the fund: the keeper's own count, or somebody else's surprise count."""
    if (found := await choose_fund(desk)) is None:
        return

    async def do(values: Values, approval: Any) -> FundCount:
        return await desk.ask(pettycash_counts.count, desk.store, desk.clerk_session, found.id, values)

    made = await fill_in(desk, pettycash_counts.FORM, do, accept=running_total(desk))
    if made is not None:
        desk.wake_worker()
        await _show_count(desk, found, made)
        note(desk, _difference(found, made.difference_cents))


def _difference(found: Fund, cents: int) -> str:
    if not cents:
        return f"Fund {found.code} balances."
    return f"Fund {found.code} is {show_cents(abs(cents))} {'over' if cents > 0 else 'short'}."


async def _show_count(desk: Desk, found: Fund, made: FundCount) -> None:
    known = await desk.ask(terms, desk.store, desk.clerk_session.clock.today())
    await show_paper(desk, "PCC020", KINDS[made.kind], count_paper(known, found, made), None, made.id)


async def show_counts(desk: Desk, rest: str) -> None:
    """The counts of a fund, newest first."""
    if (found := await choose_fund(desk)) is None:
        return

    async def rows() -> list[Row]:
        them = await desk.ask(pettycash_counts.counts, desk.store, desk.clerk_session, found.id)
        return [
            Row(one.id, (local_time(one.at), KINDS[one.kind], one.clerk, show_cents(one.difference_cents)))
            for one in them
        ]

    async def act(desk: Desk, option: str, count_id: int) -> None:
        await _show_count(desk, found, await desk.ask(pettycash_counts.get, desk.store, count_id))

    columns = (Column("When", 14), Column("Kind", 18), Column("By", 4), Column("Over/short", 12, "right"))
    await show_list(desk, "PCC030", f"Counts {found.code}", columns, rows, (("5", "Display"),), act)
