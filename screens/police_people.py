"""The people of the police desk: when each was cleared and trained, which opens the police screens (PS-3, AT-2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data import personnel
from data.fields import Date
from data.forms import Form, FormError, Look, Values
from data.permissions import ROLES
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

DATES = Form(
    "POL267",
    "Cleared and trained",
    {
        "cleared_on": Date("Personnel check", stop=True, help="The day of the fingerprint-based check."),
        "cleared_until": Date("Cleared until", help="The last day of the clearance; empty: it has no end."),
        "trained_on": Date("Security training", stop=True, help="The day of the last training; it counts for a year."),
    },
    help="Without a personnel check and a training that counts the police screens stay shut. Nobody keeps their own.",
)


async def show_people(desk: Desk, rest: str) -> None:
    """Everybody of the police desk; option 2 keeps the dates."""
    session = desk.clerk_session
    may_keep = personnel.KEEP.allows(session.clerk.role)
    shown: dict[int, personnel.Person] = {}

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask(personnel.people, desk.store, session)
        shown.update({one.id: one for one in found})
        return await fixed_rows([Row(one.id, _cells(one, desk.clock.today())) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _keep(desk, shown[row.key])

    columns = (
        Column("Clerk", 20), Column("Role", 17), Column("Checked", 10), Column("Trained", 10), Column("Screens", 13),
    )  # fmt: skip
    options = (("2", "Keep the dates"),) if may_keep else ()
    listing = Listing(
        "POL266", "People of the police desk", columns, fetch, options,
        empty="Nobody has a role of the police desk.", default="2" if may_keep else "", help=DATES.help,
    )  # fmt: skip
    await work_with(desk, listing, act)


def _cells(who: personnel.Person, today: date) -> tuple[str, ...]:
    state = "shut" if who.missing(today) else f"to {who.trained_until:%m/%d/%Y}"
    role = dict(ROLES).get(who.role, who.role)
    return (f"{who.number} {who.name}", role, _short(who.cleared_on), _short(who.trained_on), state)


def _short(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else "none"


async def _keep(desk: Desk, who: personnel.Person) -> None:
    session, today = desk.clerk_session, desk.clock.today()
    session.require(personnel.KEEP)

    async def do(values: Values, _: Any) -> bool:
        late = next((name for name in ("cleared_on", "trained_on") if values[name] and values[name] > today), "")
        if late:
            raise FormError(late, f"{DATES.fields[late].label}: not in the future.")
        await desk.ask(personnel.record, desk.store, session, who.id, **values)
        return True

    texts = {name: f"{day:%m/%d/%Y}" for name in DATES.fields if (day := getattr(who, name))}
    missing = who.missing(today)
    state = f"The police screens are shut: {missing}." if missing else "The police screens are open."
    await fill_in(desk, DATES, do, texts, look=Look(("", f"{who.number} {who.name}", state)), cursor="cleared_on")
