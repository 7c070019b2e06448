"""The application: one store, one session, one set of devices, put together and started."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from contextvars import copy_context
from time import monotonic
from typing import Any, TypeVar

from textual import events

from counter_tui.config import Station
from counter_tui.crash import ReportsCrashes
from counter_tui.device_side import DeviceSide
from counter_tui.gate import GateState
from counter_tui.gated_app import GatedApp
from counter_tui.scans import PREFIXES, ScanReader
from counter_tui.worker import JobWorker, StoreQueue
from data import drawers_state, preferences, settings, users
from data.catalog import Catalog
from data.clock import Clock, SystemClock
from data.permissions import Refused
from data.store import Store, StoreError
from devices.plain import render_text
from devices.station import Devices
from screens.cashier import pay_scanned
from screens.commands import command_line
from screens.desk import Desk
from screens.display import Display, ExitToMenu, ScannedText, SignedOff
from screens.find import find_anything
from screens.help import show_help
from screens.keys import Keymap
from screens.menus import directory, show_menu
from screens.signon import lock, sign_on
from screens.tape import Tape, show_tape
from screens.themes import palette, textual_theme
from screens.works import take_up_unfinished

T = TypeVar("T")
log = logging.getLogger(__name__)
KEEP_AFTER = 0.3
"""Seconds of quiet after which unfinished work is written."""
RECEIPT_COLUMNS = 42


class CounterApp(ReportsCrashes, GatedApp[int], Desk):
    """One clerk's station."""

    TITLE = "Counter TUI"

    def __init__(
        self,
        store: Store,
        devices: Devices,
        catalog: Catalog,
        station: Station,
        clock: Clock,
        *,
        training: str = "",
    ) -> None:
        super().__init__()
        self.store, self.devices, self.catalog, self.clock = store, devices, catalog, clock
        self.config, self.station, self.till, self.training = station, station.station, station.till, training
        self.ascii_only = station.screen.ascii
        self.keymap = Keymap(station.keyboard.keymap)
        self.directory = directory(catalog)
        self.tape = Tape()
        self.use_theme(station.screen.theme)
        self.gate.lock.quiet = station.keyboard.error_quiet_seconds
        self.gate.on_state = self._show_gate
        prefixes = station.keyboard.scanner_prefixes
        self.gate.scan = ScanReader(
            {prefix: PREFIXES.get(prefix, "scanner") for prefix in prefixes} or PREFIXES,
            by_timing=station.keyboard.scanner_timing,
        )
        self._holds: list[ExitStack] = []
        self._thread = ThreadPoolExecutor(1, "store") if store.kind == "postgresql" else None
        self._worker: JobWorker | None = None
        self._keeping: asyncio.TimerHandle | None = None
        self._keep: Callable[[], Awaitable[None]] | None = None
        self.last_key = monotonic()
        """When a key was last pressed, in monotonic seconds."""
        self._device_side: DeviceSide | None = None
        self._own_context = copy_context()
        self._leaving: asyncio.Task[None] | None = None

    # starting and ending

    async def on_mount(self) -> None:
        await self.ask(self._open_store)
        self.banner = await self.ask(settings.value, self.store, "auth.banner", self.clock.today())
        self._own_context = copy_context()
        loop = asyncio.get_running_loop()

        def tell(call: Callable[..., None], *args: Any) -> None:
            """From the worker's thread into this one, without waiting."""
            if not loop.is_closed():
                loop.call_soon_threadsafe(call, *args, context=self._own_context)

        self._device_side = side = DeviceSide(self, tell)
        side.start()
        connect = StoreQueue.connector(self.store, self.station)
        self._worker = JobWorker(
            connect,
            self.devices,
            lambda job, outcome: tell(side.verdict, job, outcome),
            on_recovered=lambda left: tell(self._left_over, left),
            on_store_error=lambda sentence: tell(self._worker_trouble, sentence),
        )
        self._worker.start()
        self.set_interval(60, self._every_minute)
        self.start(self._work())

    def _open_store(self) -> None:
        """Open the store in the thread that uses it, unless the caller has."""
        if self.store.db.is_closed():
            self.store.open()

    async def _work(self) -> None:
        """Sign on, work, sign off; for as long as the station runs."""
        while True:
            try:
                self.session = await sign_on(self)
            except ExitToMenu:
                self.exit(0)
                return
            self.notice, self.trouble = (), ""
            try:
                await self.refresh_session()
                self.use_theme(await self.ask(preferences.theme, self.store, self.session) or self.config.screen.theme)
                await take_up_unfinished(self)
                await show_menu(self, None)
            except (SignedOff, ExitToMenu):
                pass
            except Refused as refusal:
                self.trouble = str(refusal)
            with suppress(Refused):
                await self.ask(users.sign_off, self.store, self.session)
            self.session, self.notice, self.tape = None, (), Tape()
            self.use_theme(self.config.screen.theme)

    def close_down(self) -> None:
        """Stop the worker and let the devices go; called after the application has ended."""
        if self._device_side is not None:
            self._device_side.stop()
        if self._worker is not None:
            self._worker.stop()
        if self._thread is not None:
            self._thread.shutdown()

    def line_dropped(self) -> None:
        """The terminal is gone: what is unfinished is written, and the program ends."""
        self._leaving = asyncio.get_running_loop().create_task(self._leave(), context=self._own_context)

    async def _leave(self) -> None:
        await self._write_work()
        self.exit(0)

    # what screens ask for

    def shut(self) -> None:
        stack = ExitStack()
        stack.enter_context(self.gate.hold())
        self._holds.append(stack)

    def let_through(self) -> None:
        if self._holds:
            self._holds.pop().close()

    async def ask(self, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        try:
            return await self._call(call, *args, **keywords)
        except StoreError as error:
            log.warning("the store refused %s", getattr(call, "__qualname__", call), exc_info=True)
            raise Refused(str(error)) from error

    async def _call(self, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        """Where the store lives: here, or in its own thread when it may block."""
        if self._thread is None:
            return call(*args, **keywords)
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: call(*args, **keywords))

    def report_fault(self, display: Display, sentence: str) -> None:
        dropped = self.gate.lock_keyboard(sentence)
        if dropped:
            sentence = f"{sentence} ({dropped} keys typed ahead were dropped.)"
        display.show_message("", sentence, "error")

    def wake_worker(self) -> None:
        if self._worker is not None:
            self._worker.wake()

    def use_theme(self, name: str) -> None:
        """Change the colors of everything."""
        self.palette = palette(name, bool(self.training))
        theme = textual_theme(name, bool(self.training))
        self.register_theme(theme)
        self.theme = theme.name

    def device_flags(self) -> tuple[str, ...]:
        return self.devices.words()

    def plain(self, elements: list[dict[str, Any]]) -> list[str]:
        return render_text(elements, RECEIPT_COLUMNS)

    async def refresh_session(self) -> None:
        session = self.clerk_session
        found = await self.ask(drawers_state.open_drawer_of, self.store, session.clerk.id)
        if found is not None:
            drawers_state.take_up(session, found)
        else:
            session.drawer_id, session.till, session.business_date = None, "", self.clock.today()

    def open_key(self, id: str) -> None:
        display = self.screen
        if not isinstance(display, Display):
            return
        if id == "help":
            self.start(show_help(self, display))
        elif self.session is None:
            self.bell()
        else:
            flows: dict[str, Callable[[], Any]] = {
                "find": lambda: find_anything(self),
                "tape": lambda: show_tape(self, self.tape),
                "command": lambda: command_line(self),
                "lock": lambda: self._lock(),
            }
            self.start(flows[id]())

    # unfinished work

    def keep_soon(self, keep: Callable[[], Awaitable[None]]) -> None:
        self._keep = keep
        if self._keeping is not None:
            self._keeping.cancel()
        self._keeping = asyncio.get_running_loop().call_later(KEEP_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self.run_worker(self._write_work, name="keep")  # type: ignore[arg-type]

    async def _write_work(self) -> None:
        keep, self._keep = self._keep, None
        if keep is not None:
            try:
                await keep()
            except (StoreError, Refused):
                log.warning("unfinished work could not be written", exc_info=True)

    # lock

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.last_key = monotonic()
        await super().on_event(event)

    async def _lock(self) -> None:
        await self._write_work()
        await lock(self)

    def _every_minute(self) -> None:
        display = self.screen
        if isinstance(display, Display):
            display.refresh_frame()
        if self._device_side is not None:
            self._device_side.every_minute()
        idle = monotonic() - self.last_key
        if self.session is not None and not self.locked and idle >= self.config.lock.idle_minutes * 60:
            self.open_key("lock")

    # scans

    async def scanned(self, text: str) -> None:
        """Route a barcode by what it is, whatever field has the cursor."""
        display = self.screen
        if self.session is None or not isinstance(display, Display):
            self.bell()
        elif display.takes_scans and display.waiting:
            display.reply(ScannedText(text))
        else:
            self.start(self._scan(text, display))

    async def _scan(self, text: str, below: Display) -> None:
        if not await pay_scanned(self, text):
            await find_anything(self, text)

    def card_swiped(self) -> None:
        """A card was swiped on the keyboard: it is neither kept nor shown."""
        self.say("Cards are run on the card terminal, never here. Nothing was kept.", error=True)

    # what the gate and the worker say

    def _show_gate(self, state: GateState) -> None:
        display = self.screen if self.screen_stack else None
        if isinstance(display, Display):
            display.message_row.show_state(state is not GateState.READY, self.gate.waiting)

    def on_gate_stuck(self) -> None:
        """The work behind the last key does not end; keys wait."""
        self.say("The program is not ready. What you type waits; nothing is lost.", error=False)

    def on_gate_recovered(self) -> None:
        """The work has ended after all."""
        display = self.screen
        if isinstance(display, Display):
            display.clear_message()

    def _left_over(self, left: Sequence[Any]) -> None:
        self.say(f"{len(left)} print jobs need a look: option 4.3.", error=False)
        for job in left:
            if job.state == "UNKNOWN" and self._device_side is not None:
                self._device_side.ask(job)

    def _worker_trouble(self, sentence: str | None) -> None:
        if sentence:
            self.say(f"Printing waits: {sentence}", error=False)

    def say(self, sentence: str, *, error: bool) -> None:
        """A sentence on the message row of whatever is shown."""
        display = self.screen
        if isinstance(display, Display):
            if error:
                display.fault(sentence)
            else:
                display.say(sentence)


def run_app(station: Station, url: str, *, training: str = "") -> int:
    """Show the application until it is left; its exit code. Raises `StoreError` and `DeviceError`."""
    clock = SystemClock()
    with Devices.open(station.devices) as devices:
        app = CounterApp(Store(url, clock), devices, Catalog.standard(), station, clock, training=training)
        app.crash_folder = station.log_file.parent
        try:
            app.run(mouse=False)
        finally:
            app.close_down()
    return app.return_code or 0
