"""What leaves a booking: papers, the identification card, the interchange file, the line-up sheet, the arrest log."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import settings
from data.clock import local_time
from data.documents import Element
from data.forms import Look, Values
from data.permissions import Refused
from data.police import (
    bookings_export,
    bookings_lineup,
    bookings_log,
    bookings_papers,
    bookings_parts,
    bookings_photos,
    paper,
    photos,
)
from data.police.bookings import VIEW, Booking
from data.police.bookings_export import Exported
from data.police.bookings_forms import CARD as CARD_FORM
from data.police.bookings_forms import EXPORT, LINE_UP, LOG, WITHHOLD
from data.police.bookings_lineup import PLACES, Filler
from data.police.bookings_papers import ARREST_LOG, CARD, KINDS, PHOTOS
from data.police.coded import tall
from data.police.interchange import InterchangeError
from data.text import many
from devices.photo_card import IdCard, id_card
from devices.photo_page import photo_page
from devices.photo_sheet import LineUp, draw_order, line_up_sheet
from devices.states import DeviceError
from screens.bookings_photos import show_picture
from screens.entry import fill_in
from screens.frontdesk import today
from screens.listing import ListDisplay, Listing, fixed_rows, pick, work_with
from screens.pager import read
from screens.police import purpose
from screens.police_paper import Render, preview, print_paper, print_pdf
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

LINE_UP_PAPER = bookings_papers.LINE_UP


# Papers


async def papers(desk: Desk, found: Booking) -> None:
    """The papers of a booking: one is picked, read and printed."""
    rows = [Row(code, (title,)) for code, title in KINDS]
    row = await pick(desk, Listing("BOK028", "Papers", (Column("Paper", 40),), fixed_rows(rows), pick=True))
    if row is None:
        return
    if row.key in (CARD, PHOTOS):
        await (card if row.key == CARD else photo_sheet)(desk, found)
        return
    elements = await desk.ask_police(bookings_papers.of_booking, desk.clerk_session, found, row.key)
    await read(desk, "BOK029", row.cells[0], preview(elements))
    if await desk.confirm("Print it?"):
        desk.notice = (await print_paper(desk, row.key, VIEW, found.id, elements),)
        await desk.ask_police(bookings_papers.printed, desk.clerk_session, found, row.key)


async def card(desk: Desk, found: Booking) -> None:
    """The arrestee's identification card, with the frontal photograph. Raises `Refused` without one."""
    session, why = desk.clerk_session, await purpose(desk)
    shot = await desk.ask_police(bookings_photos.front, session, found.id)
    if shot is None:
        raise Refused("Take the frontal photograph first.")
    photo = await desk.ask_police(bookings_photos.picture, session, found, shot.photo_id, why)
    shown = await desk.ask_police(bookings_parts.shown, session, found.id)
    issuer = await desk.ask(settings.value, desk.store, "police.agency", desk.clock.today())
    marking = f"Printed by {session.clerk.number} {desk.clock.today():%m/%d/%Y}. Confidential."
    known = IdCard(issuer, shown.name, (found.number, f"Born {shown.born}", f"Arrested {shown.arrested}", marking),
                   found.number)  # fmt: skip

    await _authorized(desk, CARD, found, lambda mark: (id_card(known, photo), 1))


async def photo_sheet(desk: Desk, found: Booking) -> None:
    """All photographs of a booking on paper. Raises `Refused` when there is none."""
    session, why = desk.clerk_session, await purpose(desk)
    facts, pictures = await desk.ask_police(bookings_papers.photographs, session, found, why)
    issuer = await desk.ask(settings.value, desk.store, "police.agency", desk.clock.today())
    title = f"{issuer}  {found.number}"
    await _authorized(desk, PHOTOS, found, lambda mark: photo_page(title, facts, pictures, mark))


async def _authorized(desk: Desk, code: str, found: Booking, render: Render) -> None:
    """Print a paper with photographs once it is said who authorized it."""

    async def do(values: Values, approval: Any) -> bool:
        desk.notice = (await _printed(desk, code, found, render),)
        await desk.ask_police(bookings_papers.printed, desk.clerk_session, found, code, values["authorizer"])
        return True

    await fill_in(desk, CARD_FORM, do)


async def _printed(desk: Desk, code: str, found: Booking, render: Render) -> str:
    try:
        return await print_pdf(desk, code, VIEW, found.id, render)
    except DeviceError as error:
        raise Refused(error.sentence) from None


async def arrest_log(desk: Desk, rest: str) -> None:
    """The arrest log of a span of days, on the screen and on paper; the reason is written down with the paper."""
    session = desk.clerk_session
    await purpose(desk)

    async def do(values: Values, approval: Any) -> list[Element]:
        return await desk.ask_police(bookings_papers.log_of_days, session, values["first"], values["last"])

    elements = await fill_in(desk, LOG, do, {"first": today(desk), "last": today(desk)}, cursor="first")
    if elements is not None:
        await read(desk, "BOK071", "Arrest log", preview(elements))
        if await desk.confirm("Print it?"):
            desk.notice = (await print_paper(desk, ARREST_LOG, VIEW, 0, elements, words=paper.PUBLIC),)


async def withhold(desk: Desk, found: Booking) -> None:
    """What of an arrest the public arrest log leaves out; the supervisor says it."""

    async def do(values: Values, approval: Any) -> Booking:
        items = tuple(code for code, _ in bookings_log.ITEMS if values[code])
        return await desk.ask_police(bookings_log.withhold, desk.clerk_session, found, items, values["ground"] or "")

    texts = {code: "Y" if code in found.withheld.split() else "N" for code, _ in bookings_log.ITEMS}
    made = await fill_in(desk, WITHHOLD, do, {**texts, "ground": found.withheld_ground})
    if made is not None:
        desk.notice = ("Withheld from the arrest log." if made.withheld else "The arrest log has everything again.",)


