"""Utility accounts: one display with balance, usage and alerts, and everything that is done from there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from data.fields import Phone
from data.forms import FormError
from data.money import show_cents
from data.permissions import Refused
from data.utility import accounts, bills, history
from data.utility.accounts import AccountView
from data.utility.bills import BUCKETS, Bill
from data.utility.history import Usage
from data.utility.tariffs import show_milli
from screens.board import Board, BoardDisplay, select, typed
from screens.chart import bars
from screens.commands import execute
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.programs import run as run_program
from screens.registers import display_record, show_register
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

MONTHS = "JFMAMJJASOND"
LEFT = 38
"""Columns of the balance, beside the picture of the usage."""
CHART_ROWS = 9
MOST = 2000
"""Bills, payments or reads that a list shows."""
MENU = (
    "   1 Take a payment   2 Bills      3 Payments   4 Reads     5 Notes and alerts",
    "   6 Contact log      7 Customer   8 Premise    9 Account and flags",
)
HELP = """The account with what is owed in each part, what is past due, and a picture of thirteen months of usage.

Type the number of what you want to do. Enter alone shows the account again as it is stored now."""


async def ask_account(desk: Desk, rest: str) -> None:
    """Show an account by its number, or find it."""
    from screens.find import find_account

    number = rest or await find_account(desk)
    if number:
        await show_account(desk, number)


async def view(desk: Desk, number: str) -> AccountView:
    """An account as this clerk may see it. Raises `Refused` when there is none."""
    found = await desk.ask(accounts.by_number, desk.store, number)
    if found is None:
        raise Refused(f"There is no account {number}. F7 finds it by name, address or phone.")
    return found.for_clerk(desk.clerk_session)


async def show_account(desk: Desk, number: str) -> None:
    """One account and what may be done with it."""
    display = desk.free_display(BoardDisplay)

    async def board() -> tuple[AccountView, Board]:
        found = await view(desk, number)
        usage = await desk.ask(history.usage, desk.store, found.id)
        picture = usage_picture(usage, ascii_only=desk.ascii_only)
        return found, Board("ACC010", "Account", above=account_rows(found, picture), help=HELP)

    found, shown = await board()
    display.load(shown)
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            fault = ""
            try:
                if typed(answer):
                    await _act(desk, found, typed(answer))
            except (Refused, FormError) as error:
                fault = str(error)
            found, shown = await board()
            display.load(shown, typed(answer) if fault else "")
            if fault:
                display.fault(fault)


async def _act(desk: Desk, found: AccountView, option: str) -> None:
    registers = desk.catalog.register
    actions: dict[str, Callable[[], Awaitable[Any]]] = {
        "1": lambda: run_program(desk, desk.directory.programs["PAY"], f"UB {found.number}"),
        "2": lambda: list_bills(desk, found),
        "3": lambda: list_payments(desk, found),
        "4": lambda: list_reads(desk, found),
        "5": lambda: show_register(desk, registers("NOTES"), {"account_id": found.id}, f"Notes {found.number_shown}"),
        "6": lambda: show_register(
            desk, registers("CONTACTS"), {"account_id": found.id}, f"Contacts {found.number_shown}"
        ),
        "7": lambda: display_record(desk, registers("CUSTOMERS"), found.customer_id),
        "8": lambda: display_record(desk, registers("PREMISES"), found.premise_id),
        "9": lambda: display_record(desk, registers("ACCOUNTS"), found.id),
    }
    await (actions[option]() if option in actions else execute(desk, option))


def account_rows(found: AccountView, right: list[str]) -> list[Line]:
    """Who, where, what to watch out for, what is owed, and the picture of the usage."""
    phone = found.phone if "(" in found.phone else Phone("").show(found.phone)
    about = f"{found.status}  {found.rate_class}  cycle {found.cycle}"
    rows = [
        Line(f"  {found.number_shown}  {found.name}"[:46].ljust(48), "title", about[:31]),
        Line(f"  {found.service_address}, {found.service_place}".rstrip(", ")),
        Line(f"  {phone}   mail: {', '.join(found.mail_lines)}"[:79]),
    ]
    alerts = "  ".join(found.alerts)
    rows += [Line(f"  {alerts}"[:79], "alert"), Line("")] if alerts else [Line("")]
    left = balance_rows(found)
    left += [Line("")] * (len(right) - len(left))
    right = right + [""] * (len(left) - len(right))
    rows += [
        Line(f"{row.text:<{LEFT}}", row.style, f"  {picture}", "chart")
        for row, picture in zip(left, right, strict=True)
    ]
    return [*rows, Line(""), *(Line(row) for row in MENU)]


def balance_rows(found: AccountView) -> list[Line]:
    """What is owed in each part, what of it is past due, credit and deposit, and what is due."""
    parts = [(title, found.balance.get(bucket, 0), "protected") for bucket, title in BUCKETS]
    parts += [
        ("Past due", found.past_due_cents, "alert"),
        ("Credit", -found.credit_cents, "protected"),
        ("Deposit due", found.deposit_due_cents, "alert"),
        ("Deposit held", found.deposit_held_cents, "label"),
    ]
    rows = [Line(f"  {title:<22}{show_cents(cents):>10}", style) for title, cents, style in parts if cents]
    return [*rows, Line(f"  {'Due now':<22}{show_cents(found.due_cents):>10}", "title")]


def usage_picture(usage: list[Usage], *, ascii_only: bool = False) -> list[str]:
    """Thirteen months of usage as bars, oldest at the left, with a heading; empty without reads."""
    if not usage:
        return ["No meter reads on file."]
    months = sorted(usage, key=lambda one: one.read_on)
    values = [(MONTHS[one.read_on.month - 1], one.usage_milli // 1000) for one in months]
    picture = bars(values, CHART_ROWS - 1, 78 - LEFT, ascii_only=ascii_only)
    estimated = "  (some estimated)" if any(one.estimated for one in usage) else ""
    heading = f"Usage by month, CCF{estimated}"
    return [heading, *("".join(segment.text for segment in row) for row in picture)]


async def list_bills(desk: Desk, found: AccountView) -> None:
    """An account's bills, newest first; 5 explains one line by line."""
    known = {bill.number: bill for bill in await desk.ask(bills.bills, desk.store, found.id, None, MOST)}
    rows = [
        Row(
            bill.number,
            (
                bill.number,
                f"{bill.bill_date:%m/%d/%Y}",
                f"{bill.due_date:%m/%d/%Y}",
                show_milli(bill.usage_milli),
                show_cents(bill.total_cents),
                show_cents(bill.open_cents),
            ),
        )
        for bill in known.values()
    ]

    async def act(option: str, row: Row) -> None:
        await show_bill(desk, found, known[str(row.key)])

    columns = (
        Column("Bill", 16),
        Column("Billed", 10),
        Column("Due", 10),
        Column("Usage", 9, "right"),
        Column("Total", 11, "right"),
        Column("Open", 11, "right"),
    )
    listing = Listing(
        "ACC020", f"Bills {found.number_shown}", columns, fixed_rows(rows), (("5", "Display"),), default="5",
        empty="No bills yet.",
    )  # fmt: skip
    await work_with(desk, listing, act)


