"""Watches a drawer that was opened until it is closed, and says when it stands open for too long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from devices.drawer import CashDrawer
from devices.states import DrawerState

POLL_SECONDS = 2.0
"""Between two looks: the drawer's printer serves others meanwhile."""
SILENT_SECONDS = 300.0
"""How long a drawer that does not say where it is is asked again: its printer prints, or waits for paper."""


class DrawerWatch:
    """One thread for each time the drawer is opened and its switch has said so.

    `on_change` gets where the drawer is, whenever that changes, and `on_left_open` the seconds it has been open, once,
    after `warn_seconds` (0: never). Both are called in the watching thread and must only post a message.
    """

    def __init__(
        self,
        drawer: CashDrawer,
        warn_seconds: float,
        on_change: Callable[[DrawerState], None],
        on_left_open: Callable[[float], None],
        *,
        poll_seconds: float = POLL_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._drawer = drawer
        self._warn_seconds = warn_seconds
        self._on_change = on_change
        self._on_left_open = on_left_open
        self._poll_seconds = poll_seconds
        self._clock = clock
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def opened(self) -> None:
        """The drawer was opened: watch it. Never waits."""
        with self._starting:
            if self._stopping.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._watch, name="drawer-watch", daemon=True)
            self._thread.start()

    def _watch(self) -> None:
        since = known_at = self._clock()
        where, warned = DrawerState.OPEN, self._warn_seconds <= 0
        while not self._stopping.is_set():
            before, where, now = where, self._drawer.drawer_state(), self._clock()
            if where is not before:
                self._on_change(where)
            if where is DrawerState.OPEN:
                known_at = now
                if not warned and now - since >= self._warn_seconds:
                    warned = True
                    self._on_left_open(now - since)
            elif where is DrawerState.CLOSED or now - known_at >= SILENT_SECONDS:
                return
            self._stopping.wait(self._poll_seconds)

    def ended(self, seconds: float) -> bool:
        """Wait at most so long until the drawer is watched no longer; whether it is so."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def stop(self) -> None:
        """Watch no longer. May be called twice."""
        self._stopping.set()
        self.ended(self._poll_seconds)
