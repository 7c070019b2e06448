"""Lossless, ordered type-ahead: no key ever lands in the wrong field.

Every key and paste goes through one queue. Keys that the focused widget uses up inside itself are handed on at once;
behind any other key the gate stays shut until everything that key caused has finished, the resulting screen has mounted
and the focus has come to rest.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual._context import prevent_message_types_stack
from textual._time import get_time
from textual.events import Key, Paste

from counter_tui.gate_keys import KeyReader
from counter_tui.gate_lock import KeyboardLock, Verdict
from counter_tui.gate_settle import fence, is_busy, settle
from counter_tui.gate_watch import GateState, GateWatch
from counter_tui.scans import BURST_GAP, SCAN_GAP, BrokenScan, CardSwipe, Scan, ScanReader

if TYPE_CHECKING:
    from textual.widget import Widget

    from counter_tui.gated_app import GatedApp

Waiting = Key | Paste | Scan

__all__ = ["Gate", "GateState"]


class Gate:
    """The one queue of an app's keys.

    Everything here belongs to the event loop's thread, but `offer`, which is the input thread's.
    """

    def __init__(self, app: GatedApp[Any], *, limit: int = 50, stuck_after: float = 10.0, quiet: float = 0.6) -> None:
        self.app = app
        self.limit = limit
        """Entries that may wait; the terminal is not read any further when they do."""
        self.stuck_after = stuck_after
        """Seconds of work without a `hold` after which the clerk is told."""
        self.busy_after = 0.25
        """Seconds of work after which the state says so."""
        self.lock = KeyboardLock(quiet)
        self.scan: ScanReader | None = ScanReader()
        """Takes barcodes out of the keys; None when the station has no scanner."""
        self.on_state: Callable[[GateState], None] | None = None
        """Called whenever `state` changes."""
        self.discard_unread: Callable[[], None] | None = None
        """Throws away what the terminal sent and nobody has read; set by the driver."""
        self.context: contextvars.Context | None = None
        """The app's own context, for what runs outside its messages."""
        self._watch = GateWatch(self)
        self._keys = KeyReader()
        self._inbox: deque[Key | Paste] = deque()
        self._queue: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._rest = asyncio.Event()
        self._released = asyncio.Event()
        self._room = threading.Condition()
        self._full = False
        self._holds = 0
        self._flushed_at = float("-inf")
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.get_ident()

    # -- what others may ask and do

    @property
    def waiting(self) -> int:
        """Entries typed ahead and not yet delivered."""
        return len(self._inbox) + len(self._queue)

    @property
    def held(self) -> bool:
        """Does a worker hold the gate shut?"""
        return self._holds > 0

    @property
    def state(self) -> GateState:
        """What keys meet now."""
        return self._watch.state

    @property
    def stuck(self) -> bool:
        """Has the work behind the last key not ended for `stuck_after` seconds?"""
        return self._watch.stuck

    @property
    def keys_under_way(self) -> bool:
        """Have keys been read that the gate has not yet sorted?"""
        return bool(self._inbox or self.app.message_queue_size)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the gate shut for the time of a `with`: around work in a worker, of which messages say nothing.

        Enter it in the handler that starts the worker. It may be left in any thread.
        """
        self._holds += 1
        self._released.clear()
        self._watch.begin()
        try:
            yield
        finally:
            self._run_in_loop(self._release)

    def flush(self, reason: str) -> int:
        """Drop all keys typed so far because something went wrong. Return how many were dropped, for the message.

        Args:
            reason: What went wrong, for the log.
        """
        dropped = self.waiting + len(self._keys.release()) + (len(self.scan.release()) if self.scan else 0)
        self._flushed_at = monotonic()
        self._inbox.clear()
        self._queue.clear()
        if self._full and self.discard_unread:
            self.discard_unread()
        self.let_go()
        if dropped:
            self.app.log.info(f"{dropped} keys typed ahead were dropped: {reason}")
        return dropped

    def lock_keyboard(self, reason: str = "error", quiet: float | None = None) -> int:
        """Flush, then refuse keys until a Reset key or `quiet` seconds without one. Return how many were dropped.

        Args:
            reason: What went wrong, for the log.
            quiet: Seconds; the station's setting when left out.
        """
        dropped = self.flush(reason)
        self.lock.lock(self._flushed_at, quiet)
        self._watch.unlock_when_quiet()
        return dropped

    async def idle(self) -> None:
        """Wait until every key is delivered and everything they caused has finished, or the app is closing.

        Never await this in a handler: the gate waits for handlers.
        """
        while True:
            await self._rest.wait()
            await settle(self.app)
            if not self.app.screen_stack or (self._rest.is_set() and not self.waiting):
                return

    # -- the way in

    def open(self) -> None:
        """Start delivering. Called once, in the app's own context."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self.context = contextvars.copy_context()
        self.context.run(prevent_message_types_stack.set, [set()])
        self._task = asyncio.create_task(self._deliver_all(), name="gate", context=self.context)

    def close(self) -> None:
        """Stop; what waits is never delivered."""
        self._watch.close()
        if self._task is not None:
            self._task.cancel()
        self._rest.set()
        self.let_go()

    def offer(self, event: Key | Paste, stopped: Callable[[], bool]) -> None:
        """Hand over a key from the input thread; while the queue is full, wait (and beep once) until it is half empty.

        Nothing is lost by waiting: the terminal keeps what is not read.
        """
        if self.waiting >= self.limit:
            self._full = True
            self._run_in_loop(self.app.bell)
            with self._room:
                self._room.wait_for(lambda: self.waiting <= self.limit // 2 or stopped())
            self._full = False
        self._inbox.append(event)
        if len(self._inbox) == 1:
            self._run_in_loop(self._take_in)

    def let_go(self) -> None:
        """Make a waiting input thread look again whether there is room, or an end."""
        with self._room:
            self._room.notify_all()

    def feed(self, event: Key | Paste) -> None:
        """Take a key that did not come through the driver. With no room for it the keyboard locks until it is quiet."""
        if self.waiting < self.limit:
            self._read(event)
            return
        if not self.lock.locked:
            self.lock.lock(event.time - 1e-6, resettable=False)
        self._judge(event)

    def take_scan(self, text: str, route: Callable[[str], Awaitable[None]]) -> None:
        """Queue what a reader that is no keyboard has read, after the keys that wait; `route` gets the text."""
        self._judge(Scan(text, "", get_time(), route))

    def _take_in(self) -> None:
        while self._inbox:
            self._read(self._inbox.popleft())
        if self._full:
            self.let_go()

    def _read(self, event: Key | Paste) -> None:
        """Sort an event into keys, scans and pastes, and queue those that are certain."""
        if isinstance(event, Paste):
            held = self._keys.release()
            self._scan(held)
            for key in self.scan.release() if self.scan else []:
                self._judge(key)
            self._judge(event)
        else:
            self._scan(self._keys.read(event, hold_escape=not self.lock.locked))

    def _scan(self, keys: list[Key]) -> None:
        for key in keys:
            for entry in self.scan.read(key) if self.scan else [key]:
                if isinstance(entry, CardSwipe):
                    self.app.card_swiped()
                elif isinstance(entry, BrokenScan):
                    self.app.scan_broken()
                else:
                    self._judge(entry)
        if self.scan and self.scan.waiting:
            self._watch.after("scan", SCAN_GAP, self._scan_ended)
        if self.scan and self.scan.by_timing and self.scan.holding:
            self._watch.after("burst", 2 * BURST_GAP, self._burst_ended)

    def _scan_ended(self) -> None:
        """Give up waiting for the rest of a scan or of a prefix, unless keys are still on their way to us."""
        if self.keys_under_way:
            self._watch.after("scan", SCAN_GAP, self._scan_ended)
        elif self.scan:
            if self.scan.give_up():
                self.app.scan_broken()
            for key in self.scan.release():
                self._judge(key)

    def _burst_ended(self) -> None:
        """Give up waiting for the rest of a scan, unless keys are still on their way to us."""
        if self.keys_under_way:
            self._watch.after("burst", BURST_GAP, self._burst_ended)
        elif self.scan:
            for key in self.scan.release_burst():
                self._judge(key)

    def _judge(self, entry: Waiting) -> None:
        """Queue an entry, or refuse it while an error is shown."""
        if entry.time <= self._flushed_at:
            return
        verdict = self.lock.judge(entry.key if isinstance(entry, Key) else None, entry.time)
        if verdict is Verdict.REFUSE:
            self.app.bell()
            self._watch.unlock_when_quiet()
        elif verdict is Verdict.RESET:
            self._watch.show()
        elif verdict is Verdict.DELIVER:
            self._queue.append(entry)
            self._rest.clear()
            self._wake.set()
            self._watch.show()

    # -- the way out

    async def _deliver_all(self) -> None:
        try:
            await self._settle()
            while True:
                if self.app._exit:
                    self.flush("the app is ending")
                if self._queue:
                    await self._deliver_next()
                    continue
                self._rest.set()
                self._wake.clear()
                await self._wake.wait()
        except Exception as error:  # a handler run in this task failed: end the app as Textual does
            self.app._handle_exception(error)

    async def _deliver_next(self) -> None:
        """Deliver one entry, or wait for what must come first."""
        focused = self.app.focused
        if self._holds:
            await self._settle()
        elif focused is not None and hasattr(focused, "gate_passes") and is_busy(focused):
            await self._catch_up(focused)
        else:
            await self._deliver(self._take_next())

    async def _deliver(self, entry: Waiting) -> None:
        if isinstance(entry, Scan):
            self.app.call_later(entry.route or self.app.scanned, entry.text)
            await self._settle()
            return
        passes = isinstance(entry, Key) and self._passes(entry)
        await self.app.deliver(entry)
        if not passes:
            await self._settle()

    def _take_next(self) -> Waiting:
        entry = self._queue.popleft()
        if self._full:
            self.let_go()
        return entry

    def _passes(self, key: Key) -> bool:
        """Does the focused widget use this key up inside itself?

        A widget says so with `gate_passes(key) -> bool`, of its state now; others with Textual's `check_consume_key`,
        which is believed for printable keys. (A printable key with a priority binding needs a `gate_passes`.)
        """
        focused = self.app.focused
        if focused is None:
            return False
        gate_passes: Callable[[str], bool] | None = getattr(focused, "gate_passes", None)
        if gate_passes is not None:
            return gate_passes(key.key)
        return key.is_printable and focused.check_consume_key(key.key, key.character)

    async def _catch_up(self, form: Widget) -> None:
        """Let a form handle the keys it already has, so that `gate_passes` speaks of their outcome."""
        self._watch.begin()
        try:
            if not await fence(form):
                await settle(self.app)
        finally:
            self._watch.end()

    async def _settle(self) -> None:
        """Wait until nothing is under way and nobody holds the gate."""
        self._watch.begin()
        try:
            await settle(self.app)
            while self._holds:
                await self._released.wait()
                await settle(self.app)
        finally:
            self._watch.end()

    def _release(self) -> None:
        self._holds -= 1
        if not self._holds:
            self._released.set()
            if self._rest.is_set():
                self._watch.end()

    def _run_in_loop(self, callback: Callable[[], None]) -> None:
        """Run a callback in the event loop: now if this is its thread, else behind what was posted from this thread."""
        loop = self._loop
        if loop is None or threading.get_ident() == self._thread:
            callback()
        elif not loop.is_closed():
            loop.call_soon_threadsafe(callback, context=self.context)
