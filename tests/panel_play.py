"""A panel under a pilot's fingers, for tests: keys in, messages out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from widget_play import Host, OneWidget, Play

from data.fields import Account, Choice, Digits, Money, Text
from data.forms import Form
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


class PanelScreen(OneWidget):
    """A screen that is one panel."""

    kind = Panel
    on_panel_submitted = on_panel_faulted = on_panel_prompted = on_panel_left = on_panel_typed = OneWidget.keep


class PanelPlay(Play):
    """A panel under a pilot's fingers."""

    @property
    def panel(self) -> Panel:
        """The panel."""
        return self.pilot.app.screen.query_one(Panel)


@asynccontextmanager
async def playing(form: Form = PAY, size: tuple[int, int] = (80, 24), **load: Any) -> AsyncIterator[PanelPlay]:
    """A form open on a terminal."""
    async with Host(PanelScreen).run_test(size=size) as pilot:
        play = PanelPlay(pilot)
        play.panel.load(form, **load)
        await pilot.pause()
        yield play
