"""Stored vehicles at the desk: entry, notice, hold, hearing, fee, the release checklist, the release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.forms import Form, Look, Values
from data.frontdesk import impounds, impounds_release, impounds_steps
from data.frontdesk.impound_reasons import HOLDS
from data.frontdesk.impounds import FORM, HELD, LIST, PATHS, RELEASED, WHOLE, Stored
from data.frontdesk.impounds_release import FAIL, REASON, TO, Checked, line_form
from data.frontdesk.vehicle import LANGUAGE_FIELD, described
from data.money import show_cents
from data.services.impound import SERVICE
from screens import frontdesk as common
from screens.entry import fill_in
from screens.frontdesk import Kind, Shown
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

LANGUAGE = Form(
    "IMP052",
    "Release slip",
    {"language": LANGUAGE_FIELD.like(stop=True)},
    help="Prints the release slip again.",
)
MENU = (
    "   1 Change         2 Notice mailed   3 Hold lifted     4 Hearing asked for",
    "   5 Hearing held   6 Waive the fee   7 Checklist       8 Release",
    "   9 History       10 To whom        11 Print slip",
)
HELP = """A stored vehicle from the tow to its release.

F6 takes the fee with the CHP 180 number filled in. 7 is the checklist of twelve lines; lines 3, 8 and 9 are answered
by the program, and a line that does not pass can be overridden by a supervisor with a reason. 8 releases the vehicle
once no line is open, and prints the slip for the person and for the tow yard."""


async def _warn(desk: Desk, values: Values) -> Look | None:
    found = await desk.ask(impounds.warnings, desk.store, values)
    fill = await desk.ask(impounds.offered, desk.store, values)
    return Look(tuple(found[1:]), fill, found[0] if found else "")


WATCHED = frozenset({"reason", "plate", "vin"})


async def _new(desk: Desk) -> int | None:
    async def warn(values: Values) -> Look | None:
        return await _warn(desk, values)

    texts = await desk.ask(impounds.opening, desk.store)
    return await common.enter(desk, FORM, impounds.add, texts, warn, WATCHED, "number")


async def _change(desk: Desk, record_id: int) -> None:
    async def warn(values: Values) -> Look | None:
        found = await desk.ask(impounds.warnings, desk.store, values)
        return Look(tuple(found[1:]), alert=found[0]) if found else Look()

    await common.change(desk, LIST, record_id, warn, frozenset({"plate", "vin"}))


async def _notice(desk: Desk, record_id: int) -> None:
    found = await _found(desk, record_id)
    about = f"To be mailed by {found.notice_until:%m/%d/%Y}"
    await common.step(
        desk, impounds_steps.NOTICE, impounds_steps.notice, record_id, {"notice_on": common.today(desk)}, about
    )


async def _lift(desk: Desk, record_id: int) -> None:
    await common.step(desk, impounds_steps.LIFT, impounds_steps.lift, record_id, {"lifted_on": common.today(desk)})


async def _ask(desk: Desk, record_id: int) -> None:
    found = await _found(desk, record_id)
    last = found.hearing_until.show() if found.hearing_until else "not begun: no notice was mailed"
    await common.step(
        desk, impounds_steps.ASK, impounds_steps.ask_hearing, record_id, {"hearing_asked_on": common.today(desk)},
        f"Last day to ask: {last}",
    )  # fmt: skip


async def _held(desk: Desk, record_id: int) -> None:
    await common.step(
        desk, impounds_steps.HELD_HEARING, impounds_steps.hold_hearing, record_id, {"hearing_on": common.today(desk)}
    )


async def _waive(desk: Desk, record_id: int) -> None:
    await common.step(desk, impounds_steps.WAIVER, impounds_steps.waive, record_id)


async def _path(desk: Desk, record_id: int) -> None:
    await common.step(desk, impounds_steps.PATH, impounds_steps.choose_path, record_id)


async def _release(desk: Desk, record_id: int) -> None:
    await desk.ask(impounds_release.ready, desk.store, desk.clerk_session, record_id)
    done = await common.step(desk, TO, impounds_release.release, record_id)
    if done is not None:
        desk.notice = (f"{done.number} is released. The slip is being printed twice.",)


async def _slip(desk: Desk, record_id: int) -> None:
    def again(store: Any, session: Any, _: int, values: Values) -> bool:
        impounds_release.print_slip(store, session, impounds.by_id(store, session, record_id), values["language"])
        return True

    if await common.step(desk, LANGUAGE, again, record_id):
        desk.notice = ("The release slip is being printed.",)


async def _pay(desk: Desk, record_id: int) -> None:
    await common.pay(desk, SERVICE, (await _found(desk, record_id)).number)


async def _found(desk: Desk, record_id: int) -> Stored:
    return await desk.ask(impounds.by_id, desk.store, desk.clerk_session, record_id)


async def _show(desk: Desk, record_id: int) -> Shown:
    found, on = await _found(desk, record_id), desk.clock.today()
    open_ones = [] if found.state == RELEASED else await desk.ask(impounds_release.obstacles, desk.store, found, on)
    return Shown(_rows(found, len(open_ones), desk), MENU, payable=found.state == HELD and not found.settled)


def _rows(found: Stored, open_lines: int, desk: Desk) -> list[Line]:
    values, on = found.values, desk.clock.today()
    held = impounds.hold_problem(found, on)
    rows = [
        Line(f"  {found.number}  {found.state}  {described(values)}"[:79], "title"),
        Line(f"  Since {values['impounded_on']:%m/%d/%Y} {values['impounded_at']}, {values['place']}"[:79]),
        Line(f"  {values['authority']} ({values['reason']}), ordered by {values['ordered_by']}"[:79]),
        Line(f"  Owner {values['registered_owner'] or '-'}; legal owner {values['legal_owner'] or '-'}"[:79]),
        Line(f"  Towed by {values['tow_company']}, {values['yard'] or '-'}"[:79]),
        Line(f"  Hold      {_hold(found)}"[:79], "alert" if held else "text"),
    ]
    if held:
        rows.append(Line(f"  {held.upper()}"[:79], "alert"))
    rows += [_notice_line(found, on), *_hearing_lines(found, on), Line(f"  Fee       {_fee(found)}"[:79], "title")]
    if found.state == RELEASED:
        return [*rows, Line(f"  Released {values['released_on']:%m/%d/%Y} to {values['released_to']}"[:79], "title")]
    to = dict(PATHS)[values["path"]].lower()
    return [*rows, Line(f"  Release to the {to}: {open_lines} lines of the checklist are open"[:79], "label")]


def _hold(found: Stored) -> str:
    values = found.values
    shown = dict(HOLDS)[values["hold"]]
    if found.ends:
        shown += f", ends {found.ends.legal:%m/%d/%Y}"
    return shown + (f", lifted {values['lifted_on']:%m/%d/%Y} by {values['lifted_by']}" if values["lifted_on"] else "")


def _notice_line(found: Stored, on: Any) -> Line:
    sent = found.values["notice_on"]
    if found.notice_late:
        late = f"mailed {sent:%m/%d/%Y}, LATE: at most 15 days of storage for the legal owner"
        return Line(f"  Notice    {late}"[:79], "alert")
    if sent:
        return Line(f"  Notice    mailed {sent:%m/%d/%Y}, in time")
    return Line(
        f"  Notice    to be mailed by {found.notice_until:%m/%d/%Y}", "alert" if on > found.notice_until else "text"
    )


def _hearing_lines(found: Stored, on: Any) -> list[Line]:
    values = found.values
    if values["hearing_outcome"]:
        said = f"held {values['hearing_on']:%m/%d/%Y} by {values['hearing_officer']}: {values['hearing_outcome']}"
        return [Line(f"  Hearing   {said}"[:79])]
    if found.hearing_due:
        style = "alert" if on > found.hearing_due else "text"
        said = f"asked {values['hearing_asked_on']:%m/%d/%Y}, to be held by {found.hearing_due:%m/%d/%Y}"
        return [Line(f"  Hearing   {said}", style)]
    until = found.hearing_until.show() if found.hearing_until else "ten days from the notice"
    return [Line(f"  Hearing   may be asked for until {until}"[:79])]


def _fee(found: Stored) -> str:
    if found.receipts:
        return f"paid: receipt {found.receipts}"
    if found.values["waived"]:
        return f"waived: {found.values['waived']} {found.values['waiver_note'] or ''}"
    return f"unpaid: {show_cents(found.fee_cents)}" if found.owes_fee else "none owed by the legal owner"


# The checklist

COLUMNS = (Column("Line", 4), Column("What", 37), Column("Result", 8), Column("Detail", 20))


async def _checklist(desk: Desk, record_id: int) -> None:
    """The twelve lines; 1 passes one, 4 fails it, 7 overrides it, 5 shows it."""
    found = await _found(desk, record_id)

    async def lines() -> list[Checked]:
        now = await _found(desk, record_id)
        return await desk.ask(impounds_release.checklist, desk.store, now, desk.clock.today())

    async def fetch(direction: str, key: Any, count: int) -> Any:
        rows = [
            Row(n, (f"{n + 1}", one.line.title, one.result or "open", one.detail), "" if one.good else "alert")
            for n, one in enumerate(await lines())
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _on_line(desk, record_id, (await lines())[int(row.key)], option)

    options = (("1", "Pass"), ("4", "Fail"), ("5", "Display"), ("7", "Override"))
    listing = Listing("IMP040", f"Release checklist {found.number}", COLUMNS, fetch, options, default="1", help=HELP)
    await work_with(desk, listing, act)


async def _on_line(desk: Desk, record_id: int, one: Checked, option: str) -> None:
    n = one.line.n

    def run(call: Any) -> Any:
        def marked(store: Any, session: Any, _: int, values: Values) -> bool:
            call(store, session, record_id, n, values)
            return True

        return marked

    if option == "1":
        await desk.ask(impounds_release.may_pass, n, (await _found(desk, record_id)).values["path"])
        await common.step(desk, line_form(one.line), run(impounds_release.passed), record_id)
    elif option == "4":
        await common.step(desk, FAIL, run(impounds_release.failed), record_id, about=one.line.title)
    elif option == "7":
        await _override(desk, record_id, one)
    else:
        rows = ["", f"  {n} {one.line.title}", "", f"  Result  {one.result or 'open'}", f"  Detail  {one.detail}"]
        await read(desk, "IMP042", "Line of the checklist", [*rows, f"  By      {one.who or 'the program'}"])


async def _override(desk: Desk, record_id: int, one: Checked) -> None:
    async def do(values: Values, approval: Any) -> bool:
        await desk.ask(
            impounds_release.override, desk.store, desk.clerk_session, record_id, one.line.n, values["reason"], approval
        )
        return True

    await fill_in(desk, REASON, do, look=Look((f"{one.line.n} {one.line.title}: {one.detail}"[:79],)))


KIND = Kind(
    "IMP015", "Impounded vehicles", LIST, WHOLE, _show, _new,
    {"1": _change, "2": _notice, "3": _lift, "4": _ask, "5": _held, "6": _waive, "7": _checklist, "8": _release,
     "10": _path, "11": _slip},
    _pay, HELP,
)  # fmt: skip
show = common.listed(KIND, impounds.find_number)
