"""A panel under a pilot's fingers, for tests: keys in, messages out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from data.fields import Account, Choice, Digits, Money, Text
from data.forms import Form
from screens.canvas import Canvas
from screens.panel import Panel

LANGUAGES = (("EN", "English"), ("ES", "Spanish"))
PAY = Form(
    "UB010",
    "Water payment",
    {
        "account": Account("Account", required=True),
        "amount": Money("Amount", required=True),
        "memo": Text("Memo", 30),
        "language": Choice("Language", options=LANGUAGES, default="EN"),
        "check": Digits("Check", 8, required=True),
    },
)


class PanelScreen(Canvas[None]):
    """A screen that is one panel and keeps what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Panel()

    def on_mount(self) -> None:
        self.query_one(Panel).focus()

    def on_panel_submitted(self, message: Panel.Submitted) -> None:
        self.said.append(message)

    def on_panel_faulted(self, message: Panel.Faulted) -> None:
        self.said.append(message)

    def on_panel_prompted(self, message: Panel.Prompted) -> None:
        self.said.append(message)

    def on_panel_left(self, message: Panel.Left) -> None:
        self.said.append(message)

    def on_panel_typed(self, message: Panel.Typed) -> None:
        self.said.append(message)

    def on_key(self, event: events.Key) -> None:
        self.said.append(event)


class Host(App[None]):
    """An application with one panel."""

    def get_default_screen(self) -> PanelScreen:
        return PanelScreen()


class Play:
    """A panel under a pilot's fingers."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.panel = pilot.app.screen.query_one(Panel)

    async def type(self, *keys: str) -> None:
        """Press keys; a word of several characters that names no key is typed character by character."""
        for key in keys:
            await self.pilot.press(*(key if key.isdigit() else [key]))
        await self.pilot.pause()

    def said(self, kind: type[Message]) -> list[Any]:
        """The messages of one kind so far."""
        screen = self.pilot.app.screen
        assert isinstance(screen, PanelScreen)
        return [message for message in screen.said if isinstance(message, kind)]


@asynccontextmanager
async def playing(form: Form = PAY, size: tuple[int, int] = (80, 24), **load: Any) -> AsyncIterator[Play]:
    """A form open on a terminal."""
    app = Host()
    async with app.run_test(size=size) as pilot:
        play = Play(pilot)
        play.panel.load(form, **load)
        await pilot.pause()
        yield play
