"""What a training process must never import: whatever could reach a drawer, a printer, a camera or a city's store."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

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


def stand_guard() -> None:
    """Forbid those modules to this process from now on. Raises `ImportError` when one is there already."""
    if found := sorted(FORBIDDEN & sys.modules.keys()):
        raise ImportError(f"Training cannot begin: {found[0]} has been imported.")
    sys.meta_path.insert(0, Guard())
