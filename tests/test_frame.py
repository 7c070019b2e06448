"""The rows around every display."""

from __future__ import annotations

import pytest
from golden import check_golden, screen_text
from textual.app import App, ComposeResult

from screens.canvas import Canvas
from screens.cells import cells
from screens.chart import bars
from screens.frame import LegendRow, MessageRow, TitleRow
from screens.keys import legend
from screens.surface import Surface
from screens.themes import palette

MONTHS = ["JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL"]
USAGE = [21, 24, 19, 14, 9, 6, 0, 5, 7, 11, 15, 20, 23]


class Blank(Surface):
    """The body of a display that shows nothing."""

    def draw_line(self, y):
        return []


class FrameScreen(Canvas[None]):
    """A display that is only its frame."""

    def compose(self) -> ComposeResult:
        yield TitleRow()
        yield Blank()
        yield LegendRow()
        yield MessageRow()


class Host(App[None]):
    """An application with one empty display."""

    palette = palette()

    def get_default_screen(self) -> FrameScreen:
        return FrameScreen()


def rows(app: App[None]) -> list[str]:
    """The screen's rows."""
    return screen_text(app).split("\n")


async def test_the_frame_stands_where_it_belongs():
    async with Host().run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        screen.query_one(TitleRow).show(
            program="UB010", title="Water payment", station="C1", clerk="JS", time="10:42", flags=("PAPER",)
        )
        screen.query_one(LegendRow).show(legend(["help", "exit", "cancel"]))
        screen.query_one(MessageRow).show("CT0042", "Receipt 27-000123 posted.")
        await pilot.pause()
        check_golden(pilot.app, "frame")
        assert rows(pilot.app)[22].startswith(" F1=Help  F3=Exit  F12=Cancel")


async def test_training_is_said_in_words_and_in_another_style():
    async with Host().run_test(size=(80, 24)) as pilot:
        title = pilot.app.screen.query_one(TitleRow)
        title.show(program="UB010", title="Payment", training="TRAINING")
        await pilot.pause()
        assert "*** TRAINING *** Payment" in rows(pilot.app)[0]
        assert {part.style for part in title.draw_line(0)} == {palette().training}


@pytest.mark.parametrize("width", [20, 40, 80, 132])
@pytest.mark.parametrize("text", ["[/nope]", "x" * 300, "中文" * 80, "\x1b[2J", ""])
async def test_every_row_is_as_wide_as_the_terminal(width: int, text: str):
    async with Host().run_test(size=(width, 24)) as pilot:
        screen = pilot.app.screen
        screen.query_one(TitleRow).show(
            program=text, title=text, station=text, clerk=text, time="10:42", flags=(text, text), training=text
        )
        screen.query_one(LegendRow).show(text)
        screen.query_one(MessageRow).show("CT1", text, "error")
        await pilot.pause()
        for row in (TitleRow, LegendRow, MessageRow):
            assert sum(cells(part.text) for part in screen.query_one(row).draw_line(0)) == width


async def test_a_row_repaints_only_when_something_changed():
    async with Host().run_test(size=(80, 24)) as pilot:
        message = pilot.app.screen.query_one(MessageRow)
        message.show("CT1", "Posted.")
        await pilot.pause()
        drawn: list[int] = []
        draw_line = message.draw_line
        message.draw_line = lambda y: (drawn.append(y), draw_line(y))[1]  # type: ignore[method-assign]
        message.show("CT1", "Posted.")
        await pilot.pause()
        assert drawn == []
        message.clear()
        await pilot.pause()
        assert drawn == [0]


async def test_the_state_indicator_shows_refused_and_waiting_keys():
    async with Host().run_test(size=(80, 24)) as pilot:
        message = pilot.app.screen.query_one(MessageRow)
        message.show_state(True, 12)
        await pilot.pause()
        assert rows(pilot.app)[23].rstrip().endswith("X+12")
        message.show_state(False)
        await pilot.pause()
        assert rows(pilot.app)[23].strip() == ""


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize(("height", "width"), [(8, 70), (2, 20), (12, 120), (1, 3)])
def test_a_picture_has_its_rows_and_columns(height: int, width: int, ascii_only: bool):
    picture = bars(list(zip(MONTHS, USAGE, strict=True)), height, width, ascii_only=ascii_only)
    assert len(picture) == max(2, height)
    lines = ["".join(part.text for part in row) for row in picture]
    assert len({cells(line) for line in lines}) == 1
    assert cells(lines[0]) == width or width < 6
    assert not ascii_only or all(line.isascii() for line in lines)


def test_a_picture_shows_scale_months_and_height():
    picture = bars([("JUL", 100), ("AUG", 50), ("SEP", 0), ("OCT", 1)], 5, 40)
    lines = ["".join(part.text for part in row) for row in picture]
    assert lines[0].startswith(" 100│████ ")
    assert lines[3].startswith("   0│████")
    assert lines[4].split() == ["JUL", "AUG", "SEP", "OCT"]
    assert [line.count("█") for line in lines[:4]] == [4, 4, 8, 8]
    assert "▁" in lines[3]


def test_a_year_without_usage_is_an_empty_picture():
    lines = ["".join(part.text for part in row) for row in bars([("JUL", 0), ("AUG", 0)], 4, 30)]
    assert not any(block in "".join(lines) for block in "▁▂▃▄▅▆▇█")


@pytest.mark.parametrize(
    ("flags", "alarm"), [(("PRT ok", "DRW shut"), False), (("PRT PAPER", "DRW shut"), True), (("PRT ??",), True)]
)
async def test_only_a_device_that_calls_for_the_clerk_is_in_alarm(flags: tuple[str, ...], alarm: bool) -> None:
    row = TitleRow()

    class Host(App[None]):
        def compose(self) -> ComposeResult:
            yield row

    async with Host().run_test() as pilot:
        row.show(program="X", title="Title", flags=flags)
        await pilot.pause()
        drawn = next(segment for segment in row.draw_line(0) if flags[0] in segment.text)
        assert (drawn.style == row.palette.alert) is alarm


@pytest.mark.parametrize(
    ("flags", "shown"),
    [
        (("PRT ok", "DRW shut"), "PRT ok DRW shut"),
        (("PRT ok", "PR2 OFF", "DRW shut", "CAM OFF"), "PR2 OFF CAM OFF"),
        (("PRT PAPER", "PR2 OFF", "DRAWER OPEN", "SCN OFF"), "PRT PAPER PR2 OFF +2"),
        (("PRT ok", "PR2 ok", "DRW shut", "DOC ok and more"), "PRT ok PR2 ok +2"),
    ],
)
async def test_devices_in_trouble_are_seen_where_not_all_fit(flags: tuple[str, ...], shown: str):
    async with Host().run_test(size=(80, 24)) as pilot:
        title = pilot.app.screen.query_one(TitleRow)
        title.show(program="UB010", title="Payment", station="TILL-1", clerk="MO", time="10:42", flags=flags)
        await pilot.pause()
        assert rows(pilot.app)[0].endswith(f" {shown} TILL-1  MO  10:42")
