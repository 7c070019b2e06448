"""Postings of a CSR I that wait for a supervisor's look, what was found on them, and whose wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import reviewqueue
from data.clock import local_day, local_time
from data.fields import Choice, Code, Digits, Text
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import Refused
from data.reviewqueue import KINDS, RIGHT, VERDICTS, WRONG, Posting
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, work_with
from screens.receipts import show_document
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

FOUND = Form(
    "RVW015",
    "What the look found",
    {
        "verdict": Choice("Found", 8, required=True, options=VERDICTS, default=WRONG),
        "remark": Text("Remark", 60, stop=True, help="The clerk reads it. Needed when something is wrong."),
    },
    help="The look is final. What is wrong is put right by its own correction: a void, a refund, an adjustment.",
)
SWITCH = Form(
    "RVW035",
    "Postings that wait for a look",
    {
        "number": Digits("Clerk number", 8, required=True),
        "kind": Choice("Kind", 8, required=True, options=KINDS, default=reviewqueue.ALL, stop=True),
        "service": Code("Service", 8, help="Only receipts with this service; empty: all."),
    },
    help="From now on the postings of this CSR I wait for a supervisor's look. The customer does not wait.",
)
COLUMNS = (
    Column("Receipt", 14),
    Column("Kind", 9),
    Column("Posted", 14),
    Column("Clerk", 18),
    Column("Total", 12, "right"),
)


def _cells(one: Posting) -> tuple[str, ...]:
    return one.receipt or "-", one.kind, local_time(one.at), one.clerk, show_cents(one.total_cents)


async def queue(desk: Desk, rest: str) -> None:
    """The postings that wait, oldest first: 5 shows one, 1 finds it right, 6 says what was found."""

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask(reviewqueue.waiting, desk.store, desk.clerk_session)
        return await fixed_rows([Row(one.journal_id, _cells(one)) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "1":
            await desk.ask(reviewqueue.look, desk.store, desk.clerk_session, int(row.key), RIGHT)
        elif option == "6":
            await _found(desk, row)
        else:
            await show_document(desk, int(row.key))

    options = (("1", "Right"), ("5", "Display"), ("6", "Found"))
    empty = "No posting waits for a look."
    await work_with(desk, Listing("RVW010", "Postings to look at", COLUMNS, fetch, options, empty, default="5"), act)


async def _found(desk: Desk, row: Row) -> None:
    async def do(values: Values, _: object) -> bool:
        remark = values["remark"] or ""
        try:
            await desk.ask(reviewqueue.look, desk.store, desk.clerk_session, int(row.key), values["verdict"], remark)
        except Refused as refusal:
            raise FormError("remark", str(refusal)) from None
        return True

    await fill_in(desk, FOUND, do, look=Look(("  ".join(row.cells),)))


async def marks(desk: Desk, rest: str) -> None:
    """What was found on the clerk's own postings, newest first; Enter shows the posting."""

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask(reviewqueue.marks, desk.store, desk.clerk_session)
        rows = [
            Row(one.journal_id, (one.receipt or one.kind, local_day(one.at), one.verdict, one.remark)) for one in found
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_document(desk, int(row.key))

    columns = (Column("Posting", 14), Column("Posted", 10), Column("Found", 7), Column("Remark", 40))
    title, empty = "Postings that were looked at", "Nobody has looked at your postings."
    listing = Listing("RVW020", title, columns, fetch, (("5", "Display"),), empty, default="5")
    await work_with(desk, listing, act)


async def switches(desk: Desk, rest: str) -> None:
    """Whose postings of which kind wait; F6 adds a switch, 4 switches one off."""

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask(reviewqueue.switches, desk.store)
        rows = [
            Row(one.id, (one.number, one.clerk, dict(KINDS)[one.kind], one.service, local_time(one.from_at)))
            for one in found
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await desk.ask(reviewqueue.switch_off, desk.store, desk.clerk_session, int(row.key))

    async def new(display: Any) -> None:
        async def do(values: Values, _: object) -> int:
            service = values["service"] or ""
            return await desk.ask(
                reviewqueue.switch_on, desk.store, desk.clerk_session, values["number"], values["kind"], service
            )

        await fill_in(desk, SWITCH, do)

    columns = (
        Column("Number", 8),
        Column("Clerk", 18),
        Column("Kind", 22),
        Column("Service", 8),
        Column("Since", 14),
    )
    listing = Listing(
        "RVW030", "Whose postings wait", columns, fetch, (("4", "Off"),), "Nobody's postings wait. F6 adds a switch.",
        listens=frozenset({"new"}), new_word="Switch",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})
