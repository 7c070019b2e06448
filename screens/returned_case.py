"""One returned item's case on the screen: what it owes, and everything that is done from there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from data import returned_follow, returned_review
from data.cases import RETURNED, papers, steps
from data.clock import local_time
from data.forms import Form, FormError, Values
from data.money import show_cents
from data.permissions import Refused
from data.returned_case import Case, Owed, by_id, parts, receipts
from data.returned_forms import AGAIN, AGREED, DELIVERED, DEMAND, REFER, WRITE_OFF
from data.returned_redeposit import redeposit
from data.returned_register import packet, referral_csv
from screens.board import Board, BoardDisplay, select, typed
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.outbox import write_pdf, write_text
from screens.pager import read
from screens.programs import run as run_program
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

ROOM = 8
"""Parts of a case that are shown; the rest is one sum."""
MENU = (
    "   1 Take money      2 Notice NSF-1    3 Demand 1719     4 Return receipt",
    "   5 Plan            6 Dispute         7 Refer           8 Write off",
    "   9 Taken again    10 Letters        11 History        12 Packet to the outbox",
)
HELP = """A returned item with what is still owed, by department.

1 takes the money by anything but a check. 2 writes the notice, 3 the demand of Civil Code 1719 with its certified
number; 30 days later 7 refers the case to the collection officer. 9 is for an item that the bank took when it was
presented again. 14 and 15 stand there while a reason waits for a supervisor's look: the charge, or none."""


async def show_case(desk: Desk, case_id: int) -> None:
    """A case until the clerk leaves it."""
    display = desk.free_display(BoardDisplay)

    async def board() -> tuple[Case, Board]:
        case = await desk.ask(by_id, desk.store, case_id)
        owed = await desk.ask(parts, desk.store, case_id)
        claim = await desk.ask(returned_follow.claim_of, desk.store, case) if case.demand_on else None
        numbers = await desk.ask(receipts, desk.store, case_id)
        damages = claim.damages_cents if claim else 0
        rows = case_rows(case, owed, numbers, damages)
        if await desk.ask(returned_review.waits, desk.store, case):
            rows.append(Line("  14 Make the service charge   15 Make none: a supervisor decides", "alert"))
        return case, Board("RET025", "Returned item", above=rows, help=HELP)

    case, shown = await board()
    display.load(shown)
    async with desk.showing(display):
        if any(case.number in said for said in desk.notice):
            display.say(desk.notice[0])
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            fault, before = "", desk.notice
            try:
                if typed(answer):
                    await _act(desk, case, typed(answer))
            except (Refused, FormError) as error:
                fault = str(error)
            case, shown = await board()
            display.load(shown)
            if fault:
                display.fault(fault)
            elif desk.notice and desk.notice is not before:
                display.say(desk.notice[0])


def case_rows(case: Case, owed: list[Owed], numbers: list[str], damages_cents: int) -> list[Line]:
    """Who, what, when, and what is still owed."""
    ordinal = f"Item {case.occurrence} of this payer." if case.occurrence else ""
    rows = [
        Line(f"  {case.number}  {case.state:<12}", "title", f"{case.payer[:40]}"),
        Line(f"  Item {case.check_number}  {show_cents(case.amount_cents)}  returned {case.returned_on:%m/%d/%Y}: "
             f"{case.reason_title}"[:79]),
        Line(f"  {f'{ordinal}  ' if ordinal else ''}Receipts {' '.join(numbers)}"[:79]),
    ]  # fmt: skip
    if case.demand_expires_on:
        rows.append(
            Line(f"  Demand until {case.demand_expires_on:%m/%d/%Y}, certified {case.certified}; then damages of "
                 f"{show_cents(damages_cents)}"[:79], "alert")
        )  # fmt: skip
    if case.cash_only_until:
        rows.append(Line(f"  No checks until {case.cash_only_until:%m/%d/%Y}", "alert"))
    rows += [Line(""), Line(f"  {'':<44}{'Item':>12}{'Still owed':>14}", "label")]
    shown = owed if len(owed) <= ROOM else owed[: ROOM - 1]
    for one in shown:
        text = f"  {one.department[:10]:<10} {one.description[:20]:<20} {one.reference[:12]:<12}"
        rows.append(Line(f"{text:<46}{show_cents(one.amount_cents):>12}{show_cents(one.open_cents):>14}"))
    if rest := owed[len(shown) :]:
        cents, still = sum(one.amount_cents for one in rest), sum(one.open_cents for one in rest)
        rows.append(Line(f"{f'  and {len(rest)} more':<46}{show_cents(cents):>12}{show_cents(still):>14}"))
    total = sum(one.open_cents for one in owed)
    rows.append(Line(f"  {'Total':<44}{'':>12}{show_cents(total):>14}", "title"))
    unmatched = [Line("  13 Match to the payment that was returned", "alert")] if case.state == "RECEIVED" else []
    return [*rows, Line(""), *(Line(row) for row in MENU), *unmatched]


Action = Callable[["Desk", Case], Awaitable[Any]]


async def _act(desk: Desk, case: Case, option: str) -> None:
    if option not in ACTIONS:
        raise Refused(f"{option[:20]} is not on this display. Type a number from above, or F12 to go back.")
    await ACTIONS[option](desk, case)
    desk.wake_worker()


async def _money(desk: Desk, case: Case) -> None:
    await run_program(desk, desk.directory.programs["PAY"], f"NS {case.number}")


