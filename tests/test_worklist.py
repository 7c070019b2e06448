"""The list as a clerk uses it: options, rolling, positioning, picking."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from golden import check_golden, screen_text
from textual import events
from textual.pilot import Pilot
from widget_play import Host, OneWidget, Play

from screens.worklist import Column, Page, Row, Worklist
from screens.worklist_rows import fitted

COLUMNS = (Column("Number", 8), Column("Name", 24), Column("Due", 10, "right"))
OPTIONS = {"2": "Change", "5": "Display", "12": "Work with"}


class Records:
    """A thousand rows behind the fetch seam; remembers how they were asked for."""

    def __init__(self, count: int = 1000, name: str = "Customer") -> None:
        self.rows = [Row(n, (f"{n:05}", f"{name} {n}", f"{n}.00")) for n in range(1, count + 1)]
        self.asked: list[tuple[str, Any, int]] = []

    async def fetch(self, direction: str, key: Any, count: int) -> Page:
        self.asked.append((direction, key, count))
        end = len(self.rows)
        if direction == "next":
            start, stop = key, key + count
        elif direction == "previous":
            start, stop = max(0, key - 1 - count), key - 1
        else:
            start = int(key) - 1 if direction == "position" else 0
            stop = start + count
        return Page(self.rows[start:stop], start > 0, stop < end)


class ListScreen(OneWidget):
    """A screen that is one list."""

    kind = Worklist
    on_worklist_chosen = on_worklist_picked = on_worklist_positioned = on_worklist_faulted = on_worklist_left = (
        OneWidget.keep
    )


class ListPlay(Play):
    """A list under a pilot's fingers."""

    def __init__(self, pilot: Pilot[None], records: Records) -> None:
        super().__init__(pilot)
        self.records = records
        self.list = pilot.app.screen.query_one(Worklist)

    @property
    def first(self) -> str:
        """The number of the first row shown."""
        return self.list.rows[0].cells[0]


