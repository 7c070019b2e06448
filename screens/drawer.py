"""The cash drawer's day: open, drop, pay out, no sale, X report, count, recount, close, Z report."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from data import corrections, denominations, drawers, users
from data.documents.drawer_reports import x_paper, z_paper
from data.drawers import CountResult
from data.drawers_close import REASONS
from data.fields import Choice, Code, Lookup, Money, Text
from data.forms import Form, FormError, Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.tenders import title as tender_title
from screens.balancing import show_why
from screens.board import Board, BoardDisplay, Option, select
from screens.entry import EntryDisplay, fill_in
from screens.lines import Line
from screens.pager import read

if TYPE_CHECKING:
    from screens.desk import Desk


OPEN = Form(
    "DRW010",
    "Open the drawer",
    {
        "fund": Money("Change fund", required=True, minimum_cents=0, help="Count it before you accept it."),
        "till": Code("Till", 4, required=True, stop=False, help="The receipt series of this drawer."),
    },
    help="One drawer per clerk. Count the change fund before you accept it; from then on the drawer is yours.",
)
DROP = Form(
    "DRW020",
    "Safe drop",
    {
        "amount": Money("Amount", required=True),
        "bag": Code("Bag or seal no.", 16, required=True),
        "witness": Text("Witness", 30, required=True, help="The number or name of the person who watches."),
    },
    help="Moves cash from the drawer to the safe in a sealed bag, before a witness.",
)
PAID_OUT = Form(
    "DRW025",
    "Paid out",
    {
        "amount": Money("Amount", required=True),
        "payee": Text("Paid to", 40, required=True),
        "reason": Text("What for", 60, required=True),
        "gl": Lookup("Account", 24, prompt="GL", help="Empty takes the account of the setting gl.paid_out."),
    },
    help="Cash paid out of the drawer for a purchase of the city.",
)
NO_SALE = Form(
    "DRW028",
    "No sale",
    {"reason": Text("Reason", 60, required=True, help="Opening a drawer without a sale is always recorded.")},
    help="Opens the drawer without a sale. It is counted on the Z report.",
)
CLOSE = Form(
    "DRW040",
    "Close the drawer",
    {
        "reason": Choice("Reason", 12, required=True, options=REASONS),
        "note": Text("Note", 60),
    },
    help="The drawer is over or short: give the reason. Above your limit another person approves.",
    policy="A shortage is never made good from one's own pocket, an overage never kept.",
)


async def open_drawer(desk: Desk, rest: str) -> None:
    """Take a drawer with its change fund."""
    session = desk.clerk_session
    if session.drawer_id is not None:
        raise Refused(f"Your drawer {session.till} is open already.")

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask(drawers.open, desk.store, session, values["till"], values["fund"], approval)
        return True

    texts = {"fund": rest, "till": desk.till}
    if await fill_in(desk, OPEN, do, {name: text for name, text in texts.items() if text}, cursor="fund"):
        desk.wake_worker()
        desk.notice = (f"Drawer {session.till} is open for business date {session.business_date:%m/%d/%Y}.",)


async def safe_drop(desk: Desk, rest: str) -> None:
    """Cash to the safe."""
    key = uuid.uuid4().hex

    async def do(values: Values, approval: Any) -> Any:
        return await desk.ask(
            drawers.safe_drop, desk.store, desk.clerk_session, values["amount"], values["bag"], values["witness"], key,
            approval,
        )  # fmt: skip

    if (slip := await fill_in(desk, DROP, do)) is not None:
        desk.wake_worker()
        desk.notice = (f"{show_cents(slip.amount_cents)} dropped to the safe.",)


async def paid_out(desk: Desk, rest: str) -> None:
    """Cash for a purchase."""
    key = uuid.uuid4().hex

    async def do(values: Values, approval: Any) -> Any:
        return await desk.ask(
            drawers.paid_out, desk.store, desk.clerk_session, values["amount"], values["payee"], values["reason"],
            values["gl"] or "", key, approval,
        )  # fmt: skip

    if (slip := await fill_in(desk, PAID_OUT, do)) is not None:
        desk.wake_worker()
        desk.notice = (f"{show_cents(slip.amount_cents)} paid out.",)


async def no_sale(desk: Desk, rest: str) -> None:
    """Open the drawer without a sale."""

    async def do(values: Values, approval: Any) -> bool:
        await desk.ask(corrections.no_sale, desk.store, desk.clerk_session, values["reason"], approval=approval)
        return True

    if await fill_in(desk, NO_SALE, do, {"reason": rest} if rest else None):
        desk.wake_worker()
        desk.notice = ("The drawer has been opened.",)


async def x_report(desk: Desk, rest: str) -> None:
    """The drawer's figures so far; F6 prints them."""
    session = desk.clerk_session
    found = await desk.ask(drawers.x_report, desk.store, session)
    known = await desk.ask(terms, desk.store, found.drawer.business_date)
    elements = x_paper(known, found, session.clerk.initials, desk.store.now())

    async def output(display: Any) -> None:
        await desk.ask(drawers.print_x, desk.store, session)
        desk.wake_worker()
        display.say("The X report is being printed.")

    rows = [f"{'':18}{row}" for row in desk.plain(elements)]
    await read(desk, "DRW050", "X report", rows, {"new": output}, new_word="Print")


