"""Restricted values in clear for some seconds, then masked again (CJIS PE-5; setting `mask.seconds`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from data import settings
from screens.display import Display

if TYPE_CHECKING:
    from textual.timer import Timer

    from screens.desk import Desk


class Unmasked:
    """What one display shows in clear. Call `drop` when the display is left: it may show something else next."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._timer: Timer | None = None

    async def for_a_while(self, display: Display, mask: Callable[[], None]) -> int:
        """Call `mask` after the seconds of the setting; that number."""
        day = self.desk.clerk_session.clock.today()
        seconds = await self.desk.ask(settings.number, self.desk.store, "mask.seconds", day)
        self.drop()
        self._timer = display.set_timer(seconds, mask)
        return seconds

    def drop(self) -> None:
        """Let the timer go."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
