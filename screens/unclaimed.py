"""Unclaimed money on the screen: the list with its dates, publication, claims, transfer."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from data import unclaimed
from data.cases import UNCLAIMED
from data.documents.refund_letters import publication
from data.forms import Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.refunds_forms import CLAIM, HOLD, PUBLISH, TRANSFER, payee_of
from data.unclaimed import Found, Held
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, work_with
from screens.outbox import write_pdf
from screens.returned_case import show_papers, show_steps
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

OPTIONS = (("1", "Publish"), ("2", "Claim"), ("3", "Form"), ("4", "Transfer"), ("5", "Letters"), ("8", "History"))


async def show_unclaimed(desk: Desk, rest: str) -> None:
    """The list by the day an item's time is over; F6 adds one, F11 writes the newspaper's notice."""
    session = desk.clerk_session
    listed = await desk.ask(_list_due, desk)
    if listed:
        desk.notice = (f"The time of {listed} items is over.",)

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(unclaimed.listing, desk.store)
        rows = [
            Row(one.id, (one.number, one.state, f"{one.years} yr", f"{one.due_on:%m/%d/%Y}", one.owner or "unknown",
                         show_cents(one.amount_cents)))
            for one in found
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _act(desk, option, await desk.ask(unclaimed.by_id, desk.store, int(row.key)))
        desk.wake_worker()

    async def new(display: Any) -> None:
        key = uuid.uuid4().hex

        async def do(values: Values, approval: Any) -> Held:
            found = Found(
                values["origin"], values["amount"], values["since"], values["gl"], values["owner"] or "",
                values["street"] or "", values["place"] or "", values["reference"] or "",
            )  # fmt: skip
            return await desk.ask(unclaimed.hold, desk.store, session, found, key)

        await fill_in(desk, HOLD, do)

    async def notice(display: Any) -> None:
        display.say(await _notice(desk))

    columns = (Column("Item", 11), Column("State", 9), Column("Wait", 4), Column("Time over", 10),
               Column("Owner", 22), Column("Amount", 11, "right"))  # fmt: skip
    shown = Listing("UNC010", "Unclaimed money", columns, fetch, OPTIONS, position="Item",
                    empty="No unclaimed money. F6 adds some.", listens=frozenset({"new", "more"}),
                    new_word="Add", more_word="Notice")  # fmt: skip
    await work_with(desk, shown, act, {"new": new, "more": notice})


def _list_due(desk: Desk) -> int:
    """Items whose time is over, when this clerk may list them."""
    try:
        return unclaimed.list_due(desk.store, desk.clerk_session)
    except Refused:
        return 0


async def _act(desk: Desk, option: str, item: Held) -> None:
    session, store = desk.clerk_session, desk.store

    async def publish(values: Values, approval: Any) -> Held:
        return await desk.ask(
            unclaimed.publish, store, session, item.id, values["first"], values["second"], values["effective"]
        )

    key = uuid.uuid4().hex

    async def claim(values: Values, approval: Any) -> Held:
        payee = payee_of(values)
        return await desk.ask(unclaimed.claim, store, session, item.id, values["claimant"], values["proof"], payee, key)

    async def transfer(values: Values, approval: Any) -> Held:
        return await desk.ask(unclaimed.transfer, store, session, item.id, values["resolution"] or "")

    if option == "1":
        await fill_in(desk, PUBLISH, publish)
    elif option == "2":
        await fill_in(desk, CLAIM, claim, {"payee": item.owner, "street": item.street, "claimant": item.owner})
    elif option == "3":
        await desk.ask(unclaimed.write_letter, store, session, item, "UNC-2")
    elif option == "4":
        await fill_in(desk, TRANSFER, transfer)
    elif option == "5":
        await show_papers(desk, UNCLAIMED, item.id, item.number)
    else:
        await show_steps(desk, UNCLAIMED, item.id, item.number)


async def _notice(desk: Desk) -> str:
    """The newspaper's notice of every published item, as a PDF for each effective date; what was written."""
    found = await desk.ask(unclaimed.listing, desk.store, ("PUBLISHED",))
    known = await desk.ask(terms, desk.store, desk.clock.today())
    paths = []
    for effective in sorted({one.effective_on for one in found if one.effective_on}):
        items = [one for one in found if one.effective_on == effective]
        name = f"unclaimed_{effective:%Y%m%d}.pdf"
        paths.append(await write_pdf(desk, name, publication(known, items, effective)))
    return f"Written: {', '.join(paths)}" if paths else "Nothing is published yet: option 1."
