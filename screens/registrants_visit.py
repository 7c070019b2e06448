"""A registrant at the counter: the form of the visit with everything known in it, then the papers."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from data import works
from data.forms import FormError, Look, Values
from data.permissions import Refused
from data.police import (
    clocks,
    persons,
    registrations,
    registrations_papers,
    registrations_parked,
    registrations_prints,
    registrations_status,
    registrations_visits,
)
from data.police.registrations import Registration
from data.police.registrations_codes import BY_CODE, SEX, Transaction
from data.police.registrations_deadlines import Given
from data.police.registrations_follow import AGENCY
from data.police.registrations_forms import visit_form
from data.police.registrations_move import primary
from data.police.registrations_stated import cities, summary
from data.police.registrations_visits import Ready, Visit
from data.works import Work
from screens.display import Display, ExitToMenu
from screens.entry import EntryDisplay, fill_in
from screens.persons_rows import maintain
from screens.police import viewing
from screens.police_paper import print_paper

if TYPE_CHECKING:
    from screens.desk import Desk

KIND = "REGISTRATION"
"""The kind of object under which views and prints of registrations are journaled."""
EXEMPT = "Need not register again: all four conditions of PC 290.015(a) hold."
NOT_EXEMPT = "Registers again: not all four conditions of PC 290.015(a) hold."
BODY = 18
"""Rows of a display that fields and differences share; the rest says who it is and how much more there is."""


WORDS = {"WORKSHEET": "worksheet", "RECEIPT": "receipt", "DUTIES": "duties", "STEP": "notification"}
"""The papers of a visit in the words of the message row."""
PARKED = "PARKED"
"""What a form answers when its visit was put aside (F2)."""


async def take_visit(desk: Desk, registration_id: int, code: str, said: dict[str, str] | None = None) -> None:
    """One visit from its form to its papers, taken up where it was left; `said` is known already. Journals the view."""
    await viewing(desk, KIND, registration_id)
    session, transaction = desk.clerk_session, BY_CODE[code]
    found = await desk.ask_police(registrations.get, session, registration_id)
    accompanied = found.juvenile and not registrations.grown(found.born, desk.clock.today(), unknown=False)
    leaving = found.leaves_on is not None and found.state == registrations.ACTIVE
    form = visit_form(transaction, found.registry, juvenile=accompanied, leaving=leaving)
    now = await desk.ask_police(registrations_visits.ready, session, found)
    left = await _left(desk, registration_id, code)
    draft = Draft(desk, registration_id, code, left.key if left else uuid.uuid4().hex)

    async def do(values: Values, approval: Any) -> Visit | str:
        draft.finished = True
        try:
            return await desk.ask_police(
                registrations_visits.record, session, registration_id, code, values, draft.key
            )  # fmt: skip
        except (FormError, Refused):
            draft.finished = False
            raise

    async def file(display: EntryDisplay) -> None:
        await maintain(desk, found.person_id)
        again = await desk.ask_police(registrations_visits.ready, session, found)
        display.clear_message()
        display.panel.show_facts(_facts(found, again, len(form.fields)))

    texts = {**await _known(desk, found), **(said or {}), **(left.payload["texts"] if left else {})}
    try:
        made = await fill_in(
            desk, form, do, texts, look=_facts(found, now, len(form.fields)),
            keys={"more": file, "suspend": draft.put_aside}, accept=await _accept(desk, transaction, found, now),
            typed=draft.typed, more_word="Person",
        )  # fmt: skip
    except ExitToMenu:
        await draft.keep()
        raise
    finally:
        draft.finished = True
    if isinstance(made, Visit):
        await _after(desk, found, made)
    elif made is None:
        await desk.ask_police(works.discard, session, draft.key)


class Draft:
    """A visit that is being typed: kept after each pause, and put aside by F2."""

    def __init__(self, desk: Desk, registration_id: int, code: str, key: str) -> None:
        self.desk, self.registration_id, self.code, self.key = desk, registration_id, code, key
        self.finished = False
        """Whether nothing more of it is to be kept."""
        self._texts: dict[str, str] = {}

    def typed(self, texts: dict[str, str]) -> None:
        """Something was typed."""
        self._texts = texts
        self.desk.keep_soon(self.keep)

    async def keep(self) -> None:
        """Write what was typed into the police store."""
        if self._texts and not self.finished:
            session = self.desk.clerk_session
            await self.desk.ask_police(
                registrations_parked.keep, session, self.key, self.registration_id, self.code, self._texts
            )

    async def put_aside(self, display: EntryDisplay) -> str:
        """F2: lay it aside; the work queue has it."""
        self._texts = display.panel.texts()
        await self.keep()
        self.finished = True
        await self.desk.ask_police(registrations_parked.put_aside, self.desk.clerk_session, self.key)
        self.desk.notice = ("The visit is put aside: it stands in the work queue.",)
        return PARKED


async def _left(desk: Desk, registration_id: int, code: str) -> Work | None:
    """The same visit, put aside or cut off, taken up again; None when there is none."""
    session = desk.clerk_session
    left = await desk.ask_police(registrations_parked.of_visit, session, registration_id, code)
    if left is None:
        return None
    return await desk.approved(lambda approval: desk.ask_police(works.resume, session, left.id, approval))


async def _known(desk: Desk, found: Registration) -> dict[str, str]:
    """What the form opens with: language and DNA as on the visit before, the city, and photographs taken today."""
    taken = await desk.ask_police(registrations_visits.photographed_today, desk.clerk_session, found.person_id)
    lives = await desk.ask_police(primary, desk.clerk_session, found.person_id)
    city = {"city": str(lives[0].values["city"] or "")} if lives else {}
    who = await desk.ask_police(persons.person, desk.clerk_session, found.person_id)
    transient = found.state == registrations.NEW and who.values["transient"]
    basis = registrations.TRANSIENT if transient else found.basis
    photos = {f"photo_{kind.lower()}": "Y" for kind in taken}
    before = await desk.ask_police(registrations_visits.visits, desk.clerk_session, found.id)
    language = next((one.language for one in before[:1] if one.language != "en"), found.language or "en")
    dna = {"dna": "Y"} if any(one.dna for one in before) else {}
    return {"language": language, "basis": basis, **city, **photos, **dna}


def _facts(found: Registration, now: Ready, fields: int) -> Look:
    """Who it is, and what differs from the last statement, below a form of so many fields."""
    room = max(1, BODY - fields)
    who = f"{found.name}" + (f"  born {found.born:%m/%d/%Y}" if found.born else "") + f"  {found.number}"
    them = cities(now.stated) if found.registry == SEX else []
    several = [f"Residences in {' and '.join(them)}: registers in each city (PC 290.010)."[:78]] if them[1:] else []
    if now.first:
        return Look((who, "Nothing was stated here before. F11 opens the person file.", *several))
    if not now.differs:
        return Look((who, "Nothing has changed since the last statement. F11 opens the person file.", *several))
    rows = [*several, *summary(now.stated, now.differs)]
    more = [f"and {len(rows) - room} more changes"] if len(rows) > room else []
    return Look((who, *(row[:78] for row in rows[:room]), *more))


async def _accept(
    desk: Desk, transaction: Transaction, found: Registration, now: Ready
) -> Callable[[str, Any, Values], Awaitable[Look | None]] | None:
    """What the rules say of a release, and of somebody who lives out of state; None for other forms."""
    if found.registry != SEX or not {"birthday_inside", "basis"} & set(transaction.extra):
        return None
    known = await desk.ask_police(clocks.terms, desk.clerk_session.clock.today())

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        if name == "basis" and value == registrations.NONRESIDENT:
            days, together = known.text("sex.nonres_days"), known.text("sex.nonres_agg_days")
            first = await desk.ask_police(registrations_status.works_here_from, desk.clerk_session, found)
            counted = "The place of work or study is where this is counted."
            if first is not None:
                counted = f"By the file's employment and schools: from {first:%m/%d/%Y}."
            return Look((f"Registers when here more than {days} days in a row, or {together} in a calendar year",
                         f"(PC 290.002). {counted}"))  # fmt: skip
        if name != "birthday_inside" or values.get("custody_days") is None:
            return None
        exempt = clocks.release_exempt(
            known, values["custody_days"], registered_before=found.since is not None,
            same_address=bool(values.get("same_address")), birthday_in_custody=bool(value),
        )  # fmt: skip
        return Look(_facts(found, now, BODY).lines[:1], alert=EXEMPT if exempt else NOT_EXEMPT)

    return accept


async def _after(desk: Desk, found: Registration, made: Visit) -> None:
    """Print what is signed and handed out now, and say what was done."""
    codes = registrations_papers.at_the_counter(found.registry, made.transaction)
    kept = f"{made.transaction.title}: kept."
    numbers = (made.prints_ati, made.prints_tcn)
    if any(numbers) and await desk.ask_police(registrations_prints.logged, found, *numbers) is None:
        kept = f"{kept} Prints: log them, 22.15."
    try:
        for code in codes:
            await print_visit(desk, made.id, code)
    except Refused as refusal:
        desk.notice = (f"{kept} {refusal}",)
        return
    desk.notice = (f"{kept} Printed: {', '.join(WORDS[code] for code in codes)}.",)


def said_of(one: Given) -> str:
    """A deadline in words: its title, legal day, and the last open day when that is another."""
    words = f"{one.title} by {one.legal:%m/%d/%Y}"
    if one.desk is None:
        return f"{words}, the desk is closed"
    if one.desk == one.legal:
        return words
    return (
        f"{words}, last open day {one.desk:%m/%d/%Y}" if one.rule in AGENCY else f"{words}, come by {one.desk:%m/%d/%Y}"
    )


def tell(desk: Desk, before: tuple[str, ...]) -> None:
    """Say on the message row of a list what was done since `before` was the notice."""
    if desk.notice is not before and desk.notice and isinstance(desk.screen, Display):
        desk.screen.say(desk.notice[0])


async def print_visit(desk: Desk, visit_id: int, code: str, language: str = "") -> str:
    """Print one paper of a visit and note that it was given out; a sentence. Raises `Refused`."""
    session = desk.clerk_session
    paper = await desk.ask_police(registrations_papers.of_visit, session, visit_id, code, language)
    said = await print_paper(
        desk, code, "VISIT", visit_id, paper.elements, about=paper.title, words=paper.words, language=paper.language
    )
    await desk.ask_police(registrations_papers.given_out, session, visit_id, code)
    return said
