"""The papers of a Live Scan request: the slip of a form sent back, and the form's data in its copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.ledger_terms import terms
from data.police import livescan, livescan_forms, livescan_paper, paper
from data.police.livescan import OPEN, SENT, VIEW, LiveScan
from screens.pager import read
from screens.police import purpose
from screens.police_paper import preview, print_paper

if TYPE_CHECKING:
    from screens.desk import Desk


async def print_slip(desk: Desk, found: LiveScan) -> None:
    """What the applicant gets with a form that is sent back."""
    elements = livescan_paper.slip(await desk.ask(terms, desk.store, desk.clock.today()), found)
    await read(desk, "LSC018", "Slip", preview(elements))
    if await desk.confirm("Print it?"):
        desk.notice = (await print_paper(desk, "LIVESCAN-SLIP", VIEW, found.id, elements, words=paper.LETTER),)


async def print_form(desk: Desk, found: LiveScan) -> None:
    """The data of the form: masked on the screen, in full on paper until the request is closed."""
    on = desk.clock.today()
    known = await desk.ask(terms, desk.store, on)
    copies = await desk.ask(settings.number, desk.store, "livescan.copies", on)
    words = await desk.ask_police(livescan_forms.words, found)
    await read(desk, "LSC018", "BCIA 8016", preview(livescan_paper.form_data(known, found, {}, words, 1)))
    if not await desk.confirm(f"Print {copies} copies?"):
        return
    numbers: dict[str, str] = {}
    if found.state in (OPEN, SENT):
        numbers = await desk.ask_police(livescan.reveal, desk.clerk_session, found, await purpose(desk))
    elements = livescan_paper.form_data(known, found, numbers, words, copies)
    desk.notice = (await print_paper(desk, "BCIA8016", VIEW, found.id, elements),)
