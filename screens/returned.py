"""Returned items on menu 12: take one up, work on its case, the registers, the hot list."""

from __future__ import annotations

import uuid
from calendar import monthrange
from typing import TYPE_CHECKING, Any

from data import hotlist, returned
from data.clock import shown_date
from data.forms import FormError, Values
from data.money import show_cents
from data.permissions import Refused
from data.returned import Notice, Wishes
from data.returned_case import Case, listing
from data.returned_follow import notice as write_notice
from data.returned_forms import PERIOD, REMOVE, take_form, take_look
from data.returned_match import Paid, candidates
from data.returned_recovery import close_paid, recovered
from data.returned_register import BY, register
from data.text import many
from screens.board import Board, BoardDisplay, Option, select, typed
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.outbox import write_text
from screens.pager import read
from screens.returned_case import show_case
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def take(desk: Desk, rest: str) -> None:
    """Take up a returned item on one screen; then its case is shown."""
    key = uuid.uuid4().hex
    form = await desk.ask(take_form, desk.store)

    async def accept(name: str, value: Any, values: Values) -> Any:
        if name in ("number", "amount", "payer"):
            return await desk.ask(take_look, desk.store, {**values, name: value})
        return None

    async def do(values: Values, approval: Any) -> Case | None:
        paid = await _choose(desk, values)
        if paid is None:
            return None
        notice = Notice(
            values["number"], values["amount"], values["reason"], values["returned"],
            bank_reference=values["reference"] or "", payer=values["payer"] or "", routing=values["routing"] or "",
            bank_account=values["bank_account"] or "",
        )  # fmt: skip
        wishes = Wishes(values["fee"], values["cost"], values["cash_only"], values["note"] or "", paid)
        return await desk.ask(
            returned.take, desk.store, desk.clerk_session, desk.catalog, notice, wishes, key, approval
        )

    texts = {"returned": f"{desk.clock.today():%m/%d/%Y}"}
    look = None
    if rest:
        look = await desk.ask(take_look, desk.store, {"number": rest.strip().upper()})
        texts |= {"number": rest, **look.fill}
    case = await fill_in(desk, form, do, texts, accept=accept, look=look, cursor="amount" if rest else None)
    if case is not None:
        await desk.ask(write_notice, desk.store, desk.clerk_session, case.id)
        desk.wake_worker()
        desk.notice = (f"Case {case.number}: {show_cents(case.amount_cents)} reversed, charge "
                       f"{show_cents(case.fee_cents)}. The notice is being printed.",)  # fmt: skip
        await show_case(desk, case.id)


async def _choose(desk: Desk, values: Values) -> tuple[tuple[int, int], ...] | None:
    """The one payment that is meant when several have the number and the amount; empty leaves it to the rules."""
    found = await desk.ask(candidates, desk.store, values["number"], values["amount"], values["payer"] or "")
    exact = [one for one in found if one.amount_cents == values["amount"] and not one.case]
    if len(exact) < 2:
        return ()
    rows = [Row((one.journal_id, one.n), _cells(one)) for one in exact]
    columns = (Column("Item", 24), Column("Receipt", 12), Column("Paid", 10), Column("Amount", 12, "right"),
               Column("Payer", 16))  # fmt: skip
    row = await pick(desk, Listing("RET015", "Which payment?", columns, fixed_rows(rows), pick=True))
    return None if row is None else (row.key,)


def _cells(one: Paid) -> tuple[str, ...]:
    return (one.title, one.receipt, shown_date(one.business_date), show_cents(one.amount_cents), one.payer)


