"""Receipts: shown, printed again, voided whole or by line; print jobs; the day's documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data import corrections, ledger_read, stamps
from data.clock import local_time
from data.fields import Code, Date, Text
from data.forms import Form, FormError, Look, Values
from data.ledger_read import PostedReceipt
from data.money import show_cents
from data.permissions import Refused
from data.tenders import title as tender_title
from data.text import many
from screens.basket import words_of
from screens.board import Board, BoardDisplay, Option, select, typed
from screens.commands import execute
from screens.entry import fill_in
from screens.jobs import show_jobs
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

ASK = Form(
    "RCP010",
    "Receipt",
    {"number": Code("Receipt number", 16, required=True, help="As printed: 27-000123; the year may be left off.")},
    help="Shows a receipt; from there it is printed again or voided. A scanned receipt opens at once.",
)
VOID = Form(
    "RCP020",
    "Void",
    {
        "lines": Text("Lines", 30, default="ALL", required=True, help="ALL, or line numbers: 1 or 1,3."),
        "reason": Text("Reason", 60, required=True),
    },
    help="A void is a new document that takes lines back; the receipt stays as it was posted.",
    policy="A clerk voids own receipts of the same day up to the limit of the role; more needs approval.",
)


async def ask_receipt(desk: Desk, rest: str) -> None:
    """Ask for a receipt number and show the receipt."""
    if rest:
        await show_receipt(desk, rest)
        return

    async def do(values: Values, _: object) -> PostedReceipt:
        return await find_receipt(desk, values["number"])

    while (found := await fill_in(desk, ASK, do)) is not None:
        await show_receipt(desk, found.number)


async def find_receipt(desk: Desk, number: str) -> PostedReceipt:
    """A receipt by its number; the fiscal year may be left off. Raises `FormError`."""
    try:
        return await desk.ask(ledger_read.find, desk.store, number, desk.clerk_session.business_date)
    except Refused as refusal:
        raise FormError("number", str(refusal)) from None


def receipt_rows(found: PostedReceipt) -> list[Line]:
    """A posted document as it is shown."""
    header = found.header
    day, clerk = Date("Date").show(header.business_date), f"{found.clerk_number} {found.clerk_initials}"
    rows = [
        Line(f"  {found.kind.title()} {found.number}   {found.status}", "title"),
        Line(f"  {local_time(header.at)}  business date {day}  clerk {clerk}  drawer {header.series}"),
        Line("  " + "  ".join(filter(None, (_of(found), header.payer, header.reason)))),
    ]
    for line in found.lines:
        mark = "VOID" if line.n in found.voided else ""
        what = f"{line.n:>4} {words_of(line)}"
        rows.append(Line(f"{what[:56]:<57}{mark:<5}{show_cents(line.amount_cents):>14}", "protected"))
        if line.custody_cents:
            rows.append(Line(f"      held in custody {show_cents(line.custody_cents):>55}", "label"))
    rows.append(Line(f"     {'Total':<57}{show_cents(found.total_cents):>14}", "title"))
    for tender in found.tenders:
        name = f"{tender_title(tender.kind)} {tender.number}"
        rows.append(Line(f"     {name:<57}{show_cents(tender.tendered_cents):>14}"))
    if found.change_cents:
        rows.append(Line(f"     {'Change':<57}{show_cents(found.change_cents):>14}"))
    return [*rows, Line(f"     proof {found.hash8}", "label"), Line("")]


def _of(found: PostedReceipt) -> str:
    """What a document is about that has no lines of its own: the receipt it goes back to, or what was given up."""
    if found.kind == "CANCEL":
        given_up = json.loads(found.header.detail)
        return f"given up before posting: {many(given_up['lines'], 'line')}, {show_cents(given_up['cents'])}"
    return f"of receipt {found.origin_receipt}" if found.origin_receipt else ""


async def show_document(desk: Desk, journal_id: int) -> None:
    """Any posted document; a receipt with what may be done with it."""
    found = await desk.ask(ledger_read.receipt, desk.store, journal_id)
    if found.number:
        await show_receipt(desk, found.number)
    else:
        await read(desk, "RCP016", "Document", receipt_rows(found))


async def show_receipt(desk: Desk, number: str) -> None:
    """One receipt and what may be done with it."""
    found = await find_receipt(desk, number)
    display = desk.free_display(BoardDisplay)
    options = [Option("1", "Print again (DUPLICATE)"), Option("2", "Void"), Option("3", "Print jobs of this receipt")]
    if desk.devices.prints_slips:
        options += [Option("4", "Endorse its checks"), Option("5", "Validate a stub or form")]

    def board(found: PostedReceipt) -> Board:
        return Board("RCP015", "Receipt", options, above=receipt_rows(found), help=VOID.help)

    display.load(board(found))
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            try:
                said = await _act(desk, found, typed(answer))
                found = await desk.ask(ledger_read.receipt, desk.store, found.journal_id)
                display.load(board(found))
                if said:
                    display.say(said)
            except Refused as refusal:
                display.load(board(found))
                display.fault(str(refusal))


async def _act(desk: Desk, found: PostedReceipt, option: str) -> str:
    session = desk.clerk_session
    if option == "1":
        await desk.ask(corrections.reprint, desk.store, session, found.journal_id)
        desk.wake_worker()
        return "The duplicate is being printed."
    if option == "2":
        return await _void(desk, found)
    if option in ("4", "5") and desk.devices.prints_slips:
        await desk.ask(stamps.endorse if option == "4" else stamps.validate, desk.store, session, found.journal_id)
        desk.wake_worker()
        return "Put the check or form into the printer."
    if option == "3":
        await show_jobs(desk, "", journal_id=found.journal_id)
        return ""
    if option:
        await execute(desk, option)
    return ""


async def _void(desk: Desk, found: PostedReceipt) -> str:
    if found.status == "VOID":
        raise Refused(f"Receipt {found.number} is void already.")

    async def do(values: Values, approval: Any) -> str | None:
        lines = _lines(values["lines"], found)
        if approval is None and not await desk.confirm(_question(found, lines)):
            return None
        await desk.ask(
            corrections.void, desk.store, desk.clerk_session, desk.catalog, found.journal_id, lines, values["reason"],
            approval=approval,
        )  # fmt: skip
        desk.wake_worker()
        return "Voided. Give back what the void slip says."

    rows = tuple(row.text for row in receipt_rows(found))
    return await fill_in(desk, VOID, do, look=Look(rows)) or ""


def _question(found: PostedReceipt, lines: list[int] | None) -> str:
    """What is about to be voided, and how much it is."""
    chosen = [line for line in found.lines if line.n not in found.voided and (lines is None or line.n in lines)]
    what = f"line {', '.join(str(line.n) for line in chosen)}" if lines else many(len(chosen), "line")
    return f"Void {what}, {show_cents(sum(line.amount_cents for line in chosen))}?"


def _lines(text: str, found: PostedReceipt) -> list[int] | None:
    """The chosen line numbers, None for all. Raises `FormError`."""
    if text.upper() == "ALL":
        return None
    numbers = text.replace(",", " ").split()
    known = {str(line.n) for line in found.lines}
    if not numbers or not set(numbers) <= known:
        raise FormError("lines", "Lines: ALL, or numbers of this receipt such as 1 or 1,3.")
    return sorted({int(number) for number in numbers})


async def list_documents(desk: Desk, rest: str) -> None:
    """The day's documents of this clerk's drawer, newest first."""
    session = desk.clerk_session
    if session.drawer_id is None:
        raise Refused("You have no drawer open; option 4.1 shows any receipt by its number.")

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(ledger_read.latest, desk.store, session.drawer_id, 2000)
        rows = [
            Row(id, (receipt or "-", kind, local_time(at)[9:], show_cents(total)))
            for id, kind, receipt, at, total in found
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_document(desk, int(row.key))

    columns = (Column("Receipt", 14), Column("Kind", 10), Column("Time", 6), Column("Total", 14, "right"))
    listing = Listing(
        "RCP030",
        "Documents of this drawer",
        columns,
        fetch,
        (("5", "Display"),),
        empty="No documents yet.",
        default="5",
    )
    await work_with(desk, listing, act)
