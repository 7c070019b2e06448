"""A training station's devices: none of them can reach hardware, because none of them opens a connection.

The printer turns papers into the bytes a real one would get and feeds them to a mechanism in memory; the drawer is a
variable. Every slip begins and ends with the training notice in double size, whatever document it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from devices.camera_settings import CameraSettings
from devices.display import COLUMNS, Amount
from devices.escpos_commands import INITIALIZE
from devices.escpos_render import render_escpos
from devices.layout import Line
from devices.mechanism import Mechanism
from devices.models import printer_model
from devices.paper import Paper
from devices.states import Device, DrawerState, Health, Outcome, Power, Verdict
from devices.status import COVER_OPEN, PAPER_OUT

if TYPE_CHECKING:
    from devices.camera import Camera

MODEL = "epson-tm-t88v"
NOTICE = ("TRAINING", "NOT A RECEIPT")
"""What stands at both ends of every slip, in letters twice the size of any amount."""


def marked(elements: Paper) -> list[Mapping[str, Any]]:
    """A paper with the training notice before it and before every cut."""
    notice = [{"text": row, "align": "center", "size": 2, "bold": True} for row in NOTICE]
    found: list[Mapping[str, Any]] = [*notice]
    for element in elements:
        if "cut" in element:
            found += [{"blank": 1}, *notice]
        found.append(element)
    return found if "cut" in found[-1] else [*found, {"blank": 1}, *notice, {"cut": True}]


class PracticePrinter(Device):
    """A receipt printer without a connection. What can be seen of it is read and pressed as on `SimulatedPrinter`."""

    def __init__(self) -> None:
        super().__init__("The training printer")
        self.model = printer_model(MODEL, None, None)
        self.low_paper = False
        self.received = bytearray()
        """Every byte a real printer would have got."""
        self._mechanism = Mechanism(self.model.columns, lambda answer: None)
        self._lock = threading.Lock()

    def print_job(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """Print one paper between training notices. Raises DeviceError DISABLED."""
        return self._take(marked(elements))

    def print_slip(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """As `print_job`: the practice slip lies on the roll."""
        return self._take(marked(elements))

    def _take(self, elements: Paper) -> Outcome:
        with self._busy(), self._lock:
            if refusal := self._refusal():
                self._problem = refusal
                return Outcome(Verdict.NOT_STARTED, refusal, paper_end=not self._mechanism.has_paper)
            self._problem = None
            stream = INITIALIZE + render_escpos(elements, self.model)
            self.received += stream
            self._mechanism.receive(stream)
            while self._mechanism.step():
                pass
        return Outcome(Verdict.PRINTED, None, len(stream))

    def _refusal(self) -> str:
        if self._mechanism.cover_is_open:
            return COVER_OPEN
        return "" if self._mechanism.has_paper else PAPER_OUT

    def check_health(self) -> Health:
        """What a look at it shows."""
        refusal = self._refusal()
        return Health(not refusal, refusal or "The training printer prints into memory only.", Power.ONLINE)

    @property
    def lines(self) -> list[Line]:
        """What is on the paper, with size, weight and alignment of each line."""
        with self._lock:
            return list(self._mechanism.printed)

    @property
    def paper(self) -> list[str]:
        """What is on the paper as plain text, aligned."""
        return [line.aligned(self.model.columns) for line in self.lines]

    def tear_off(self) -> list[str]:
        """Take the paper that has come out, and return it."""
        torn = self.paper
        with self._lock:
            self._mechanism.printed.clear()
        return torn

    @property
    def has_paper(self) -> bool:
        """Whether there is a roll in it."""
        return self._mechanism.has_paper

    def take_paper(self) -> None:
        """The roll is empty."""
        self._mechanism.has_paper = False

    def put_paper(self) -> None:
        """A new roll."""
        self._mechanism.has_paper, self._problem = True, None


OPEN_SECONDS = 5.0
"""How long the drawer stands open: what giving change and pushing it in takes."""


class PracticeTill:
    """The drawer of a training station as the paper display shows it. It is pushed in after `OPEN_SECONDS`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.openings = 0
        self._clock = clock
        self._shut_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether it stands open now."""
        return self.openings > 0 and self._clock() < self._shut_at

    def open(self) -> None:
        """It comes out."""
        self.openings += 1
        self._shut_at = self._clock() + OPEN_SECONDS

    def push_in(self) -> None:
        """Close it."""
        self._shut_at = self._clock()


class PracticeDrawer(Device):
    """A drawer that is open or closed in memory. There is no pulse: nothing here could carry one."""

    def __init__(self, till: PracticeTill | None = None) -> None:
        super().__init__("The training drawer")
        self.till = till or PracticeTill()

    @property
    def where(self) -> DrawerState:
        """Where it is."""
        return DrawerState.OPEN if self.till.is_open else DrawerState.CLOSED

    def open_drawer(self) -> Outcome:
        """Open it. Raises DeviceError DISABLED."""
        with self._busy():
            self.till.open()
        return Outcome(Verdict.PRINTED, drawer=DrawerState.OPEN)

    def drawer_state(self) -> DrawerState:
        """Where it is."""
        return self.where

    def wait_for_drawer_close(self, seconds: float, stopping: threading.Event | None = None) -> DrawerState:
        """It closes at once: nobody is there to push it in."""
        self.till.push_in()
        return self.where

    def read_pin(self) -> bool | None:
        """There is no switch."""
        return None

    def check_health(self) -> Health:
        """Nothing to ask."""
        return Health(True, "The training drawer is not there: nothing opens.", Power.ONLINE)


class PracticeDisplay(Device):
    """What the customer would read, in memory."""

    def __init__(self) -> None:
        super().__init__("The training display")
        self.rows: list[str] = [" " * COLUMNS] * 2

    def show(self, *amounts: Amount) -> None:
        """Show at most two amounts, or nothing."""
        rows = [amount.row() for amount in amounts[:2]]
        self.rows = rows + [" " * COLUMNS] * (2 - len(rows))

    def check_health(self) -> Health:
        """Nothing to ask."""
        return Health(True, "The training display is not there.", Power.ONLINE)


class NoTerminal:
    """There is no way to the printer behind the clerk's terminal."""

    write: Any = None


