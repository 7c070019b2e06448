"""Cameras without a connection: a folder of pictures, and a program that takes one."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from stat import S_ISREG

from devices.camera import MAX_BYTES, CameraTimings
from devices.camera_virtual import LocalSource
from devices.links import link_error
from devices.photo_image import DAMAGED, PictureError, read_picture
from devices.states import DeviceError, ErrorCode

ENDINGS = frozenset({".jpg", ".jpeg", ".png"})
MAX_FILE_BYTES = 40 * 1024 * 1024
"""The longest picture taken from a folder: a still camera's file."""
FILE = "{file}"
"""Stands in a command for the file it is to write; without it the picture is read from standard output."""


class FolderSource(LocalSource):
    """The newest picture in a folder, once it is whole. One that was there before is somebody else's face."""

    pause = 0.25
    """Seconds between looks."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._old: dict[Path, tuple[int, int]] = {}
        self._seen: tuple[Path, tuple[int, int]] | None = None

    def open(self) -> None:
        """Note what is there already. Raises DeviceError when the folder cannot be read."""
        self._old = dict(self._files())

    def next(self) -> bytes:
        """A picture that has come since, and has not grown between two looks; empty when there is none."""
        if self._stopped.wait(self.pause):
            return b""
        new = {path: state for path, state in self._files().items() if self._old.get(path) != state}
        if not new:
            return b""
        newest = max(new.items(), key=lambda item: (item[1][0], item[0]))
        if newest != self._seen:
            self._seen = newest
            return b""
        path, state = newest
        self._old.update(new)
        return self._read(path, state[1])

    def _files(self) -> dict[Path, tuple[int, int]]:
        """Each picture's time of change (nanoseconds) and size (bytes). Raises DeviceError."""
        found = {}
        try:
            for path in self.folder.iterdir():
                if path.suffix.lower() in ENDINGS and not path.name.startswith("."):
                    status = path.lstat()
                    if S_ISREG(status.st_mode):
                        found[path] = (status.st_mtime_ns, status.st_size)
        except OSError as error:
            raise link_error(str(self.folder), error) from error
        return found

    def _read(self, path: Path, size: int) -> bytes:
        if size > MAX_FILE_BYTES:
            raise PictureError(f"{path.name} has more than {MAX_FILE_BYTES // (1024 * 1024)} MB.")
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(size)
        except OSError as error:
            raise link_error(str(path), error) from error
        read_picture(data, (160, 160))
        return data


def _in_memory() -> str | None:
    """A folder that is on no disk, so that no photograph stays on one; None where the system has none."""
    folders = (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm")
    return next((folder for folder in folders if os.access(folder, os.W_OK | os.X_OK)), None)


class CommandSource(LocalSource):
    """A program that takes one picture each time it is run."""

    pause = 0.5
    """Seconds from the end of one run to the next."""

    def __init__(self, command: Sequence[str], timings: CameraTimings | None = None) -> None:
        super().__init__()
        self._command = tuple(command)
        self._timings = timings or CameraTimings()
        self._running: subprocess.Popen[bytes] | None = None

    def interrupt(self) -> None:
        """End the program if it runs."""
        super().interrupt()
        if self._running is not None:
            self._running.kill()

    def next(self) -> bytes:
        """A picture, empty when interrupted. Raises DeviceError when the program fails or takes too long."""
        with tempfile.TemporaryDirectory(prefix="counter-camera-", dir=_in_memory()) as folder:
            file = Path(folder) / "picture.jpg"
            output = self._run([word.replace(FILE, str(file)) for word in self._command])
            if any(FILE in word for word in self._command):
                output = file.read_bytes() if file.exists() else b""
        if self._stopped.wait(self.pause):
            return b""
        if not output or len(output) > MAX_BYTES:
            raise PictureError(DAMAGED)
        return output

    def _run(self, words: list[str]) -> bytes:
        name = Path(words[0]).name
        try:
            running = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            sentence = f"The camera's program {name} cannot be started: {error.strerror}."
            raise DeviceError(sentence, ErrorCode.NOSERVICE) from error
        self._running = running
        with running:
            try:
                output, _ = running.communicate(timeout=self._timings.command)
            except subprocess.TimeoutExpired as error:
                running.kill()
                sentence = f"The camera's program {name} has not answered for {self._timings.command:g} seconds."
                raise DeviceError(sentence, ErrorCode.TIMEOUT) from error
        if running.returncode and not self._stopped.is_set():
            raise DeviceError(f"The camera's program {name} failed ({running.returncode}).", ErrorCode.FAILURE)
        return output
