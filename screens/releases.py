"""Records requests on menu 23: the queue, one request with its steps, the letters, the log."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.documents.elements import day
from data.documents.police_records import INVOICE, LETTERS, letter_of, release_log, request_letter
from data.forms import FormError, Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.police import paper, releases, releases_work
from data.police.releases import CLOSED, DETERMINED, OPEN, RELEASED, REVIEW, Asked, Release
from data.police.releases_forms import (
    DETERMINE,
    EXTEND,
    PAGES,
    RECEIVE,
    RELEASE,
    SPAN,
    WHY,
    determine_look,
    receive_look,
)
from data.police.releases_terms import BY_CODE, RECORDS, output
from data.police.releases_work import Determination
from data.services.report import SERVICE as REPORT
from screens.entry import fill_in
from screens.frontdesk import pay, today
from screens.lines import Line
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.pager import read
from screens.police import viewing
from screens.police_case import Case, Step, work_case
from screens.police_paper import preview, print_paper
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.documents import Element
    from screens.desk import Desk

KIND = "RELEASE"
TITLES = dict(RECORDS)
HELP = """A request for records from the day it came to the day it is answered.

1 determines it: in full, in part with redactions, denied, or no such record. Redactions wait for a second person.
Copies are handed out with 6 once F6 has taken their cost; a victim's copy is free by law."""


async def receive(desk: Desk, rest: str) -> None:
    """Take a request; what the relation opens is shown while it is filled in."""

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        return receive_look({**values, name: value}) if name in ("relation", "record_type") else None

    async def do(values: Values, _: Any) -> Release:
        texts = {name: value or "" for name, value in values.items() if name != "declaration"}
        asked = Asked(**texts, declaration=bool(values["declaration"]))
        return await desk.ask_police(releases.receive, desk.clerk_session, asked)

    made = await fill_in(desk, RECEIVE, do, accept=accept)
    if made is not None:
        await show_request(desk, made.id, f"Request {made.number} is to be answered by {day(made.due_on)}.")


