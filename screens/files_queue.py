"""The queue of what files left for a person: payments in suspense, returns, change notices, reversals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import exceptions, exceptions_notices
from data.clock import shown_date
from data.exceptions import Waiting
from data.fields import Account, Text
from data.forms import Form, Look, Values
from data.money import show_cents
from data.permissions import Refused
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.returned_match import work_on_return
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

GIVE = Form(
    "FIL031",
    "Give a payment to its account",
    {"account": Account("Account", required=True), "note": Text("Note", 40)},
    confirm="Give the money to this account?",
    help="The money leaves suspense and pays what the account owes, the oldest bill first. * finds the account.",
)
REJECT = Form(
    "FIL032",
    "Send a payment back",
    {"note": Text("Why", 60, required=True)},
    confirm="Send the money back through accounts payable?",
    help="The money leaves suspense for refunds payable; accounts payable sends it back. Program 11.5 writes the list.",
)
DONE = Form("FIL033", "Tick off", {"note": Text("What was done", 60, required=True)})


async def queue(desk: Desk, rest: str = "") -> None:
    """What waits for a person: give to an account, send back, work on a return or change notice, tick off."""
    found: dict[int, Waiting] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        waiting = await desk.ask(exceptions.waiting, desk.store, desk.clerk_session)
        found.update({one.id: one for one in waiting})
        return await fixed_rows([Row(one.id, _cells(one)) for one in waiting])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        one = found[int(row.key)]
        if option == "5":
            await _show(desk, one)
        else:
            await {"1": _give, "2": _work_on, "4": _send_back, "9": _tick}[option](desk, one)

    columns = (
        Column("Reason", 10),
        Column("Account", 14),
        Column("Payer", 20),
        Column("Number", 15),
        Column("Amount", 12, "right"),
    )
    options = (("1", "Give to account"), ("2", "Work on"), ("4", "Send back"), ("5", "Display"), ("9", "Tick off"))
    listing = Listing("FIL030", "Exceptions", columns, fetch, options, default="5", empty="Nothing waits.")
    await work_with(desk, listing, act)


def _cells(one: Waiting) -> tuple[str, ...]:
    return (one.reason, one.account, one.payer, one.number, show_cents(one.amount_cents))


async def _show(desk: Desk, one: Waiting) -> None:
    title, action = await desk.ask(exceptions.meaning, desk.store, one)
    rows = [
        f"{one.kind}: {title}",
        action,
        "",
        f"File      {one.file}, line {one.line}",
        f"Amount    {show_cents(one.amount_cents)}   {shown_date(one.paid_on)}",
        f"Account   {one.account}",
        f"Payer     {one.payer}",
        f"Number    {one.number}",
        f"Receipt   {one.receipt or 'none'}",
        one.note,
    ]
    await read(desk, "FIL034", "Exception", ["", *(f"  {row}" for row in rows)])


async def _give(desk: Desk, one: Waiting) -> None:
    async def do(values: Values, approval: Any) -> int:
        return await desk.ask(
            exceptions.correct, desk.store, desk.clerk_session, one.id, values["account"], approval,
            values["note"] or "",
        )  # fmt: skip

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        return await desk.ask(exceptions.taker, desk.store, str(value or "")) if name == "account" else None

    look = Look((f"{show_cents(one.amount_cents)} from {one.payer or 'an unknown payer'}, account {one.account}",))
    await fill_in(desk, GIVE, do, look=look, accept=accept)


async def _send_back(desk: Desk, one: Waiting) -> None:
    async def do(values: Values, approval: Any) -> int:
        return await desk.ask(exceptions.reject, desk.store, desk.clerk_session, one.id, values["note"], approval)

    await fill_in(desk, REJECT, do, look=Look((f"{show_cents(one.amount_cents)} from {one.payer}",)))


async def _work_on(desk: Desk, one: Waiting) -> None:
    """A return becomes a returned item's case; a change notice goes on the account; anything else is refused."""
    if one.kind == "RETURN":
        await work_on_return(desk, one.id)
    elif one.kind == "CHANGE":
        await _change(desk, one)
    else:
        _, action = await desk.ask(exceptions.meaning, desk.store, one)
        raise Refused(f"Option 2 is for returns and change notices. {action}")


async def _change(desk: Desk, one: Waiting) -> None:
    async def do(values: Values, _: object) -> bool:
        await desk.ask(exceptions_notices.change, desk.store, desk.clerk_session, one.id, values)
        return True

    title, action = await desk.ask(exceptions.meaning, desk.store, one)
    texts = await desk.ask(exceptions_notices.change_texts, desk.store, one, desk.clock.today())
    look = Look((f"{one.reason} {title}. {action}.", f"{one.payer}: {one.note}"))
    await fill_in(desk, exceptions_notices.CHANGE, do, {name: text for name, text in texts.items() if text}, look=look)


async def _tick(desk: Desk, one: Waiting) -> None:
    async def do(values: Values, _: object) -> bool:
        await desk.ask(exceptions.tick_off, desk.store, desk.clerk_session, one.id, values["note"])
        return True

    title, action = await desk.ask(exceptions.meaning, desk.store, one)
    await fill_in(desk, DONE, do, look=Look((title, action)))
