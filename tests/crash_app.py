"""An application that fails on any key, with somebody's data in its local variables; for test_crash."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

from counter_tui.crash import ReportsCrashes


class CrashApp(ReportsCrashes, App[int]):
    """Ready, until a key is pressed."""

    def compose(self) -> ComposeResult:
        yield Static("Ready")

    def on_key(self, event: Key) -> None:
        name = "Maria Delgado"
        raise ValueError(f"{name} pressed {event.key}")


if __name__ == "__main__":
    app = CrashApp()
    app.crash_folder = Path(sys.argv[1])
    app.run()
    sys.exit(app.return_code)