async def show_queue(desk: Desk, rest: str) -> None:
    """The requests that are not finished, those due first; a number after the code shows one."""
    if rest:
        found = await desk.ask_police(releases.by_number, desk.clerk_session, rest)
        if found is None:
            raise Refused(f"There is no request {rest[:20]}.")
        await show_request(desk, found)
        return

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask_police(releases.queue, desk.clerk_session)
        return await fixed_rows([_row(desk, one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_request(desk, int(row.key))

    async def new(display: Any) -> None:
        await receive(desk, "")

    columns = (Column("Due", 10), Column("Request", 10), Column("Record", 24), Column("Who", 12), Column("State", 12))
    listing = Listing(
        "REL005", "Records requests", columns, fetch, (("5", "Work on"),), default="5", position="Due",
        empty="No request is open. F6 takes one.", listens=frozenset({"new"}), new_word="Receive", help=HELP,
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


def _row(desk: Desk, one: Release) -> Row:
    on = desk.clock.today()
    state = "OVERDUE" if one.overdue(on) else "DUE TODAY" if one.due_on == on.isoformat() else one.state
    cells = (day(one.due_on), one.number, TITLES[one.record_type], one.relation, state)
    return Row(one.id, cells, "alert" if state in ("OVERDUE", "DUE TODAY") else "")


async def show_request(desk: Desk, release_id: int, said: str = "") -> None:
    """One request until the clerk leaves it, `said` on the message row; the view is written down first."""
    await viewing(desk, KIND, release_id)

    async def load() -> Case:
        found = await desk.ask_police(releases.get, desk.clerk_session, release_id)
        paid = await desk.ask(releases_work.paid_cents, desk.store, found.number)
        may_pay = found.state == DETERMINED and not found.free

        async def take_fee() -> None:
            await pay(desk, REPORT, found.number)

        return Case("REL015", f"Request {found.number}", request_rows(found, paid, desk), _steps(desk, found),
                    take_fee if may_pay else None, HELP)  # fmt: skip

    await work_case(desk, load, said)


def request_rows(found: Release, paid: int, desk: Desk) -> list[Line]:
    """What is known about a request, in rows."""
    opened = output(found.record_type, found.relation)
    late = found.overdue(desk.clock.today())
    rows = [
        Line(f"  {found.number}  {found.state}  {TITLES[found.record_type]}"[:79], "title"),
        Line(f"  Who       {BY_CODE[found.relation].title}; ID {found.id_seen.lower()}; {_declared(found)}"[:79]),
        Line(f"  Name      {found.requester or '-'} {found.organization}"[:79]),
        Line(f"  Contact   {found.contact or '-'}"[:79]),
        Line(f"  Cases     {found.cases or '-'}  {found.description}"[:79]),
        *_hanging("  May have  ", opened.what),
        Line(f"            {opened.law}"[:79], "label"),
        Line(f"  Received  {local_time(found.received_at)} by {found.channel.lower()}"[:79]),
        Line(f"  Due       {day(found.due_on)}{_moved(found)}{'  OVERDUE' if late else ''}"[:79],
             "alert" if late else "text"),
    ]  # fmt: skip
    if found.face_due_at:
        given = f"given {local_time(found.face_given_at)}" if found.face_given_at else "NOT GIVEN"
        rows.append(Line(f"  Face sheet by {local_time(found.face_due_at)}: {given}"[:79]))
    if found.determination:
        said = f"{found.determination} {found.exemptions} {found.reasons}".rstrip()
        rows.append(Line(f"  Result    {said}"[:79], "title"))
    if found.denier:
        rows.append(Line(f"  Withheld by {found.denier}, {found.denier_title}"[:79]))
    fee = "free by law" if found.free else f"copies at cost; paid {show_cents(paid)}"
    return [*rows, Line(f"  Fee       {fee}"[:79])]


def _hanging(label: str, text: str) -> list[Line]:
    """A text under its label, in as many rows as it needs."""
    rows = wrap(text, 79 - len(label))
    return [Line(f"{label if n == 0 else ' ' * len(label)}{row}") for n, row in enumerate(rows)]


def _declared(found: Release) -> str:
    return "declaration on file" if found.declaration else "no declaration"


def _moved(found: Release) -> str:
    extended = f", extended {day(found.extended_on)}" if found.extended_on else ""
    return (f" (the law says {day(found.due_legal)})" if found.due_legal != found.due_on else "") + extended


def _steps(desk: Desk, found: Release) -> dict[str, tuple[str, Step]]:
    """The steps that fit the request's state, by number."""
    fitting: dict[str, tuple[str, Any]] = {}
    if found.state == OPEN:
        fitting |= {"1": ("Determine", _determine), "2": ("More time", _extend)}
    if found.face_due_at and not found.face_given_at:
        fitting["3"] = ("Face sheet given", _face)
    if found.state == REVIEW:
        fitting |= {"4": ("Redactions are right", _review), "5": ("Send back", _back)}
    if found.state == DETERMINED:
        fitting["6"] = ("Hand out", _release)
    fitting["7"] = ("Letters", _letters)
    if found.state not in (RELEASED, CLOSED):
        fitting["8"] = ("Withdrawn", _withdraw)
    fitting["9"] = ("History", _history)

    def bound(step: Any) -> Step:
        async def run() -> None:
            await step(desk, found)

        return run

    return {number: (words, bound(step)) for number, (words, step) in fitting.items()}


async def _determine(desk: Desk, found: Release) -> None:
    async def do(values: Values, _: Any) -> Release:
        said = Determination(
            values["result"], tuple((values["exemptions"] or "").split()), values["reasons"] or "",
            values["available_on"], values["denier"] or "", values["denier_title"] or "",
        )  # fmt: skip
        return await desk.ask_police(releases_work.determine, desk.clerk_session, found.id, said)

    done = await fill_in(desk, DETERMINE, do, look=determine_look())
    if done is not None:
        waits = " A second person looks at the redactions." if done.state == REVIEW else ""
        desk.notice = (f"Request {done.number} is determined.{waits} 7 makes the letter.",)


async def _extend(desk: Desk, found: Release) -> None:
    async def do(values: Values, _: Any) -> Release:
        return await desk.ask_police(
            releases_work.extend, desk.clerk_session, found.id, values["days"], values["reason"], values["name"],
            values["title"],
        )  # fmt: skip

    done = await fill_in(desk, EXTEND, do)
    if done is not None:
        desk.notice = (f"Due {day(done.due_on)} now. 7 makes the letter.",)


async def _face(desk: Desk, found: Release) -> None:
    await desk.ask_police(releases_work.face_sheet, desk.clerk_session, found.id)
    desk.notice = ("The face sheet is noted as given.",)


async def _review(desk: Desk, found: Release) -> None:
    await desk.ask_police(releases_work.review, desk.clerk_session, found.id)
    desk.notice = ("The redactions are confirmed.",)


async def _back(desk: Desk, found: Release) -> None:
    async def do(values: Values, _: Any) -> Release:
        return await desk.ask_police(releases_work.back_to_work, desk.clerk_session, found.id, values["why"])

    await fill_in(desk, WHY, do)


async def _withdraw(desk: Desk, found: Release) -> None:
    async def do(values: Values, _: Any) -> Release:
        return await desk.ask_police(releases_work.withdraw, desk.clerk_session, found.id, values["why"])

    await fill_in(desk, WHY, do)


async def _release(desk: Desk, found: Release) -> None:
    async def do(values: Values, _: Any) -> Release:
        return await desk.ask_police(
            releases_work.release, desk.clerk_session, found.id, values["pages"], values["media"], values["how"]
        )

    done = await fill_in(desk, RELEASE, do)
    if done is not None:
        desk.notice = (f"Request {done.number} is handed out.",)


async def _letters(desk: Desk, found: Release) -> None:
    """The letters that fit, in the requester's language: one is read, then printed."""
    codes = letter_of(found)
    code = codes[0]
    if len(codes) > 1:
        titles = LETTERS.get(found.language, LETTERS["en"])
        rows = [Row(each, (titles[each],)) for each in codes]
        row = await pick(desk, Listing("REL025", "Letters", (Column("Letter", 40),), fixed_rows(rows), pick=True))
        if row is None:
            return
        code = str(row.key)
    elements = await (_invoice(desk, found) if code == INVOICE else _letter(desk, found, code))
    if elements is not None:
        await read_and_print(desk, "REL026", f"{KIND}-{code}", found.id, elements, language=found.language)


async def _letter(desk: Desk, found: Release, code: str, **more: int) -> list[Element]:
    on = desk.clock.today()
    known = await desk.ask(terms, desk.store, on)
    return request_letter(known, code, found, on, **more)[1]


async def _invoice(desk: Desk, found: Release) -> list[Element] | None:
    async def do(values: Values, _: Any) -> list[Element]:
        cents = await desk.ask_police(releases_work.cost, found, values["pages"], desk.clock.today())
        return await _letter(desk, found, INVOICE, pages=values["pages"], cents=cents)

    return await fill_in(desk, PAGES, do)


async def read_and_print(
    desk: Desk, program: str, document: str, object_id: int, elements: list[Element], words: str = paper.LETTER,
    language: str = "en",
) -> None:  # fmt: skip
    """Show a paper, then ask whether to print it; `words` stand at its foot."""
    await read(desk, program, "Paper", preview(elements))
    if await desk.confirm("Print it?"):
        said = await print_paper(desk, document, KIND, object_id, elements, words=words, language=language)
        desk.notice = (said,)


async def _history(desk: Desk, found: Release) -> None:
    steps = await desk.ask_police(releases.steps, desk.clerk_session, found.id)
    rows = [f"  {local_time(at)}  {who:<3} {what:<20} {note}"[:79] for at, who, what, note in steps]
    await read(desk, "REL027", f"History of {found.number}", rows)


async def show_log(desk: Desk, rest: str) -> None:
    """The register of requests of a span of days, on the screen and on paper."""
    session = desk.clerk_session

    async def do(values: Values, _: Any) -> list[Element]:
        first, last = values["first"], values["last"]
        if last < first:
            raise FormError("last", "Through: this day is before the first one.")
        found = await desk.ask_police(releases.log, session, first, last)
        if not found:
            raise FormError("last", "No request came in those days.")
        return release_log(await desk.ask(terms, desk.store, desk.clock.today()), found, first, last)

    month = f"{desk.clock.today().replace(day=1):%m/%d/%Y}"
    elements = await fill_in(desk, SPAN, do, {"first": month, "last": today(desk)}, cursor="first")
    if elements is not None:
        await read_and_print(desk, "REL061", "RELEASE-LOG", 0, elements, paper.DISSEMINATION)