# The interchange file


async def export(desk: Desk, found: Booking) -> None:
    """Write the interchange file for a receiver; what is wrong with it is shown all at once."""
    session, why = desk.clerk_session, await purpose(desk)
    if not desk.police_folder:
        raise Refused("This station has no folder for files of the police desk ([police] folder).")
    await desk.ask_police(bookings_export.terms_of, desk.clock.today())
    before = await desk.ask_police(bookings_export.log, session, found)
    look = Look(tuple(f"{local_time(one.at)} {one.tcn} to {one.receiver}"[:78] for one in before[:5]))

    async def do(values: Values, approval: Any) -> Exported | InterchangeError:
        try:
            return await desk.ask_police(
                bookings_export.export, session, found, why, authorizer=values["authorizer"],
                receiver=values["receiver"],
            )  # fmt: skip
        except InterchangeError as error:
            return error

    made = await fill_in(desk, EXPORT, do, look=look)
    if isinstance(made, InterchangeError):
        rows = ["", "  Nothing was written. What is wrong:", "", *(f"  {one}" for one in made.problems)]
        await read(desk, "BOK081", "Interchange file", rows)
    elif made is not None:
        path = await desk.ask_police(bookings_export.write, session, made, Path(desk.police_folder))
        said = f"{path.name} was written to the folder of police papers ({len(made.data):,} bytes)."
        desk.notice = (f"{said} {made.note}".rstrip(),)


# The line-up sheet


async def line_up(desk: Desk, found: Booking) -> None:
    """Choose five who look alike; chance orders the six, and the order is kept with the sheet."""
    session = desk.clerk_session
    them: list[Filler] = await desk.ask_police(bookings_lineup.fillers, session, found)
    if len(them) < PLACES - 1:
        raise Refused(f"Only {many(len(them), 'photograph')} of others fit; a sheet needs {PLACES - 1}.")
    chosen: list[int] = []

    async def fetch(direction: str, key: Any, count: int) -> Page:
        return await fixed_rows([_row(one, one.photo_id in chosen) for one in them])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        photo_id = int(row.key)
        if option == "5":
            await _look_at(desk, photo_id, row.cells[1])
        elif photo_id in chosen:
            chosen.remove(photo_id)
        elif len(chosen) == PLACES - 1:
            raise Refused("Five are chosen. F6 makes the sheet; 1 on one of them takes it out.")
        else:
            chosen.append(photo_id)

    async def make(display: ListDisplay) -> None:
        if len(chosen) != PLACES - 1:
            raise Refused(f"Choose {PLACES - 1} others for the sheet; {len(chosen)} are chosen.")
        if await _sheet(desk, found, chosen):
            display.say(desk.notice[0])

    columns = (
        Column("Sheet", 5), Column("Name", 26), Column("Born", 4), Column("Height", 6), Column("Weight", 6),
        Column("Hair", 4), Column("Eyes", 4), Column("Apart", 5, "right"),
    )  # fmt: skip
    listing = Listing(
        "BOK091", "Who stands beside the arrestee", columns, fetch,
        (("1", "Choose"), ("5", "Look at")), default="1",
        listens=frozenset({"new"}), new_word="Sheet",
        help="Choose five who look like the arrestee. Same sex and race and about the same age are offered, the most "
        "alike first.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": make})


async def _look_at(desk: Desk, photo_id: int, name: str) -> None:
    """A filler's photograph; the look is written down first."""
    session = desk.clerk_session
    data = await desk.ask_police(photos.picture, session, photo_id, await purpose(desk))
    kept = await desk.ask_police(photos.photo, session, photo_id)
    taken = f"Taken {local_time(kept.taken_at)}"
    await show_picture(desk, "Who stands beside the arrestee", name, data, (kept.width, kept.height), [taken])


def _row(one: Filler, chosen: bool) -> Row:
    cells = (
        "yes" if chosen else "",
        one.name,
        one.year,
        tall(one.height),
        one.weight,
        one.hair,
        one.eyes,
        str(one.unlike),
    )
    return Row(one.photo_id, cells)


async def _sheet(desk: Desk, found: Booking, chosen: list[int]) -> bool:
    """Ask for whom, keep the order, print the sheet; whether that was done."""
    session, why = desk.clerk_session, await purpose(desk)

    async def do(values: Values, approval: Any) -> bool:
        ids, pictures = await desk.ask_police(bookings_lineup.pictures, session, found, chosen, why)
        order = draw_order()
        pdf = await _drawn(desk, pictures, order, values["reference"])
        await desk.ask_police(
            bookings_lineup.keep, session, found, [ids[index] for index in order.order],
            reference=values["reference"], authorizer=values["authorizer"], purpose=why,
            sha256=hashlib.sha256(pdf("")).hexdigest(),
        )  # fmt: skip
        desk.notice = (await _printed(desk, LINE_UP_PAPER, found, lambda mark: (pdf(mark), 1)),)
        return True

    return bool(await fill_in(desk, LINE_UP, do))


async def _drawn(desk: Desk, pictures: list[bytes], order: LineUp, reference: str) -> Any:
    """What draws the sheet with a marking; tried once, so that nothing is kept of a sheet that cannot be drawn."""
    on = desk.clock.today()

    def draw(mark: str) -> bytes:
        return line_up_sheet(pictures, order, f"Case {reference}", on, mark)

    try:
        await desk.ask(draw, "")
    except DeviceError as error:
        raise Refused(error.sentence) from None
    return draw
