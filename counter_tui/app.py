"""The application: one clerk's station. Its sign-on is painted first; what stands behind it is built meanwhile."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import Context, copy_context
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events

from counter_tui.attendance import Attendance
from counter_tui.crash import ReportsCrashes
from counter_tui.first_look import FirstLook
from counter_tui.gate import GateState
from counter_tui.gated_app import GatedApp
from counter_tui.scans import PREFIXES, ScanReader
from data.clock import Clock
from data.permissions import Refused
from data.text import many
from screens.desk import Desk
from screens.display import Display, ExitToMenu, ScannedText
from screens.keys import Keymap
from screens.signon_form import SignOnDisplay, sign_on
from screens.themes import palette, textual_theme

if TYPE_CHECKING:
    from counter_tui.config import Station
    from counter_tui.parts import Parts
    from counter_tui.work import Work
    from data.session import Clerk

T = TypeVar("T")
log = logging.getLogger(__name__)
NOT_READY = "The program is not ready. What you type waits; nothing is lost."
KEEP_AFTER = 0.3
"""Seconds of quiet after which unfinished work is written."""


class CounterApp(ReportsCrashes, GatedApp[int], Desk):
    """One clerk's station.

    `build` gives its parts; it is called in a thread once the sign-on is painted. Until `ready` there is no store, no
    catalog and no device, and only the sign-on can be typed into. What `build` raises ends the application and is kept
    as `failure`.
    """

    TITLE = "Counter TUI"

    config: Station

    def __init__(
        self, build: Callable[[], Parts], clock: Clock, first: FirstLook | None = None, *, training: str = ""
    ) -> None:
        super().__init__()
        self.clock, self.training = clock, training
        self.failure: Exception | None = None
        """Why the application could not get ready."""
        self.for_training: Clerk | None = None
        """Who left for training."""
        self.last_key = monotonic()
        """When a key was last pressed, in monotonic seconds."""
        self.attendance = Attendance()
        self.loop: asyncio.AbstractEventLoop
        self.own_context: Context
        """For what runs outside the application's own messages."""
        self.gate.on_state = self._show_gate
        self._build = build
        self._is_ready = asyncio.Event()
        self._work: Work | None = None
        self._holds: list[ExitStack] = []
        self._thread: ThreadPoolExecutor | None = None
        self._keeping: asyncio.TimerHandle | None = None
        self._keep: Callable[[], Awaitable[None]] | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._first = FirstLook()
        self._look_like(first or self._first)

    def _look_like(self, first: FirstLook) -> None:
        """Take the colors and keys of a station."""
        self._first = first
        self.station, self.ascii_only = first.station, first.ascii
        self.keymap = Keymap(first.keymap)
        self.use_theme(first.theme)
        known = {prefix: PREFIXES.get(prefix, "scanner") for prefix in first.scanner_prefixes}
        self.gate.scan = ScanReader(known or PREFIXES, by_timing=first.scanner_timing)

    # starting and ending

    def on_mount(self) -> None:
        self.loop, self.own_context = asyncio.get_running_loop(), copy_context()
        self.start(self._serve())

    async def _serve(self) -> None:
        """Sign on, work, sign off; for as long as the station runs."""
        while True:
            lines = await self._welcome() if self._work is not None else ()
            try:
                self.session = await sign_on(self, self.ready, lines, training=self._first.training)
            except ExitToMenu:
                self.exit(0)
                return
            if self.session is None:
                continue
            await self.work.attend()
            self.session, self.notice = None, ()
            self.use_theme(self.config.screen.theme)

    def on_sign_on_display_shown(self) -> None:
        """The sign-on is on the screen: get what stands behind it, unless that has been done."""
        if self._work is None:
            self.run_worker(self._get_ready(), name="ready")

    async def _get_ready(self) -> None:
        try:
            self._take(await self.loop.run_in_executor(None, self._build))
            await self.work.start()
            self._tell_sign_on(await self._welcome())
        except Exception as error:  # whatever it is, `run_app` raises it again outside the application
            if not self._exit:  # who has left meanwhile has no use for it
                self.failure = error
                self.exit(1)
            return
        gc.freeze()
        gc.enable()
        self.set_interval(60, self._every_minute)
        self._is_ready.set()

    def _take(self, parts: Parts) -> None:
        from counter_tui.work import Work

        self.config, self.store, self.devices, self.catalog = parts.config, parts.store, parts.devices, parts.catalog
        self.police_folder = self.config.police.folder
        self.police, self.till, self.source = parts.police, self.config.till, parts.source
        self.gate.lock.quiet = self.config.keyboard.error_quiet_seconds
        self.crash_folder = self.config.log_file.parent
        if self._first != (first := FirstLook.of(self.config)):
            self._look_like(first)
        if "postgresql" in (self.store.kind, self.police.kind if self.police else ""):
            self._thread = ThreadPoolExecutor(1, "store")
        self._work = Work(self)
        self.directory = self._work.directory

    async def _welcome(self) -> tuple[str, ...]:
        """What the store says on the sign-on."""
        from screens.signon import welcome

        return await welcome(self)

    def _tell_sign_on(self, lines: tuple[str, ...]) -> None:
        for display in self.screen_stack:
            if isinstance(display, SignOnDisplay):
                display.refresh_frame()
                display.tell(lines)

    async def ready(self) -> None:
        """Wait until the store, the devices and the catalog are there."""
        await self._is_ready.wait()

    @property
    def work(self) -> Work:
        """What stands behind the sign-on, once there."""
        assert self._work is not None, "the application is not ready"
        return self._work

    def close_down(self) -> None:
        """Stop the worker and let the devices go; called after the application has ended.

        The stores are closed where something else follows in this process.
        """
        if self._work is not None:
            self._work.stop()
            if self.for_training is not None:
                self._close_stores()
        if self._thread is not None:
            self._thread.shutdown()

    def _close_stores(self) -> None:
        """Close both stores in the thread that uses them."""
        for store in filter(None, (self.police, self.store)):
            if self._thread is None:
                store.close()
            else:
                self._thread.submit(store.close).result()

    def train(self, clerk: Clerk) -> None:
        """Leave for training."""
        self.for_training = clerk
        self.exit(0)

    def line_dropped(self) -> None:
        """The terminal is gone: what is unfinished is written, and the program ends."""
        self._leaving = asyncio.get_running_loop().create_task(self._leave(), context=self.own_context)

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
        from data.store import StoreError

        try:
            return await self.call(call, *args, **keywords)
        except StoreError as error:
            log.warning("the store refused %s", getattr(call, "__qualname__", call), exc_info=True)
            raise Refused(str(error)) from error

    async def call(self, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        """Call where the store lives: here, or in its own thread when it may block."""
        if self._thread is None:
            return call(*args, **keywords)
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: call(*args, **keywords))

    def report_fault(self, display: Display, sentence: str) -> None:
        dropped = self.gate.lock_keyboard(sentence)
        if dropped:
            sentence = f"{sentence} ({many(dropped, 'key')} dropped.)"
        display.show_message("", sentence, "error")

    def wake_worker(self) -> None:
        self.work.wake()

    def use_theme(self, name: str) -> None:
        """Change the colors of everything."""
        self.palette = palette(name, bool(self.training))
        theme = textual_theme(name, bool(self.training))
        self.register_theme(theme)
        self.theme = theme.name

    def device_flags(self) -> tuple[str, ...]:
        return self.devices.words() if self._work is not None else ()

    def plain(self, elements: list[dict[str, Any]]) -> list[str]:
        return self.work.plain(elements)

    async def refresh_session(self) -> None:
        await self.work.refresh_session()

    def open_key(self, id: str) -> None:
        display = self.screen
        if not isinstance(display, Display):
            return
        if id == "help":
            self.start(self._help(display))
        elif self.session is None or self.locked:  # the help over the lock has these keys too
            self.bell()
        else:
            self.start(self.work.flow(id))

    async def _help(self, display: Display) -> None:
        await self.ready()
        from screens.help import show_help

        await show_help(self, display)

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
        if keep is None:
            return
        from data.store import StoreError

        try:
            await keep()
        except (StoreError, Refused):
            log.warning("unfinished work could not be written", exc_info=True)

    # lock

    async def deliver(self, event: events.Key | events.Paste) -> None:
        self.last_key = monotonic()
        self.attendance.note(event)
        await super().deliver(event)

    async def lock_station(self) -> None:
        """Hide the work and keep it until the clerk who has signed on unlocks."""
        from screens.signon import lock

        await self._write_work()
        await lock(self)

    def _every_minute(self) -> None:
        display = self.screen
        if isinstance(display, Display):
            display.refresh_frame()
        self.work.device_side.every_minute()
        idle = self.attendance.idle
        if self.session is not None and not self.locked and idle >= self.config.lock.idle_minutes * 60:
            self.open_key("lock")
        if self.session is not None:
            from counter_tui.watch import look

            self.run_worker(look(self, idle, remote=bool(self.source)), name="watch")

    # scans

    async def scanned(self, text: str) -> None:
        """Route a barcode by what it is, whatever field has the cursor."""
        display = self.screen
        if self.session is None or self.locked or not isinstance(display, Display):
            self.bell()
        elif display.takes_scans and display.waiting:
            display.reply(ScannedText(text))
        else:
            self.start(self.work.scan(text))

    def card_swiped(self) -> None:
        """A card was swiped on the keyboard: it is neither kept nor shown."""
        self.say("Cards are run on the card terminal, never here. Nothing was kept.", error=True)

    def scan_broken(self) -> None:
        """A scan began and did not end: nothing of it was taken."""
        self.say("A scan broke off, and nothing of it was taken. Scan again, or type it.", error=True)

    # what the gate and the worker say

    @property
    def _shown(self) -> Display | None:
        """The display on top; None as long as there is none."""
        display = self.screen if self.screen_stack else None
        return display if isinstance(display, Display) else None

    def _show_gate(self, state: GateState) -> None:
        busy = state is not GateState.READY
        self.keyboard = (busy, self.gate.waiting if busy else 0)
        if display := self._shown:
            display.message_row.show_state(*self.keyboard)

    def on_gate_stuck(self) -> None:
        """The work behind the last key does not end; keys wait. What it has already said of a failure stays."""
        display = self._shown
        if display and not (display.message and display.message_kind == "error"):
            display.say(NOT_READY)

    def on_gate_waiting(self) -> None:
        """A store that does not answer, say. What the work says of its progress stays while nobody types."""
        display = self._shown
        if display and (self.gate.waiting or not display.message):
            display.say(NOT_READY)

    def on_gate_recovered(self) -> None:
        """The work has ended after all; what it said of its outcome stays."""
        display = self._shown
        if display and display.message == NOT_READY:
            display.clear_message()

    def say(self, sentence: str, *, error: bool) -> None:
        """A sentence on the message row of whatever is shown."""
        display = self._shown
        if display and error:
            display.fault(sentence)
        elif display:
            display.say(sentence)


def run_app(first: FirstLook, named: Callable[[], tuple[Station, str]]) -> int:
    """Show the application until it is left; its exit code.

    `named` gives the station and the URL of its store; what it and the parts raise is raised here, after the
    application has given the terminal back. Somebody who goes to training finds the sign-on again afterwards.
    """
    from data.clock import SystemClock

    clock = SystemClock()
    while True:
        app = _run_once(first, named, clock)
        if app.failure is not None:
            raise app.failure
        if app.for_training is None:
            return app.return_code or 0
        from counter_tui.training_child import train

        train(app.for_training, app.config, app.store.url, clock)


def _run_once(first: FirstLook, named: Callable[[], tuple[Station, str]], clock: Clock) -> CounterApp:
    """The application after it has been left; its devices and its store are closed."""
    with ExitStack() as closing:

        def build() -> Parts:
            config, url = named()  # before the import below: it says which database drivers are needed
            from counter_tui import parts

            return parts.build(config, url, clock, closing)

        app = CounterApp(build, clock, first)
        try:
            app.run(mouse=False)
        finally:
            app.close_down()
    return app
