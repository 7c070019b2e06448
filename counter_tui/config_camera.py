"""The table [camera] of a station file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_tui.config_rules import OneOf, Whole, Word, Wrong, flag, setting, words

if TYPE_CHECKING:
    from devices.camera_settings import CameraSettings


def _drivers() -> Iterable[str]:
    from devices.camera_settings import CAMERA_DRIVERS

    return CAMERA_DRIVERS


def _frames() -> Iterable[str]:
    from devices.frames import FRAMES

    return FRAMES


def _stills() -> Iterable[str]:
    from devices.still import STILLS

    return STILLS


@dataclass(frozen=True)
class CameraConfig:
    """The camera for photographs."""

    driver: str = setting(OneOf(_drivers), "none")
    url: str = setting(Word(r"\S+", "an address, like http://127.0.0.1:8080/stream"), "", secret=True)
    """For mjpeg and snapshot."""
    folder: str = setting(Word(r"\S.*", "the path of a folder"), "")
    """For folder."""
    command: tuple[str, ...] = setting(words, ())
    """For command: a program that writes one JPEG to standard output or to `{file}`."""
    device: str = setting(Word(r"\S.*", "a device, like /dev/video0"), "/dev/video0")
    """For pyav."""
    frame: str = setting(OneOf(_frames), "SAP30")
    """The frame offered first."""
    rate: int = setting(Whole(1, 15), 5)
    """Pictures a second in the preview, at most."""
    color: bool = setting(flag, False)
    """Begin the preview in color, which sends twice the bytes."""
    still: str = setting(OneOf(_stills), "none")
    """How this station's terminal shows a photograph that was taken: half blocks (none), sixel, kitty's graphics."""

    @property
    def settings(self) -> CameraSettings:
        """The camera as `Devices.open` takes it."""
        from devices.camera_settings import CameraSettings

        return CameraSettings(
            driver=self.driver,  # type: ignore[arg-type]
            url=self.url,
            folder=self.folder,
            command=self.command,
            device=self.device,
            frame=self.frame,
            rate=self.rate,
            color=self.color,
            still=self.still,  # type: ignore[arg-type]
        )


def check_camera(camera: CameraConfig) -> None:
    """What the camera's driver demands of the other keys. Raises `Wrong`."""
    if camera.driver != "none" and (wrong := camera.settings.problems()):
        raise Wrong(f"camera.{wrong[0].rstrip('.')}")
