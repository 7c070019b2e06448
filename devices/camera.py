"""The camera: a thread that keeps only the newest picture, and a picture taken on request.

A picture that may not become a photograph is never handed out: the placeholder of a server whose camera is unplugged,
a picture that has not changed for two seconds, a damaged one, a black one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from devices.photo_image import DARK, PictureError, is_dark, read_picture
from devices.states import Device, DeviceError, ErrorCode, Health, Power

MAX_BYTES = 8 * 1024 * 1024
"""The longest picture taken from a stream."""
FROZEN = "The camera's picture stands still. Unplug the camera and plug it in."
STALLED = "The camera has stopped sending pictures. Check its cable."
LET_GO = "The camera has been let go."
NOTHING = "The camera has not sent a picture yet. Wait a moment."


@dataclass(frozen=True)
class Shot:
    """One picture as the camera sent it."""

    data: bytes
    number: int
    """Counts the pictures of one watch."""
    at: float
    """When it arrived, by the monotonic clock in seconds."""


@dataclass(frozen=True)
class CameraTimings:
    """How long the camera is waited for, in seconds."""

    connect: float = 3.0
    stall: float = 1.5
    """Between two pictures."""
    frozen: float = 2.0
    """How long a picture may stay the same."""
    retry: float = 1.0
    """Between a lost connection and the next attempt."""
    command: float = 10.0
    """For a program that takes one picture."""


class Source(Protocol):
    """Where pictures come from, for one thread. `open` and `next` raise DeviceError."""

    live: bool
    """Whether pictures follow each other by themselves, so that one that stays the same is a fault."""

    def open(self) -> None:
        """Connect."""

    def next(self) -> bytes:
        """The next picture, empty when there is none yet. Raises PictureError when only this one is bad."""

    def interrupt(self) -> None:
        """From another thread: make a `next` that waits return soon, and every later one at once. Never raises."""

    def close(self) -> None:
        """Let go. Never raises; may be called twice."""


class Feed:
    """Reads one source in a thread of its own until it is stopped, connecting again when the connection is lost."""

    def __init__(self, connect: Callable[[], Source], timings: CameraTimings) -> None:
        self._connect = connect
        self._timings = timings
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._source: Source | None = None
        self._shot: Shot | None = None
        self._count = 0
        self._same_since = 0.0
        self._last = b""
        self._error: DeviceError | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    @property
    def error(self) -> DeviceError | None:
        """What is wrong now."""
        with self._changed:
            return self._error

    @property
    def live(self) -> bool:
        """Whether the source sends by itself."""
        with self._changed:
            return self._source is None or self._source.live

    def newest(self, after: int, seconds: float) -> Shot:
        """A picture later than number `after`, waiting at most so long. Raises DeviceError as soon as it is known."""

        def ready() -> bool:
            return self._error is not None or (self._shot is not None and self._shot.number > after)

        with self._changed:
            self._changed.wait_for(ready, seconds)
            if self._error is not None:
                raise self._error
            if self._shot is None or self._shot.number <= after:
                raise DeviceError(NOTHING if self._shot is None else STALLED, ErrorCode.TIMEOUT)
            return self._shot

    def stop(self) -> None:
        """Close the connection and wake who waits for a picture; the thread ends soon."""
        self._stopping.set()
        with self._changed:
            source = self._source
            self._error, self._shot = DeviceError(LET_GO, ErrorCode.CLOSED), None
            self._changed.notify_all()
        if source is not None:
            source.interrupt()

    def wait(self) -> None:
        """Wait for the thread's end, no longer than a connection may take."""
        self._thread.join(self._timings.connect)

    def _run(self) -> None:
        while not self._stopping.is_set():
            source = self._connect()
            with self._changed:
                self._source = source
            try:
                source.open()
                self._read(source)
            except DeviceError as error:
                self._failed(error)
            finally:
                source.close()
            self._stopping.wait(self._timings.retry)

    def _read(self, source: Source) -> None:
        while not self._stopping.is_set():
            try:
                data = source.next()
            except PictureError as error:
                self._failed(error)
            else:
                if data:
                    self._take(data, source.live)

    def _take(self, data: bytes, live: bool) -> None:
        now = monotonic()
        with self._changed:
            if self._stopping.is_set():
                return
            if data != self._last:
                self._last, self._same_since = data, now
            elif live and now - self._same_since > self._timings.frozen:
                self._error, self._shot = DeviceError(FROZEN, ErrorCode.FAILURE), None
                self._changed.notify_all()
                return
            self._count += 1
            self._shot, self._error = Shot(data, self._count, now), None
            self._changed.notify_all()

    def _failed(self, error: DeviceError) -> None:
        """What is wrong stands until a good picture comes; no picture from before it is handed out."""
        with self._changed:
            if not self._stopping.is_set():
                self._error, self._shot = error, None
            self._changed.notify_all()


