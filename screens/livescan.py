"""Live Scan on menu 22: what waits, one request with its steps, its paper in three copies, the log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data import settings
from data.clock import local_time
from data.documents.elements import day
from data.forms import FormError, Values
from data.ledger_terms import terms
from data.permissions import Refused
from data.police import livescan, livescan_fees, livescan_paper, livescan_work
from data.police.livescan import BACK, CLOSED, OPEN, REJECTED, SENT, STATES, VIEW, LiveScan
from data.police.livescan_forms import ATI, REJECT, SPAN, TRANSMIT, WHY
from data.police.livescan_terms import label
from data.police.livescan_work import Transmission
from data.services.livescan import SERVICE
from screens import livescan_entry, livescan_papers, livescan_rows
from screens.entry import fill_in
from screens.frontdesk import today
from screens.listing import Listing, fixed_rows, work_with
from screens.masking import Unmasked
from screens.pager import PagerDisplay, read
from screens.police import purpose, viewing
from screens.police_case import Case, Step, work_case
from screens.police_paper import print_paper
from screens.programs_counter import PAY
from screens.till import Till
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = """A form BCIA 8016 from the window to the answer's number.

One that is not complete is sent back with a slip; nobody here fills it in. 1 logs that the prints were rolled and sent,
4 the ATI, F6 takes the fees, 6 prints the copies, 5 closes. From then on SSN and license stay masked. 7 logs a
rejection, and then the resubmission with the original ATI."""
COLUMNS = (
    Column("Request", 10), Column("Day", 10), Column("Applicant", 19), Column("Type", 8), Column("ORI", 5),
    Column("Waits for", 12),
)  # fmt: skip


async def show_queue(desk: Desk, rest: str) -> None:
    """The requests that are not finished; a log number or an ATI after the code shows one."""
    if rest:
        found = await desk.ask_police(livescan.by_number, desk.clerk_session, rest)
        if found is None:
            raise Refused(f"There is no request {rest[:20]}.")
        await show_request(desk, found)
        return

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask_police(livescan.queue, desk.clerk_session)
        return await fixed_rows([_row(one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_request(desk, int(row.key))

    async def new(display: Any) -> None:
        await enter(desk, "")

    listing = Listing(
        "LSC005", "Live Scan requests", COLUMNS, fetch, (("5", "Work on"),), default="5", position="Request",
        empty="No request waits. F6 takes a form.", listens=frozenset({"new"}), new_word="New", help=HELP,
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


def _row(one: LiveScan) -> Row:
    on, values = day(one.day), one.values
    cells = (one.number, on, one.name, values["applicant_type"] or "", values["ori"] or "", one.waits_for)
    return Row(one.id, cells, "alert" if one.state in (BACK, REJECTED) else "")


async def enter(desk: Desk, rest: str) -> None:
    """Take the form of somebody who needs no file here."""
    await _entered(desk, await livescan_entry.new_applicant(desk))


async def enter_person(desk: Desk, rest: str) -> None:
    """Take the form of a person on file."""
    await _entered(desk, await livescan_entry.person_on_file(desk))


async def _entered(desk: Desk, made: LiveScan | None) -> None:
    if made is not None:
        await show_request(desk, made.id)


async def show_request(desk: Desk, key: int) -> None:
    """One request until the clerk leaves it; the view is written down first."""
    await viewing(desk, VIEW, key)

    async def load() -> Case:
        on = desk.clock.today()
        found = await desk.ask_police(livescan.get, desk.clerk_session, key)
        owed = await desk.ask_police(livescan_fees.unpaid, found, on)
        paid = await desk.ask_police(livescan_fees.paid, found)
        receipts = await desk.ask_police(livescan_fees.receipts, found)

        async def take_fee() -> None:
            await pay(desk, await desk.ask_police(livescan_fees.cashier_texts, found, on))

        payable = found.state in (OPEN, SENT) and owed and not receipts
        return Case("LSC015", f"Live Scan {found.number}", livescan_rows.request_rows(found, owed, paid, receipts),
                    _steps(desk, found), take_fee if payable else None, HELP)  # fmt: skip

    await work_case(desk, load)


async def pay(desk: Desk, texts: dict[str, str]) -> None:
    """The cashier's form filled in; back to the record once the receipt is posted."""
    session = desk.clerk_session
    session.require(PAY)
    if session.drawer_id is None:
        raise Refused("Open your drawer first: option 3, then 1 (or type OPEN).")
    till = Till(desk)
    async with till.kept_when_left():
        if await till.add(SERVICE, texts):
            await till.settle()


