"""A Textual app whose keys go through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App, ReturnType
from textual.events import Event, Key, Mount, Paste, Unmount

from counter_tui.gate import Gate
from counter_tui.gate_keys import teach_parser
from screens.linefilter import ControlFilter

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.filter import LineFilter


class GatedApp(App[ReturnType]):
    """An app in which type-ahead is lossless and ordered, and nothing but its own keys ends it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        teach_parser()
        super().__init__()
        self.gate = Gate(self)
        """The one queue of all keys."""
        self._control_filter = ControlFilter()

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that feeds the gate."""
        from counter_tui.gate_driver import GateDriver

        return GateDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and, last, the one that lets only text reach the terminal."""
        return [*super().get_line_filters(), self._control_filter]

    async def on_event(self, event: Event) -> None:
        """Send keys and pastes to the gate, all else on as usual."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self.gate.feed(event)
            return
        await super().on_event(event)
        if isinstance(event, Mount):
            self.gate.open()
        elif isinstance(event, Unmount):
            self.gate.close()

    async def deliver(self, event: Key | Paste) -> None:
        """Hand a key or paste to the focused widget. Called by the gate."""
        await super().on_event(event)

    def _set_pointer_shape(self, shape: str) -> None:
        """Send nothing: there is no mouse, and not every terminal takes the sequence in silence."""

    async def scanned(self, text: str) -> None:
        """Route a barcode; override. The gate waits for what this causes."""
        self.bell()

    def card_swiped(self) -> None:
        """Say that no card belongs here; override to add a sentence."""
        self.bell()

    def on_gate_stuck(self) -> None:
        """Say that the program is not ready and that keys wait; override to add a sentence."""
        self.bell()

    def on_gate_waiting(self) -> None:
        """Say that work in a worker takes long and that keys wait; override. Called again and again meanwhile."""

    def on_gate_recovered(self) -> None:
        """Take back what `on_gate_stuck` or `on_gate_waiting` said; override."""

    def line_dropped(self) -> None:
        """End, because the terminal is gone. Override to suspend work first; nothing can be shown any more."""
        self.exit()

    def scan_broken(self) -> None:
        """Say that a scan broke off and nothing of it was taken; override to add a sentence."""
        self.bell()
