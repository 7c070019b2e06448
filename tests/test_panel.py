"""The panel as a clerk uses it: keys in, messages and a screen out."""

from __future__ import annotations

from typing import Any

from golden import check_golden, screen_text
from panel_play import playing
from textual import events

from data.fields import Count, Date, FieldError, Lookup, Money, Text, Yes
from data.forms import Form, FormError, Look
from screens.panel import Panel


async def test_the_shortest_path_is_data_and_one_enter_per_stop():
    async with playing() as play:
        await play.type("10004567", "enter", "18811", "enter")
        assert play.panel.current == "check"
        await play.type("1021", "enter")
        (submitted,) = play.said(Panel.Submitted)
    assert submitted.values == {
        "account": "10004567",
        "amount": 18811,
        "memo": None,
        "language": "EN",
        "check": "1021",
    }
    assert submitted.texts["amount"] == "188.11"


async def test_an_empty_required_field_is_refused_with_the_cursor_on_it():
    async with playing() as play:
        await play.type("enter")
        (fault,) = play.said(Panel.Faulted)
        assert (fault.name, play.panel.current) == ("account", "account")
        assert "must be filled in" in fault.sentence


async def test_post_puts_the_cursor_on_the_first_wrong_field():
    async with playing() as play:
        await play.type("10004567", "f10")
        (fault,) = play.said(Panel.Faulted)
        assert (fault.name, play.panel.current) == ("amount", "amount")
        assert play.panel.texts()["account"] == "10004567"


async def test_an_accepted_field_fills_what_was_not_typed_and_shows_facts():
    seen = []

    async def accept(name: str, value: Any, values: dict[str, Any]) -> Look | None:
        seen.append((name, value, values.get("language")))
        return Look(("Garcia, Ana", "12 Elm"), {"amount": "188.11"}, "CASH ONLY") if name == "account" else None

    async with playing() as play:
        play.panel.accept = accept
        await play.type("10004567", "enter")
        assert play.panel.texts()["amount"] == "188.11"
        check_golden(play.pilot.app, "panel_facts")
        await play.type("enter", "1021", "enter")
        assert [values.values["amount"] for values in play.said(Panel.Submitted)] == [18811]
    assert seen == [("account", "10004567", "EN"), ("check", "1021", "EN")]


async def test_a_refusal_of_the_owner_is_shown_on_its_field():
    async def accept(name: str, value: Any, values: dict[str, Any]) -> Look | None:
        raise FormError("account", "Account: closed.") if name == "amount" else FieldError("Account: not known.")

    async with playing() as play:
        play.panel.accept = accept
        await play.type("10004567", "enter")
        assert [fault.sentence for fault in play.said(Panel.Faulted)] == ["Account: not known."]
        await play.type("down", "500", "enter")
        assert play.panel.current == "account"
        assert play.panel.texts()["amount"] == "5.00"


async def test_ten_key_operators():
    form = Form("T", "T", {"first": Money("First"), "second": Money("Second", minimum_cents=None), "third": Count("N")})
    async with playing(form, cursor="first") as play:
        await play.type("500", "plus", "700", "minus", "3")
        assert play.panel.texts() == {"first": "5.00", "second": "7.00-", "third": "3"}
        assert play.panel.current == "third"
        await play.type("asterisk")
        assert [prompted.name for prompted in play.said(Panel.Prompted)] == ["third"]
        await play.type("slash", "slash")
        assert play.panel.current == "first"
        await play.type("slash")
        assert len(play.said(Panel.Left)) == 1


async def test_plus_on_the_last_field_posts():
    async with playing(Form("T", "T", {"only": Money("Only")}), cursor="only") as play:
        await play.type("500", "plus")
        assert play.said(Panel.Submitted)[0].values == {"only": 500}


async def test_insert_mode_shifts_what_follows():
    async with playing(texts={"memo": "Smith"}, touched={"memo"}, cursor="memo") as play:
        await play.type("insert", "J", "insert", "x")
        assert play.panel.texts()["memo"] == "Jxmith"


async def test_an_amount_is_edited_without_its_commas():
    async with playing(texts={"amount": "1,234.56"}, cursor="amount") as play:
        await play.type("end", "backspace", "backspace", "backspace", "backspace", "tab")
        assert play.panel.texts()["amount"] == "1.23"
        assert "       1.23" in screen_text(play.pilot.app)


async def test_an_amount_that_is_only_visited_stays_as_it_was():
    async with playing(texts={"amount": "1,234.56"}, cursor="amount") as play:
        await play.type("tab")
        assert play.panel.texts()["amount"] == "1,234.56"
        assert "amount" not in play.panel.touched