class Camera(Device):
    """A station's camera. It is connected only while somebody watches."""

    def __init__(
        self, connect: Callable[[], Source], timings: CameraTimings | None = None, name: str = "The camera"
    ) -> None:
        super().__init__(name)
        self._connect = connect
        self.timings = timings or CameraTimings()
        self._feed: Feed | None = None
        self._watching = threading.Lock()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """The time for which pictures are wanted. Raises DeviceError when the camera is off or already watched."""
        self.watch()
        try:
            yield
        finally:
            self.rest()

    def watch(self) -> None:
        """Begin to take pictures in. Raises DeviceError DISABLED or BUSY."""
        if not self.enabled:
            raise DeviceError(f"{self.name} is not enabled.", ErrorCode.DISABLED)
        with self._watching:
            if self._feed is not None:
                raise DeviceError(f"{self.name} is in use on another display.", ErrorCode.BUSY)
            self._feed = Feed(self._connect, self.timings)

    def rest(self) -> Feed | None:
        """Let the camera go, without waiting; what was being watched. May be called twice.

        A fault it had meanwhile stays known as `problem`.
        """
        with self._watching:
            feed, self._feed = self._feed, None
        if feed is not None:
            feed.stop()
        return feed

    def newest(self, after: int = 0, seconds: float = 0.0) -> Shot:
        """The newest picture, later than number `after`; waits at most `seconds`, so call it in a thread.

        Raises DeviceError with what is wrong.
        """
        feed = self._feed
        if feed is None:
            raise DeviceError(f"{self.name} is not being watched.", ErrorCode.CLOSED)
        try:
            shot = feed.newest(after, seconds)
        except DeviceError as error:
            if error.code is not ErrorCode.CLOSED and error.sentence != NOTHING:
                self._problem, self.power = error.sentence, Power.OFF_OFFLINE
            raise
        self._problem, self.power = None, Power.ONLINE
        return shot

    def capture(self) -> Shot:
        """A whole picture that shows something, and that arrives after this call where the camera sends by itself.

        Call it in a thread. Raises DeviceError with what is wrong.
        """
        feed = self._feed
        before = 0
        if feed is not None and feed.live:
            before = self.newest(0, self.timings.stall + self.timings.connect).number
        shot = self.newest(before, self.timings.stall + self.timings.connect)
        if is_dark(read_picture(shot.data)):
            raise PictureError(DARK)
        return shot

    def check_health(self) -> Health:
        """Take a picture and throw it away."""
        try:
            with self.watched():
                shot = self.capture()
        except DeviceError as error:
            return Health(False, error.sentence, self.power)
        width, height = read_picture(shot.data).size
        return Health(True, f"{self.name} sends pictures of {width} x {height} pixels.", self.power)

    def close(self) -> None:
        """Stop watching, wait for the connection's end, and forget the device."""
        if (feed := self.rest()) is not None:
            feed.wait()
        super().close()
