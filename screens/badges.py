"""Badges and labels on the screen: typed once, printed by the label printer, or written as a PDF."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import badges, settings
from data.badges import FORM, Badge, badge_of
from data.documents.badge import badge_elements
from data.forms import Values
from data.permissions import Refused
from devices.frames import FRAMES
from devices.labels import Label, label_of, render_pdf
from devices.photo_card import IdCard, id_card
from devices.states import DeviceError, Verdict
from screens.entry import fill_in
from screens.outbox import write_bytes
from screens.photo import take_photo

if TYPE_CHECKING:
    from screens.desk import Desk


async def print_badge(
    desk: Desk,
    badge: Badge | Sequence[Mapping[str, Any]],
    *,
    kind: str = badges.VISITOR,
    number: str = "",
    photo: bytes = b"",
    copies: int = 1,
) -> str:
    """Print a badge, or a document that is one, and say in a sentence where it is.

    It goes to the label printer. Without one, or when that has trouble and the clerk wants it so, it is a PDF in the
    outbox's folder and goes to the printer of letters. `photo` is a JPEG. Raises `Refused` when nothing was printed.
    """
    card = None
    if isinstance(badge, Badge):
        city = await desk.ask(settings.value, desk.store, "city.name", desk.clock.today())
        kind, number = badge.kind, badge.number
        label = label_of(badge_elements(badge, city), photo)
        if kind == badges.EMPLOYEE and photo:
            card = IdCard(city, badge.name, label.lines[label.large + 1 :], number)
    else:
        label = label_of(badge, photo)
    await desk.ask(badges.keep_printed, desk.store, desk.clerk_session, kind, number, copies)
    printer = desk.devices.labels
    if printer is not None:
        try:
            outcome = await asyncio.to_thread(printer.print_label, label, copies)
        except (DeviceError, ValueError) as error:
            raise Refused(str(error)) from None
        if outcome.verdict is Verdict.SENT:
            return f"At the label printer: {_counted(copies)}. Look whether it came out."
        if outcome.verdict is Verdict.UNKNOWN:
            return f"{outcome.problem} Look whether the badge came out."
        if not await desk.confirm(f"{outcome.problem} Write it as a PDF?"):
            raise Refused(outcome.problem or "The badge was not printed.")
    return await _as_pdf(desk, label, number, copies, card)


async def _as_pdf(desk: Desk, label: Label, number: str, copies: int, card: IdCard | None) -> str:
    """The label as a PDF; staff with a photograph get an identification card, `card`, instead."""
    try:
        if card is None:
            content = await asyncio.to_thread(render_pdf, label)
        else:
            content = await asyncio.to_thread(id_card, card, label.photo)
    except DeviceError as error:
        raise Refused(error.sentence) from None
    path = await write_bytes(desk, _file_name(number, desk.clock.now().strftime("%Y%m%d-%H%M%S")), content)
    documents = desk.devices.documents
    if documents is None:
        return f"Written: {path}"
    outcome = await asyncio.to_thread(documents.print_file, Path(path), "Badge", copies)
    if outcome.verdict is Verdict.SENT:
        return f"At the printer of letters: {_counted(copies)}; also {path}"
    return f"Written: {path}. {outcome.problem}"


def _file_name(number: str, moment: str) -> str:
    """`badge_V-0012.pdf`; without a number by the moment. Nothing of a number can leave the folder."""
    kept = "".join(character for character in number if character.isalnum() or character == "-")
    return str(Path(f"badge_{kept or moment}.pdf"))


def _counted(copies: int) -> str:
    return "one badge" if copies == 1 else f"{copies} badges"


async def show_badge(desk: Desk, rest: str = "") -> None:
    """Type a badge and print it; the text after the code is the name."""

    async def do(values: Values, approval: Any) -> str | None:
        badge, photo = badge_of(values, desk.clock.today()), b""
        if values["photo"]:
            taken = await take_photo(desk, "BDG020", "Photograph for a badge", [FRAMES["BADGE"]], badge.number)
            if taken is None:
                return None
            photo = taken.crop
        return await print_badge(desk, badge, photo=photo, copies=values["copies"])

    said = await fill_in(desk, FORM, do, {"name": rest} if rest else None)
    if said is not None:
        desk.notice = (said,)
