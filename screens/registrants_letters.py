"""The log of tier letters of a registration: asked for, a copy given, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.forms import Values
from data.police import registrations_status
from data.police.registrations_forms import GIVEN, LETTER
from screens.entry import fill_in
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def show_letters(desk: Desk, registration_id: int) -> None:
    """The requests for DOJ's tier letter; F6 notes a new one, 2 that a copy was given."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Any:
        them = await desk.ask_police(registrations_status.letters, session, registration_id)
        rows = [
            Row(one.id, (f"{one.requested_on:%m/%d/%Y}", f"{one.given_on:%m/%d/%Y}" if one.given_on else "not yet",
                         one.clerk))
            for one in them
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        async def do(values: Values, approval: Any) -> bool:
            await desk.ask_police(registrations_status.letter_given, session, int(row.key), values["given_on"])
            return True

        await fill_in(desk, GIVEN, do, {"given_on": f"{desk.clock.today():%m/%d/%Y}"})

    async def add(display: ListDisplay) -> None:
        async def do(values: Values, approval: Any) -> int:
            return await desk.ask_police(registrations_status.letter_asked, session, registration_id, values)

        await fill_in(desk, LETTER, do, {"requested_on": f"{desk.clock.today():%m/%d/%Y}"})

    columns = (Column("Asked for", 10), Column("Copy given", 10), Column("By", 30))
    listing = Listing(
        "RGT20", "Tier letters", columns, fetch, (("2", "Given"),), default="2",
        empty="No tier letter was asked for. F6 notes a request.", listens=frozenset({"new"}), new_word="Add",
        help="A registrant may ask the agency for DOJ's tier letter: when it was asked for, and when a copy was given.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": add})
