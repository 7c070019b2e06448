"""A camera on this machine's own USB (V4L2) by PyAV, which is an extra: `pip install 'counter-tui[camera]'`."""

from __future__ import annotations

from importlib import import_module
from threading import Event
from typing import Any

from devices.camera import STALLED, CameraTimings
from devices.camera_scene import jpeg
from devices.links import link_error
from devices.states import DeviceError, ErrorCode

MISSING = "This camera needs PyAV, which is not installed. Install counter-tui[camera], or use the driver mjpeg."
TEST = "lavfi:"
"""Begins the name of a drawn test source of FFmpeg, such as `lavfi:testsrc=size=1280x720:rate=10`."""


class AvSource:
    """A V4L2 device (`/dev/video0`), or one of FFmpeg's test sources. Camera JPEGs pass unchanged."""

    live = True

    def __init__(self, device: str, timings: CameraTimings | None = None) -> None:
        self._device = device
        self._timings = timings or CameraTimings()
        self._stopped = Event()
        self._container: Any = None
        self._faults: tuple[type[Exception], ...] = (OSError,)

    def open(self) -> None:
        """Open the device. Raises DeviceError when PyAV or the device is missing."""
        try:
            av = import_module("av")
        except ImportError as error:
            raise DeviceError(MISSING, ErrorCode.NOSERVICE) from error
        self._faults = (OSError, av.FFmpegError)
        name, form = self._device, "v4l2"
        options = {"input_format": "mjpeg", "video_size": "1280x720"}
        if name.startswith(TEST):
            name, form, options = name.removeprefix(TEST), "lavfi", {}
        limits = (self._timings.connect, self._timings.stall)
        try:
            self._container = av.open(name, format=form, options=options, timeout=limits)
            self._packets = self._container.demux(video=0)
        except self._faults as error:
            raise self._failure(error) from error

    def next(self) -> bytes:
        """The next picture, empty when interrupted. Raises DeviceError."""
        try:
            for packet in self._packets:
                if self._stopped.is_set():
                    return b""
                if packet.stream.codec_context.name == "mjpeg" and packet.size:
                    return bytes(packet)
                for frame in packet.decode():
                    return jpeg(frame.to_image(), 95)
        except self._faults as error:
            raise self._failure(error) from error
        raise DeviceError(STALLED, ErrorCode.OFFLINE)

    def _failure(self, error: Exception) -> DeviceError:
        if isinstance(error, OSError):
            return link_error(self._device, error)
        return DeviceError(f"The camera at {self._device} failed: {error}.", ErrorCode.FAILURE)

    def interrupt(self) -> None:
        """Give the next picture to nobody."""
        self._stopped.set()

    def close(self) -> None:
        """Let the device go."""
        container, self._container = self._container, None
        if container is not None:
            container.close()
