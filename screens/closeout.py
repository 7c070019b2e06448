"""The end of the day in the office: verify drawers, close the date, export it; surprise counts and the cash order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data import cashorder, closeout, dayclose, days, drawers, glexport
from data.clock import shown_date
from data.closeout import ClosedDrawer
from data.denominations import COUNT_FORM, cash_cents
from data.documents.cash_order import order_slip
from data.documents.closeout_slips import day_slip
from data.documents.drawer_reports import z_paper
from data.fields import Date, Lookup, Text
from data.forms import Form, Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.tenders import title as tender_title
from data.text import many
from screens.drawer import variance_rows
from screens.entry import EntryDisplay, fill_in
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.outbox import write_text
from screens.pager import read
from screens.programs_office import CLOSEOUT
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


VERIFY = Form(
    "CLO015",
    "Verify a drawer",
    {"note": Text("Note", 60, stop=True, help="What should be known about it; may be empty.")},
    help="Compare the Z report, the counts and the money in the bag. A verified drawer goes to the bank.",
    policy="Nobody verifies a drawer they kept or closed. A shortage is never made good from one's own pocket.",
    confirm="Do the Z report and the money agree?",
)
CLOSE = Form(
    "DAY010",
    "Close the business date",
    {"date": Date("Business date", required=True, stop=True)},
    help="Closes a business date for good: nothing is posted on it or before it any more. Every drawer of the date "
    "must be verified. Deposits may follow; they carry a later date.",
    confirm="Close this business date for good?",
)
EXPORT = Form(
    "GLX010",
    "Export to the general ledger",
    {
        "date": Date("Business date", required=True, stop=True),
        "profile": Lookup("Layout", 10, required=True, default="CSV", prompt="GLPROFILES"),
    },
    help="Writes the date's journal and its control file into the outbox. A second export is the same, byte for byte.",
)


def z_columns() -> tuple[Column, ...]:
    """The columns of a list of closed drawers."""
    return (
        Column("Date", 8),
        Column("Till", 4),
        Column("Clerk", 5),
        Column("Z", 4, "right"),
        Column("To the bank", 12, "right"),
        Column("Over/short", 11, "right"),
        Column("Reason", 12),
        Column("State", 9),
    )


def z_row(one: ClosedDrawer) -> Row:
    """A closed drawer as a row."""
    off = show_cents(one.variance_cents) if one.variance else "balances"
    cells = (
        f"{one.business_date:%m/%d/%y}", one.till, one.clerk, str(one.z_number), show_cents(one.deposit_cents), off,
        one.reason, one.state,
    )  # fmt: skip
    return Row(one.id, cells, "alert" if one.variance else "")


async def verify_drawers(desk: Desk, rest: str) -> None:
    """The drawers that wait for their verifier."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(closeout.to_verify, desk.store)
        return await fixed_rows([z_row(one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "1":
            await _verify(desk, int(row.key))
        else:
            await show_z(desk, int(row.key))

    listing = Listing(
        "CLO010", "Drawers to verify", z_columns(), fetch, (("1", "Verify"), ("5", "Z report")),
        empty="No drawer waits to be verified.", default="5", help=VERIFY.help,
    )  # fmt: skip
    await work_with(desk, listing, act)


async def _verify(desk: Desk, drawer_id: int) -> None:
    counts = await desk.ask(drawers.counts, desk.store, drawer_id)
    rows = tuple(row.text for row in variance_rows(counts[-1]))

    async def do(values: Values, approval: Any) -> ClosedDrawer:
        note = values["note"] or ""
        return await desk.ask(closeout.verify, desk.store, desk.clerk_session, drawer_id, note, approval)

    await fill_in(desk, VERIFY, do, look=Look(rows))


async def show_z(desk: Desk, drawer_id: int) -> None:
    """The Z report of a closed drawer."""
    report = await desk.ask(drawers.z_report, desk.store, drawer_id)
    known = await desk.ask(terms, desk.store, report.figures.drawer.business_date)
    rows = [f"{'':18}{row}" for row in desk.plain(z_paper(known, report))]
    await read(desk, "DRW060", f"Z report {report.z_number}", rows)


async def surprise(desk: Desk, rest: str) -> None:
    """Choose an open drawer and count it before its clerk, without closing it."""
    found = await desk.ask(closeout.open_drawers, desk.store, desk.clerk_session)
    rows = [Row(one.drawer.id, (one.drawer.till, one.clerk, one.drawer.station)) for one in found]
    columns = (Column("Till", 6), Column("Clerk", 30), Column("Station", 10))
    listing = Listing("CLO020", "Surprise count: which drawer", columns, fixed_rows(rows), pick=True,
                      empty="Nobody else has a drawer open.")  # fmt: skip
    row = await pick(desk, listing)
    if row is None:
        return
    drawer_id = int(row.key)

    async def accept(name: str, value: Any, values: Values) -> None:
        if isinstance(desk.screen, EntryDisplay):
            desk.screen.say(f"Cash so far {show_cents(cash_cents({**values, name: value}))}")

    async def do(values: Values, approval: Any) -> Any:
        session = desk.clerk_session
        note = values["note"] or ""
        return await desk.ask(closeout.surprise_count, desk.store, session, drawer_id, values, note, approval)

    fields = {**COUNT_FORM.fields, "note": Text("Note", 60, help="What should be known about it; may be empty.")}
    form = replace(COUNT_FORM, title=f"Surprise count of till {row.cells[0]}", fields=fields)
    result = await fill_in(desk, form, do, accept=accept)
    if result is not None:
        desk.wake_worker()
        off = ", ".join(f"{tender_title(kind)} {show_cents(cents)}" for kind, cents in result.variance.items())
        desk.notice = (f"Till {row.cells[0]}: {off or 'balances'}. The drawer goes on; both sign the slip.",)


async def close_day(desk: Desk, rest: str) -> None:
    """Close a business date; what keeps it open stands under the form."""
    today = desk.clock.today()
    on = await desk.ask(dayclose.next_to_close, desk.store, today)
    problems = await desk.ask(dayclose.problems, desk.store, on)
    waiting = await desk.ask(closeout.to_deposit, desk.store)
    lines = tuple(problems[1:9]) or tuple(
        f"Not deposited yet: till {one.till} of {one.business_date:%m/%d/%y}, {show_cents(one.deposit_cents)}"
        for one in waiting[:8]
    )

    async def do(values: Values, approval: Any) -> Any:
        return await desk.ask(dayclose.close, desk.store, desk.clerk_session, values["date"], approval)

    texts = {"date": rest or f"{on:%m/%d/%Y}"}
    found = await fill_in(desk, CLOSE, do, texts, look=Look(lines, alert=problems[0] if problems else ""))
    if found is None:
        return
    desk.wake_worker()
    known = await desk.ask(terms, desk.store, found.date)
    rows = [f"{'':18}{row}" for row in desk.plain(day_slip(known, found))]
    await read(desk, "DAY020", "Business date closed", rows)
    desk.notice = (f"Business date {found.date:%m/%d/%Y} is closed: {show_cents(found.total_cents)}.",)


async def closed_dates(desk: Desk, rest: str) -> None:
    """The closed business dates; 5 shows one, 6 exports it."""
    found = await desk.ask(dayclose.closed_days, desk.store)
    by_date = {one.date.isoformat(): one for one in found}
    rows = [
        Row(
            one.date.isoformat(),
            (f"{one.date:%m/%d/%Y}", one.closed_by, str(one.receipts), show_cents(one.total_cents),
             show_cents(one.perpetual_cents)),
        )
        for one in found
    ]  # fmt: skip

    async def act(option: str, row: Row) -> None:
        day = by_date[str(row.key)]
        if option == "6":
            await export(desk, f"{day.date:%m/%d/%Y}")
            return
        known = await desk.ask(terms, desk.store, day.date)
        await read(desk, "DAY020", "Closed business date", [f"{'':18}{r}" for r in desk.plain(day_slip(known, day))])

    columns = (
        Column("Date", 10), Column("By", 3), Column("Receipts", 8, "right"), Column("Total", 16, "right"),
        Column("Perpetual", 18, "right"),
    )  # fmt: skip
    listing = Listing("DAY030", "Closed business dates", columns, fixed_rows(rows), (("5", "Display"), ("6", "Export")),
                      empty="No business date is closed yet.", default="5")  # fmt: skip
    await work_with(desk, listing, act)


async def export(desk: Desk, rest: str) -> None:
    """Write the files of a closed business date into the outbox."""
    desk.clerk_session.require(CLOSEOUT)
    last = await desk.ask(days.last_closed, desk.store)

    async def do(values: Values, approval: Any) -> Any:
        session = desk.clerk_session
        found = await desk.ask(glexport.export, desk.store, session, values["date"], values["profile"])
        path = await write_text(desk, found.name, found.content)
        await write_text(desk, found.control_name, found.control)
        return found, path

    texts = {"date": rest or (f"{last:%m/%d/%Y}" if last else "")}
    answer = await fill_in(desk, EXPORT, do, {name: text for name, text in texts.items() if text})
    if answer is not None:
        found, path = answer
        again = " again, the same" if found.repeated else ""
        desk.notice = (f"{path} written{again}: {many(found.lines, 'line')}, {show_cents(found.debit_cents)}.",)


async def cash_order(desk: Desk, rest: str) -> None:
    """Order change for the drawers in whole straps and rolls."""

    async def do(values: Values, _: Any) -> Any:
        return await desk.ask(cashorder.order, desk.store, desk.clerk_session, values)

    found = await fill_in(desk, cashorder.FORM, do, {"drawers": rest} if rest else None)
    if found is None:
        return
    desk.wake_worker()
    today = desk.clock.today()
    known = await desk.ask(terms, desk.store, today)
    rows = [f"{'':18}{row}" for row in desk.plain(order_slip(known, found, today))]
    await read(desk, "ORD020", "Currency and coin order", rows)


async def exports(desk: Desk, rest: str) -> None:
    """What was exported, when and by whom."""
    found = await desk.ask(glexport.log, desk.store)
    rows = [
        Row(n, (shown_date(one.date), one.profile, one.name, show_cents(one.debit_cents), one.by,
                "" if one.first else "again"))
        for n, one in enumerate(found)
    ]  # fmt: skip
    columns = (
        Column("Date", 10), Column("Layout", 10), Column("File", 22), Column("Debits", 14, "right"), Column("By", 7),
        Column("", 5),
    )  # fmt: skip

    async def act(option: str, row: Row) -> None:
        raise Refused("The log is only read; option 10.6 exports a date.")

    await work_with(desk, Listing("GLX020", "Exports", columns, fixed_rows(rows), empty="Nothing exported yet."), act)
