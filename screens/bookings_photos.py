"""Photographs of a booking through the camera screen: what is there, what is missing, one taken, one looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from data.clock import local_time
from data.forms import Form, FormError, Look, Values
from data.permissions import Refused
from data.police import bookings, bookings_photos
from data.police.bookings import WORK, Booking
from data.police.bookings_forms import COMPOSED, WHY, checklist_look
from data.police.bookings_photos import Shot, Taken, View
from data.police.bookings_terms import CAMERA_SOURCE, CHECKLIST, POSES, SOURCE
from devices.frames import FRAMES, Box, Frame
from devices.photo import Photo
from devices.photo_preview import Look as Picture
from devices.photo_preview import look_at
from devices.states import DeviceError
from screens.display import Back, Display
from screens.entry import fill_in
from screens.lines import Line, Lines
from screens.listing import Listing, fixed_rows, work_with
from screens.photo import take_photo
from screens.police import purpose
from screens.preview import Preview
from screens.registrants_visit import tell
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

FRAME_NAMES = ("SAP30", "SAP40")
ROOM = (40, 18)
"""Columns and rows of cells for a photograph that is looked at."""
HELP = """The front is needed; profiles and marks go with it.

1 on a row takes the photograph, or takes it again with the reason: the old one stays in the store. 5 looks at it, 4
takes it out. The level that is claimed (SAP) follows from the size and from what you confirm."""


async def photographs(desk: Desk, found: Booking) -> None:
    """The poses and marks of a booking, each taken or not."""
    session = desk.clerk_session
    them: dict[str, Shot | None] = {}
    views: dict[str, View] = {}

    async def fetch(direction: str, key: Any, count: int) -> Page:
        shots = await desk.ask_police(bookings_photos.shots, session, found.id)
        marks = await desk.ask_police(bookings_photos.marks_of, session, found)
        rows = []
        for name, title, view in (
            *((code, words, View(code)) for code, words in POSES),
            *((f"M{one.id}", str(one.values["code"]), View(mark_id=one.id)) for one in marks),
        ):
            them[name] = next((one for one in shots if (one.mark_id, one.pose) == (view.mark_id, view.pose)), None)
            views[name] = view
            rows.append(Row(name, (title, *_cells(them[name]))))
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        shot = them[row.key]
        before = desk.notice
        if option == "1":
            await take(desk, found, views[row.key], row.cells[0])
        elif shot is None:
            raise Refused("There is no such photograph yet: 1 takes it.")
        elif option == "4":
            await _withdraw(desk, found, shot)
        else:
            await show(desk, found, shot, row.cells[0])
        tell(desk, before)

    columns = (Column("View", 20), Column("Taken", 14), Column("Pixels", 11), Column("Level", 5), Column("Image", 7))
    may = found.open and WORK.allows(session.clerk.role)
    options = (("1", "Take"), ("4", "Take out"), ("5", "Look at")) if may else (("5", "Look at"),)
    listing = Listing("BOK030", f"Photographs of {found.number}", columns, fetch, options,
                      default="1" if may else "5", help=HELP)  # fmt: skip
    await work_with(desk, listing, act)


def _cells(shot: Shot | None) -> tuple[str, ...]:
    if shot is None:
        return ("", "", "", "")
    return (local_time(shot.taken_at), f"{shot.width} x {shot.height}", shot.profile, shot.image)


def frames(first: str) -> list[Frame]:
    """The frames of booking photographs, the station's own first."""
    names = [first, *FRAME_NAMES] if first in FRAME_NAMES else list(FRAME_NAMES)
    return [FRAMES[name] for name in dict.fromkeys(names)]


async def take(desk: Desk, found: Booking, view: View, title: str) -> None:
    """Take one photograph, have it looked at, and keep it. Raises `Refused`."""
    bookings.require_open(found)
    again = await desk.ask_police(bookings_photos.has_same, desk.clerk_session, found.id, view)
    first = desk.devices.camera_settings.frame
    photo = await take_photo(desk, "BOK031", f"{title}: {found.number}", frames(first), found.number)
    if photo is None:
        return
    form = _form(view, again)
    if not form.fields:
        await _keep(desk, found, view, photo, {})
        return

    async def do(values: Values, approval: Any) -> Shot:
        return await _keep(desk, found, view, photo, values)

    kept = await fill_in(desk, form, do, look=_look(view, photo))
    if kept is None:
        desk.notice = ("The photograph was not kept.",)


