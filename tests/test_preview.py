"""The preview: dots from a picture, cells from dots, only what changed, and a pace that the line can carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from devices.camera_scene import jpeg, portrait
from devices.frames import FRAMES, Box
from devices.photo_image import PictureError
from devices.photo_preview import Dots, cells_for, look_at
from devices.states import DeviceError
from screens.preview import GUIDE, HALF, Guides, Pace, Preview, unwritten
from screens.themes import palette

SAP30 = FRAMES["SAP30"]
PICTURE = jpeg(portrait())


class Host(App[None]):
    """An application with one preview."""

    palette = palette()

    def compose(self) -> ComposeResult:
        yield Preview()


def dots(*rows: str) -> Dots:
    """Dots from digits in base 16, one string for a row of dots."""
    return Dots(len(rows[0]), len(rows), bytes(int(level, 16) for row in rows for level in row))


@pytest.mark.parametrize(
    ("aspect", "room", "cells"),
    [(4 / 5, (24, 15), (24, 15)), (4 / 5, (40, 25), (40, 25)), (16 / 9, (24, 15), (24, 7)), (1.0, (60, 10), (20, 10))],
)
def test_dots_are_square(aspect: float, room: tuple[int, int], cells: tuple[int, int]):
    assert cells_for(aspect, *room) == cells


def test_a_preview_shows_the_box_and_a_whole_one_the_picture():
    cut, whole = look_at(PICTURE, SAP30, None, (24, 15)), look_at(PICTURE, SAP30, None, (24, 15), whole=True)
    assert (cut.size, cut.box) == ((1280, 720), Box(352, 0, 576, 720))
    assert (cut.dots.columns, cut.dots.rows) == (24, 30)
    assert (whole.dots.columns, whole.dots.rows) == (24, 14)
    face, corner = cut.dots.values[13 * 24 + 12], cut.dots.values[0]
    assert face > corner


def test_a_box_moved_aside_shows_the_background():
    aside = look_at(PICTURE, SAP30, Box(0, 0, 480, 600), (24, 15)).dots.values
    assert len(set(aside[: 24 * 10])) == 1


def test_a_box_of_a_larger_camera_is_replaced():
    look = look_at(PICTURE, SAP30, Box(1000, 300, 480, 600), (24, 15))
    assert look.box == Box(352, 0, 576, 720)


def test_pictures_that_cannot_be_used_are_said():
    with pytest.raises(PictureError, match="damaged"):
        look_at(PICTURE[:4000], SAP30, None, (24, 15))
    with pytest.raises(PictureError, match="black"):
        look_at(jpeg(portrait().point([0] * 768)), SAP30, None, (24, 15))
    with pytest.raises(DeviceError, match="768 x 1024"):
        look_at(PICTURE, FRAMES["SAP40"], None, (24, 15))


def test_colors_are_those_of_the_terminals_cube():
    look = look_at(PICTURE, SAP30, None, (24, 15), color=True)
    assert look.dots.color
    assert max(look.dots.values) < 216
    red, green, blue = (look.dots.values[13 * 24 + 12] // part % 6 for part in (36, 6, 1))
    assert red > green >= blue


def test_noise_below_a_shade_moves_nothing():
    first = look_at(PICTURE, SAP30, None, (24, 15)).dots
    brighter = jpeg(portrait().point([min(255, value + 3) for value in range(256)] * 3))
    again = look_at(brighter, SAP30, None, (24, 15), before=first).dots
    assert again.values == first.values
    assert look_at(brighter, SAP30, None, (24, 15)).dots.values != first.values


async def test_two_dots_are_one_cell():
    async with Host().run_test(size=(40, 20)) as pilot:
        preview = pilot.app.query_one(Preview)
        preview.show(dots("0f0f", "ff00"))
        await pilot.pause()
        segments = list(preview.draw_line(0))
        assert [segment.text for segment in segments] == [HALF, " ", " ", HALF]
        first, second = segments[0].style, segments[1].style
        assert first is not None
        assert second is not None
        assert (first.color.number, first.bgcolor.number) == (16, 231)
        assert second.bgcolor.number == 231
        assert list(preview.draw_line(1)) == []


async def test_only_changed_cells_are_drawn_again(monkeypatch: pytest.MonkeyPatch):
    async with Host().run_test(size=(40, 20)) as pilot:
        preview = pilot.app.query_one(Preview)
        preview.show(dots("0000", "0000", "0000", "0000"))
        await pilot.pause()
        asked: list[Region] = []
        monkeypatch.setattr(Preview, "refresh", lambda self, *regions, **options: asked.extend(regions or [None]))
        preview.show(dots("0000", "0000", "0000", "0000"))
        assert asked == []
        preview.show(dots("0000", "0000", "0000", "0f00"))
        assert asked == [Region(1, 1, 1, 1)]
        preview.show(dots("f000", "0000", "0000", "0f0f"))
        assert asked[1:] == [Region(0, 0, 1, 1), Region(3, 1, 1, 1)]


async def test_lines_lie_over_the_picture():
    async with Host().run_test(size=(40, 20)) as pilot:
        preview = pilot.app.query_one(Preview)
        preview.show(dots("8888", "8888", "8888", "8888"), Guides(across=(0.5,), down=(0.75,)))
        await pilot.pause()
        assert [at for at, color in enumerate(preview._colors) if color == GUIDE] == [3, 8, 10, 11]


async def test_a_sentence_replaces_the_picture_and_goes():
    async with Host().run_test(size=(40, 20)) as pilot:
        preview = pilot.app.query_one(Preview)
        await pilot.pause()
        preview.say("The camera is unplugged. Plug it in.")
        await pilot.pause()
        assert preview.notice == ("The camera is unplugged.", "Plug it in.")
        assert "unplugged" in "".join(segment.text for segment in preview.draw_line(0))
        preview.show(dots("0f", "f0"))
        assert preview.notice == ()


async def test_a_terminal_without_blocks_gets_letters():
    async with Host().run_test(size=(40, 20)) as pilot:
        preview = pilot.app.query_one(Preview)
        preview.ascii_only = True
        preview.show(dots("0f0f", "0f00"), Guides(down=(0.9,)))
        await pilot.pause()
        text = "".join(segment.text for segment in preview.draw_line(0))
        assert text == " @ +"
        color = replace(look_at(PICTURE, SAP30, None, (24, 15), color=True).dots)
        preview.show(color)
        assert "".join(segment.text for segment in preview.draw_line(5)).isascii()


def test_a_quick_line_carries_the_rate_and_a_slow_one_a_third():
    pace = Pace(5)
    pace.wrote(0.001)
    assert pace.seconds == pytest.approx(0.2)
    pace.wrote(0.5)
    assert pace.seconds == pytest.approx(1.5)
    pace.wrote(0.001)
    assert pace.seconds > 0.5
    for _ in range(10):
        pace.wrote(0.001)
    assert pace.seconds == pytest.approx(0.2)
    pace.wrote(60.0)
    assert pace.seconds == Pace.LONGEST


async def test_what_the_terminal_has_not_taken_is_counted():
    from queue import Queue
    from types import SimpleNamespace

    app = Host()
    async with app.run_test():
        assert unwritten(app) == 0
        driver, waiting = app._driver, Queue()
        waiting.put("frame")
        app._driver = SimpleNamespace(_writer_thread=SimpleNamespace(_queue=waiting))
        try:
            assert unwritten(app) == 1
        finally:
            app._driver = driver


def test_the_writer_of_this_textual_has_the_queue_that_is_counted():
    from io import StringIO

    from textual.drivers._writer_thread import WriterThread

    thread = WriterThread(StringIO())
    thread.write("frame")
    assert thread._queue.qsize() == 1
