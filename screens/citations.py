"""Citations at the desk: entry, payment, review, hearing, appeal; and proof of correction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from data.fields import Date
from data.forms import Form, Look, Values
from data.frontdesk import citations, citations_steps, signoffs
from data.frontdesk.citations import CORRECTABLE, COURT, DISMISSED, FORM, LIST, SIGNED_OFF, WHOLE, Cited
from data.frontdesk.citations_steps import STEPS
from data.frontdesk.vehicle import described
from data.money import show_cents
from data.records import record
from data.services import citation as paid
from data.services import signoff as charged
from screens import frontdesk as common
from screens.frontdesk import Kind, Shown
from screens.lines import Line

if TYPE_CHECKING:
    from data.forms import Values as Known
    from screens.desk import Desk

DUE = Form(
    "CIT034",
    "Amount due on a day",
    {"on": Date("On", required=True)},
    help="What would be owed on that day as things stand, with the late fee once the days to contest are over.",
)
MENU = (
    "   1 Change           2 Due on a day     3 Review asked for   4 Review's result",
    "   5 Hearing asked    6 Decision         7 Appeal             8 Payment plan",
    "   9 History         10 DMV hold on/off 11 Sign off",
)
HELP = """A citation with what is owed today and until when it may be contested.

F6 takes the penalty with the citation's number and the amount filled in. No late fee is added while a review, a
hearing or an appeal is open. A correctable violation is signed off with 11; its court fee goes to the court by mail."""


async def _nothing(values: Values) -> Look | None:
    return None


async def _new(desk: Desk) -> int | None:
    texts = await desk.ask(citations.opening, desk.store)
    return await common.enter(desk, FORM, citations.add, texts, _nothing, frozenset(), "number")


async def _change(desk: Desk, record_id: int) -> None:
    await common.change(desk, LIST, record_id, _nothing, frozenset())


async def _step(number: str, desk: Desk, record_id: int) -> None:
    one = STEPS[number]
    await desk.ask(citations_steps.may, desk.store, desk.clerk_session, record_id, number)

    def take(store: Any, session: Any, key: int, values: Values) -> Cited:
        return citations_steps.take(store, session, key, number, values)

    await common.step(desk, one.form, take, record_id, {one.day: common.today(desk)} if one.day else {})


async def _due(desk: Desk, record_id: int) -> None:
    def owed(store: Any, session: Any, key: int, values: Values) -> tuple[int, Any]:
        return citations.due_cents(store, session, key, values["on"]), values["on"]

    found = await common.step(desk, DUE, owed, record_id, {"on": common.today(desk)})
    if found is not None:
        desk.notice = (f"Due on {found[1]:%m/%d/%Y}: {show_cents(found[0])}",)


async def _hold(desk: Desk, record_id: int) -> None:
    await desk.ask(citations_steps.dmv_hold, desk.store, desk.clerk_session, record_id)


async def _sign_off(desk: Desk, record_id: int) -> None:
    found = await _found(desk, record_id)
    values = found.values
    await _inspect(desk, {"citation": found.number, "section": values["section"], "plate": values["plate"] or ""})


async def _pay(desk: Desk, record_id: int) -> None:
    await common.pay(desk, paid.SERVICE, (await _found(desk, record_id)).number)


async def _found(desk: Desk, record_id: int) -> Cited:
    return await desk.ask(citations.by_id, desk.store, desk.clerk_session, record_id)


async def _show(desk: Desk, record_id: int) -> Shown:
    found = await _found(desk, record_id)
    return Shown(_rows(found), MENU, payable=found.due_cents > 0)


def _rows(found: Cited) -> list[Line]:
    values = found.values
    rows = [
        Line(f"  {found.number}  {found.status}  {described(values)}"[:79], "title"),
        Line(f"  Issued {values['issued_on']:%m/%d/%Y} {values['issued_at'] or ''} {values['place'] or ''}"[:79]),
        Line(f"  {values['section']} {values['violation'] or ''}"[:79]),
    ]
    if values["kind"] == CORRECTABLE:
        done = "signed off" if found.state == SIGNED_OFF else "to be corrected and signed off"
        return [*rows, Line(f"  Correctable violation: {done}"), Line(f"  {COURT}"[:79], "alert")]
    rows += [Line(f"  {label:<16}{text}"[:79]) for label, text in _contest(found) if text]
    if values["plan"]:
        rows.append(Line(f"  Payment plan    until {values['plan_until']:%m/%d/%Y}: {values['plan']}"[:79]))
    amount = f"Penalty {show_cents(values['penalty_cents'])}  Late fee {show_cents(values['late_cents'] or 0)}"
    rows.append(Line(f"  {amount}  Paid {show_cents(found.paid_cents)}  {found.receipts}"[:79]))
    if found.refund_cents:
        rows.append(Line(f"  DISMISSED: {show_cents(found.refund_cents)} is to be refunded (menu 12)", "alert"))
    return [*rows, Line(f"  DUE TODAY {show_cents(found.due_cents)}", "title")]


def _contest(found: Cited) -> list[tuple[str, str]]:
    """The steps with their days, and the last day of the next one."""
    values = found.values
    done = (
        ("Delinquent", "notice_on", ""), ("Review asked", "review_asked_on", ""),
        ("Review's result", "review_mailed_on", "review_result"), ("Hearing asked", "hearing_asked_on", "deposit"),
        ("Decision", "decided_on", "decision"), ("Appeal", "appealed_on", ""),
    )  # fmt: skip
    rows = [(label, f"{values[on]:%m/%d/%Y} {values.get(what) or ''}") for label, on, what in done if values[on]]
    if found.state == DISMISSED or values["appealed_on"]:
        return rows
    if found.appeal_until:
        return [*rows, ("Appeal until", found.appeal_until.show())]
    if values["hearing_asked_on"]:
        return rows
    if found.hearing_until:
        return [*rows, ("Hearing until", found.hearing_until.show())]
    return rows if values["review_asked_on"] else [*rows, ("Review until", found.review_until.show())]


KIND = Kind(
    "CIT015", "Citations", LIST, WHOLE, _show, _new,
    {"1": _change, "2": _due, **{n: partial(_step, n) for n in STEPS}, "10": _hold, "11": _sign_off},
    _pay, HELP,
)  # fmt: skip


# Proof of correction

SIGN_MENU = ("   9 History",)
SIGN_HELP = """An inspection of a corrected violation.

