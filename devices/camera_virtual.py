"""A camera that is drawn: it reaches no device, no file and no program, so training may have it."""

from __future__ import annotations

from threading import Event
from time import time

from devices.camera_scene import jpeg, portrait


class LocalSource:
    """What these have in common: they wait on an event that `interrupt` sets."""

    live = False

    def __init__(self) -> None:
        self._stopped = Event()

    def open(self) -> None:
        """Nothing to open."""

    def interrupt(self) -> None:
        """Wait for nothing more."""
        self._stopped.set()

    def close(self) -> None:
        """Nothing to close."""


class VirtualSource(LocalSource):
    """A drawn portrait, for training and the sample city."""

    live = True
    pause = 0.2

    def __init__(self) -> None:
        super().__init__()
        self._step = int(time())

    def next(self) -> bytes:
        """The next picture, empty when interrupted."""
        if self._stopped.wait(self.pause):
            return b""
        self._step += 1
        return jpeg(portrait(step=self._step))
