"""What the clerk is told about the gate, and when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_tui.gate import Gate


class GateState(Enum):
    """What the clerk's keys meet, for the "X" of the message row."""

    READY = "ready"
    """Keys are taken."""
    BUSY = "busy"
    """Work has been going on for a moment; keys wait their turn."""
    LOCKED = "locked"
    """An error is shown; keys are refused until Reset or a moment's quiet."""
    STUCK = "stuck"
    """The work does not end; keys wait, and none is delivered."""


class GateWatch:
    """Follows the work behind one key: after a moment it is slow, after a long one it is stuck."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.stuck = False
        """Has the work behind the last key not ended in time?"""
        self._told = False
        """Has the app been told that work in a worker takes long?"""
        self._slow = False
        self._shown = GateState.READY
        self._timers: dict[str, asyncio.TimerHandle] = {}

    @property
    def state(self) -> GateState:
        """What keys meet now."""
        if self.stuck:
            return GateState.STUCK
        if self.gate.lock.locked:
            return GateState.LOCKED
        return GateState.BUSY if self._slow else GateState.READY

    def begin(self) -> None:
        """Work has begun."""
        self.after("slow", self.gate.busy_after, self._turned_slow)
        self.after("stuck", self.gate.stuck_after, self._turned_stuck)

    def end(self) -> None:
        """Work has ended, unless a worker still holds the gate. An app that is closing is told nothing more."""
        if not self.gate.app.screen_stack:
            self.close()
            return
        if self.gate.held:
            return
        self._cancel("slow")
        self._cancel("stuck")
        self._slow = False
        if self.stuck or self._told:
            self.stuck = self._told = False
            self.gate.app.on_gate_recovered()
        self.show()

    def unlock_when_quiet(self) -> None:
        """Show the keyboard as unlocked once it has been quiet; a key's own time decides whether it is taken."""
        self.after("quiet", max(0.0, self.gate.lock.remaining(monotonic())), self._quiet_ended)
        self.show()

    def show(self) -> None:
        """Report the state if it has changed."""
        state = self.state
        if state is not self._shown:
            self._shown = state
            if self.gate.on_state is not None:
                self.gate.on_state(state)

    def after(self, name: str, seconds: float, callback: Callable[[], None]) -> None:
        """Call back in `seconds`, instead of what was to be called under the same name."""
        self._cancel(name)
        loop = asyncio.get_running_loop()
        self._timers[name] = loop.call_later(seconds, callback, context=self.gate.context)

    def close(self) -> None:
        """Call nothing back any more."""
        for name in list(self._timers):
            self._cancel(name)

    def _turned_slow(self) -> None:
        self._slow = True
        self.show()

    def _turned_stuck(self) -> None:
        if self.gate.held:
            self.after("stuck", self.gate.stuck_after, self._turned_stuck)
            self._told = True
            self.gate.app.on_gate_waiting()
            return
        self.stuck = True
        self.show()
        self.gate.app.on_gate_stuck()

    def _quiet_ended(self) -> None:
        if self.gate.keys_under_way or self.gate.lock.remaining(monotonic()) > 0:
            self.unlock_when_quiet()
        else:
            self.gate.lock.unlock()
            self.show()

    def _cancel(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()
