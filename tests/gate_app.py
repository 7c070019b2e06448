"""A toy counter for the tests of the gate: a menu, an entry of three fields, slow work, a confirmation.

One payment is: 1 Enter (from the menu), account Tab amount Tab check Enter (slow work follows), Enter (confirmation).
"""

from __future__ import annotations

import argparse
import asyncio
from functools import partial
from pathlib import Path
from time import sleep as block

from counter_tui import splash

splash.show()

from textual import work  # noqa: E402
from textual.app import App, ComposeResult  # noqa: E402
from textual.events import Key, Paste  # noqa: E402
from textual.message import Message  # noqa: E402
from textual.screen import ModalScreen, Screen  # noqa: E402
from textual.widget import Widget  # noqa: E402
from textual.widgets import Input, Static  # noqa: E402

from counter_tui.gate import GateState  # noqa: E402
from counter_tui.gated_app import GatedApp  # noqa: E402


class Form(Widget, can_focus=True):
    """Three fields in one widget, as the product's forms are."""

    class Posted(Message):
        """The last field was entered."""

        def __init__(self, values: tuple[str, ...]) -> None:
            super().__init__()
            self.values = values
            """The fields as typed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = ["", "", ""]
        self.at = 0

    def gate_passes(self, key: str) -> bool:
        """Everything stays inside, but what posts or is for the screen."""
        if key in ("tab", "enter", "plus"):
            return self.at < 2
        return len(key) == 1 or key == "backspace"

    def render(self) -> str:
        return " | ".join(self.fields)

    def on_key(self, event: Key) -> None:
        if event.key in ("tab", "enter", "plus"):
            event.stop()
            if self.at == 2:
                self.post_message(self.Posted(tuple(self.fields)))
            self.at = min(2, self.at + 1)
        elif event.key == "backspace":
            self.fields[self.at] = self.fields[self.at][:-1]
        elif event.is_printable and event.character:
            event.stop()
            self.fields[self.at] += event.character
        self.refresh()

    def on_paste(self, event: Paste) -> None:
        self.fields[self.at] += event.text
        self.refresh()


class Entry(Screen[tuple[str, ...]]):
    """The entry; its result is what was typed."""

    BINDINGS = [("f12", "app.pop_screen", "Cancel")]

    def __init__(self, style: str, seconds: float) -> None:
        super().__init__()
        self.style = style
        self.seconds = seconds

    def compose(self) -> ComposeResult:
        yield Static("ENTRY")
        if self.style == "form":
            yield Form()
        else:
            yield Input(id="account")
            yield Input(id="amount")
            yield Input(id="check")

    async def on_input_submitted(self) -> None:
        await self.finish(tuple(field.value for field in self.query(Input)))

    async def on_form_posted(self, event: Form.Posted) -> None:
        await self.finish(event.values)

    async def finish(self, values: tuple[str, ...]) -> None:
        await asyncio.sleep(self.seconds)
        if values[0] == "bad":
            self.app.fail()
            return

        def confirmed(_: None) -> None:
            self.dismiss(values)

        await self.app.push_screen(Confirm(), confirmed)


class Confirm(ModalScreen[None]):
    """One Enter, and it is gone."""

    BINDINGS = [("enter", "dismiss", "Go on")]

    def compose(self) -> ComposeResult:
        yield Static("CONFIRM")


class Toy:
    """The handlers both apps share."""

    def __init__(self, log: Path, style: str, seconds: float) -> None:
        super().__init__()
        self.log_file = log
        self.entry = partial(Entry, style, seconds)
        self.seconds = seconds
        self.count = 0

    def compose(self) -> ComposeResult:
        yield Static("MENU", id="title")
        menu = Input(id="menu")
        menu.cursor_blink = False
        yield menu
        yield Static("Posted 0", id="count")
        yield Static("", id="note")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id != "menu":
            return
        choice, event.input.value = event.input.value, ""
        if choice == "1":
            self.push_screen(self.entry(), self.posted)
        elif choice == "2":
            self.count_in_thread()
        elif choice == "9":
            self.exit()
        else:
            self.record("menu", choice)

    def posted(self, values: tuple[str, ...] | None) -> None:
        self.record(*(values or ("nothing",)))

    def record(self, *values: str) -> None:
        with self.log_file.open("a") as file:
            file.write(",".join(values) + "\n")
        self.count += 1
        self.query_one("#count", Static).update(f"Posted {self.count}")

    def note(self, text: str) -> None:
        self.screen_stack[0].query_one("#note", Static).update(text)

    def count_in_thread(self) -> None:
        self.in_thread(self.gate.hold() if isinstance(self, GatedApp) else None)


class Gated(Toy, GatedApp[None]):
    """The toy behind the gate."""

    def __init__(self, *args: object, stuck_after: float = 10.0, quiet: float = 0.6) -> None:
        super().__init__(*args)
        self.gate.lock.quiet = quiet
        self.gate.stuck_after = stuck_after
        self.gate.on_state = self.show_state

    def count_in_thread(self) -> None:
        held = self.gate.hold()
        held.__enter__()
        self.in_thread(held)

    @work(thread=True)
    def in_thread(self, held: object) -> None:
        block(self.seconds)
        self.call_from_thread(self.push_screen, self.entry(), self.posted)
        held.__exit__(None, None, None)

    def fail(self) -> None:
        dropped = self.gate.lock_keyboard("refused")
        self.pop_screen()
        self.note(f"ERROR, {dropped} dropped")

    def show_state(self, state: GateState) -> None:
        self.screen_stack[0].query_one("#title", Static).update(f"MENU {state.value}")

    async def scanned(self, text: str) -> None:
        await asyncio.sleep(self.seconds)
        self.record("scan", text)

    def card_swiped(self) -> None:
        self.note("CARD")

    def on_gate_stuck(self) -> None:
        self.note("STUCK")

    def on_gate_recovered(self) -> None:
        self.note("RECOVERED")


class Ungated(Toy, App[None]):
    """The negative control: the same toy on stock Textual."""

    def fail(self) -> None:
        self.note("ERROR")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--style", default="inputs")
    parser.add_argument("--work", type=float, default=0.0)
    parser.add_argument("--stuck-after", type=float, default=10.0)
    parser.add_argument("--quiet", type=float, default=0.6)
    parser.add_argument("--ungated", action="store_true")
    options = parser.parse_args()
    if options.ungated:
        Ungated(options.log, options.style, options.work).run(mouse=False)
    else:
        Gated(options.log, options.style, options.work, stuck_after=options.stuck_after, quiet=options.quiet).run(
            mouse=False
        )


if __name__ == "__main__":
    main()
