"""What an application shows, as plain text, compared with a stored file."""

from __future__ import annotations

import os
from pathlib import Path

from textual.app import App

FOLDER = Path(__file__).parent / "golden"


def screen_text(app: App) -> str:
    """The rows of the screen as text, trailing blanks removed; the stack's top display with what shows behind it."""
    screen = app.screen
    strips = screen._compositor.render_strips(screen.size)
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def check_golden(app: App, name: str) -> None:
    """Assert that the screen equals `golden/<name>.txt`; with UPDATE_GOLDEN=1 in the environment write it instead."""
    path = FOLDER / f"{name}.txt"
    shown = screen_text(app)
    if os.environ.get("UPDATE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.exists(), f"There is no {path}; run once with UPDATE_GOLDEN=1 and read what it wrote."
    assert shown == path.read_text(encoding="utf-8")
