"""The test of a station's devices: what each says of itself, a test page, and how the drawer's switch is learned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devices.display import NoDisplay
from devices.drawer import Sensor, learn_sensor
from devices.states import Outcome

if TYPE_CHECKING:
    from devices.station import Devices

NO_ANSWER = "The drawer's switch cannot be read: its connection does not answer, or it has none."
NEVER_MOVED = "The switch did not move: this drawer has none, or its cable is not plugged in."


@dataclass(frozen=True)
class Finding:
    """What one device said."""

    name: str
    ok: bool
    sentence: str
    """What is so, or what is wrong and what to do."""


def check(devices: Devices, *, in_trouble: bool = False) -> Iterator[Finding]:
    """Ask every device there is, or those `in_trouble` only, how it is; one finding after the other.

    Prints and opens nothing; may take seconds.
    """
    for device in devices.all():
        if isinstance(device, NoDisplay) or (in_trouble and not device.problem()):
            continue
        health = device.check_health()
        yield Finding(device.name, health.ok, health.sentence)


def page(station: str, columns: int = 42) -> list[dict[str, Any]]:
    """A page that shows whether width, characters, sizes, barcode and cutter are right."""
    ruler = "".join(str(place % 10) for place in range(1, columns + 1))
    return [
        {"text": "TEST PAGE", "align": "center", "size": 2, "bold": True},
        {"text": f"Station {station}", "align": "center"},
        {"rule": "-"},
        {"text": "The row below must fit one line."},
        {"text": ruler},
        {"pair": ["Amounts stand at the right edge", "188.11"]},
        {"text": "Señor Muñoz, ¿cuánto? ¡Niño! áéíóú ü"},
        {"text": "bold", "bold": True},
        {"text": "double", "size": 2},
        {"barcode": "TEST-000001"},
        {"text": "A drawer must NOT have opened.", "align": "center"},
        {"cut": True},
    ]


def print_test_page(devices: Devices, station: str) -> Outcome:
    """Print the page and say what became of it."""
    model = getattr(devices.printer, "model", None)
    return devices.printer.print_job("test", page(station, model.columns if model else 42))


@dataclass(frozen=True)
class Learned:
    """What was found out about a drawer's switch."""

    sensor: Sensor
    sentence: str

    @property
    def setting(self) -> str:
        """The line for the station's file."""
        return f'sensor = "{self.sensor.value}"'


def learn(pin_when_open: bool | None, pin_when_closed: bool | None) -> Learned:
    """The switch's polarity from its level while the drawer was open and while it was closed; None: not answered."""
    if pin_when_open is None or pin_when_closed is None:
        return Learned(Sensor.NONE, NO_ANSWER)
    sensor = learn_sensor(pin_when_open, pin_when_closed)
    if sensor is Sensor.NONE:
        return Learned(sensor, NEVER_MOVED)
    return Learned(sensor, f"The switch works: its line is {sensor.value.partition('-')[2]} while the drawer is open.")
