"""Bank deposits at the desk: prepared, verified, sent, and confirmed by hand or from the bank's file."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from data import deposits, deposits_bank, deposits_post, jobs
from data.denominations import cash_cents
from data.deposits import Deposit
from data.deposits_bank import Match
from data.documents.deposit_slip import deposit_slip
from data.fields import Date, Money, Text
from data.forms import Form, Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.text import many
from screens.entry import EntryDisplay, fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.outbox import read_text, write_pdf
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


CONFIRM = Form(
    "DEP030",
    "Confirm a deposit",
    {
        "date": Date("Credited on", required=True),
        "amount": Money("Amount credited", required=True, help="As on the bank's statement."),
        "reference": Text("Bank's reference", 30),
    },
    help="What the bank credited. A difference is posted to over and short with the deposit's number.",
    policy="Who prepared a deposit does not confirm it.",
)
CANCEL = Form(
    "DEP040",
    "Cancel a deposit",
    {"reason": Text("Reason", 60, required=True)},
    help="Only a deposit that was not sent. Its drawers wait for another one.",
    confirm="Cancel this deposit?",
)
FILE = Form(
    "BNK010",
    "Confirm deposits from the bank's file",
    {
        "path": Text(
            "BAI2 file",
            60,
            required=True,
            help="A path, or a name in the inbox or the outbox: the bank's balance report in BAI2 format.",
        )
    },
    help="Every deposit that the file names, by number, bag or amount, is confirmed; a file counts once. A damaged or "
    "foreign file is refused whole.",
)


async def prepare(desk: Desk, rest: str) -> None:
    """Prepare a deposit of all verified drawers."""
    sheet = await desk.ask(deposits.sheet, desk.store)
    key = uuid.uuid4().hex

    async def accept(name: str, value: Any, values: Values) -> None:
        if isinstance(desk.screen, EntryDisplay):
            counted = {**values, name: value}
            desk.screen.say(f"Cash {show_cents(cash_cents(counted))}  Checks {show_cents(counted.get('tape') or 0)}")

    async def do(values: Values, approval: Any) -> Deposit:
        return await desk.ask(deposits.prepare, desk.store, desk.clerk_session, values, key, None, approval)

    look = Look((*deposits.drawer_rows(sheet.drawers), *deposits.withdrawn_rows(sheet)))
    made = await fill_in(desk, deposits.PREPARE, do, accept=accept, look=look)
    if made is not None:
        desk.notice = (
            f"Deposit {made.number} of {show_cents(made.total_cents)} is prepared. Somebody else verifies it: 10.3.",
        )


def _row(one: Deposit) -> Row:
    credited = "" if one.credited_cents is None else show_cents(one.credited_cents)
    cells = (
        one.number, f"{one.prepared_on:%m/%d/%Y}", one.state, show_cents(one.total_cents), one.bag, one.prepared_by,
        one.verified_by, credited,
    )  # fmt: skip
    return Row(one.id, cells, "alert" if one.state == deposits.DIFF else "")


async def work_deposits(desk: Desk, rest: str) -> None:
    """The deposits and what may be done with each."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(deposits.listing, desk.store)
        return await fixed_rows([_row(one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _act(desk, option, int(row.key))

    columns = (
        Column("Deposit", 9), Column("Date", 10), Column("State", 9), Column("Total", 11, "right"), Column("Bag", 7),
        Column("By", 3), Column("Ver", 3), Column("Credited", 11, "right"),
    )  # fmt: skip
    options = (("1", "Verify"), ("2", "Send"), ("3", "Confirm"), ("4", "Cancel"), ("5", "Slip"), ("6", "Print"),
               ("7", "PDF"))  # fmt: skip
    listing = Listing("DEP020", "Deposits", columns, fetch, options, empty="No deposits yet.", default="5",
                      help=deposits.PREPARE.policy)  # fmt: skip
    await work_with(desk, listing, act)


async def _act(desk: Desk, option: str, deposit_id: int) -> None:
    session = desk.clerk_session
    if option == "1":
        await desk.approved(lambda approval: desk.ask(deposits.verify, desk.store, session, deposit_id, approval))
    elif option == "2":
        await desk.approved(lambda approval: desk.ask(deposits_post.send, desk.store, session, deposit_id, approval))
        desk.wake_worker()
    elif option == "3":
        await _confirm(desk, deposit_id)
    elif option == "4":
        await _cancel(desk, deposit_id)
    else:
        await _slip(desk, option, deposit_id)


async def _confirm(desk: Desk, deposit_id: int) -> None:
    found = await desk.ask(deposits.deposit, desk.store, deposit_id)

    async def do(values: Values, approval: Any) -> Deposit:
        return await desk.ask(
            deposits_post.confirm, desk.store, desk.clerk_session, deposit_id, values["date"], values["amount"],
            values["reference"] or "", approval,
        )  # fmt: skip

    texts = {"date": f"{desk.clock.today():%m/%d/%Y}", "amount": show_cents(found.total_cents)}
    await fill_in(desk, CONFIRM, do, texts, cursor="date")


async def _cancel(desk: Desk, deposit_id: int) -> None:
    async def do(values: Values, _: Any) -> Deposit:
        return await desk.ask(deposits.cancel, desk.store, desk.clerk_session, deposit_id, values["reason"])

    await fill_in(desk, CANCEL, do)


async def _slip(desk: Desk, option: str, deposit_id: int) -> None:
    """Show, print or save the slip."""
    found = await desk.ask(deposits.deposit, desk.store, deposit_id)
    sheet = await desk.ask(deposits.sheet_of, desk.store, deposit_id)
    elements = deposit_slip(await desk.ask(terms, desk.store, found.prepared_on), found, sheet)
    if option == "6":
        title = f"Deposit {found.number}"
        await desk.ask(jobs.add, desk.store, desk.clerk_session, jobs.REPORT, title, elements, found.journal_id)
        desk.wake_worker()
    elif option == "7":
        path = await write_pdf(desk, f"deposit-{found.number}.pdf", elements)
        await read(desk, "DEP026", f"Deposit {found.number}", [f"  {path} is written."])
    else:
        rows = [f"{'':18}{row}" for row in desk.plain(elements)]
        await read(desk, "DEP025", f"Deposit {found.number}", rows)


async def bank_file(desk: Desk, rest: str) -> None:
    """Preview the bank's file, then confirm what it names."""

    async def do(values: Values, _: Any) -> tuple[str, list[Match]]:
        text = await read_text(desk, values["path"])
        return text, await desk.ask(deposits_bank.preview, desk.store, desk.clerk_session, text)

    answer = await fill_in(desk, FILE, do, {"path": rest} if rest else None)
    if answer is None:
        return
    text, found = answer

    async def take(_: Any) -> bool:
        matches = await desk.ask(deposits_bank.take, desk.store, desk.clerk_session, text)
        desk.notice = tuple(taken_rows(matches))
        return True

    if not any(one.deposit for one in found):
        rows = [
            *match_rows(found),
            Line(""),
            Line("  The file confirms no deposit that was sent. F12 goes back.", "title"),
        ]
        await read(desk, "BNK020", "The bank's file", rows)
        return
    rows = [*match_rows(found), Line(""), Line(f"  F6 {_does(found)}; F12 leaves everything as it is.", "title")]
    await read(desk, "BNK020", "The bank's file", rows, {"new": take}, new_word="Confirm")


def _does(found: list[Match]) -> str:
    """What taking the file does: deposits it confirms, and those the bank credited with another amount."""
    same = sum(1 for one in found if one.deposit and not one.difference_cents)
    off = sum(1 for one in found if one.difference_cents)
    parts = [f"confirms {many(same, 'deposit')}"] if same or not off else []
    return " and ".join([*parts, *([f"posts the difference of {many(off, 'deposit')}"] if off else [])])


def taken_rows(found: list[Match]) -> list[str]:
    """What taking the file did, a row for each deposit that the bank credited with another amount."""
    same = sum(1 for one in found if one.deposit and not one.difference_cents)
    rows = [f"{many(same, 'deposit')} confirmed from the bank's file."]
    for one in found:
        if one.deposit and one.difference_cents:
            off = show_cents(one.difference_cents)
            rows.append(f"Deposit {one.deposit.number} differs by {off}: DIFF, and posted to over and short.")
    return rows


def match_rows(found: list[Match]) -> list[Line]:
    """What each credit of the file would do."""
    rows = [Line(f"  {'Credited':<12}{'Amount':>14}  {'Reference':<16}{'Deposit':<12}", "label")]
    for one in found:
        credit = one.credit
        what = "taken before" if one.known else one.deposit.number if one.deposit else "no deposit fits"
        off = f"differs {show_cents(one.difference_cents)}" if one.difference_cents else ""
        reference = credit.customer_reference or credit.bank_reference
        text = f"  {credit.on:%m/%d/%Y}  {show_cents(credit.amount_cents):>14}  {reference[:15]:<16}{what:<16}{off}"
        rows.append(Line(text, "alert" if off or not one.deposit else "protected"))
    return rows if found else [Line("  The file has no credit to the deposit account.")]