async def test_minus_is_refused_where_no_credit_is_allowed():
    async with playing(cursor="amount") as play:
        await play.type("500", "minus")
        assert play.panel.texts()["amount"] == "500"
        assert "credit" in play.said(Panel.Faulted)[0].sentence


async def test_operators_are_characters_in_text():
    async with playing(cursor="memo") as play:
        await play.type("1", "plus", "2", "slash", "3", "asterisk", "minus")
        assert play.panel.texts()["memo"] == "1+2/3*-"


async def test_a_hyphen_is_a_character_in_a_date():
    async with playing(Form("D", "D", {"day": Date("Day"), "ok": Yes("OK")}), cursor="day") as play:
        await play.type("7", "minus", "4", "minus", "2026", "enter", "f10")
        assert play.said(Panel.Submitted)[0].texts["day"] == "07/04/2026"


async def test_a_wrong_character_is_refused_and_nothing_inserted():
    async with playing() as play:
        await play.type("12", "x")
        assert play.panel.texts()["account"] == "12"
        assert play.said(Panel.Faulted)[0].name == "account"
        await play.type("3")
        assert play.panel.texts()["account"] == "123"


async def test_the_first_character_replaces_a_number_when_the_clerk_comes_back():
    async with playing(cursor="amount") as play:
        await play.type("18811", "down", "up", "9000", "tab")
        assert play.panel.texts()["amount"] == "90.00"


async def test_keys_typed_before_an_error_was_shown_are_dropped():
    async with playing(cursor="amount") as play:
        late = events.Key("5", "5")
        play.panel.mark_error("amount", "Amount: too much.")
        play.panel.post_message(late)
        await play.pilot.pause()
        assert play.panel.texts()["amount"] == ""
        await play.type("5")
        assert play.panel.texts()["amount"] == "5"


async def test_tab_leaves_a_wrong_text_standing_until_the_form_is_posted():
    async with playing() as play:
        await play.type("123", "tab")
        assert play.panel.current == "amount"
        assert play.said(Panel.Faulted) == []
        await play.type("f10")
        assert play.said(Panel.Faulted)[0].name == "amount"
        await play.type("5", "f10")
        assert play.panel.current == "account"


async def test_tab_wraps_and_shift_tab_goes_back():
    async with playing() as play:
        await play.type("shift+tab")
        assert play.panel.current == "check"
        await play.type("tab")
        assert play.panel.current == "account"


async def test_field_exit_clears_to_the_end_and_goes_on():
    async with playing(texts={"memo": "old text"}, cursor="memo") as play:
        await play.type("right", "right", "right", "ctrl+k")
        assert play.panel.texts()["memo"] == "old"
        assert play.panel.current == "language"


async def test_paste_is_refused_as_a_whole():
    async with playing() as play:
        play.panel.post_message(events.Paste("1000x"))
        await play.pilot.pause()
        assert play.panel.texts()["account"] == ""
        assert len(play.said(Panel.Faulted)) == 1
        play.panel.post_message(events.Paste("10004567\n99"))
        await play.pilot.pause()
        assert play.panel.texts()["account"] == "10004567"


async def test_keys_of_the_application_bubble():
    async with playing() as play:
        await play.type("f3", "f11", "pagedown")
        assert [key.key for key in play.said(events.Key)] == ["f3", "f11", "pagedown"]


async def test_typing_says_so_for_unfinished_work():
    async with playing() as play:
        await play.type("1")
        assert play.said(Panel.Typed)
        assert play.panel.touched == {"account"}


async def test_a_value_put_in_counts_as_typed_and_is_accepted_on_posting():
    seen = []

    async def accept(name: str, value: Any, values: dict[str, Any]) -> Look | None:
        seen.append(name)
        return None

    async with playing(Form("L", "L", {"code": Lookup("Code"), "note": Text("Note")}), cursor="note") as play:
        play.panel.accept = accept
        play.panel.set_text("code", "abc")
        await play.type("f10")
        assert play.said(Panel.Submitted)[0].values["code"] == "ABC"
    assert seen == ["code"]


async def test_what_the_gate_may_let_through():
    async with playing() as play:
        passes = play.panel.gate_passes
        assert all(map(passes, ["1", "a", "space", "full_stop", "tab", "up", "backspace", "ctrl+k"]))
        assert not any(
            map(passes, ["enter", "plus", "minus", "asterisk", "slash", "f4", "f10", "f12", "add", "escape"])
        )
        assert passes("é", "é")
        assert not passes("add", "+")
