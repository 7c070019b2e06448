"""The pages of a Live Scan form, typed one after another; F12 goes back a page and loses nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from data.fields import FieldError
from data.forms import Form, FormError, Look, Values
from data.police import livescan, livescan_checks, livescan_forms
from data.police.livescan import LiveScan
from data.police.livescan_terms import APPLICANT, BLOCKS
from data.police.persons import VIEW as PERSON
from screens.display import ExitToMenu
from screens.entry import EntryDisplay, fill_in
from screens.livescan_draft import Draft, left
from screens.persons import find_person
from screens.police import viewing

if TYPE_CHECKING:
    from screens.desk import Desk

Save = Callable[[Values], Awaitable[LiveScan]]
PARKED = "PARKED"
"""What a page answers when the form was put aside."""


async def new_applicant(desk: Desk) -> LiveScan | None:
    """A form of somebody who needs no file here, or one that was left; the request, None when given up."""
    work = await left(desk)
    if work is None:
        return await _enter(desk, {}, None)
    return await _enter(desk, work.payload["texts"], work.payload["person_id"], work.key)


async def person_on_file(desk: Desk) -> LiveScan | None:
    """A form of a person on file: what the file knows is offered, and compared with the form."""
    person_id = await find_person(desk)
    if person_id is None:
        return None
    why = await viewing(desk, PERSON, person_id)
    texts = await desk.ask_police(livescan_forms.texts_of_person, desk.clerk_session, person_id, why)
    return await _enter(desk, texts, person_id)


async def another_purpose(desk: Desk, found: LiveScan) -> LiveScan | None:
    """One more form of the same applicant for another purpose; the agency's part is typed anew."""
    texts = {name: text for name, text in livescan_forms.texts(found.values).items() if name in APPLICANT and text}
    return await _enter(desk, texts, found.person_id)


async def _enter(desk: Desk, texts: dict[str, str], person_id: int | None, key: str = "") -> LiveScan | None:
    draft = Draft(desk, person_id, key)

    async def save(values: Values) -> LiveScan:
        made: LiveScan = await desk.ask_police(livescan.enter, desk.clerk_session, values, person_id)
        return made

    try:
        made = await _pages(desk, texts, save, draft)
    except ExitToMenu:
        await draft.keep()
        raise
    if not draft.finished:
        await draft.end()
    return made


async def form_again(desk: Desk, found: LiveScan) -> LiveScan | None:
    """The form as it comes back, or a typing mistake put right before the prints are rolled."""

    async def save(values: Values) -> LiveScan:
        made: LiveScan = await desk.ask_police(
            livescan.came_back, desk.clerk_session, found.id, values, found.version
        )  # fmt: skip
        return made

    return await _pages(desk, livescan_forms.texts_again(found), save)


async def _pages(desk: Desk, known: dict[str, str], save: Save, draft: Draft | None = None) -> LiveScan | None:
    """Page after page; the last one saves. None when the clerk leaves the first page or puts the form aside."""
    forms: tuple[Form, ...] = await desk.ask_police(livescan_forms.forms)
    texts, values, at = dict(known), dict[str, Any](), 0
    while at >= 0:
        last = at == len(forms) - 1
        done = await _page(desk, forms[at], texts, values, save if last else None, draft)
        if isinstance(done, LiveScan):
            return done
        if done == PARKED:
            return None
        at += 1 if done else -1
    return None


async def _page(
    desk: Desk, form: Form, texts: dict[str, str], values: Values, save: Save | None, draft: Draft | None
) -> LiveScan | bool | str | None:
    """One page: the request when it saved, True when the next page follows, `PARKED`, None to go back."""

    async def accept(name: str, value: Any, _: Values) -> Look | None:
        return await _look(desk, name, value)

    async def do(said: Values, _: Any) -> LiveScan | bool:
        values.update(said)
        await desk.ask_police(livescan_checks.check_page, desk.clerk_session, values, tuple(form.fields))
        return await save(values) if save else True

    def typed(now: dict[str, str]) -> None:
        texts.update(now)
        if draft is not None:
            draft.typed(texts)

    async def put_aside(display: EntryDisplay) -> str:
        typed(display.panel.texts())
        assert draft is not None
        await draft.put_aside()
        return PARKED

    opening = {**form.opening(), **{name: text for name, text in texts.items() if name in form.fields and text}}
    keys: dict[str, Callable[[EntryDisplay], Awaitable[Any]]] = {"suspend": put_aside} if draft is not None else {}
    done: LiveScan | bool | str | None = await fill_in(
        desk, form, do, opening, accept=accept, typed=typed, cursor=next(iter(form.fields)), keys=keys
    )  # fmt: skip
    if done is not None and done != PARKED:
        texts.update({name: kind.show(values.get(name)) for name, kind in form.fields.items()})
    return done


async def _look(desk: Desk, name: str, value: Any) -> Look | None:
    """What is odd about a number, and the agency's part where its ORI is known already."""
    if not value or name not in ("ori", "ssn"):
        return None
    try:
        doubt = livescan_checks.doubt(name, str(value))
    except (FormError, FieldError):
        return None
    if name != "ori":
        return Look(alert=doubt)
    known = await desk.ask_police(livescan.last_of_agency, desk.clerk_session, str(value))
    if known is None:
        return Look(alert=doubt)
    return Look((f"Known from {known.number}: compare with the form.",), livescan_forms.agency_texts(known), doubt)


async def identification_again(desk: Desk, save: Save) -> LiveScan | None:
    """The one page of a resubmission: the proof of rejection, and the identification looked at again."""
    form = await desk.ask_police(livescan_forms.block_form, BLOCKS[3], again=True)

    async def do(values: Values, _: Any) -> LiveScan:
        return await save(values)

    return await fill_in(desk, form, do)