async def show_bill(desk: Desk, found: AccountView, bill: Bill) -> None:
    """One bill, explained line by line."""
    lines = await desk.ask(bills.lines, desk.store, bill.id)
    rows: list[str | Line] = [
        Line(f"  Bill {bill.number}  {found.number_shown}  {found.name}", "title"),
        f"  {bill.kind.title()}, billed {bill.bill_date:%m/%d/%Y}, due {bill.due_date:%m/%d/%Y}",
        f"  Service {bill.period_from:%m/%d/%Y} to {bill.period_to:%m/%d/%Y}, {bill.days} days, "
        f"{show_milli(bill.usage_milli)} CCF",
        "",
        Line(f"  {'':<44}{'Billed':>14}{'Open':>14}", "label"),
    ]
    rows += [
        f"  {line.description:<44}{show_cents(line.amount_cents):>14}{show_cents(line.open_cents):>14}"
        for line in lines
    ]
    rows.append(Line(f"  {'Total':<44}{show_cents(bill.total_cents):>14}{show_cents(bill.open_cents):>14}", "title"))
    await read(desk, "ACC025", "Bill", rows)


async def list_payments(desk: Desk, found: AccountView) -> None:
    """An account's payments and voids, newest first; 5 shows the receipt."""
    from screens.receipts import show_document

    payments = await desk.ask(history.payments, desk.store, found.id, None, MOST)
    rows = [
        Row(
            one.key,
            (
                f"{one.business_date:%m/%d/%Y}",
                one.receipt or one.kind,
                one.description,
                one.tenders,
                one.clerk,
                show_cents(one.amount_cents),
                "VOID" if one.voided else "",
            ),
        )
        for one in payments
    ]

    async def act(option: str, row: Row) -> None:
        await show_document(desk, int(row.key[0]))

    columns = (
        Column("Date", 10),
        Column("Receipt", 12),
        Column("For", 20),
        Column("By", 6),
        Column("Clerk", 5),
        Column("Amount", 11, "right"),
        Column("", 4),
    )
    listing = Listing(
        "ACC030", f"Payments {found.number_shown}", columns, fixed_rows(rows), (("5", "Display"),), default="5",
        empty="No payments have been taken here yet.",
    )  # fmt: skip
    await work_with(desk, listing, act)


async def list_reads(desk: Desk, found: AccountView) -> None:
    """An account's meter reads, newest first."""
    reads = await desk.ask(history.reads, desk.store, found.id, None, MOST)
    rows: list[str | Line] = [Line(f"  {'Read on':<14}{'Reading':>12}{'Usage CCF':>12}{'Days':>6}  Source", "label")]
    rows += [
        f"  {one.read_on:%m/%d/%Y}    {one.reading:>12}{show_milli(one.usage_milli):>12}{one.days:>6}  {one.source}"
        for one in reads
    ] or ["  No meter reads on file."]
    await read(desk, "ACC040", f"Reads {found.number_shown}", rows)
