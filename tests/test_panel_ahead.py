"""Whole payments typed ahead of a slow form: every key in its field, and nothing runs on after an error."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.app import ComposeResult

from counter_tui.gated_app import GatedApp
from data.fields import Account, FieldError, Money, Text
from data.forms import Form, Look
from screens.canvas import Canvas
from screens.panel import Panel

PAY = Form(
    "UB010",
    "Payment",
    {
        "account": Account("Account", required=True),
        "memo": Text("Memo", 20),
        "amount": Money("Amount", required=True),
        "check": Text("Check", 8, required=True),
    },
)


class PayScreen(Canvas[None]):
    """Takes one payment after another, with work between the keys."""

    def compose(self) -> ComposeResult:
        yield Panel()

    def on_mount(self) -> None:
        panel = self.query_one(Panel)
        panel.accept = self.look_up
        panel.load(PAY)
        panel.focus()
        self.posted: list[dict[str, Any]] = []
        self.faults: list[str] = []

    async def look_up(self, name: str, value: Any, values: dict[str, Any]) -> Look | None:
        await asyncio.get_running_loop().run_in_executor(None, str, value)
        if value == "99999999":
            raise FieldError("Account: not known.")
        return Look((f"{name} {value}",), {"amount": "1.00"})

    async def on_panel_submitted(self, message: Panel.Submitted) -> None:
        await asyncio.get_running_loop().run_in_executor(None, str, "posting")
        self.posted.append(message.values)
        message.panel.load(PAY)

    def on_panel_faulted(self, message: Panel.Faulted) -> None:
        app = self.app
        assert isinstance(app, GatedApp)
        app.gate.flush(message.sentence)
        self.faults.append(message.sentence)


class Host(GatedApp[None]):
    """An application behind the gate."""

    def get_default_screen(self) -> PayScreen:
        return PayScreen()


def keys(text: str) -> list[events.Key]:
    """`\\n` is Enter and `\\t` is Tab."""
    names = {"\n": "enter", "\t": "tab"}
    return [events.Key(names.get(character, character), character) for character in text]


async def burst(app: Host, text: str) -> PayScreen:
    """All keys at once, then wait until they have done what they do."""
    for key in keys(text):
        app.post_message(key)
    screen = app.screen
    assert isinstance(screen, PayScreen)
    return screen


async def test_payments_typed_ahead_land_in_their_fields():
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        for n in range(1, 10):
            screen = await burst(app, f"1000456{n}\t\t{n}00\n{n}1\n1000456{n}\n{n}50\n{n}2\n")
            await pilot.pause()
            await app.gate.idle()
        posted = [(values["account"], values["amount"], values["check"]) for values in screen.posted]
    expected = []
    for n in range(1, 10):
        expected += [(f"1000456{n}", n * 100, f"{n}1"), (f"1000456{n}", n * 100 + 50, f"{n}2")]
    assert posted == expected


async def test_nothing_runs_on_after_an_error():
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await burst(app, "99999999\t500\n1021\n")
        await pilot.pause()
        await app.gate.idle()
        panel = screen.query_one(Panel)
        assert screen.faults == ["Account: not known."]
        assert screen.posted == []
        assert panel.current == "account"
        assert panel.texts() == {"account": "99999999", "memo": "", "amount": "", "check": ""}
