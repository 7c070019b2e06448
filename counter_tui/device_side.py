"""What the application does with its devices beside printing jobs: it listens to them, watches them and asks the clerk.

Everything a device says arrives in its own thread and goes on as a message to the application's.
"""

from __future__ import annotations

import os
import re
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from counter_tui.gate_driver import GateDriver
from data import jobs
from devices import micr
from devices.check import check
from devices.drawer_watch import DrawerWatch
from devices.line_reader import barcode
from devices.printer import ReceiptPrinter
from devices.states import DrawerState, Outcome, Verdict
from devices.still import draws
from screens.board import BoardDisplay
from screens.display import CheckScanned, Display
from screens.jobs import ask_seen

if TYPE_CHECKING:
    from counter_tui.app import CounterApp

QUIET_SECONDS = 3.0
"""A question about a paper waits until the keyboard has been quiet for so long and nothing is being typed."""
_ADDRESS = re.compile(r"The device at \S+")
"""Where a device is; row 24 has no room for what 4.3 and the device test tell."""
Tell = Callable[..., None]


class DeviceSide:
    """One station's devices as the application sees them. `tell` posts a call from any thread."""

    def __init__(self, app: CounterApp, tell: Tell) -> None:
        self.app = app
        self._tell = tell
        devices = app.devices
        self._watch = DrawerWatch(
            devices.drawer,
            app.config.drawer.warn_seconds,
            lambda where: tell(self._frame),
            lambda seconds: tell(self._left_open, seconds),
        )
        self._questions: deque[Any] = deque()
        self._waiting = self._asking = False
        self._waiting_for: str | None = None
        self._checking = threading.Lock()

    def start(self) -> None:
        """Listen to readers, give printers the terminal, and look how everything is."""
        devices = self.app.devices
        driver = self.app._driver
        if isinstance(driver, GateDriver):
            devices.terminal.write = driver.write_block
            devices.terminal.cell = driver.cell if draws(os.environ.get("TERM", "")) else None
        for printer in (devices.printer, devices.second):
            if isinstance(printer, ReceiptPrinter):
                printer.on_waiting = lambda sentence: self._tell(self._waits, sentence)
        if devices.scanner is not None:
            devices.scanner.on_line = lambda line: self._tell(self._scanned, barcode(line), self.app.scanned)
        if devices.micr is not None:
            devices.micr.on_line = lambda line: self._tell(self._scanned, line, self.check_read)
        if devices.simulator is None:
            self.look()

    def stop(self) -> None:
        """Watch no longer."""
        self._watch.stop()

    # how the devices are

    def look(self, *, in_trouble: bool = False) -> None:
        """Ask every device, or those in trouble only, how it is, in a thread; the frame shows it afterwards."""
        threading.Thread(target=self._look, args=(in_trouble,), name="device-check", daemon=True).start()

    def _look(self, in_trouble: bool) -> None:
        if self._checking.acquire(blocking=False):
            try:
                for _ in check(self.app.devices, in_trouble=in_trouble):
                    self._tell(self._frame)
            finally:
                self._checking.release()

    def every_minute(self) -> None:
        """Look again at what had trouble."""
        if self.app.devices.simulator is None and self.app.devices.problems():
            self.look(in_trouble=True)

    def _frame(self) -> None:
        display = self.app.screen if self.app.screen_stack else None
        if isinstance(display, Display):
            display.refresh_frame()

    def _waits(self, sentence: str | None) -> None:
        """A printer waits for somebody, or does no longer."""
        display = self.app.screen if self.app.screen_stack else None
        if sentence is not None:
            self.app.say(sentence, error=False)
        elif isinstance(display, Display) and display.message == self._waiting_for:
            display.clear_message()
        self._waiting_for = sentence
        self._frame()

    def _left_open(self, seconds: float) -> None:
        self.app.say(f"The cash drawer has been open for {int(seconds)} seconds. Close it.", error=False)
        self._frame()

    # jobs

    def verdict(self, job: Any, outcome: Outcome) -> None:
        """A job is done, or not."""
        if job.kind == jobs.DRAWER and outcome.drawer is DrawerState.OPEN:
            self._watch.opened()
        problem = _ADDRESS.sub("The device", outcome.problem or "")
        if outcome.verdict is Verdict.NOT_STARTED:
            again = "opens" if job.kind == jobs.DRAWER else "prints"
            self.app.say(f"{job.title}: {problem} Option 4.3 {again} it.", error=False)
        elif outcome.verdict is Verdict.UNKNOWN:
            self.app.say(f"{job.title}: {problem}", error=False)
            self.ask(job)
        self._frame()

    def ask(self, job: Any) -> None:
        """Ask the clerk about a job of which nobody knows whether it is done, as soon as that disturbs no typing."""
        if job.kind != jobs.DRAWER:
            self._questions.append(job)
            self._ask_later(QUIET_SECONDS)

    def _ask_later(self, seconds: float) -> None:
        if not self._waiting:
            self._waiting = True
            self.app.set_timer(seconds, self._ask_now)

    def _ask_now(self) -> None:
        self._waiting = False
        if not self._questions:
            return
        if self._may_ask():
            self.app.start(self._ask())
        if self._questions:
            self._ask_later(QUIET_SECONDS)

    def _may_ask(self) -> bool:
        """Whether the clerk rests at a menu, with nothing typed and no key on its way."""
        app = self.app
        display = app.screen
        resting = isinstance(display, BoardDisplay) and display.waiting and display.rests
        quiet = monotonic() - app.last_key >= QUIET_SECONDS and not app.gate.waiting
        return app.session is not None and not app.locked and not self._asking and resting and quiet

    async def _ask(self) -> None:
        self._asking = True  # a second question over the first would take its answer
        try:
            await ask_seen(self.app, self._questions.popleft())
        finally:
            self._asking = False

    # readers

    def _scanned(self, text: str, route: Callable[[str], Awaitable[None]]) -> None:
        """In order with the keys that were typed before it."""
        self.app.gate.take_scan(text, route)

    async def check_read(self, line: str) -> None:
        """A check was put through the reader: it fills the check's form, or begins one on the tender display."""
        display = self.app.screen
        if self.app.session is None or not isinstance(display, Display):
            self.app.bell()
            return
        try:
            found = micr.read(line, self.app.devices.micr_format)
        except micr.MicrError as error:
            display.fault(str(error))
            return
        if display.takes_checks and display.waiting:
            display.reply(CheckScanned(found))
        else:
            display.fault("A check is read when it is being paid with: take the payment to its tenders first.")