class PracticeDevices:
    """What `devices.station.Devices` is to a live station, with a camera that is drawn.

    No reader, label or document printer is there.
    """

    camera_settings = CameraSettings(driver="virtual")

    def __init__(self) -> None:
        self.printer = PracticePrinter()
        self.drawer = PracticeDrawer()
        self.display = self.simulated_display = PracticeDisplay()
        self.simulator = PracticePaper(self.printer, self.drawer.till)
        self.second = self.scanner = self.micr = self.labels = self.documents = None
        self.micr_format, self.prints_slips = "", False
        self.terminal = NoTerminal()
        for device in self.all():
            device.start()
            device.power = Power.ONLINE

    def all(self) -> list[PracticePrinter | PracticeDrawer | PracticeDisplay]:
        """Every device."""
        return [self.printer, self.drawer, self.display]

    @cached_property
    def camera(self) -> Camera:
        """A portrait that moves a little. Made when first asked for: few lessons take a picture."""
        from devices.camera import Camera
        from devices.camera_virtual import VirtualSource

        camera = Camera(VirtualSource, name="The training camera")
        camera.start()
        return camera

    def problems(self) -> list[str]:
        """What is wrong now."""
        return list(self._problems())

    def _problems(self) -> Iterator[str]:
        for device in self.all():
            if problem := device.problem():
                yield problem

    def words(self) -> tuple[str, ...]:
        """How printer and drawer are, in short words."""
        printer = "PRT PAPER" if self.printer.problem() else "PRT ok"
        return (printer, "DRAWER OPEN" if self.drawer.till.is_open else "DRW shut")

    def close(self) -> None:
        """Release everything. May be called twice."""
        for device in (*self.all(), *([self.camera] if "camera" in self.__dict__ else [])):
            device.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class PracticePaper:
    """The paper and the till of a training station, as the display of the simulated printer reads and tears them."""

    def __init__(self, printer: PracticePrinter, drawer: PracticeTill) -> None:
        self._printer = printer
        self.drawer = drawer

    @property
    def paper(self) -> list[str]:
        """What is on the paper as plain text, aligned."""
        return self._printer.paper

    @property
    def openings(self) -> int:
        """How often the drawer has been opened."""
        return self.drawer.openings

    def tear_off(self) -> list[str]:
        """Take the paper that has come out, and return it."""
        return self._printer.tear_off()

    def close_drawer(self) -> None:
        """Push the drawer in."""
        self.drawer.push_in()