@asynccontextmanager
async def playing(records: Records | None = None, **load: Any) -> AsyncIterator[ListPlay]:
    """A list open on a terminal."""
    records = records or Records()
    app = Host(ListScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        play = ListPlay(pilot, records)
        play.list.load(COLUMNS, records.fetch, **{"options": OPTIONS, **load})
        await pilot.pause()
        yield play


async def test_a_list_shows_its_first_page():
    async with playing() as play:
        check_golden(play.pilot.app, "worklist_first_page")
        assert play.records.asked == [("first", None, 20)]
        assert play.list.legend_options == "2=Change  5=Display  12=Work with"


async def test_several_rows_get_options_before_one_enter():
    async with playing() as play:
        await play.type("down", "down", "5", "up", "up", "2", "enter")
        (chosen,) = play.said(Worklist.Chosen)
        assert [(option, row.key) for option, row in chosen.options] == [("2", 1), ("5", 3)]
        assert "   00003" in screen_text(play.pilot.app)


async def test_options_stay_while_the_clerk_rolls():
    async with playing() as play:
        await play.type("5", "pagedown", "12", "enter")
        (chosen,) = play.said(Worklist.Chosen)
        assert [(option, row.key) for option, row in chosen.options] == [("5", 1), ("12", 21)]


async def test_an_unknown_option_is_refused_and_stays():
    async with playing() as play:
        await play.type("9", "enter")
        assert play.said(Worklist.Chosen) == []
        assert "Option 9" in play.said(Worklist.Faulted)[0].sentence
        await play.type("backspace", "5", "enter")
        assert len(play.said(Worklist.Chosen)) == 1


async def test_enter_without_an_option_asks_for_one_or_means_the_default():
    async with playing() as play:
        await play.type("enter")
        assert "Type an option" in play.said(Worklist.Faulted)[0].sentence
    async with playing(default="5") as play:
        await play.type("down", "enter")
        assert [(option, row.key) for option, row in play.said(Worklist.Chosen)[0].options] == [("5", 2)]


async def test_rolling_asks_by_key_and_stops_at_the_ends():
    async with playing(Records(45)) as play:
        await play.type("pageup")
        assert play.first == "00001"
        await play.type("pagedown", "plus")
        assert play.first == "00041"
        assert "Bottom" in screen_text(play.pilot.app)
        await play.type("pagedown")
        assert play.first == "00041"
        await play.type("minus")
        assert play.first == "00021"
        await play.type("ctrl+home")
        assert play.first == "00001"
    assert [asked[:2] for asked in play.records.asked] == [
        ("first", None),
        ("next", 20),
        ("next", 40),
        ("previous", 41),
        ("first", None),
    ]


async def test_the_cursor_runs_over_the_edges_of_a_page():
    async with playing() as play:
        await play.type(*["down"] * 20)
        assert play.list.selected
        assert play.list.selected.key == 21
        await play.type("up")
        assert play.list.selected
        assert play.list.selected.key == 20


async def test_position_to():
    async with playing() as play:
        await play.type("up", "500", "enter")
        assert play.first == "00500"
        assert [message.text for message in play.said(Worklist.Positioned)] == ["500"]
        await play.type("home", "enter")
        assert play.first == "00001"


async def test_letters_on_a_row_go_to_the_position_field():
    async with playing() as play:
        await play.type("s", "m")
        assert "Position to  . . :  sm" in screen_text(play.pilot.app)


async def test_a_list_without_a_position_field_refuses_letters():
    async with playing(position="") as play:
        await play.type("s", "up")
        assert len(play.said(Worklist.Faulted)) == 1
        assert play.list.selected is not None


async def test_a_pick_list_is_picked_by_cursor_or_number():
    async with playing(pick=True) as play:
        check_golden(play.pilot.app, "worklist_pick")
        await play.type("down", "enter", "13", "enter")
        assert [message.row.key for message in play.said(Worklist.Picked)] == [2, 13]
        await play.type("99", "enter")
        assert "no row 99" in play.said(Worklist.Faulted)[0].sentence


async def test_a_list_is_not_called_empty_before_its_first_page_has_come():
    asked, come = asyncio.Event(), asyncio.Event()

    async def fetch(direction: str, key: Any, count: int) -> Page:
        asked.set()
        await come.wait()
        return Page()

    async with playing() as play:
        play.list.load(COLUMNS, fetch, empty="No receipts today.")
        await asked.wait()
        before = screen_text(play.pilot.app)
        come.set()
        await play.pilot.pause()
        assert "No receipts today." not in before
        assert "No receipts today." in screen_text(play.pilot.app)


async def test_an_empty_list_says_so():
    async with playing(Records(0), empty="No receipts today.") as play:
        assert "No receipts today." in screen_text(play.pilot.app)
        await play.type("down", "5", "pagedown", "slash")
        assert play.list.selected is None


async def test_reload_keeps_the_place():
    async with playing() as play:
        await play.type("pagedown", "down", "5")
        play.records.rows[21] = Row(22, ("00022", "Changed", "0.00"))
        await play.list.reload()
        await play.pilot.pause()
        assert play.first == "00021"
        assert play.list.selected
        assert play.list.selected.cells[1] == "Changed"
        await play.type("enter")
        assert play.said(Worklist.Chosen) == []


async def test_back_and_other_keys_leave_the_list_to_its_owner():
    async with playing() as play:
        await play.type("slash", "f12", "asterisk")
        assert len(play.said(Worklist.Left)) == 1
        assert [key.key for key in play.said(events.Key)] == ["f12", "asterisk"]


async def test_the_last_page_costs_what_the_first_does():
    async with playing(Records(100_000)) as play:
        await play.type("up", "99999", "enter")
        await play.type("minus")
        assert {asked[2] for asked in play.records.asked} == {20}
        assert len(play.records.asked) == 3


async def test_a_resized_terminal_fills_the_page():
    async with playing() as play:
        await play.type("pagedown")
        await play.pilot.resize_terminal(132, 43)
        await play.pilot.pause()
        await play.pilot.pause()
        assert (play.first, len(play.list.rows)) == ("00021", 39)


async def test_what_the_gate_may_let_through():
    async with playing() as play:
        assert all(map(play.list.gate_passes, ["1", "a", "up", "down", "backspace", "home"]))
        assert not any(map(play.list.gate_passes, ["enter", "slash", "asterisk", "plus", "f3", "escape", "pagedown"]))


@pytest.mark.parametrize("name", ["[/nope]", "\x1b[2J", "\u202egnirts", "中文" * 30, "e\u0301" * 99])
async def test_hostile_rows_keep_their_columns(name: str):
    async with playing(Records(5, name)) as play:
        play.list.post_message(events.Paste(name))
        await play.pilot.pause()
        lines = play.pilot.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in lines} == {80}
        assert all(line.isprintable() for line in screen_text(play.pilot.app).splitlines())


async def test_moving_the_cursor_repaints_two_rows():
    async with playing() as play:
        drawn: list[int] = []
        draw_line = play.list.draw_line
        play.list.draw_line = lambda y: (drawn.append(y), draw_line(y))[1]  # type: ignore[method-assign]
        await play.type("down")
        assert sorted(drawn) == [3, 4]


@pytest.mark.parametrize(
    ("needs", "room", "widths"),
    [
        ((4, 10, 6), 46, (8, 24, 10)),  # everything fits: as declared
        ((4, 30, 6), 60, (8, 30, 10)),  # a longer text takes what is left over
        ((4, 30, 6), 46, (6, 30, 6)),  # and the blanks of the others
        ((8, 40, 10), 46, (8, 24, 10)),  # figures stay whole, the widest text is cut
    ],
)
def test_nothing_is_cut_as_long_as_there_is_room(needs, room, widths):
    assert fitted(COLUMNS, needs, room) == widths
