"""The live part of the photo archetype: the camera is watched while the display is on top, and shown as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from time import monotonic

from textual.containers import Horizontal
from textual.widget import Widget
from textual.worker import Worker

from devices.camera import Camera, Shot
from devices.frames import FRAMES, Box, Frame
from devices.media_copy import TerminalLine
from devices.photo import Photo
from devices.photo_preview import Look, look_at
from devices.states import DeviceError, ErrorCode
from screens.display import Display
from screens.lines import Line, Lines
from screens.photo_still import TerminalStill
from screens.preview import Guides, Pace, Preview, unwritten

SMALL, LARGE = (24, 15), (40, 25)
"""Columns and rows of cells of the preview: enough to see where the head is, and the most a line should carry."""
REST_AFTER = 120.0
"""Seconds without a key after which the camera is let go: nobody is looked at, and nothing is sent."""
BUSY_AFTER = 0.1
"""Seconds between two attempts at a camera that is being tested."""
LOST_AFTER = 1.0
"""Seconds between two looks at a camera that has trouble."""
_POLL = 0.01


class LiveDisplay(Display):
    """The live picture, and beside it words."""

    DEFAULT_CSS = """
    LiveDisplay Horizontal { height: 1fr; }
    LiveDisplay Preview { margin: 1 2; }
    LiveDisplay Lines { width: 1fr; }
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
        self.still = TerminalStill(TerminalLine(), "none")
        self.rate = 5.0
        self.choice = 0
        """The place of the frame that is being cut out in `frame_choices`."""
        self._shot: Shot | None = None
        self._live: Worker[None] | None = None
        self.last_key = 0.0

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
        still: TerminalStill | None = None,
    ) -> None:
        """Prepare for one photograph; the first frame is the one offered."""
        self.still = still or TerminalStill(TerminalLine(), "none")
        self.camera, self.program, self.heading = camera, program, title
        self.frame_choices, self.reference, self.rate, self.color = frames, reference, rate, color
        self.choice, self.box, self.large, self.whole = 0, None, False, False
        self.forget()
        self.clear_message()

    def forget(self) -> None:
        """Keep nothing of the person who was shown."""
        self._shot = self.photo = None
        self.remove_still()
        self.preview.say("")

    @property
    def frame(self) -> Frame:
        """What is being cut out."""
        return self.frame_choices[self.choice]

    @property
    def room(self) -> tuple[int, int]:
        """Columns and rows of cells there are for the live picture."""
        return self.most_room if self.large else self._room(*SMALL)

    @property
    def most_room(self) -> tuple[int, int]:
        """Columns and rows of cells there are for the largest picture."""
        return self._room(*LARGE)

    def _room(self, columns: int, rows: int) -> tuple[int, int]:
        return min(columns, max(8, self.size.width - 40)), min(rows, max(4, self.size.height - 5))

    @property
    def resting(self) -> bool:
        """Whether the camera has been let go because nobody typed."""
        return self._live is None and self.photo is None

    # the live picture

    def on_screen_resume(self) -> None:
        self.preview.ascii_only = self.desk.ascii_only
        if self.photo is None:
            self.show_words()
            self.go_live()

        else:
            self.show_still()

    def on_screen_suspend(self) -> None:
        self.end_live()
        self.remove_still()

    # the sharp picture of what was taken

    def show_still(self) -> None:
        """Draw the photograph once everything around it has been painted."""
        if self.photo is not None:
            self.call_after_refresh(self._draw_still, self.photo)

    def _draw_still(self, photo: Photo) -> None:
        self.run_worker(self._still_of(photo), group="still", exclusive=True)

    async def _still_of(self, photo: Photo) -> None:
        def wanted() -> bool:
            return self.photo is photo and self.is_current

        await self.still.show(photo, self.preview.region, wanted)
        if not wanted():
            self.remove_still()

    def remove_still(self) -> None:
        """Take the photograph off the terminal."""
        if self.still.remove():
            self.app.screen.refresh()

    def go_live(self) -> None:
        """Watch the camera and show what it sends."""
        self.photo = None
        self.remove_still()
        self.last_key = monotonic()
        if self.camera is not None and self._live is None:
            self._live = self.run_worker(self._watch(self.camera), name="camera", exit_on_error=True)

    def end_live(self) -> None:
        """Let the camera go."""
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
        while monotonic() - self.last_key < REST_AFTER:
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
        self.fit(look.dots.columns, look.dots.rows // 2)
        self.preview.show(look.dots, outline(look) if self.whole else guides(self.frame))
        if changed:
            self.show_words()

    def fit(self, columns: int, rows: int) -> None:
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

    def draw_again(self) -> None:
        """The same picture with the frame where it is now."""
        if self._shot is not None and self.photo is None:
            self.run_worker(self._redraw(self._shot), group="redraw", exclusive=True)

    async def _redraw(self, shot: Shot) -> None:
        with suppress(DeviceError):
            await self._draw(shot)

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
            rows += [f"4  other frame: {self.next_frame().title}"]
        self.words.show(rows)

    def next_frame(self) -> Frame:
        """The frame that the clerk may change to."""
        return self.frame_choices[(self.choice + 1) % len(self.frame_choices)]


def guides(frame: Frame) -> Guides:
    """The lines of a frame: eyes, middle of the face, both ears."""
    left, right = frame.ears
    return Guides((frame.eyes,), (left, 0.5, right))


def outline(look: Look) -> Guides:
    """The edges of the box on the whole picture."""
    left, top, right, bottom = look.box.edges
    width, height = look.size
    return Guides((top / height, bottom / height), (left / width, right / width))