def _steps(desk: Desk, found: LiveScan) -> dict[str, tuple[str, Step]]:
    """The steps that fit the request's state, by number."""
    fitting: dict[str, tuple[str, Any]] = {}
    if found.state == OPEN:
        fitting |= {"1": ("Rolled and sent", _transmit), "2": ("Correct the form", _again)}
    if found.state == BACK:
        fitting |= {"2": ("It came back", _again), "3": ("Slip for applicant", livescan_papers.print_slip)}
    if found.state == SENT:
        fitting |= {"4": ("ATI", _ati), "5": ("Close", _close)}
    if found.state != BACK:
        fitting["6"] = ("Print the form", livescan_papers.print_form)
    if found.state == CLOSED:
        fitting["7"] = ("Rejected", _reject)
    if found.state == REJECTED:
        fitting["7"] = ("Resubmit", _resubmit)
    if found.state in (OPEN, BACK, REJECTED):
        fitting["8"] = ("Withdrawn", _withdraw)
    fitting |= {"9": ("History, chain", _history), "10": ("Another purpose", _another)}
    if found.state in (OPEN, SENT):
        fitting["11"] = ("SSN and license", _numbers_in_clear)

    def bound(step: Any) -> Step:
        async def run() -> None:
            await step(desk, found)

        return run

    return {number: (words, bound(step)) for number, (words, step) in fitting.items()}


async def _transmit(desk: Desk, found: LiveScan) -> None:
    lsid = await desk.ask(settings.value, desk.store, "livescan.lsid", desk.clock.today())

    async def do(values: Values, _: Any) -> LiveScan:
        said = Transmission(**{name: value or "" for name, value in values.items()})
        made: LiveScan = await desk.ask_police(livescan_work.transmit, desk.clerk_session, found.id, said)
        return made

    done = await fill_in(desk, TRANSMIT, do, {**TRANSMIT.opening(), "lsid": lsid})
    if done is not None:
        desk.notice = (f"{done.number} is sent; it waits for {done.waits_for}.",)


async def _again(desk: Desk, found: LiveScan) -> None:
    done = await livescan_entry.form_again(desk, found)
    if done is not None:
        desk.notice = (f"{done.number} is {STATES[done.state]}.",)


async def _ati(desk: Desk, found: LiveScan) -> None:
    async def do(values: Values, _: Any) -> LiveScan:
        made: LiveScan = await desk.ask_police(livescan_work.note_ati, desk.clerk_session, found.id, values["ati"])
        return made

    await fill_in(desk, ATI, do, {"ati": found.ati} if found.ati else None)


async def _close(desk: Desk, found: LiveScan) -> None:
    done = await desk.ask_police(livescan_work.close, desk.clerk_session, found.id)
    desk.notice = (f"{done.number} is closed; its numbers stay masked.",)


async def _reject(desk: Desk, found: LiveScan) -> None:
    async def do(values: Values, _: Any) -> LiveScan:
        made: LiveScan = await desk.ask_police(
            livescan_work.reject, desk.clerk_session, found.id, values["on"], values["by"], values["fingers"] or "",
            values["note"] or "",
        )  # fmt: skip
        return made

    if await fill_in(desk, REJECT, do, {**REJECT.opening(), "on": today(desk)}) is not None:
        desk.notice = ("The rejection is logged. 7 resubmits when the applicant comes with the letter.",)


