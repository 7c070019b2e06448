"""Clearance letters and retention on menu 23."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.clock import local_day, local_time
from data.documents.elements import day
from data.documents.police_records import clearance_letter
from data.forms import Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.police import clearances, releases_work, retention
from data.police.clearances import CLEAR, ISSUED, OPEN, PURPOSES, SEARCHED, WITHDRAWN, Clearance, Wanted
from data.police.releases_forms import CLEARANCE, FOUND, KEEP, PROPOSE
from data.police.retention import BY_TABLE
from data.services.report import SERVICE as REPORT
from screens.entry import fill_in
from screens.frontdesk import pay
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.police import viewing
from screens.police_case import Case, Step, work_case
from screens.releases import read_and_print
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

KIND = "CLEARANCE"
STATES = {
    OPEN: "to be searched", SEARCHED: "second reader", CLEAR: "letter", "OFFICER": "see officer", ISSUED: "issued",
    WITHDRAWN: "withdrawn",
}  # fmt: skip
HELP = """A clearance letter: the subject is here; this department's files are searched by one person and then another.

Only clear or see officer is kept. F6 takes the fee; 3 issues the letter and prints it."""


async def ask(desk: Desk, rest: str) -> None:
    """Take a request for a letter."""

    async def do(values: Values, _: Any) -> Clearance:
        wanted = Wanted(
            values["name"], values["born"], values["id_seen"], values["purpose"], values["aliases"] or "",
            values["addressee"] or "", values["language"] or "en",
        )  # fmt: skip
        return await desk.ask_police(clearances.ask, desk.clerk_session, wanted)

    made = await fill_in(desk, CLEARANCE, do)
    if made is not None:
        await show_clearance(desk, made.id, f"Clearance {made.number}: search the files, then 1.")


async def show_list(desk: Desk, rest: str) -> None:
    """The letters that are not finished."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask_police(clearances.unfinished, desk.clerk_session)
        rows = [
            Row(one.id, (one.number, local_time(one.requested_at), one.purpose, STATES[one.state])) for one in found
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_clearance(desk, int(row.key))

    async def new(display: Any) -> None:
        await ask(desk, "")

    columns = (Column("Letter", 10), Column("Asked", 14), Column("Purpose", 10), Column("Waits for", 16))
    listing = Listing(
        "CLR005", "Clearance letters", columns, fetch, (("5", "Work on"),), default="5", position="Letter",
        empty="No letter is asked for. F6 takes a request.", listens=frozenset({"new"}), new_word="Ask", help=HELP,
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


async def show_clearance(desk: Desk, clearance_id: int, said: str = "") -> None:
    """One letter until the clerk leaves it, `said` on the message row; the view is written down first."""
    await viewing(desk, KIND, clearance_id)

    async def load() -> Case:
        found = await desk.ask_police(clearances.get, desk.clerk_session, clearance_id)
        paid = await desk.ask(releases_work.paid_cents, desk.store, found.number)

        async def take_fee() -> None:
            await pay(desk, REPORT, found.number)

        owed = found.state == CLEAR and paid < found.fee_cents
        return Case("CLR015", f"Clearance {found.number}", clearance_rows(found, paid), _steps(desk, found),
                    take_fee if owed else None, HELP)  # fmt: skip

    await work_case(desk, load, said)


def clearance_rows(found: Clearance, paid: int) -> list[Line]:
    """What is known about a letter, in rows."""
    return [
        Line(f"  {found.number}  {STATES[found.state].upper()}"[:79], "title"),
        Line(f"  Name      {found.name}, born {day(found.born)}"[:79]),
        Line(f"  Also      {found.aliases or '-'}"[:79]),
        Line(f"  ID seen   {found.id_seen}; for {dict(PURPOSES)[found.purpose].lower()}"[:79]),
        Line(f"  To        {found.addressee or '-'}"[:79]),
        Line(f"  Period    {day(found.from_on)} - {day(found.to_on)}"),
        Line(f"  Result    {found.found or '-'}", "title"),
        Line(f"  Fee       {show_cents(found.fee_cents)}, paid {show_cents(paid)} {found.receipt}"[:79]),
    ]


def _steps(desk: Desk, found: Clearance) -> dict[str, tuple[str, Step]]:
    async def search() -> None:
        await _result(desk, found, clearances.search)

    async def second() -> None:
        await _result(desk, found, clearances.second)

    async def issue() -> None:
        done = await desk.ask_police(clearances.issue, desk.clerk_session, found.id)
        await _letter(desk, done)

    async def letter() -> None:
        await _letter(desk, found)

    async def withdraw() -> None:
        if await desk.confirm("Withdraw this request?"):
            await desk.ask_police(clearances.withdraw, desk.clerk_session, found.id)

    fitting: dict[str, tuple[str, Step]] = {}
    if found.state == OPEN:
        fitting["1"] = ("Result of the search", search)
    if found.state == SEARCHED:
        fitting["2"] = ("Second reader", second)
    if found.state == CLEAR:
        fitting["3"] = ("Issue the letter", issue)
    if found.state == ISSUED:
        fitting["4"] = ("Print again", letter)
    if found.state not in (ISSUED, WITHDRAWN):
        fitting["8"] = ("Withdrawn", withdraw)
    return fitting


async def _result(desk: Desk, found: Clearance, note: Any) -> None:
    async def do(values: Values, _: Any) -> Clearance:
        return await desk.ask_police(note, desk.clerk_session, found.id, values["found"])

    if (done := await fill_in(desk, FOUND, do)) is not None:
        desk.notice = (f"{done.number}: {STATES[done.state]}.",)


async def _letter(desk: Desk, found: Clearance) -> None:
    on = desk.clock.today()
    elements = clearance_letter(await desk.ask(terms, desk.store, on), found, on)[1]
    await read_and_print(desk, "CLR016", "CLEARANCE", found.id, elements, language=found.language)


# Retention


async def show_purges(desk: Desk, rest: str) -> None:
    """Lists of records that wait to be destroyed by a second supervisor; F6 proposes one."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask_police(retention.proposed, desk.clerk_session)
        rows = [
            Row(one.id, (BY_TABLE[one.table].title, str(len(one.ids)), day(one.older_than), one.authority))
            for one in found
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "4":
            await desk.ask_police(retention.withdraw, desk.clerk_session, int(row.key))
        elif await desk.confirm(f"Destroy {row.cells[1]} records for good?"):
            gone = await desk.ask_police(retention.destroy, desk.clerk_session, int(row.key))
            desk.notice = (f"{gone} records are destroyed; the list with their numbers stays.",)
            desk.screen.say(desk.notice[0])  # type: ignore[attr-defined]

    async def new(display: Any) -> None:
        await _propose(desk)

    async def holds(display: Any) -> None:
        await show_holds(desk)

    columns = (Column("Kind", 24), Column("Records", 7, "right"), Column("Before", 10), Column("Authority", 30))
    listing = Listing(
        "PUR005", "Records to destroy", columns, fetch, (("4", "Take back"), ("7", "Destroy")),
        empty="No list is proposed. F6 proposes one.", listens=frozenset({"new", "more"}), new_word="Propose",
        more_word="Holds",
        help="Finished records older than their period. One supervisor proposes, another destroys. F11 shows those "
        "that are kept whatever their age.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new, "more": holds})


async def show_holds(desk: Desk) -> None:
    """Records that are not destroyed whatever their age; F6 holds one more, 4 lifts a hold."""
    session, shown = desk.clerk_session, dict[str, retention.Held]()

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask_police(retention.holds, session)
        shown.update({f"{one.table}.{one.row_id}": one for one in found})
        rows = [
            Row(f"{one.table}.{one.row_id}",
                (BY_TABLE[one.table].title, one.number, local_day(one.at), one.clerk, one.reason))
            for one in found
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        one = shown[row.key]
        if await desk.confirm(f"Lift the hold of {one.number}?"):
            await desk.ask_police(retention.lift, session, one.table, one.row_id)

    async def new(display: Any) -> None:
        async def do(values: Values, _: Any) -> bool:
            table, number = values["table"], values["number"]
            row_id = await desk.ask_police(retention.numbered, session, table, number)
            await desk.ask_police(retention.hold, session, table, row_id, values["reason"])
            return True

        await fill_in(desk, KEEP, do)

    columns = (Column("Kind", 20), Column("Number", 11), Column("Since", 10), Column("By", 3), Column("Why", 28))
    listing = Listing(
        "PUR015", "Records that are held", columns, fetch, (("4", "Lift"),), empty="No record is held. F6 holds one.",
        listens=frozenset({"new"}), new_word="Hold", help=KEEP.help,
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


async def _propose(desk: Desk) -> None:
    async def do(values: Values, _: Any) -> int:
        return await desk.ask_police(retention.propose, desk.clerk_session, values["table"], values["authority"])

    if await fill_in(desk, PROPOSE, do) is None:
        raise Refused("Nothing was proposed.")
