"""What a training process must never do: import what could reach a drawer, a printer, a camera or a city's store;
connect anywhere, start another program, open a store or change a file outside its own folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

FORBIDDEN = frozenset(
    {
        "av",
        "cv2",
        "serial",
        "usb",
        "devices.camera_av",
        "devices.camera_http",
        "devices.camera_local",
        "devices.cups",
        "devices.drawer_serial",
        "devices.file_transport",
        "devices.folder_printer",
        "devices.serial_transport",
        "devices.socket_transport",
        "devices.station",
        "devices.transports",
    }
)
"""Modules that talk to hardware or build what does."""


class Guard:
    """Refuses to find forbidden modules."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None, so that others look; raises `ImportError` for what training must not have."""
        if name in FORBIDDEN:
            raise ImportError(f"This is training: {name} could reach a real device and is not there.")
        return None


LEAVING = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
     "os.fork", "os.forkpty", "pty.spawn"}
)  # fmt: skip
"""Events (Python's audit events) by which something beyond this process is reached."""
CHANGING = {"os.remove": (0,), "os.rename": (0, 1), "os.truncate": (0,), "os.link": (1,), "os.symlink": (1,)}
"""Events that change a file, and which of their arguments name it."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NO_FOLDER = -1
"""Says that a path is not taken from an open folder: those are looked at when they are opened."""
TERMINAL = frozenset({"/dev/tty", "/dev/null"})


class Watch:
    """An audit hook that keeps the process inside its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.path.realpath(folder)

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Raises `PermissionError` for what training must not do."""
        if event in LEAVING:
            raise PermissionError(f"This is training: {event} would reach beyond it.")
        if event == "sqlite3.connect" or (event == "open" and isinstance(args[2], int) and args[2] & WRITING):
            self._look_at(args[0])
        elif event == "os.truncate" or (event in CHANGING and NO_FOLDER in args):
            for n in CHANGING[event]:
                self._look_at(args[n])

    def _look_at(self, path: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        real = os.path.realpath(os.fsdecode(path))
        if real not in TERMINAL and os.path.commonpath((real, self._folder)) != self._folder:
            raise PermissionError(f"This is training: {real} is not in its folder.")


def stand_guard(folder: Path) -> None:
    """Forbid all that to this process from now on; `folder` is training's own.

    Raises `ImportError` when a forbidden module is there already.
    """
    if found := sorted(FORBIDDEN & sys.modules.keys()):
        raise ImportError(f"Training cannot begin: {found[0]} has been imported.")
    os.environ["XDG_CACHE_HOME"] = os.path.realpath(folder / "cache")  # a live station unpickles what is in its own
    sys.meta_path.insert(0, Guard())
    sys.addaudithook(Watch(folder))
