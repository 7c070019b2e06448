"""Registrants on menu 21: the work queue with one key to the right form, a registrant, the registers, petitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.fields import Choice, Date
from data.forms import Form, FormError, Values
from data.police import registrations, registrations_lists, registrations_papers, registrations_queue
from data.police.persons_tables import LANGUAGES
from data.police.registrations import LEGACY, WORK
from data.police.registrations_codes import NARC, REGISTRIES
from data.police.registrations_deadlines import look_for_changes
from data.police.registrations_follow import depart
from data.police.registrations_lists import shown_name
from data.police.registrations_queue import Item
from screens.entry import fill_in
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.persons import find_person
from screens.police import viewing
from screens.police_paper import print_paper
from screens.registrants_case import show_person_registrations, show_registration
from screens.registrants_checks import csar, forward, petition, proof, review, second, show_petitions
from screens.registrants_visit import KIND, take_visit, tell
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

VISIT_FORMS = {"SECOND": second, "UNVERIFIED": second, "CSAR": csar, "PROOF": proof, "DOJ": forward}
"""The form that works each part of the queue that is about a visit."""
SPAN = Form(
    "RGL010",
    "Register of registrants",
    {
        "registry": Choice("Registry", 8, options=(*REGISTRIES, (NARC, "Narcotics (officers)")), required=True),
        "first": Date("Visits from", required=True),
        "last": Date("Through", required=True),
    },
)
SHEET = Form(
    "RGN10",
    "No duty to register (narcotics)",
    {"language": Choice("Language", 2, options=LANGUAGES, required=True)},
    help="HS 11590 was repealed as of January 1, 2020. The sheet says so; it names nobody, and nothing is registered.",
)


async def queue(desk: Desk, rest: str) -> None:
    """Everything that waits; Enter on a row opens the form that does it, with what is known in it."""
    session = desk.clerk_session
    if WORK.allows(session.clerk.role):
        await desk.ask_police(look_for_changes, session)
    known: dict[int, Item] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        if direction in ("first", "position") or not known:
            known.clear()
            known.update(enumerate(await desk.ask_police(registrations_queue.queue, session)))
        return await fixed_rows([_row(n, item) for n, item in known.items()])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        item = known[int(row.key)]
        if option == "5":
            await show_registration(desk, item.registration_id)
        else:
            before = desk.notice
            await work(desk, item)
            tell(desk, before)

    async def refresh(display: ListDisplay) -> None:
        known.clear()

    async def output(display: ListDisplay) -> None:
        paper = await desk.ask_police(registrations_lists.day_list, session, known.values())
        display.say(await print_paper(desk, paper.code, "QUEUE", 0, paper.elements))

    columns = (
        Column("What waits", 18), Column("By", 10), Column("Come by", 10), Column("Number", 14), Column("About", 28),
    )  # fmt: skip
    listing = Listing(
        "RGQ010", "Registrants: work queue", columns, fetch, (("1", "Work"), ("5", "Display")), default="1",
        empty="Nothing waits.", listens=frozenset({"refresh", "new"}), new_word="Print",
        help="Enter on a row opens the form that does it. Overdue is a fact: the desk draws no legal conclusion.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"refresh": refresh, "new": output})


def _row(number: int, item: Item) -> Row:
    due = f"{item.due:%m/%d/%Y}" if item.due else ""
    desk = f"{item.desk:%m/%d/%Y}" if item.desk and item.desk != item.due else ""
    style = "alert" if item.section in ("OVERDUE", "UNVERIFIED") else ""
    return Row(number, (item.title, due, desk, item.number, item.what), style)


async def work(desk: Desk, item: Item) -> None:
    """The form that does what waits. Raises `Refused` for those who only read."""
    desk.clerk_session.require(WORK)
    if item.section in VISIT_FORMS:
        await viewing(desk, KIND, item.registration_id)
        await VISIT_FORMS[item.section](desk, item.visit_id)
    elif item.section == "PETITION":
        await petition(desk, item.petition_id)
    elif item.section == "REVIEW":
        await viewing(desk, KIND, item.registration_id)
        await review(desk, item.review_id)
    elif item.code:
        await take_visit(desk, item.registration_id, item.code)
    else:
        await show_registration(desk, item.registration_id)


async def registrant(desk: Desk, rest: str) -> None:
    """Find a person and work with the registration; a number such as REG-2026-00001 goes straight to it."""
    text = rest.strip()
    if text.upper().startswith("REG-"):
        found = await desk.ask_police(registrations.by_number, desk.clerk_session, text)
        await show_registration(desk, found)
        return
    if (person_id := await find_person(desk, text)) is not None:
        await show_person_registrations(desk, person_id)


async def book(desk: Desk, rest: str) -> None:
    """The registrants of a registry with a visit in a span of days."""
    today = desk.clock.today()
    texts = {"first": f"{today.replace(month=1, day=1):%m/%d/%Y}", "last": f"{today:%m/%d/%Y}"}

    async def do(values: Values, approval: Any) -> bool:
        if values["last"] < values["first"]:
            raise FormError("last", "to: not before the first day.")
        if values["registry"] == NARC:
            desk.clerk_session.require(LEGACY)
        await _book(desk, values)
        return True

    await fill_in(desk, SPAN, do, texts)


async def _book(desk: Desk, values: Values) -> None:
    async def fetch(direction: str, key: Any, count: int) -> Any:
        await desk.ask_police(depart, desk.clerk_session)
        them = await desk.ask_police(
            registrations.search, desk.clerk_session, values["registry"], values["first"], values["last"]
        )
        rows = [
            Row(one.id, (*shown_name(one), one.number, one.state.capitalize(),
                         f"{one.since:%m/%d/%Y}" if one.since else ""))
            for one in them
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_registration(desk, int(row.key))

    async def output(display: ListDisplay) -> None:
        span = (values["registry"], values["first"], values["last"])
        paper = await desk.ask_police(registrations_lists.book, desk.clerk_session, *span)
        display.say(await print_paper(desk, paper.code, "REGISTER", 0, paper.elements))

    columns = (
        Column("Name", 30), Column("Born", 4), Column("Number", 14), Column("State", 10), Column("Since", 10),
    )  # fmt: skip
    title = f"{values['registry'].capitalize()} registrants"
    listing = Listing(
        "RGL020", title, columns, fetch, (("5", "Display"),), default="5", listens=frozenset({"new"}), new_word="Print",
        empty="Nobody of this registry came in these days.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": output})


async def petitions(desk: Desk, rest: str) -> None:
    """Petitions without an outcome, the earliest served first."""
    await show_petitions(desk)


async def no_duty(desk: Desk, rest: str) -> None:
    """Print the sheet for somebody who comes to register for narcotics."""

    async def do(values: Values, approval: Any) -> str:
        paper = await desk.ask_police(registrations_papers.no_duty_sheet, desk.clerk_session, values["language"])
        return await print_paper(
            desk, paper.code, "SHEET", 0, paper.elements, words=paper.words, language=paper.language
        )

    if (said := await fill_in(desk, SHEET, do)) is not None:
        desk.notice = (said,)
