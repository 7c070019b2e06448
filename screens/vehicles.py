"""Vehicles and citations together: the look-up, what is due, and the registers by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.fields import Text
from data.forms import Form, FormError, Values
from data.frontdesk import vehicle_due, vehicle_reports, vehicle_search
from screens import citations, impounds, reports, repossessions
from screens.duelist import due_list
from screens.entry import fill_in
from screens.frontdesk import show_record
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

KINDS = {
    vehicle_search.REPO: repossessions.KIND,
    vehicle_search.IMPOUND: impounds.KIND,
    vehicle_search.CITE: citations.KIND,
    vehicle_search.SIGNOFF: citations.SIGN_OFFS,
}
NAMES = {
    vehicle_search.REPO: "Repossession",
    vehicle_search.IMPOUND: "Stored",
    vehicle_search.CITE: "Citation",
    vehicle_search.SIGNOFF: "Sign-off",
}
ASK = Form(
    "VEH010",
    "Find a vehicle",
    {"text": Text("Plate, VIN or name", 30, required=True, help="Or the number of a report or citation.")},
    help="Looks in repossessions, stored vehicles, citations and sign-offs at once. A plate or number may be a "
    "beginning, a VIN its last six characters, a name any part of it.",
)


async def find(desk: Desk, rest: str) -> None:
    """Ask for a plate, VIN, number or name and list what has it; it may be typed after the code."""
    text = rest
    if not text:

        async def do(values: Values, _: object) -> str:
            if not await desk.ask(vehicle_search.search, desk.store, desk.clerk_session, values["text"]):
                raise FormError("text", "Nothing has that plate, VIN, number or name.")
            return str(values["text"])

        text = await fill_in(desk, ASK, do) or ""
    if text:
        await _hits(desk, text)


async def _hits(desk: Desk, text: str) -> None:
    known: dict[int, vehicle_search.Hit] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(vehicle_search.search, desk.store, desk.clerk_session, text)
        known.update(enumerate(found))
        rows = [
            Row(n, (hit.plate, NAMES[hit.kind], hit.number, _day(hit.day), hit.vehicle.strip(), hit.detail))
            for n, hit in enumerate(found)
        ]
        return await fixed_rows(rows)(direction, key, count)

    columns = (
        Column("Plate", 8), Column("What", 12), Column("Number", 11), Column("Date", 10), Column("Vehicle", 10),
        Column("Owner, section", 14),
    )  # fmt: skip

    async def act(option: str, row: Row) -> None:
        hit = known[int(row.key)]
        await show_record(desk, KINDS[hit.kind], hit.id)

    options = (("5", "Work with"),)
    await work_with(desk, Listing("VEH015", f"Found: {text[:20]}", columns, fetch, options, default="5"), act)


async def due(desk: Desk, rest: str) -> None:
    """What is to be done, the oldest day first; Enter opens the record."""
    await due_list(desk, "VEH020", "Vehicles: what is due", vehicle_due.due, NAMES, KINDS)


def _day(stored: str) -> str:
    return f"{stored[5:7]}/{stored[8:10]}/{stored[:4]}" if stored else ""


repossessions_log = reports.over_dates("Repossessions", vehicle_reports.repossessions)
impounds_log = reports.over_dates("Stored vehicles", vehicle_reports.impounds)
citations_log = reports.over_dates("Citations", vehicle_reports.citations)
sign_offs_log = reports.over_dates("Proof of correction", vehicle_reports.signoffs)
