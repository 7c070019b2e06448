"""Repossessions at the desk: the notice, its clocks, the debtor's fee, the proof of payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import records
from data.fields import Date
from data.forms import Form, Look, Values
from data.frontdesk import repossessions
from data.frontdesk.repossessions import FORM, LIST, PAYERS, Repossessed
from data.frontdesk.vehicle import ID_TYPES, LANGUAGE_FIELD, described
from data.services.repossession import SERVICE, print_proof
from screens import frontdesk as common
from screens.frontdesk import Kind, Shown
from screens.lines import Line

if TYPE_CHECKING:
    from screens.desk import Desk

WRITTEN = Form(
    "RPO020",
    "Written notice",
    {"on": Date("Came on", required=True)},
    help="The day the written notice came. It is due on the next business day (Vehicle Code 28(a)).",
)
LANGUAGE = Form(
    "RPO022",
    "Proof of payment",
    {"language": LANGUAGE_FIELD.like(stop=True)},
    help="Prints the proof of payment again. The holder of the vehicle keeps it (Government Code 41612).",
)
MENU = ("   1 Change    2 Written notice came    3 Print proof of payment    9 History",)
HELP = """A notice that a vehicle was repossessed.

F6 takes the debtor's fee with the report's number filled in. Staff of a repossession agency may not pay it. Once it
is paid the receipt's number stands here; when that receipt is voided the fee shows as unpaid again."""


async def _warn(desk: Desk, values: Values, record_id: int = 0) -> Look | None:
    found = await desk.ask(repossessions.warnings, desk.store, values, record_id)
    return Look(tuple(found[1:]), alert=found[0]) if found else Look()


WATCHED = frozenset({"received_at", "taken_at", "vin"})


async def _new(desk: Desk) -> int | None:
    texts = await desk.ask(repossessions.opening, desk.store)

    async def warn(values: Values) -> Look | None:
        return await _warn(desk, values)

    return await common.enter(desk, FORM, repossessions.add, texts, warn, WATCHED, "channel")


async def _change(desk: Desk, record_id: int) -> None:
    async def warn(values: Values) -> Look | None:
        return await _warn(desk, values, record_id)

    await common.change(desk, LIST, record_id, warn, WATCHED)


async def _written(desk: Desk, record_id: int) -> None:
    opened = await desk.ask(records.record, desk.store, desk.clerk_session, LIST, record_id)

    def came(store: Any, session: Any, _: int, values: Values) -> bool:
        return repossessions.written_came(store, session, opened, values["on"]) or True

    await common.step(desk, WRITTEN, came, record_id, {"on": common.today(desk)})


async def _proof(desk: Desk, record_id: int) -> None:
    def again(store: Any, session: Any, _: int, values: Values) -> bool:
        print_proof(store, session, record_id, values["language"])
        return True

    if await common.step(desk, LANGUAGE, again, record_id):
        desk.notice = ("The proof of payment is being printed.",)


async def _pay(desk: Desk, record_id: int) -> None:
    found = await desk.ask(repossessions.by_id, desk.store, desk.clerk_session, record_id)
    await common.pay(desk, SERVICE, found.number)


async def _show(desk: Desk, record_id: int) -> Shown:
    found = await desk.ask(repossessions.by_id, desk.store, desk.clerk_session, record_id)
    warned = await desk.ask(repossessions.warnings, desk.store, found.values, record_id)
    fee = await desk.ask(repossessions.fee_line, desk.store, found)
    return Shown(_rows(found, warned, fee, desk), MENU, payable=not found.paid)


def _rows(found: Repossessed, warned: list[str], fee: str, desk: Desk) -> list[Line]:
    values = found.values
    written = values["written_on"]
    came = f"came {written:%m/%d/%Y}" if written else "not yet here"
    late = (written or desk.clock.today()) > found.written_until
    rows = [
        Line(f"  {found.number}  {described(values)}"[:79], "title"),
        *(Line(f"  {sentence}"[:79], "alert") for sentence in warned),
        Line(f"  Received {values['received_on']:%m/%d/%Y} {values['received_at']} from {values['caller']}, "
             f"{values['agency']} ({values['license_no']})"[:79]),
        Line(f"  Repossessed {values['taken_on']:%m/%d/%Y} {values['taken_at']}, {values['place']}: "
             f"{found.minutes} minutes before"[:79]),
        Line(f"  Registered owner {values['registered_owner']}"[:79]),
        Line(f"  Legal owner      {values['legal_owner']}"[:79]),
        Line(f"  Stored at        {values['yard'] or '-'}"[:79]),
        Line(f"  Written notice   {came}, due {found.written_until:%m/%d/%Y}"[:79], "alert" if late else "text"),
        Line(f"  SVS entry        {_svs(values)}"[:79]),
    ]  # fmt: skip
    if values["contact"]:
        rows.append(Line(f"  Breach of peace  {values['contact']}"[:79], "alert"))
    paid = f" by {dict(PAYERS)[found.payer].lower()}, {dict(ID_TYPES)[found.debtor_id].lower()}" if found.paid else ""
    return [*rows, Line(f"  {fee}{paid}"[:79], "title")]


def _svs(values: Values) -> str:
    if not values["svs"]:
        return "not entered"
    return f"FCN {values['fcn']} {values['svs_at'] or ''} {values['operator'] or ''}".rstrip()


KIND = Kind("RPO015", "Repossessions", LIST, LIST, _show, _new, {"1": _change, "2": _written, "3": _proof}, _pay, HELP)
show = common.listed(KIND, repossessions.find_number)