async def cases(desk: Desk, rest: str) -> None:
    """The open cases, the oldest return first; F11 shows all."""
    session = desk.clerk_session
    await desk.ask(close_paid, desk.store, desk.clock.today())
    await desk.ask(hotlist.lift_flags, desk.store, session)
    everything = False

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(listing, desk.store, only_open=not everything)
        return await fixed_rows([_case_row(desk, one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_case(desk, int(row.key))

    async def more(display: Any) -> None:
        nonlocal everything
        everything = not everything
        display.say("All cases are shown." if everything else "The open cases are shown.")

    async def new(display: Any) -> None:
        await take(desk, "")

    columns = (Column("Case", 11), Column("State", 11), Column("Days", 4, "right"), Column("Item", 10),
               Column("Payer", 22), Column("Amount", 11, "right"))  # fmt: skip
    shown = Listing(
        "RET020", "Returned items", columns, fetch, (("5", "Work on"),), default="5", position="Case",
        empty="No case is open.", listens=frozenset({"more", "new"}), new_word="Take up", more_word="All",
    )  # fmt: skip
    await work_with(desk, shown, act, {"more": more, "new": new})


def _case_row(desk: Desk, one: Case) -> Row:
    age = str(one.age(desk.clock.today()))
    return Row(one.id, (one.number, one.state, age, one.check_number, one.payer, show_cents(one.amount_cents)))


async def show_register(desk: Desk, rest: str) -> None:
    """The register of open items by age, department or payer; F6 writes it as a file."""
    display = desk.free_display(BoardDisplay)
    options = [Option(str(n), f"By {what.lower()}") for n, what in enumerate(BY, 1)]
    display.load(Board("RET060", "Register of returned items", options))
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            if typed(answer) in ("1", "2", "3"):
                await _one_register(desk, BY[int(typed(answer)) - 1])
            display.load(Board("RET060", "Register of returned items", options))


REGISTER_HEAD = f"  {'Case':<13}{'State':<11}{'Days':>4}  {'Item':<12}{'Payer':<18}{'Still owed':>12}"


async def _one_register(desk: Desk, by: str) -> None:
    found = await desk.ask(register, desk.store, by)
    rows: list[str | Line] = [Line(REGISTER_HEAD, "label")]
    group = ""
    for one in found:
        if one.group != group:
            group = one.group
            rows += ["", Line(f"  {group}", "title")]
        case = one.case
        rows.append(
            f"  {case.number}  {case.state:<11}{one.age:>4}  {case.check_number[:10]:<10}  {case.payer[:18]:<18}"
            f"{show_cents(one.open_cents):>12}"
        )
    total = sum(one.open_cents for one in found)
    rows += ["", Line(f"  {many(len(found), 'entry', 'entries')}, still owed{show_cents(total):>45}", "title")]

    async def write(display: Any) -> None:
        text = "\r\n".join(row.text if isinstance(row, Line) else row for row in rows) + "\r\n"
        display.say(await write_text(desk, f"returned_{by.lower()}_{desk.clock.today():%Y%m%d}.txt", text))

    await read(desk, "RET062", f"Returned items by {by.lower()}", rows, {"new": write}, new_word="File")


async def recoveries(desk: Desk, rest: str) -> None:
    """What departments got back in a period; the last whole month is offered."""
    today = desk.clock.today()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    texts = {"first": f"{month:02d}/01/{year}", "last": f"{month:02d}/{monthrange(year, month)[1]:02d}/{year}"}

    async def do(values: Values, approval: Any) -> bool:
        if values["last"] < values["first"]:
            raise FormError("last", "Through: this day is before the first one.")
        found = await desk.ask(recovered, desk.store, values["first"], values["last"])
        rows: list[str | Line] = []
        for where in dict.fromkeys(one.department for one in found):
            mine = [one for one in found if one.department == where]
            rows.append(Line(f"  {where:<62}{show_cents(sum(one.amount_cents for one in mine)):>14}", "title"))
            rows += [
                f"  {one.case} {one.payer[:16]:<16} {one.description[:16]:<16} {one.gl[:19]:<19}"
                f"{show_cents(one.amount_cents):>11}"
                for one in mine
            ]
        total = sum(one.amount_cents for one in found)
        if found:
            rows.append(Line(f"  {'Total':<62}{show_cents(total):>14}", "title"))
        else:
            rows.append("  No department got anything back in these dates.")
        await read(desk, "RET052", f"Recoveries {values['first']:%m/%d/%Y} to {values['last']:%m/%d/%Y}", rows)
        return True

    await fill_in(desk, PERIOD, do, texts)


async def hot_list(desk: Desk, rest: str) -> None:
    """Whose checks are stopped; 4 takes an entry off."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(hotlist.listing, desk.store, desk.clock.today())
        rows = [
            Row(one.id, (one.case, one.customer or one.drawer, f"…{one.last4}" if one.last4 else "",
                         f"{one.until:%m/%d/%Y}" if one.until else "", one.reason))
            for one in found
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        async def do(values: Values, approval: Any) -> bool:
            await desk.ask(
                hotlist.remove, desk.store, desk.clerk_session, int(row.key), values["why"], approval=approval
            )
            return True

        await fill_in(desk, REMOVE, do)

    columns = (Column("Case", 11), Column("Payer", 22), Column("Bank", 5), Column("Until", 10), Column("Why", 24))
    shown = Listing("HOT010", "Hot list", columns, fetch, (("4", "Take off"),), empty="Nobody's checks are stopped.")
    await work_with(desk, shown, act)


async def find_case(desk: Desk, rest: str) -> None:
    """A case by its number or check number; without one the list."""
    from data.returned_case import by_number

    if not rest:
        await cases(desk, rest)
        return
    found = await desk.ask(by_number, desk.store, rest)
    if found is None:
        raise Refused(f"There is no case {rest}, and no open one of check {rest}.")
    await show_case(desk, found.id)