Where the city takes a charge, F6 takes it with the number filled in. The court's fee is mailed to the court."""


async def _inspect(desk: Desk, texts: Known) -> int | None:
    opening = {**signoffs.FORM.opening(), "inspected_on": common.today(desk), **texts}
    first = "badge" if texts else "citation"
    made = await common.enter(desk, signoffs.FORM, signoffs.add, opening, _nothing, frozenset(), first)
    if made is not None:
        found = await desk.ask(signoffs.by_id, desk.store, made)
        desk.notice = (signoffs.said(found),)
    return made


async def _new_sign_off(desk: Desk) -> int | None:
    return await _inspect(desk, {})


async def _show_sign_off(desk: Desk, record_id: int) -> Shown:
    opened = await desk.ask(record, desk.store, desk.clerk_session, signoffs.LIST, record_id)
    found = await desk.ask(signoffs.by_id, desk.store, record_id)
    rows = [Line(f"  {found.number}", "title")]
    rows += [Line(f"  {kind.label + ' ':.<24} {opened.texts[name]}") for name, kind in signoffs.FORM.fields.items()]
    rows.append(Line(f"  {signoffs.said(found)}", "title"))
    return Shown(rows, SIGN_MENU, payable=bool(found.fee_cents) and not found.receipts)


async def _pay_sign_off(desk: Desk, record_id: int) -> None:
    found = await desk.ask(signoffs.by_id, desk.store, record_id)
    await common.pay(desk, charged.SERVICE, found.number)


def _by_number(store: Any, text: str) -> int | None:
    found = signoffs.signed(store, text)
    return None if found is None else found.id


SIGN_OFFS = Kind(
    "CIT045", "Proof of correction", signoffs.LIST, signoffs.LIST, _show_sign_off, _new_sign_off, {},
    _pay_sign_off, SIGN_HELP,
)  # fmt: skip
show = common.listed(KIND, citations.find_number)
show_sign_offs = common.listed(SIGN_OFFS, _by_number)
