"""What the panel shows: every kind of field, groups of fields, widths, what is protected, what is hostile."""

from __future__ import annotations

from typing import Any

import pytest
from golden import check_golden, screen_text
from panel_play import LANGUAGES, PAY, PanelScreen, playing
from textual import events
from widget_play import Host

from data.fields import Account, Choice, Count, Date, Digits, Money, Secret, Text, Yes
from data.forms import Form, Look
from screens.panel import Panel


async def test_a_form_may_be_loaded_before_it_is_shown():
    app = Host(PanelScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        later = PanelScreen()
        panel = Panel()
        later.compose = lambda: iter([panel])  # type: ignore[method-assign]
        panel.load(PAY, {"memo": "hello"})
        panel.show_facts(Look(("a fact",), {"amount": "5.00"}, "CAREFUL"))
        await app.push_screen(later)
        await pilot.press("1")
        await pilot.pause()
        shown = screen_text(app)
    assert all(text in shown for text in ("hello", "a fact", "CAREFUL", "5.00", ":  1"))


async def test_every_kind_draws_its_longest_value():
    kinds = {
        "text": Text("Text", 200),
        "secret": Secret("Secret", 128),
        "digits": Digits("Digits", 20),
        "money": Money("Money"),
        "count": Count("Count"),
        "date": Date("Date"),
        "choice": Choice("Choice", 70, options=LANGUAGES),
        "yes": Yes("Yes"),
        "account": Account("Account"),
    }
    async with playing(Form("K", "Kinds", kinds), cursor="text") as play:
        for kind in kinds.values():
            play.panel.post_message(events.Paste("1" * kind.width))
            await play.type("home", "end", "left", "tab")
        lines = play.pilot.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in lines} == {80}
        assert all(len(play.panel.texts()[name]) <= kind.width for name, kind in kinds.items())
        assert len(play.panel.texts()["text"]) == 200


async def test_a_secret_shows_asterisks_and_is_no_unfinished_work():
    form = Form("S", "Sign on", {"number": Digits("Clerk", 4), "password": Secret("Password", 20)})
    async with playing(form, cursor="password") as play:
        await play.type("1234")
        assert "1234" not in screen_text(play.pilot.app)
        assert "****" in screen_text(play.pilot.app)
        assert play.panel.unfinished() == {"number": ""}


async def test_more_fields_than_rows_are_turned_in_groups():
    form = Form("B", "Big", {f"f{n}": Text(f"Field {n}", 10) for n in range(50)})
    async with playing(form) as play:
        assert play.panel.groups == 3
        assert "Field 0 " in screen_text(play.pilot.app)
        await play.type("f11")
        assert play.panel.current == "f23"
        assert "More… 2/3" in screen_text(play.pilot.app)
        await play.type("pageup", "pageup")
        assert play.panel.current == "f46"
        await play.type("down", "down", "down", "down")
        assert play.panel.current == "f0"


async def test_facts_that_do_not_fit_under_one_group_are_read_under_a_shorter_one():
    form = Form("B", "Big", {f"f{n}": Text(f"Field {n}", 10) for n in range(26)})
    async with playing(form) as play:
        play.panel.show_facts(Look(tuple(f"Drawer {n}" for n in range(9))))
        await play.type("f5")
        assert "Drawer 0  … 8 more" in screen_text(play.pilot.app)
        await play.type("f11")
        assert "Drawer 8" in screen_text(play.pilot.app)
        assert "… " not in screen_text(play.pilot.app).replace("More… 2/2", "")


async def test_a_group_that_is_only_shown_takes_no_keys():
    fields = {f"f{n}": Text(f"Field {n}", 10, protected=n >= 23) for n in range(30)}
    async with playing(Form("B", "Big", fields)) as play:
        await play.type("f11")
        assert "Field 29" in screen_text(play.pilot.app)
        await play.type("1")
        assert play.panel.texts()["f0"] == ""
        assert "Field 0 " in screen_text(play.pilot.app)
        await play.type("1")
        assert play.panel.texts()["f0"] == "1"


async def test_a_display_without_open_fields_can_be_turned():
    form = Form("B", "Big", {f"f{n}": Text(f"Field {n}", 10, protected=True) for n in range(30)})
    async with playing(form) as play:
        await play.type("f11", "enter")
        assert "Field 29" in screen_text(play.pilot.app)
        assert [key.key for key in play.said(events.Key)] == ["enter"]


async def test_a_wide_terminal_shows_two_columns():
    form = Form("B", "Big", {f"f{n}": Text(f"Field {n}", 10) for n in range(40)})
    async with playing(form, size=(132, 24)) as play:
        assert play.panel.groups == 1
        await play.type("down")
        assert play.panel.current == "f1"
        check_golden(play.pilot.app, "panel_two_columns")


async def test_a_resized_terminal_keeps_what_was_typed():
    form = Form("B", "Big", {f"f{n}": Text(f"Field {n}", 10) for n in range(30)})
    async with playing(form, cursor="f29") as play:
        await play.type("12")
        await play.pilot.resize_terminal(132, 43)
        await play.pilot.pause()
        assert play.panel.groups == 1
        assert play.panel.texts()["f29"] == "12"
        assert "Field 29 . . . :  12" in screen_text(play.pilot.app)


async def test_protected_fields_are_shown_and_never_entered():
    async with playing(protected=frozenset({"account"}), texts={"account": "10004567"}) as play:
        assert play.panel.current == "amount"
        assert "10004567" in screen_text(play.pilot.app)
        await play.type("up", "up", "up")
        assert play.panel.current != "account"


async def test_a_form_without_open_fields_lets_every_key_by():
    async with playing(Form("V", "View", {"name": Text("Name", protected=True)})) as play:
        await play.type("enter", "5")
        assert [key.key for key in play.said(events.Key)] == ["enter", "5"]


@pytest.mark.parametrize(
    "name", ["[/nope]", "[bold]x", "\x1b[2J\x1b]0;x\x07", "\u202egnirts", "中文" * 60, "e\u0301\u0301" * 99, "👩‍👩‍👧🇺🇸"]
)
async def test_hostile_text_stays_in_its_field(name: str):
    form = Form("H", "Hostile", {"name": Text(name[:20], 30), "after": Text("After", 10, default="here")})
    async with playing(form, texts={"name": name}, cursor="after") as play:
        play.panel.show_facts(Look((name * 20,), alert=name))
        await play.pilot.pause()
        await play.type("up", "end", "left", "delete", "backspace", "down")
        lines = play.pilot.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in lines} == {80}
        assert "After" in screen_text(play.pilot.app)
        assert all(line.isprintable() for line in screen_text(play.pilot.app).splitlines())


async def test_a_keystroke_repaints_two_cells():
    async with playing() as play:
        await play.type("1")
        regions: list[Any] = []
        refresh = play.panel.refresh
        play.panel.refresh = lambda *given, **more: (regions.extend(given), refresh(*given, **more))[1]  # type: ignore[method-assign,assignment]
        await play.type("2")
        assert [(region.width, region.height) for region in regions] == [(2, 1)]