async def _resubmit(desk: Desk, found: LiveScan) -> None:
    async def save(values: Values) -> LiveScan:
        proof = bool(values.pop("proof"))
        made: LiveScan = await desk.ask_police(
            livescan_work.resubmit, desk.clerk_session, found.id, {**values, "complete": True}, proof=proof
        )
        return made

    made = await livescan_entry.identification_again(desk, save)
    if made is not None:
        desk.notice = (f"{made.number} resubmits {found.number}, original ATI {made.original_ati}.",)
        await show_request(desk, made.id)


async def _withdraw(desk: Desk, found: LiveScan) -> None:
    async def do(values: Values, _: Any) -> LiveScan:
        made: LiveScan = await desk.ask_police(livescan_work.withdraw, desk.clerk_session, found.id, values["why"])
        return made

    await fill_in(desk, WHY, do)


async def _another(desk: Desk, found: LiveScan) -> None:
    await _entered(desk, await livescan_entry.another_purpose(desk, found))


async def _history(desk: Desk, found: LiveScan) -> None:
    """What was done with a request, and the requests it is chained to."""
    steps = await desk.ask_police(livescan.steps, desk.clerk_session, found.id)
    linked = await desk.ask_police(livescan.chain, desk.clerk_session, found.id)
    rows = [f"  {local_time(at)}  {who:<3} {what:<14} {note}"[:79] for at, who, what, note in steps]
    if len(linked) > 1:
        rows += ["", "  Chain"]
        rows += [f"  {one.number}  {day(one.day)}  ATI {one.ati or '-':<12} {STATES[one.state]}" for one in linked]
    await read(desk, "LSC017", f"History of {found.number}", rows)


async def _numbers_in_clear(desk: Desk, found: LiveScan) -> None:
    """The masked numbers; F11 shows them in clear for a while, each journaled with the reason."""
    unmasked, words = Unmasked(desk), ("ssn", "license", "misc")
    rows = [f"  {label(name) + ' ':.<24} {found.masked[name]}" for name in words if found.masked[name]]

    async def reveal(display: PagerDisplay) -> None:
        clear = await desk.ask_police(livescan.reveal, desk.clerk_session, found, await purpose(desk))
        seconds = await unmasked.for_a_while(display, lambda: display.lines.show(rows))
        display.lines.show([f"  {label(name) + ' ':.<24} {text}" for name, text in clear.items()])
        display.say(f"In clear for {seconds} seconds.")

    try:
        await read(desk, "LSC016", "SSN and license", rows or ["  None was given."], {"more": reveal},
                   more_word="Show")  # fmt: skip
    finally:
        unmasked.drop()


async def show_log(desk: Desk, rest: str) -> None:
    """The log of a span of days; F11 prints it."""
    session = desk.clerk_session

    async def do(values: Values, _: Any) -> list[LiveScan]:
        if values["last"] < values["first"]:
            raise FormError("last", "Through: this day is before the first one.")
        found: list[LiveScan] = await desk.ask_police(livescan.log, session, values["first"], values["last"])
        if not found:
            raise FormError("last", "No request came in those days.")
        span.update(values)
        return found

    span: dict[str, date] = {}
    month = f"{desk.clock.today().replace(day=1):%m/%d/%Y}"
    found = await fill_in(desk, SPAN, do, {"first": month, "last": today(desk)}, cursor="first")
    if found is None:
        return

    async def act(option: str, row: Row) -> None:
        await show_request(desk, int(row.key))

    async def print_it(display: Any) -> None:
        receipts = {one.id: await desk.ask_police(livescan_fees.receipts, one) for one in found}
        known = await desk.ask(terms, desk.store, desk.clock.today())
        elements = livescan_paper.log(known, found, receipts, span["first"], span["last"])
        display.say(await print_paper(desk, "LIVESCAN-LOG", VIEW, 0, elements))

    rows = fixed_rows([_row(one) for one in found])
    listing = Listing(
        "LSC065", "Live Scan log", COLUMNS, rows, (("5", "Open"),), default="5", position="Request", help=HELP,
        listens=frozenset({"more"}), more_word="Print",
    )  # fmt: skip
    await work_with(desk, listing, act, {"more": print_it})
