"""Nothing that a record holds can steer the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from terminal import Terminal
from textual.color import Color

from screens.linefilter import ControlFilter, harmless, shown

BLACK = Color(0, 0, 0)
HOSTILE = [
    "\x1b[2J",
    "\x1b]0;owned\x07",
    "\x9b31m",
    "a\x00b",
    "a\u202eb",
    "\u2066x\u2069",
    "one\r\ntwo",
    "\x7f",
    "\ufeff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_loses_its_controls_and_keeps_its_width(text: str) -> None:
    (segment,) = ControlFilter().apply([Segment(text)], BLACK)
    assert segment.text.isprintable()
    assert cell_len(segment.text) == cell_len(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_shown_text_has_one_visible_column_for_each_control(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) == len(text)


@pytest.mark.parametrize("text", ["", "Åsa Nuñez", "漢字", "e\u0301", "no\u00a0break", "[/nope]"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text
    assert shown(text) == text


def test_clean_lines_are_not_copied() -> None:
    segments = [Segment("RECEIPT"), Segment(" 12.00", Style(bold=True))]
    assert ControlFilter().apply(segments, BLACK) is segments


def test_control_segments_and_styles_pass() -> None:
    bell = Segment("\x07", None, [(ControlType.BELL,)])
    red = Style(color="red")
    assert ControlFilter().apply([bell, Segment("a\x1bb", red)], BLACK) == [bell, Segment("ab", red)]


HOSTILE_APP = """
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static
from rich.segment import Segment
from counter_tui.gated_app import GatedApp

NAME = "EVIL\\x1b]0;owned\\x07\\x1b[31mRED\\x9b2J\\u202eEND"

class Line(Widget):
    def render_line(self, y):
        return Strip([Segment(NAME)])

class Hostile(BASE):
    def compose(self) -> ComposeResult:
        yield Static(NAME, markup=False)
        yield Input(NAME)
        yield Line()
        yield Static("DONE")
    CSS = "Line {height: 1}"

Hostile().run(mouse=False)
"""


def _output_of(base: str, tmp_path: Path) -> bytes:
    program = tmp_path / "hostile.py"
    program.write_text(HOSTILE_APP.replace("BASE", base))
    with Terminal(["python", str(program)]) as terminal:
        terminal.wait_for(lambda: b"DONE" in terminal.raw)
        terminal.wait_quiet()
        return bytes(terminal.raw)


def test_no_widget_can_send_an_escape_to_the_terminal(tmp_path: Path) -> None:
    output = _output_of("GatedApp", tmp_path)
    assert output.count(b"EVIL") >= 3
    assert b"owned\x07" not in output
    assert b"\x1b[31mRED" not in output
    assert b"\xc2\x9b" not in output
    assert "\u202e".encode() not in output


def test_stock_textual_does_send_it(tmp_path: Path) -> None:
    assert b"\x1b]0;owned" in _output_of("App", tmp_path)
