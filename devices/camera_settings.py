"""What the administrator says of a station's camera, and the camera that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from devices.camera import Camera, CameraTimings, Source
from devices.frames import FRAMES
from devices.states import DeviceError, ErrorCode
from devices.still import STILLS, StillKind

CameraDriver = Literal["none", "mjpeg", "snapshot", "folder", "command", "pyav", "virtual"]
CAMERA_DRIVERS: tuple[CameraDriver, ...] = get_args(CameraDriver)
MAX_RATE = 15


@dataclass(frozen=True)
class CameraSettings:
    """One camera. `problems()` checks it."""

    driver: CameraDriver = "none"
    url: str = ""
    """For mjpeg and snapshot: http://host:port/path, https://…, or unix:/path/to/socket."""
    folder: str = ""
    """For folder: where the camera's own program puts its pictures."""
    command: tuple[str, ...] = ()
    """For command: the program and its arguments; `{file}` stands for the file to write."""
    device: str = "/dev/video0"
    """For pyav."""
    frame: str = "SAP30"
    """A name in `devices.frames.FRAMES`: the frame offered first."""
    rate: int = 5
    """Pictures a second in the preview, at most."""
    color: bool = False
    """Whether the preview begins in color; shades of gray cost half the bytes."""
    still: StillKind = "none"
    """How the clerk's terminal shows a photograph that has been taken, sharper than the preview."""

    def problems(self) -> list[str]:
        """Sentences about wrong values, each naming its key; empty when all is well."""
        found = []
        if self.driver not in CAMERA_DRIVERS:
            return [f"driver is {self.driver!r}; use one of {', '.join(CAMERA_DRIVERS)}."]
        key = {"mjpeg": "url", "snapshot": "url", "folder": "folder", "command": "command", "pyav": "device"}.get(
            self.driver
        )
        if key is not None and not getattr(self, key):
            found.append(f"{key} is missing; the driver {self.driver} needs it.")
        elif key == "url":
            try:
                self.source()
            except DeviceError as error:
                found.append(f"url: {error.sentence}")
        if self.frame not in FRAMES:
            found.append(f"frame is {self.frame!r}; use one of {', '.join(FRAMES)}.")
        if not 1 <= self.rate <= MAX_RATE:
            found.append(f"rate is {self.rate}; it must be from 1 to {MAX_RATE}.")
        if self.still not in STILLS:
            found.append(f"still is {self.still!r}; use one of {', '.join(STILLS)}.")
        return found

    def source(self, timings: CameraTimings | None = None) -> Source:
        """A new connection to the camera, not yet open. Raises DeviceError NOSERVICE."""
        from devices.camera_av import AvSource
        from devices.camera_http import MjpegSource, SnapshotSource
        from devices.camera_local import CommandSource, FolderSource
        from devices.camera_virtual import VirtualSource

        sources: dict[str, Callable[[], Source]] = {
            "mjpeg": lambda: MjpegSource(self.url, timings),
            "snapshot": lambda: SnapshotSource(self.url, timings),
            "folder": lambda: FolderSource(Path(self.folder)),
            "command": lambda: CommandSource(self.command, timings),
            "pyav": lambda: AvSource(self.device, timings),
            "virtual": VirtualSource,
        }
        if self.driver not in sources:
            raise DeviceError("This station has no camera.", ErrorCode.NOSERVICE)
        return sources[self.driver]()


NO_CAMERA = CameraSettings()
"""A station without one."""


def camera(settings: CameraSettings, timings: CameraTimings | None = None) -> Camera | None:
    """The camera of a station, neither opened nor connected; None when it has none.

    Raises DeviceError NOSERVICE with the first wrong setting.
    """
    if wrong := settings.problems():
        raise DeviceError(f"camera.{wrong[0]}", ErrorCode.NOSERVICE)
    if settings.driver == "none":
        return None
    return Camera(lambda: settings.source(timings), timings)