async def count(desk: Desk, rest: str) -> None:
    """Count, recount when it does not balance, and close: one option for the whole end of the day."""
    session = desk.clerk_session
    drawer = await desk.ask(drawers.open_drawer_of, desk.store, session.clerk.id)
    if drawer is None:
        raise Refused("You have no drawer open.")
    drawers.take_up(session, drawer)
    found = await desk.ask(drawers.counts, desk.store, drawer.id)
    if not found:
        first = await _count(desk, drawers.count)
        if first is None:
            return
        found = [first]
    await _close(desk, found)
    await desk.refresh_session()


async def _count(desk: Desk, store_count: Any) -> CountResult | None:
    """The count form with its running total."""

    async def accept(name: str, value: Any, values: Values) -> None:
        screen = desk.screen
        if isinstance(screen, EntryDisplay):
            cash = denominations.cash_cents({**values, name: value})
            screen.say(f"Cash so far {show_cents(cash)}")

    async def do(values: Values, approval: Any) -> CountResult:
        return await desk.ask(store_count, desk.store, desk.clerk_session, values, approval=approval)

    return await fill_in(desk, denominations.COUNT_FORM, do, accept=accept)


def variance_rows(result: CountResult) -> list[Line]:
    """Counted, expected and the difference, one row per tender."""
    rows = [Line(f"  {'':<20}{'Counted':>14}{'Expected':>14}{'Over/short':>14}", "label")]
    for kind, cents in result.counted.items():
        wanted = result.expected.get(kind, 0)
        if cents or wanted:
            style = "alert" if cents != wanted else "protected"
            figures = "".join(f"{show_cents(amount):>14}" for amount in (cents, wanted, cents - wanted))
            rows.append(Line(f"  {tender_title(kind):<20}{figures}", style))
    return rows


async def _close(desk: Desk, found: list[CountResult]) -> None:
    """Show the variance, offer the recount, and close."""
    display = desk.free_display(BoardDisplay)

    def board() -> Board:
        last = found[-1]
        says = "The drawer balances." if not last.variance else "The drawer does not balance."
        options = [Option("1", "Close the drawer")]
        if last.variance and last.n == 1:
            options.append(Option("2", "Count again (once)"))
        if last.variance:
            options.append(Option("3", "Why is it off?"))
        above = [Line(f"  {says}", "title"), Line(""), *variance_rows(last), Line("")]
        return Board("DRW035", "Over and short", options, above=above, help=CLOSE.help)

    display.load(board())
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                desk.notice = ("The drawer is counted and not yet closed: option 3.6 goes on.",)
                return
            try:
                if answer == "1" and await _finish(desk, found[-1]):
                    return
                if answer == "2" and found[-1].variance and found[-1].n == 1:
                    again = await _count(desk, drawers.recount)
                    found = [*found, again] if again else found
                if answer == "3" and found[-1].variance:
                    await show_why(desk, desk.clerk_session.drawer_id or 0)
                display.load(board())
            except (Refused, FormError) as error:
                display.load(board())
                display.fault(str(error))


async def _finish(desk: Desk, last: CountResult) -> bool:
    """Close with a reason when there is a variance; then show the Z report."""
    session = desk.clerk_session

    async def do(values: Values, approval: Any) -> Any:
        return await desk.ask(
            drawers.close, desk.store, session, values.get("reason") or "", values.get("note") or "", approval=approval
        )

    if last.variance:
        rows = tuple(row.text for row in variance_rows(last))
        report = await fill_in(desk, CLOSE, do, look=Look(rows))
    else:
        report = await desk.approved(lambda approval: do({}, approval))
    if report is None:
        return False
    desk.wake_worker()
    known = await desk.ask(terms, desk.store, report.figures.drawer.business_date)
    rows_shown = [f"{'':18}{row}" for row in desk.plain(z_paper(known, report))]
    await read(desk, "DRW060", f"Z report {report.z_number}", rows_shown)
    desk.notice = (await _done(desk, report.z_number),)
    return True


async def _done(desk: Desk, z_number: int) -> str:
    """That the drawer is closed, and that a clerk whose work is over signs off, everywhere (CJIS AC-2(5))."""
    others = await desk.ask(users.elsewhere, desk.store, desk.clerk_session)
    where = f", and at {', '.join(others)} too" if others else " when your work is over"
    return f"The drawer is closed, Z report {z_number}. Sign off with 90{where}."
