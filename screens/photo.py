"""The photo archetype: the camera's live picture with the lines for a head, the frame moved by keys, one picture taken.

What is shown is what the frame will cut out. The photograph is made of the camera's own picture, never of the preview.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from textwrap import wrap
from time import monotonic
from typing import TYPE_CHECKING

from textual import events

from data.permissions import Refused
from devices.camera import Camera
from devices.frames import FRAMES, Box, Frame, first_box, moved, sized
from devices.photo import Photo, make_photo
from devices.photo_preview import cells_for, look_at
from devices.states import DeviceError
from screens.display import Back, Cancel, Reply
from screens.lines import Line
from screens.photo_live import SMALL, LiveDisplay
from screens.photo_still import TerminalStill

if TYPE_CHECKING:
    from screens.desk import Desk

_MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_SIZES = {"plus": 1, "add": 1, "equals_sign": 1, "minus": -1, "subtract": -1}
_STEP = 40
"""One key moves the frame by this part of its width."""


class Take(Reply):
    """The clerk wants this picture."""


class PhotoDisplay(LiveDisplay):
    """The keys: the frame is moved and sized, the picture taken and looked at."""

    # the photograph

    def show_photo(self, photo: Photo) -> None:
        """Show what was taken, still, with what there is to say of it."""
        self.photo = photo
        self.end_live()
        if self.still.possible:
            self.fit(*cells_for(photo.width / photo.height, *self.most_room))
            self.preview.say("")
            self.show_still()
        else:
            box = Box(0, 0, photo.width, photo.height)
            look = look_at(photo.crop, FRAMES[photo.frame], box, self.room, color=self.color)
            self.fit(look.dots.columns, look.dots.rows // 2)
            self.preview.show(look.dots)
        rows: list[str | Line] = ["", Line(f"{self.frame.title}: {photo.width} x {photo.height} pixels", "title"), ""]
        advice = photo.quality.advice
        for sentence in advice:
            rows += [Line(row, "alert") for row in wrap(sentence, max(16, self.words.size.width - 2))]
        if not advice:
            rows.append("Sharp, and lit well.")
        rows += ["", *CHECKLIST]
        self.words.show(rows)

    # keys

    def on_key(self, event: events.Key) -> None:
        resting, self.last_key = self.resting, monotonic()
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
            self.draw_again()
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
        self.draw_again()
        return True

    def _change_frame(self) -> None:
        """The next frame, when the camera's picture is large enough for it."""
        try:
            box = first_box(self.next_frame(), self.size_of_picture) if self.box is not None else None
        except DeviceError as error:
            self.fault(error.sentence)
            return
        self.choice = (self.choice + 1) % len(self.frame_choices)
        self.box = box


CHECKLIST = (
    "Look before you keep it:",
    "  one face, eyes open, neutral",
    "  no hat, no glasses, ears to be seen",
    "  plain background, even light",
)


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
    still = TerminalStill(desk.devices.terminal, settings.still)
    display.load(camera, program, title, frames, reference, rate=settings.rate, color=settings.color, still=still)
    async with desk.showing(display):
        try:
            while True:
                reply = await desk.turn(display)
                if isinstance(reply, Cancel | Back):
                    return None
                if isinstance(reply, Take) and (photo := await _taken(desk, display, camera)) is not None:
                    if await display.confirm("Keep this photograph? 0 takes another."):
                        return photo
                    display.go_live()
                    display.show_words()
        finally:
            display.forget()


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
