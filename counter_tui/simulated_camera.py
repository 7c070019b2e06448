"""The camera that `counter-tui simulate camera` pretends to be."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, fields, make_dataclass
from typing import Any

from counter_tui.simulators import Simulation, fault_acts
from devices.camera_simulator import CameraFault, SimulatedCamera

PORT = 8080
"""Where ustreamer is usually found."""
CameraFaults = make_dataclass(
    "CameraFaults", [(str(each), bool, field(default=False)) for each in CameraFault if each is not CameraFault.NONE]
)
"""One switch for each fault; the one switched last counts."""


@contextmanager
def simulate_camera(options: argparse.Namespace, faults: Any, tell: Callable[[], None]) -> Iterator[Simulation]:
    """Run a camera until the block ends. Raises OSError when its port is taken."""
    on = [CameraFault(each.name) for each in fields(faults) if getattr(faults, each.name)]
    port = PORT if options.port is None else int(options.port)

    def set_fault(name: str, value: Any) -> None:
        camera.fault = CameraFault(name) if value else CameraFault.NONE

    with SimulatedCamera(port, fault=on[-1] if on else CameraFault.NONE) as camera:
        yield Simulation(f"{camera.address}/stream", fault_acts(set_fault, faults))
