"""A receipt printer without hardware: a real TCP server on this machine that speaks ESC/POS and can fail."""

from __future__ import annotations

from collections.abc import Callable

from devices.faults import Faults, SimulatedDrawer
from devices.layout import Line
from devices.printer_server import PrinterServer


class SimulatedPrinter(PrinterServer):
    """Start with `start()` or `with`, read `paper`, press its buttons with the methods, from any thread.

    Like most printers it serves one connection at a time. `on_change`, when given, is called in the simulator's own
    thread after anything has changed that can be seen: paper, cover, drawer, power.
    """

    def __init__(self, columns: int = 42, port: int = 0, on_change: Callable[[], None] | None = None) -> None:
        super().__init__(columns, port, on_change)

    @property
    def lines(self) -> list[Line]:
        """What is on the paper, with size, weight and alignment of each line."""
        with self._changed:
            return list(self._mechanism.printed)

    @property
    def paper(self) -> list[str]:
        """What is on the paper as plain text, aligned."""
        return [line.aligned(self._mechanism.columns) for line in self.lines]

    @property
    def slip(self) -> list[str]:
        """What was printed on checks and forms."""
        with self._changed:
            return list(self._mechanism.slip)

    @property
    def drawer(self) -> SimulatedDrawer:
        """The drawer on its connector."""
        return self._mechanism.drawer

    @property
    def openings(self) -> int:
        """How many pulses the drawer has had."""
        return len(self._mechanism.drawer.pulses)

    @property
    def has_paper(self) -> bool:
        """Whether there is a roll in it."""
        return self._mechanism.has_paper

    @property
    def is_on(self) -> bool:
        """Whether it has power."""
        return self._mechanism.is_on

    @property
    def faults(self) -> Faults:
        """What goes wrong. Assign a new `Faults` between jobs."""
        return self._mechanism.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        with self._changed:
            self._mechanism.faults = faults
        self._wake()

    def wait_until(self, seen: Callable[[SimulatedPrinter], bool], seconds: float = 5.0) -> bool:
        """Wait until `seen` is true of this printer, at most `seconds`; whether it became true."""
        with self._changed:
            return self._changed.wait_for(lambda: seen(self), seconds)

    def tear_off(self) -> list[str]:
        """Take the paper that has come out, and return it."""
        with self._changed:
            torn = [line.aligned(self._mechanism.columns) for line in self._mechanism.printed]
            self._mechanism.printed.clear()
        self._wake()
        return torn

    def take_paper(self) -> None:
        """The roll is empty."""
        self._press(has_paper=False)

    def put_paper(self) -> None:
        """A new roll: what is in the buffer goes on."""
        self._mechanism.faults.paper_end_at_line = 0
        self._press(has_paper=True, roll_is_low=False)

    def near_end(self) -> None:
        """The roll is near its end."""
        self._press(roll_is_low=True)

    def put_form(self) -> None:
        """Put a check or form into the slip station."""
        self._press(has_form=True)

    def pull_cable(self) -> None:
        """Break the connection, if there is one, without another byte."""
        with self._changed:
            self._hang_up()
        self._wake()

    def open_cover(self) -> None:
        """Nothing prints while the cover is open."""
        self._press(cover_is_open=True)

    def close_cover(self) -> None:
        """What is in the buffer goes on."""
        self._press(cover_is_open=False)

    def _press(self, **seen: bool) -> None:
        with self._changed:
            for name, value in seen.items():
                setattr(self._mechanism, name, value)
            self._mechanism.say_status()
        self._wake()

    def close_drawer(self) -> None:
        """Push the drawer in."""
        with self._changed:
            self._mechanism.drawer.is_open = False
            self._mechanism.say_status()
        self._wake()

    def switch_off(self) -> None:
        """Power off: connections are refused, and an open one hears nothing more."""
        with self._changed:
            self._mechanism.is_on = False
            self._wake()
            self._changed.wait_for(lambda: self._listener is None or self._stopping, 5.0)

    def switch_on(self) -> None:
        """Power on, with an empty buffer and no faults. Raises OSError when another program took the port."""
        self.switch_off()
        with self._changed:
            self._mechanism.faults = Faults()
            self._mechanism.switch_on()
            self._hang_up()
            self._listen()
        self._wake()
