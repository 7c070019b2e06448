"""Refunds and unclaimed money on menu 12: requests, accounts payable, credit by age."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from data import refunds, refunds_ap
from data.cases import REFUND
from data.clock import local_time
from data.documents.refund_letters import batch_paper
from data.forms import FormError, Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.refunds import CREDIT, Refund
from data.refunds_case import by_number as refund_by_number
from data.refunds_forms import CLEARED, FILE, PAID, REJECT, REQUEST, request_look, wanted_of
from data.refunds_post import offset
from data.refunds_report import credits, totals
from data.text import many
from data.unclaimed import hold_stale
from screens.board import Board, BoardDisplay, Option, select, typed
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.outbox import read_text, write_pdf, write_text
from screens.returned_case import show_papers, show_steps
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

MENU = (
    "   1 Verify        2 Approve       3 Reject        4 Check number  5 Cashed",
    "   6 New check     7 To unclaimed  8 Letters       9 History",
)
HELP = """A refund request. It is verified, then approved by somebody who did not ask for it, within their limit.

12.8 sends all approved requests to accounts payable at once and takes their check numbers."""


async def request(desk: Desk, rest: str) -> None:
    """Ask for a refund; the records offer the amount and the payee."""
    key = uuid.uuid4().hex
    session = desk.clerk_session

    async def accept(name: str, value: Any, values: Values) -> Any:
        if name in ("number", "line", "source", "formula", "months"):
            return await desk.ask(request_look, desk.store, session, {**values, name: value})
        return None

    async def do(values: Values, approval: Any) -> Refund:
        asked = await desk.ask(wanted_of, desk.store, session, values)
        return await desk.ask(refunds.request, desk.store, session, asked, key, approval)

    texts, look = await _known(desk, rest) if rest else (None, None)
    made = await fill_in(desk, REQUEST, do, texts, accept=accept, look=look)
    if made is not None:
        desk.notice = (f"Refund {made.number} of {show_cents(made.amount_cents)} is requested.",)


async def _known(desk: Desk, number: str) -> tuple[dict[str, str], Look]:
    """The form's texts for the credit of an account named with the command. Raises `Refused` when there is none."""
    asked = {"source": CREDIT, "number": number}
    try:
        look = await desk.ask(request_look, desk.store, desk.clerk_session, asked)
    except FormError as error:
        raise Refused(str(error)) from None
    return {**asked, **look.fill}, look


