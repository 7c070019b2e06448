"""The photo archetype: the camera's live picture with the lines for a head, the frame moved by keys, one picture taken.

What is shown is what the frame will cut out. The photograph is made of the camera's own picture, never of the preview.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget
from textual.worker import Worker

from data.permissions import ADMINISTRATOR, DESK, FINANCE, Permission, Refused
from devices.camera import Camera, Shot
from devices.frames import FRAMES, Box, Frame, first_box, moved, sized
from devices.photo import Photo, make_photo
from devices.photo_preview import Look, look_at
from devices.states import DeviceError, ErrorCode
from screens.display import Back, Cancel, Display, Reply
from screens.lines import Line, Lines
from screens.preview import NO_GUIDES, Guides, Pace, Preview, unwritten
from screens.programs import Program

if TYPE_CHECKING:
    from screens.desk import Desk

SMALL, LARGE = (24, 15), (40, 25)
"""Columns and rows of cells of the preview: enough to see where the head is, and the most a line should carry."""
REST_AFTER = 120.0
"""Seconds without a key after which the camera is let go: nobody is looked at, and nothing is sent."""
BUSY_AFTER = 0.1
"""Seconds between two attempts at a camera that is being tested."""
LOST_AFTER = 1.0
"""Seconds between two looks at a camera that has trouble."""
_POLL = 0.01
_MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_SIZES = {"plus": 1, "add": 1, "equals_sign": 1, "minus": -1, "subtract": -1}
_STEP = 40
"""One key moves the frame by this part of its width."""


@dataclass(frozen=True)
class Take(Reply):
    """The clerk wants this picture."""


class PhotoDisplay(Display):
    """The live picture, and beside it what the keys do."""

    DEFAULT_CSS = """
    PhotoDisplay Horizontal { height: 1fr; }
    PhotoDisplay Preview { margin: 1 2; }
    PhotoDisplay Lines { width: 1fr; }
    """
    legend = ("help", "exit", "more", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.preview = Preview()
        self.words = Lines()
        self.words.can_focus = False
        self.frame_choices: Sequence[Frame] = (FRAMES["SAP30"],)
        self.camera: Camera | None = None
        self.reference = ""
        self.box: Box | None = None
        self.size_of_picture = (0, 0)
        self.color = self.large = self.whole = False
        self.photo: Photo | None = None
        """The photograph that is being looked at, None while the picture is live."""
        self.rate = 5.0
        self._frame = 0
        self._shot: Shot | None = None
        self._live: Worker[None] | None = None
        self._last_key = 0.0

    def body(self) -> Iterable[Widget]:
        with Horizontal():
            yield self.preview
            yield self.words

    def load(
        self,
        camera: Camera,
        program: str,
        title: str,
        frames: Sequence[Frame],
        reference: str,
        *,
        rate: float = 5.0,
        color: bool = False,
    ) -> None:
        """Prepare for one photograph; the first frame is the one offered."""
        self.camera, self.program, self.heading = camera, program, title
        self.frame_choices, self.reference, self.rate, self.color = frames, reference, rate, color
        self._frame, self.box, self._shot, self.photo = 0, None, None, None
        self.large = self.whole = False
        self.clear_message()

    @property
    def frame(self) -> Frame:
        """What is being cut out."""
        return self.frame_choices[self._frame]

    @property
    def room(self) -> tuple[int, int]:
        """Columns and rows of cells there are for the picture."""
        columns, rows = LARGE if self.large else SMALL
        return min(columns, max(8, self.size.width - 40)), min(rows, max(4, self.size.height - 5))

    # the live picture

    def on_screen_resume(self) -> None:
        self.preview.ascii_only = self.desk.ascii_only
        if self.photo is None:
            self.show_words()
            self.go_live()

    def on_screen_suspend(self) -> None:
        self._end_live()

    def go_live(self) -> None:
        """Watch the camera and show what it sends."""
        self.photo = None
        self._last_key = monotonic()
        if self.camera is not None and self._live is None:
            self._live = self.run_worker(self._watch(self.camera), name="camera", exit_on_error=True)

    def _end_live(self) -> None:
        worker, self._live = self._live, None
        if worker is not None:
            worker.cancel()

    async def _watch(self, camera: Camera) -> None:
        try:
            await self._begin(camera)
        except DeviceError as error:
            self.preview.say(error.sentence)
            return
        try:
            await self._follow(camera, Pace(self.rate))
            self._live = None
            self.preview.say("The camera rests. Any key wakes it.")
        finally:
            camera.rest()

    async def _begin(self, camera: Camera) -> None:
        """Watch, as soon as whoever tests the camera just now is done. Raises DeviceError for anything else."""
        while True:
            try:
                return camera.watch()
            except DeviceError as error:
                if error.code is not ErrorCode.BUSY:
                    raise
                self.preview.say(error.sentence)
            await asyncio.sleep(BUSY_AFTER)

    async def _follow(self, camera: Camera, pace: Pace) -> None:
        """Show the newest picture, again and again, until no key has come for long."""
        number = 0
        while monotonic() - self._last_key < REST_AFTER:
            began = monotonic()
            try:
                shot = await asyncio.to_thread(camera.newest, number, camera.timings.connect + camera.timings.stall)
                number = shot.number
                if self.photo is None:
                    await self._draw(shot)
            except DeviceError as error:
                self._trouble(error.sentence)
                await asyncio.sleep(LOST_AFTER)
            else:
                pace.wrote(await self._written())
                await asyncio.sleep(max(0.0, pace.seconds - (monotonic() - began)))

    def _trouble(self, sentence: str) -> None:
        if self.photo is None:
            self._shot = None
            self.preview.say(sentence)

    async def _draw(self, shot: Shot) -> None:
        """Show a picture, unless the frame has moved meanwhile. Raises DeviceError."""
        wanted = (self.frame, self.box, self.room, self.color, self.whole)
        frame, box, room, color, whole = wanted
        look = await asyncio.to_thread(
            look_at, shot.data, frame, box, room, color=color, whole=whole, before=self.preview.dots
        )
        if wanted == (self.frame, self.box, self.room, self.color, self.whole) and self.photo is None:
            self._shot = shot
            self._show(look)

    def _show(self, look: Look) -> None:
        changed = (look.box, look.size) != (self.box, self.size_of_picture)
        self.box, self.size_of_picture = look.box, look.size
        self._fit(look.dots.columns, look.dots.rows // 2)
        self.preview.show(look.dots, outline(look) if self.whole else guides(self.frame))
        if changed:
            self.show_words()

    def _fit(self, columns: int, rows: int) -> None:
        """Give the preview's widget the size of the picture."""
        styles = self.preview.styles
        if (self.preview.size.width, self.preview.size.height) != (columns, rows):
            styles.width, styles.height = columns, rows

    async def _written(self) -> float:
        """Wait until the terminal has taken the picture; the seconds that took."""
        began = monotonic()
        await asyncio.sleep(_POLL)
        while unwritten(self.app):
            await asyncio.sleep(_POLL)
        return monotonic() - began - _POLL

    def _draw_again(self) -> None:
        """The same picture with the frame where it is now."""
        if self._shot is not None and self.photo is None:
            self.run_worker(self._redraw(self._shot), group="redraw", exclusive=True)

    async def _redraw(self, shot: Shot) -> None:
        with suppress(DeviceError):
            await self._draw(shot)

    # the photograph

    def show_photo(self, photo: Photo) -> None:
        """Show what was taken, still, with what there is to say of it."""
        self.photo = photo
        self._end_live()
        box = Box(0, 0, photo.width, photo.height)
        look = look_at(photo.crop, FRAMES[photo.frame], box, self.room, color=self.color)
        self._fit(look.dots.columns, look.dots.rows // 2)
        self.preview.show(look.dots, NO_GUIDES)
        rows: list[str | Line] = ["", Line(f"{self.frame.title}: {photo.width} x {photo.height} pixels", "title"), ""]
        advice = photo.quality.advice
        for sentence in advice:
            rows += [Line(row, "alert") for row in _wrapped(sentence, self.words.size.width - 2)]
        if not advice:
            rows.append("Sharp, and lit well.")
        rows += ["", *CHECKLIST]
        self.words.show(rows)

    def show_words(self) -> None:
        """What is in the frame, and what the keys do."""
        frame, box = self.frame, self.box
        width, height = self.size_of_picture
        rows: list[str | Line] = ["", Line(frame.title, "title")]
        if box is not None:
            rows.append(f"{box.width} x {box.height} of {width} x {height} pixels")
        if self.reference:
            rows.append(f"For {self.reference}")
        rows += ["", "Eyes on the level line, ears on the", "outer ones, face in the middle.", ""]
        rows += [Line("Enter   takes the picture", "protected")]
        rows += ["Arrows  move the frame", "+ and - make it larger and smaller"]
        rows += [f"1  {'grays' if self.color else 'color'}", f"2  {'small' if self.large else 'large'} picture"]
        rows += [f"3  {'what is cut out' if self.whole else 'the whole picture'}"]
        if len(self.frame_choices) > 1:
            rows += [f"4  other frame: {self._next_frame().title}"]
        self.words.show(rows)

    def _next_frame(self) -> Frame:
        return self.frame_choices[(self._frame + 1) % len(self.frame_choices)]

    # keys

    def on_key(self, event: events.Key) -> None:
        resting, self._last_key = self._live is None and self.photo is None, monotonic()
        if self._asking:
            return
        if resting and event.key not in ("f3", "f12"):
            self.go_live()
        elif event.key == "enter":
            self.reply(Take())
        elif event.key in ("slash", "divide"):
            self.reply(Back())
        elif not (self._moved(event.key) or self._switched(event.key)):
            return
        event.stop()
        event.prevent_default()

    def _moved(self, key: str) -> bool:
        """Move or size the frame; whether the key does that."""
        if key not in _MOVES and key not in _SIZES:
            return False
        if self.box is None:
            self.desk.bell()
            return True
        if key in _MOVES:
            across, down = _MOVES[key]
            step = max(1, self.box.width // _STEP)
            box = moved(self.box, across * step, down * step, self.size_of_picture)
        else:
            box = sized(self.box, _SIZES[key], self.frame, self.size_of_picture)
        if box == self.box:
            self.desk.bell()
        else:
            self.box = box
            self.show_words()
            self._draw_again()
        return True

    def _switched(self, key: str) -> bool:
        """Change what is shown, or the frame; whether the key does that."""
        if key == "1":
            self.color = not self.color
        elif key == "2":
            self.large = not self.large
        elif key in ("3", self.desk.keymap.key("more")):
            self.whole = not self.whole
        elif key == "4" and len(self.frame_choices) > 1:
            self._change_frame()
        else:
            return False
        self.show_words()
        self._draw_again()
        return True

    def _change_frame(self) -> None:
        """The next frame, when the camera's picture is large enough for it."""
        try:
            box = first_box(self._next_frame(), self.size_of_picture) if self.box is not None else None
        except DeviceError as error:
            self.fault(error.sentence)
            return
        self._frame = (self._frame + 1) % len(self.frame_choices)
        self.box = box


CHECKLIST = (
    "Look before you keep it:",
    "  one face, eyes open, neutral",
    "  no hat, no glasses, ears to be seen",
    "  plain background, even light",
)


def guides(frame: Frame) -> Guides:
    """The lines of a frame: eyes, middle of the face, both ears."""
    left, right = frame.ears
    return Guides((frame.eyes,), (left, 0.5, right))


def outline(look: Look) -> Guides:
    """The edges of the box on the whole picture."""
    left, top, right, bottom = look.box.edges
    width, height = look.size
    return Guides((top / height, bottom / height), (left / width, right / width))


def _wrapped(sentence: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(sentence, max(16, width))


async def take_photo(
    desk: Desk, program: str, title: str, frames: Sequence[Frame], reference: str = ""
) -> Photo | None:
    """Let the clerk take one photograph; None when given up. Nothing is stored here.

    `reference` (a booking, passport or badge number) is written into the photograph. Raises `Refused` when the station
    has no camera.
    """
    camera = desk.devices.camera
    if camera is None:
        raise Refused("This station has no camera; its station file names one in [camera].")
    display = desk.free_display(PhotoDisplay)
    settings = desk.devices.camera_settings
    display.load(camera, program, title, frames, reference, rate=settings.rate, color=settings.color)
    async with desk.showing(display):
        while True:
            reply = await desk.turn(display)
            if isinstance(reply, Cancel | Back):
                return None
            if isinstance(reply, Take) and (photo := await _taken(desk, display, camera)) is not None:
                if await display.confirm("Keep this photograph? 0 takes another."):
                    return photo
                display.go_live()
                display.show_words()


async def _taken(desk: Desk, display: PhotoDisplay, camera: Camera) -> Photo | None:
    """Take a picture and cut it; None, with the reason in row 24, when that cannot be."""
    try:
        shot = await asyncio.to_thread(camera.capture)
        box = display.box
        if box is None:
            box = await asyncio.to_thread(_box_of, shot.data, display.frame)
        now = desk.clock.now().astimezone()
        photo = await asyncio.to_thread(make_photo, shot.data, display.frame, box, now, display.reference)
    except DeviceError as error:
        display.fault(error.sentence)
        return None
    display.show_photo(photo)
    return photo


def _box_of(data: bytes, frame: Frame) -> Box:
    return look_at(data, frame, None, SMALL).box


async def try_camera(desk: Desk, rest: str = "") -> None:
    """Take a photograph, say what came of it, and keep nothing."""
    first = FRAMES[desk.devices.camera_settings.frame]
    frames = [first, *(frame for frame in FRAMES.values() if frame is not first)]
    photo = await take_photo(desk, "CAM010", "Camera test", frames, "TEST")
    if photo is not None:
        desk.notice = (
            f"Photograph of {photo.width} x {photo.height} pixels, {len(photo.crop) // 1000} kB. It was not kept.",
        )


CAMERA = Permission(
    "camera.test", "the camera of a station is tested by its staff.", DESK | frozenset({FINANCE, ADMINISTRATOR})
)
PROGRAMS = [
    Program("CAMERA", "4.6", "Test the camera of this station", try_camera, CAMERA,
            help="The live picture with the lines for a head; a photograph is taken and not kept."),
]  # fmt: skip