def _form(view: View, again: bool) -> Form:
    """What is asked of a photograph: what the checklist says of a face, the angle of pose A, why it is taken again."""
    names = {
        "composed": view.mark_id is None, "lower": view.mark_id is None, "angle": view.pose == "A", "why": again,
    }  # fmt: skip
    needed = {"angle", "why"}
    fields = {
        name: kind.like(required=True) if name in needed else kind
        for name, kind in COMPOSED.fields.items()
        if names[name]
    }
    return Form(COMPOSED.code, COMPOSED.title, fields, help=COMPOSED.help)


def _look(view: View, photo: Photo) -> Look:
    return checklist_look(photo.width, photo.height) if view.mark_id is None else Look()


async def _keep(desk: Desk, found: Booking, view: View, photo: Photo, values: Values) -> Shot:
    angle = values.get("angle")
    if angle is not None:
        try:
            view = View(view.pose, int(angle))
        except ValueError:
            raise FormError("angle", "Angle: whole degrees, such as 45 or -45.") from None
    ticked = frozenset(code for code, _ in CHECKLIST) if values.get("composed") else frozenset()
    taken = Taken(photo.crop, photo.original, _source(desk))
    shot: Shot = await desk.ask_police(
        bookings_photos.keep, desk.clerk_session, found, taken, view, ticked=ticked,
        lower=bool(values.get("lower")), why=values.get("why") or "",
    )  # fmt: skip
    desk.notice = ("The photograph is kept" + (f", level {shot.profile}." if shot.profile else "."),)
    return shot


def _source(desk: Desk) -> str:
    """Where this station's pictures come from."""
    return CAMERA_SOURCE if desk.devices.camera_settings.driver in ("folder", "command") else SOURCE


async def _withdraw(desk: Desk, found: Booking, shot: Shot) -> None:
    async def do(values: Values, approval: Any) -> bool:
        await desk.ask_police(bookings_photos.withdraw, desk.clerk_session, found, shot.photo_id, values["why"])
        desk.notice = ("The photograph is taken out. It stays in the store, with the reason.",)
        return True

    await fill_in(desk, WHY, do)


# A photograph that is looked at


class KeptPhotoDisplay(Display):
    """A kept photograph beside what is known of it; Enter goes back."""

    DEFAULT_CSS = """
    KeptPhotoDisplay Horizontal { height: 1fr; }
    KeptPhotoDisplay Preview { margin: 1 2; }
    KeptPhotoDisplay Lines { width: 1fr; }
    """
    legend = ("help", "exit", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.preview = Preview()
        self.words = Lines()
        self.words.can_focus = False

    def body(self) -> Iterable[Widget]:
        with Horizontal():
            yield self.preview
            yield self.words

    def load(self, program: str, title: str, picture: Picture, rows: list[str | Line]) -> None:
        """Show a picture and words."""
        self.program, self.heading = program, title
        dots = picture.dots
        self.preview.ascii_only = self.desk.ascii_only
        self.preview.styles.width, self.preview.styles.height = dots.columns, dots.rows // 2
        self.preview.show(dots)
        self.words.show(rows)
        self.clear_message()

    def forget(self) -> None:
        """Keep nothing of the person who was shown."""
        self.preview.say("")
        self.words.show([])

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.reply(Back())
        else:
            super().on_key(event)


async def show(desk: Desk, found: Booking, shot: Shot, title: str) -> None:
    """Look at a kept photograph; the look is written down first. Raises `Refused`."""
    data = await desk.ask_police(bookings_photos.picture, desk.clerk_session, found, shot.photo_id, await purpose(desk))
    rows = [
        f"Taken {local_time(shot.taken_at)}", f"Level {shot.profile}" if shot.profile else shot.smt, "", *_held(shot),
        "", "SHA-256", *(shot.sha256[n : n + 32] for n in (0, 32)),
    ]  # fmt: skip
    await show_picture(desk, f"Photograph of {found.number}", title, data, (shot.width, shot.height), rows)


async def show_picture(
    desk: Desk, heading: str, title: str, data: bytes, size: tuple[int, int], rows: Sequence[str]
) -> None:
    """Show a picture beside some words until Enter; the look has been written down. Raises `Refused`."""
    try:
        picture = await desk.ask(look_at, data, FRAMES["SAP30"], Box(0, 0, *size), ROOM)
    except DeviceError as error:
        raise Refused(error.sentence) from None
    display = desk.free_display(KeptPhotoDisplay)
    shown: list[str | Line] = ["", Line(title, "title"), f"{size[0]} x {size[1]} pixels", *rows]
    display.load("BOK032", heading, picture, shown)
    async with desk.showing(display):
        try:
            await desk.turn(display)
        finally:
            display.forget()


def _held(shot: Shot) -> list[str]:
    """What the clerk confirmed."""
    if not shot.profile:
        return []
    return ["The checklist holds."] if shot.checklist else ["The checklist was not confirmed."]