async def _notice(desk: Desk, case: Case) -> None:
    await desk.ask(returned_follow.notice, desk.store, desk.clerk_session, case.id)


async def _demand(desk: Desk, case: Case) -> None:
    returned_follow.ready(case, "DEMAND", desk.clock.today())

    async def do(values: Values, approval: Any) -> Case:
        return await desk.ask(
            returned_follow.demand, desk.store, desk.clerk_session, case.id, values["certified"], values["mailed"],
            values["cost"], approval=approval,
        )  # fmt: skip

    await fill_in(desk, DEMAND, do, {"mailed": f"{desk.clock.today():%m/%d/%Y}"})


async def _delivered(desk: Desk, case: Case) -> None:
    async def do(values: Values, approval: Any) -> Case:
        return await desk.ask(returned_follow.delivered, desk.store, desk.clerk_session, case.id, values["on"])

    await fill_in(desk, DELIVERED, do)


def _agree(call: Callable[..., Case], form: Form = AGREED) -> Action:
    async def act(desk: Desk, case: Case) -> None:
        returned_follow.ready(case, "AGREED", desk.clock.today())

        async def do(values: Values, approval: Any) -> Case:
            return await desk.ask(call, desk.store, desk.clerk_session, case.id, values["note"])

        await fill_in(desk, form, do)

    return act


async def _refer(desk: Desk, case: Case) -> None:
    returned_follow.ready(case, "REFERRED", desk.clock.today())

    async def do(values: Values, approval: Any) -> Case:
        return await desk.ask(
            returned_follow.refer, desk.store, desk.clerk_session, case.id, values["officer"] or "", approval=approval
        )

    if await fill_in(desk, REFER, do) is not None:
        await _packet(desk, case)


async def _write_off(desk: Desk, case: Case) -> None:
    returned_follow.ready(case, "WRITTEN-OFF", desk.clock.today())

    async def do(values: Values, approval: Any) -> Case:
        return await desk.ask(
            returned_follow.write_off, desk.store, desk.clerk_session, case.id, values["why"], approval=approval
        )

    await fill_in(desk, WRITE_OFF, do)


async def _again(desk: Desk, case: Case) -> None:
    async def do(values: Values, approval: Any) -> Case:
        return await desk.ask(redeposit, desk.store, desk.clerk_session, case.id, values["on"])

    await fill_in(desk, AGAIN, do, {"on": f"{desk.clock.today():%m/%d/%Y}"})


def _decide(charged: bool) -> Action:
    """The charge of an item that waits for a supervisor's look."""

    async def act(desk: Desk, case: Case) -> None:
        session = desk.clerk_session
        await desk.approved(
            lambda approval: desk.ask(returned_review.decide, desk.store, session, case.id, charged, approval)
        )

    return act


async def _letters(desk: Desk, case: Case) -> None:
    await show_papers(desk, RETURNED, case.id, case.number)


async def show_papers(desk: Desk, subject: str, subject_id: int, number: str) -> None:
    """The letters of a case; 5 reads one, 6 puts it into the outbox as a PDF."""
    known = {one.id: one for one in await desk.ask(papers, desk.store, subject, subject_id)}
    rows = [
        Row(one.id, (one.code, one.title.removeprefix(one.code).strip(), local_time(one.at))) for one in known.values()
    ]

    async def act(option: str, row: Row) -> None:
        paper = known[int(row.key)]
        if option == "6":
            path = await write_pdf(desk, f"{number}_{paper.code}_{paper.id}.pdf", paper.elements)
            desk.notice = (f"Written: {path}",)
        else:
            await read(desk, "RET070", paper.title, [f"{'':18}{line}" for line in desk.plain(paper.elements)])

    columns = (Column("Letter", 10), Column("Title", 46), Column("Written", 14))
    listing = Listing("RET068", f"Letters {number}", columns, fixed_rows(rows), (("5", "Read"), ("6", "PDF")),
                      default="5", empty="No letter was written yet.")  # fmt: skip
    await work_with(desk, listing, act)


async def _history(desk: Desk, case: Case) -> None:
    await show_steps(desk, RETURNED, case.id, case.number)


async def show_steps(desk: Desk, subject: str, subject_id: int, number: str) -> None:
    """What was done in a case, oldest first."""
    found = await desk.ask(steps, desk.store, subject, subject_id)
    rows = [f"  {local_time(one.at)}  {one.clerk:<4}{one.state:<14}{one.note}"[:79] for one in found]
    await read(desk, "RET072", f"History {number}", rows)


async def _packet(desk: Desk, case: Case) -> None:
    """The collection officer's packet as a PDF and a line of CSV."""
    elements = await desk.ask(packet, desk.store, case.id)
    line = await desk.ask(referral_csv, desk.store, [case.id])
    await write_text(desk, f"{case.number}_referral.csv", line)
    path = await write_pdf(desk, f"{case.number}_packet.pdf", elements)
    desk.notice = (f"Written: {path}",)


async def _match(desk: Desk, case: Case) -> None:
    from screens.returned_match import ask_match

    await ask_match(desk, case)


ACTIONS: dict[str, Action] = {
    "1": _money,
    "2": _notice,
    "3": _demand,
    "4": _delivered,
    "5": _agree(returned_follow.plan),
    "6": _agree(returned_follow.dispute),
    "7": _refer,
    "8": _write_off,
    "9": _again,
    "10": _letters,
    "11": _history,
    "12": _packet,
    "13": _match,
    "14": _decide(True),
    "15": _decide(False),
}
