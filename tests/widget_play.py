"""One widget alone on a screen under a pilot's fingers, for tests: keys in, messages out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from screens.canvas import Canvas


class OneWidget(Canvas[None]):
    """A screen that is one widget and keeps what it says, and the keys that it lets by."""

    kind: Callable[[], Widget]
    """What makes the widget."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield type(self).kind()

    def on_mount(self) -> None:
        self.children[0].focus()

    def keep(self, message: Message) -> None:
        """Keep a message; the handler of every kind that a screen keeps."""
        self.said.append(message)

    on_key = keep


class Host(App[None]):
    """An application with one widget."""

    def __init__(self, screen: type[OneWidget]) -> None:
        super().__init__()
        self.default = screen

    def get_default_screen(self) -> OneWidget:
        return self.default()


class Play:
    """A widget under a pilot's fingers."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    async def type(self, *keys: str) -> None:
        """Press keys by name; a number is typed digit by digit."""
        for key in keys:
            await self.pilot.press(*(key if key.isdigit() else [key]))
        await self.pilot.pause()

    def said(self, kind: type[Message]) -> list[Any]:
        """The messages of one kind so far."""
        screen = self.pilot.app.screen
        assert isinstance(screen, OneWidget)
        return [message for message in screen.said if isinstance(message, kind)]
