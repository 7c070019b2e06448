"""Court papers at the desk: service, delivery, clocks, deposits, the cost reconciled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.forms import Look, Values
from data.frontdesk import courtpapers, courtpapers_clocks, courtpapers_steps
from data.frontdesk.courtpapers import FORM, KINDS, LIST, WHOLE
from data.frontdesk.courtpapers_clocks import Served
from data.frontdesk.courtpapers_steps import ANOTHER, COST, DELIVERED, FAILED, FATE, PRODUCED
from data.frontdesk.timeofday import now
from data.money import show_cents
from data.services.court_deposit import SERVICE
from screens import frontdesk as common
from screens.frontdesk import Kind, Shown
from screens.lines import Line

if TYPE_CHECKING:
    from screens.desk import Desk

MENU = (
    "   1 Change           2 Delivered        3 Not deliverable   4 The hearing",
    "   5 Another day      6 Cost reconciled  7 Records produced  8 Close",
    "   9 History",
)
HELP = """A paper of a court with its clocks.

The lead time is counted in working days. F6 takes the deposit that is to be tendered, with the paper's number filled
in; ordered back another day (5), the same again is tendered first. 6 compares the deposits with the actual cost and
says what is to be billed or refunded."""
WATCHED = frozenset({"kind", "recipient_kind", "hearing_on"})


async def _warn(desk: Desk, values: Values) -> Look | None:
    found = await desk.ask(courtpapers_clocks.warnings, desk.store, values)
    return Look(tuple(found[1:]), alert=found[0]) if found else Look()


async def _new(desk: Desk) -> int | None:
    texts = await desk.ask(courtpapers.opening, desk.store)

    async def warn(values: Values) -> Look | None:
        return await _warn(
            desk, {"received_on": desk.clock.today(), **{k: v for k, v in values.items() if v is not None}}
        )

    return await common.enter(desk, FORM, courtpapers.add, texts, warn, WATCHED, "kind")


async def _change(desk: Desk, record_id: int) -> None:
    async def warn(values: Values) -> Look | None:
        return await _warn(desk, values)

    await common.change(desk, LIST, record_id, warn, WATCHED)


async def _delivered(desk: Desk, record_id: int) -> None:
    texts = {"delivered_on": common.today(desk), "delivered_at": now(desk.clock)}
    await common.step(desk, DELIVERED, courtpapers_steps.delivered, record_id, texts)


async def _failed(desk: Desk, record_id: int) -> None:
    texts = {"undelivered_on": common.today(desk), "undelivered_at": now(desk.clock)}
    if said := await common.step(desk, FAILED, courtpapers_steps.undeliverable, record_id, texts):
        desk.notice = (said,)


async def _fate(desk: Desk, record_id: int) -> None:
    await common.step(desk, FATE, courtpapers_steps.fate, record_id)


async def _another(desk: Desk, record_id: int) -> None:
    await common.step(desk, ANOTHER, courtpapers_steps.another_day, record_id)


async def _cost(desk: Desk, record_id: int) -> None:
    done = await common.step(desk, COST, courtpapers_steps.reconcile, record_id)
    if done is not None:
        desk.notice = (courtpapers_steps.what_follows(done),)


async def _produced(desk: Desk, record_id: int) -> None:
    await common.step(desk, PRODUCED, courtpapers_steps.produced, record_id, {"produced_on": common.today(desk)})


async def _close(desk: Desk, record_id: int) -> None:
    if await desk.confirm("Close this paper?"):
        await desk.ask(courtpapers_steps.close, desk.store, desk.clerk_session, record_id)


async def _pay(desk: Desk, record_id: int) -> None:
    found = await desk.ask(courtpapers_clocks.by_id, desk.store, desk.clerk_session, record_id)
    await common.pay(desk, SERVICE, found.number)


async def _show(desk: Desk, record_id: int) -> Shown:
    found = await desk.ask(courtpapers_clocks.by_id, desk.store, desk.clerk_session, record_id)
    open_now = found.state in courtpapers_steps.OPEN_STATES
    return Shown(_rows(found, desk), MENU, payable=open_now and found.due_cents > 0)


def _rows(found: Served, desk: Desk) -> list[Line]:
    values = found.values
    said = f"{dict(KINDS)[values['kind']]}, {values['matter'].lower()}"
    rows = [
        Line(f"  {found.number}  {found.state}  {said}", "title"),
        Line(f"  Received {values['received_on']:%m/%d/%Y} {values['received_at']} from {values['served_by']}"[:79]),
        Line(f"  For {values['recipient']} {values['unit'] or ''}"[:79]),
        Line(f"  {values['court'] or '-'}  case {values['case_no'] or '-'}  {values['parties'] or ''}"[:79]),
    ]
    if not values["accepted"]:
        return [*rows, Line(f"  REFUSED: {values['reason']}"[:79], "alert")]
    return [*rows, *_clock_lines(found, desk), *_money_lines(found)]


def _clock_lines(found: Served, desk: Desk) -> list[Line]:
    values, rows = found.values, []
    if values["hearing_on"]:
        short = " SHORT" if found.short else ""
        hearing = f"{values['hearing_on']:%m/%d/%Y} {values['hearing_at'] or ''}, {found.lead_wd} working days{short}"
        rows.append(Line(f"  Hearing    {hearing}", "alert" if found.short else "text"))
    if found.response:
        over = not values["produced_on"] and found.response.over(desk.clock.today())
        done = f", produced {values['produced_on']:%m/%d/%Y}" if values["produced_on"] else ""
        rows.append(Line(f"  Records    due {found.response.show()}{done}", "alert" if over else "text"))
    if values["delivered_on"]:
        rows.append(Line(f"  Delivered  {values['delivered_on']:%m/%d/%Y} by {values['delivered_by']}"[:79]))
    elif values["undelivered_on"]:
        told = f"{values['undelivered_on']:%m/%d/%Y} {values['undelivered_at']}: {values['told']}"
        rows.append(Line(f"  Not delivered, told {told}"[:79], "alert"))
    elif found.tell_until and not found.response:
        rows.append(Line(f"  Deliver, or tell the court by {found.tell_until:%m/%d/%Y %H:%M}"))
    return rows


def _money_lines(found: Served) -> list[Line]:
    if not found.day_cents:
        return []
    days = f"{found.days_ordered} x {show_cents(found.day_cents)} a day"
    rows = [Line(f"  Deposit    {days}, tendered {show_cents(found.paid_cents)} {found.receipts}"[:79])]
    if found.due_cents:
        rows.append(Line(f"  TO BE TENDERED {show_cents(found.due_cents)}", "alert"))
    if found.cost_cents is not None:
        rows.append(Line(f"  Cost {show_cents(found.cost_cents)}. {courtpapers_steps.what_follows(found)}", "title"))
    return rows


ACTIONS: Any = {
    "1": _change, "2": _delivered, "3": _failed, "4": _fate, "5": _another, "6": _cost, "7": _produced, "8": _close,
}  # fmt: skip
KIND = Kind("SUB015", "Court papers", LIST, WHOLE, _show, _new, ACTIONS, _pay, HELP)
show = common.listed(KIND, courtpapers.find_number)