async def show_list(desk: Desk, rest: str) -> None:
    """The requests that are not finished; a number shows one."""
    if rest:
        found = await desk.ask(refund_by_number, desk.store, rest)
        if found is None:
            raise Refused(f"There is no refund {rest}.")
        await show_refund(desk, found.id)
        return

    async def fetch(direction: str, key: Any, count: int) -> Any:
        rows = [
            Row(one.id, (one.number, one.state, one.source, one.payee, f"{one.requested_on:%m/%d/%Y}",
                         show_cents(one.amount_cents)))
            for one in await desk.ask(refunds.listing, desk.store)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_refund(desk, int(row.key))

    async def new(display: Any) -> None:
        await request(desk, "")

    columns = (Column("Refund", 11), Column("State", 10), Column("From", 9), Column("Payee", 22), Column("Asked", 10),
               Column("Amount", 11, "right"))  # fmt: skip
    shown = Listing("RFD020", "Refunds", columns, fetch, (("5", "Work on"),), default="5", position="Refund",
                    empty="No refund is open. F6 asks for one.", listens=frozenset({"new"}),
                    new_word="Request")  # fmt: skip
    await work_with(desk, shown, act, {"new": new})


async def show_refund(desk: Desk, refund_id: int) -> None:
    """One request until the clerk leaves it."""
    display = desk.free_display(BoardDisplay)

    async def board() -> tuple[Refund, Board]:
        refund = await desk.ask(refunds.by_id, desk.store, refund_id)
        return refund, Board("RFD025", "Refund", above=refund_rows(refund), help=HELP)

    refund, shown = await board()
    display.load(shown)
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            fault = ""
            try:
                if typed(answer):
                    await _act(desk, refund, typed(answer))
            except (Refused, FormError) as error:
                fault = str(error)
            refund, shown = await board()
            display.load(shown)
            if fault:
                display.fault(fault)


def refund_rows(refund: Refund) -> list[Line]:
    """What is asked for, for whom, and where it stands."""
    place = f"{refund.city}, {refund.state_code} {refund.zip}"
    rows = [
        Line(f"  {refund.number}  {refund.state:<12}", "title", show_cents(refund.amount_cents)),
        Line(f"  {refund.payee}, {refund.street}, {place}"[:79]),
        Line(f"  From {refund.source.lower()} {refund.reference}, ground {refund.ground.lower()}, asked "
             f"{refund.requested_on:%m/%d/%Y}"[:79]),
    ]  # fmt: skip
    if refund.check_date:
        rows.append(Line(f"  Check {refund.check_number} of {refund.check_date:%m/%d/%Y}"))
    if refund.note:
        rows.append(Line(f"  {refund.note}"[:79]))
    return [*rows, Line(""), *(Line(row) for row in MENU)]


async def _act(desk: Desk, refund: Refund, option: str) -> None:
    session, store = desk.clerk_session, desk.store
    if option == "1":
        await desk.approved(lambda approval: desk.ask(refunds.verify, store, session, refund.id, approval))
    elif option == "2":
        await desk.ask(refunds.approve, store, session, refund.id)
    elif option == "6":
        await show_refund(desk, (await desk.ask(refunds_ap.reissue, store, session, refund.id)).id)
    elif option == "7":
        held = await desk.ask(hold_stale, store, session, refund.id)
        desk.notice = (f"Unclaimed item {held.number} until {held.due_on:%m/%d/%Y}.",)
    elif option == "8":
        await show_papers(desk, REFUND, refund.id, refund.number)
    elif option == "9":
        await show_steps(desk, REFUND, refund.id, refund.number)
    elif option in ("3", "4", "5"):
        await _fill(desk, refund, option)
        desk.wake_worker()
    else:
        raise Refused(f"{option[:20]} is not on this display. Type a number from above, or F12 to go back.")


async def _fill(desk: Desk, refund: Refund, option: str) -> None:
    session, store = desk.clerk_session, desk.store
    today = {"on": f"{desk.clock.today():%m/%d/%Y}"}

    async def reject(values: Values, approval: Any) -> Refund:
        return await desk.ask(refunds.reject, store, session, refund.id, values["why"])

    async def paid(values: Values, approval: Any) -> Refund:
        return await desk.ask(refunds_ap.paid, store, session, refund.id, values["number"], values["on"])

    async def cashed(values: Values, approval: Any) -> Refund:
        return await desk.ask(refunds_ap.cleared, store, session, refund.id, values["on"])

    if option == "3":
        await fill_in(desk, REJECT, reject)
    elif option == "4":
        await fill_in(desk, PAID, paid, today)
    else:
        await fill_in(desk, CLEARED, cashed, today)


AP_MENU = (
    Option("1", "Send all approved refunds"),
    Option("2", "Write a batch's file again"),
    Option("3", "Check numbers from accounts payable (file)"),
    Option("4", "Cashed checks (file)"),
    Option("5", "Mark checks that were not cashed in time"),
)


async def accounts_payable(desk: Desk, rest: str) -> None:
    """Files to accounts payable and back."""
    display = desk.free_display(BoardDisplay)
    board = Board("RFD045", "Accounts payable", AP_MENU)
    display.load(board)
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            said = fault = ""
            try:
                said = await _ap(desk, typed(answer))
            except (Refused, FormError) as error:
                fault = str(error)
            display.load(board)
            if fault:
                display.fault(fault)
            elif said:
                display.say(said)


async def _ap(desk: Desk, option: str) -> str:
    session, store = desk.clerk_session, desk.store
    if option == "1":
        return await _write_batch(desk, await desk.ask(refunds_ap.send, store, session))
    if option == "2":
        return await _again(desk)
    if option in ("3", "4"):
        call = refunds_ap.paid_file if option == "3" else refunds_ap.cleared_file

        async def do(values: Values, approval: Any) -> refunds_ap.Came:
            content = await read_text(desk, values["path"])
            return await desk.ask(call, store, session, content)

        came = await fill_in(desk, FILE, do)
        desk.wake_worker()
        return f"{came.taken} taken, {came.known} had come before." if came else ""
    if option == "5":
        return f"{await desk.ask(refunds_ap.mark_stale, store, session)} checks are stale."
    if option:
        raise Refused("Type 1 to 5, or F12 to go back.")
    return ""


async def _write_batch(desk: Desk, batch: refunds_ap.Batch) -> str:
    """The file and its list, as often as wanted the same."""
    found = await desk.ask(refunds_ap.of_batch, desk.store, batch.id)
    known = await desk.ask(terms, desk.store, desk.clock.today())
    await write_pdf(desk, f"AP_{batch.number}.pdf", batch_paper(known, batch.number, batch.at, found))
    path = await write_text(desk, batch.file_name, batch.content)
    return f"{many(batch.requests, 'refund')}, {show_cents(batch.total_cents)}: {path}"


async def _again(desk: Desk) -> str:
    from screens.listing import pick

    found = await desk.ask(refunds_ap.batches, desk.store)
    rows = [
        Row(one.id, (one.number, local_time(one.at), str(one.requests), show_cents(one.total_cents))) for one in found
    ]
    columns = (Column("Batch", 12), Column("Sent", 14), Column("Refunds", 7, "right"), Column("Total", 14, "right"))
    row = await pick(desk, Listing("RFD047", "Which batch?", columns, fixed_rows(rows), pick=True, empty="No batch."))
    if row is None:
        return ""
    return await _write_batch(desk, await desk.ask(refunds_ap.batch, desk.store, int(row.key)))


async def credit_report(desk: Desk, rest: str) -> None:
    """Credit balances by age; 1 asks for a refund, 2 pays what the account owes first."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        rows = [
            Row(one.account_id, (one.number, one.name, one.status, one.age, "yes" if one.eligible else "",
                                 show_cents(one.credit_cents)))
            for one in await desk.ask(credits, desk.store)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "1":
            await request(desk, row.cells[0])
        else:
            cents = await desk.ask(offset, desk.store, desk.clerk_session, int(row.key), uuid.uuid4().hex)
            desk.notice = (f"{show_cents(cents)} applied to what {row.cells[0]} owes.",)

    async def sums(display: Any) -> None:
        found = totals(await desk.ask(credits, desk.store))
        display.say("  ".join(f"{age}: {show_cents(cents)}" for age, (count, cents) in found.items() if count)[:79])

    columns = (Column("Account", 9), Column("Customer", 20), Column("Status", 7), Column("Age", 16),
               Column("Due", 3), Column("Credit", 11, "right"))  # fmt: skip
    shown = Listing("RFD050", "Credit balances by age", columns, fetch, (("1", "Refund"), ("2", "Offset")),
                    position="Account", empty="No account has credit.", listens=frozenset({"more"}),
                    more_word="Sums")  # fmt: skip
    await work_with(desk, shown, act, {"more": sums})
