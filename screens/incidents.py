"""A security incident: reported from any display by Ctrl+R, and read on menu 26."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from data import incidents, jobs
from data.fields import Choice, Date, Text
from data.forms import Form, Values
from data.frontdesk.timeofday import Time
from data.incidents import KINDS, Incident
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

FORM = Form(
    "INC010",
    "Security incident",
    {
        "kind": Choice("Kind", 10, required=True, options=KINDS),
        "day": Date("Seen on", required=True, stop=False),
        "at": Time("Seen at", required=True, stop=False),
        "what": Text("What happened", 58, required=True, help="In a few words. Name no person of a police record."),
        "notified": Text("Who was told", 58, help="And when; empty if nobody yet."),
    },
    help="Report it at once: the local agency security officer must know within one hour. Enter writes it down with "
    "your number and the time, and prints whom to call. It cannot be taken back; a second report adds to the first.",
)


async def report(desk: Desk) -> None:
    """Write an incident down and print whom to call; the work below stays as it is."""
    session = desk.clerk_session

    async def do(values: Values, _: Any) -> int:
        seen = datetime.combine(values["day"], time.fromisoformat(values["at"])).astimezone()
        return await desk.ask(
            incidents.report, desk.store, session, values["kind"], seen, values["what"], values["notified"] or ""
        )

    now = desk.clock.now().astimezone()
    texts = {"day": f"{now:%m/%d/%Y}", "at": f"{now:%H:%M}"}
    number = await fill_in(desk, FORM, do, texts, cursor="kind")
    if number is None:
        return
    kind = str((await desk.ask(desk.store.value, "SELECT kind FROM incidents WHERE id = ?", number)) or "")
    elements = await desk.ask(incidents.sheet, desk.store, number, kind)
    title = f"Security incident {number}"
    await desk.ask(jobs.add, desk.store, session, jobs.REPORT, title, elements)
    desk.wake_worker()
    calls = [f"  {duty:<26}{name:<32}{phone}" for duty, name, phone in await desk.ask(incidents.contacts, desk.store)]
    none = ["  Nobody is on the list (7.3). Call your supervisor."]
    rows = ["", f"  Incident {number} is written down. Call now, in this order:", ""]
    await read(desk, "INC015", "Whom to call", [*rows, *(calls or none), "", "  The sheet is being printed."])


async def listing(desk: Desk, rest: str) -> None:
    """All incidents, newest first."""
    found: dict[int, Incident] = {}

    async def fetch(direction: str, key: Any, count: int) -> Page:
        every = await desk.ask(incidents.listing, desk.store, desk.clerk_session)
        found.update({one.id: one for one in every})
        rows = [Row(one.id, (str(one.id), one.at, one.kind, one.clerk, one.what)) for one in every]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        one = found[row.key]
        pairs = (
            ("Reported", one.at), ("By", one.clerk), ("Station", one.station), ("Seen", one.seen_at),
            ("Kind", dict(KINDS).get(one.kind, one.kind)), ("What happened", one.what), ("Who was told", one.notified),
        )  # fmt: skip
        await read(desk, "INC031", f"Incident {one.id}", ["", *(f"  {k + ' ':.<18} {text}" for k, text in pairs)])

    columns = (
        Column("No.", 4), Column("Reported", 14), Column("Kind", 10), Column("By", 18), Column("What", 24),
    )  # fmt: skip
    page = Listing(
        "INC030", "Security incidents", columns, fetch, (("5", "Display"),), default="5",
        empty="No incident has been reported. Ctrl+R reports one.",
    )  # fmt: skip
    await work_with(desk, page, act)
