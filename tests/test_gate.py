"""The gate without a terminal: key names, the error lock, and what waits, passes, is dropped or is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from gate_app import Confirm, Entry, Form, Gated
from textual.events import Key, Paste
from textual.widgets import Input

from counter_tui import gate
from counter_tui.gate import GateState
from counter_tui.gate_keys import KeyReader, normalize, teach_parser
from counter_tui.gate_lock import KeyboardLock, Verdict
from counter_tui.gate_settle import settle


def names(*keys: str) -> list[str]:
    reader = KeyReader()
    return [read.key for key in keys for read in reader.read(Key(key, None))]


def key_at(name: str, time: float, character: str | None = None) -> Key:
    key = Key(name, character)
    key.time = time
    return key


# -- key names


@pytest.mark.parametrize(
    ("name", "key", "character"),
    [
        ("add", "plus", "+"),
        ("subtract", "minus", "-"),
        ("multiply", "asterisk", "*"),
        ("divide", "slash", "/"),
        ("decimal", "full_stop", "."),
        ("kp_divide", "slash", "/"),
        ("kp_5", "5", "5"),
        ("ctrl+j", "enter", "\r"),
        ("alt+1", "f1", None),
        ("alt+0", "f10", None),
        ("alt+minus", "f11", None),
        ("alt+equals_sign", "f12", None),
    ],
)
def test_a_key_has_one_name_whatever_the_terminal_calls_it(name: str, key: str, character: str | None) -> None:
    event = key_at(name, 12.5)
    known = normalize(event)
    assert known is not None
    assert (known.key, known.character, known.time) == (key, character, 12.5)


@pytest.mark.parametrize("name", ["ctrl+q", "ctrl+c", "ctrl+z", "left_shift", "right_control"])
def test_keys_that_do_nothing(name: str) -> None:
    assert normalize(Key(name, None)) is None


def test_escape_waits_for_the_next_key_to_show_what_it_was() -> None:
    assert names("escape") == []
    assert names("escape", "3") == ["f3"]
    assert names("escape", "0", "1") == ["f10", "1"]
    assert names("escape", "a") == ["escape", "a"]
    assert names("escape", "escape", "minus") == ["escape", "f11"]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("\x1b1222\r", ["f1", "2", "2", "2", "enter"]),
        ("\x1b1\x1b2\x1b0\x1b-\x1b=", ["f1", "f2", "f10", "f11", "f12"]),
        (
            "\x1bOk\x1bOm\x1bOj\x1bOo\x1bOn\x1bOp\x1bOM",
            ["plus", "minus", "asterisk", "slash", "full_stop", "0", "enter"],
        ),
        ("\x1bOl5", ["comma", "5"]),
        ("\x1b[57413u\x1b[57409u", ["plus", "full_stop"]),
    ],
)
def test_the_parser_knows_escape_digits_and_the_keypad(data: str, keys: list[str]) -> None:
    from textual._xterm_parser import XTermParser

    teach_parser()
    known = [normalize(event) for event in XTermParser().feed(data) if isinstance(event, Key)]
    assert [key.key for key in known if key] == keys


# -- the error lock


def test_after_an_error_keys_are_refused_until_reset() -> None:
    lock = KeyboardLock(quiet=0.6)
    lock.lock(10.0)
    assert lock.judge("1", 9.9) is Verdict.STALE
    assert lock.judge("1", 10.1) is Verdict.REFUSE
    assert lock.judge("slash", 10.2) is Verdict.REFUSE, "a slash amid typing is part of a date"
    assert lock.judge("slash", 10.4) is Verdict.RESET
    assert lock.judge("1", 10.5) is Verdict.DELIVER


def test_quiet_counts_from_the_last_key_refused() -> None:
    lock = KeyboardLock(quiet=0.6)
    lock.lock(10.0)
    assert [lock.judge("1", time) for time in (10.5, 11.0, 11.5)] == [Verdict.REFUSE] * 3
    assert lock.judge("1", 12.2) is Verdict.DELIVER


def test_a_reset_key_from_before_the_error_resets_nothing() -> None:
    lock = KeyboardLock()
    lock.lock(10.0)
    assert lock.judge("escape", 10.0) is Verdict.STALE
    assert lock.locked


def test_one_error_may_ask_for_a_longer_quiet() -> None:
    lock = KeyboardLock(quiet=0.6)
    lock.lock(10.0, quiet=5.0)
    assert lock.judge("1", 11.0) is Verdict.REFUSE
    lock.unlock()
    lock.lock(20.0)
    assert lock.judge("1", 21.0) is Verdict.DELIVER


# -- the gate in an app without a terminal


@pytest.fixture
def toy(tmp_path: Path) -> Gated:
    return Gated(tmp_path / "log", "form", 0.0)


def type_keys(app: Gated, *keys: str) -> None:
    """Put keys into the app's queue at once, as a burst."""
    for name in keys:
        character = {"enter": "\r", "tab": "\t"}.get(name, name if len(name) == 1 else None)
        app.post_message(Key(name, character))


def posted(app: Gated) -> list[str]:
    return app.log_file.read_text().split() if app.log_file.exists() else []


PAYMENT = ("1", "enter", "7", "tab", "8", "tab", "9", "enter", "enter")


@pytest.mark.parametrize("style", ["form", "inputs"])
async def test_a_burst_of_payments(tmp_path: Path, style: str) -> None:
    app = Gated(tmp_path / "log", style, 0.01)
    async with app.run_test() as pilot:
        await app.gate.idle()
        type_keys(app, *PAYMENT * 5)
        await pilot.pause()
        await app.gate.idle()
    assert posted(app) == ["7,8,9"] * 5


async def test_keys_of_a_modal_screen_do_not_reach_the_one_below(toy: Gated) -> None:
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        type_keys(toy, *PAYMENT[:-1])
        await pilot.pause()
        await toy.gate.idle()
        assert isinstance(toy.screen, Confirm)
        type_keys(toy, "enter", "enter", "5", "enter")
        await pilot.pause()
        await toy.gate.idle()
        assert posted(toy) == ["7,8,9", "menu,", "menu,5"]


async def test_keys_behind_the_one_that_ends_the_program_are_no_error(toy: Gated) -> None:
    async with toy.run_test():
        await toy.gate.idle()
        type_keys(toy, "9", "enter", *"xxxx", "enter")
        while toy.is_running:
            await asyncio.sleep(0)
    await settle(toy)
    assert (toy.return_code, toy._exception, posted(toy)) == (0, None, [])


async def test_backspace_stays_in_its_place(tmp_path: Path) -> None:
    app = Gated(tmp_path / "log", "inputs", 0.0)
    async with app.run_test() as pilot:
        await app.gate.idle()
        type_keys(app, *"12345", "backspace", "6", "enter")
        await pilot.pause()
        await app.gate.idle()
    assert posted(app) == ["menu,12346"]


async def test_a_paste_keeps_its_place_among_the_keys(toy: Gated) -> None:
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        type_keys(toy, "1", "enter", "a")
        toy.post_message(Paste("PASTE"))
        type_keys(toy, "b", "tab", "c", "tab")
        toy.post_message(Paste("X"))
        type_keys(toy, "enter", "enter")
        await pilot.pause()
        await toy.gate.idle()
    assert posted(toy) == ["aPASTEb,c,X"]


async def test_a_held_gate_delivers_nothing(toy: Gated) -> None:
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        with toy.gate.hold(), toy.gate.hold():
            type_keys(toy, "4", "enter")
            await pilot.pause()
            assert toy.gate.waiting == 2
            assert toy.gate.held
            assert posted(toy) == []
        await toy.gate.idle()
    assert posted(toy) == ["menu,4"]


async def test_a_worker_in_a_thread_holds_the_gate_until_its_screen_is_there(tmp_path: Path) -> None:
    app = Gated(tmp_path / "log", "form", 0.1)
    async with app.run_test() as pilot:
        await app.gate.idle()
        type_keys(app, "2", "enter", *PAYMENT[2:])
        await pilot.pause()
        await app.gate.idle()
    assert posted(app) == ["7,8,9"]


async def test_flush_drops_what_waits_and_says_how_much(toy: Gated) -> None:
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        with toy.gate.hold():
            type_keys(toy, "4", "5", "enter")
            await pilot.pause()
            assert toy.gate.flush("test") == 3
        await toy.gate.idle()
        assert toy.query_one("#menu", Input).value == ""
        type_keys(toy, "6", "enter")
        await pilot.pause()
        await toy.gate.idle()
    assert posted(toy) == ["menu,6"]


async def test_after_an_error_the_keyboard_is_locked_until_reset(toy: Gated) -> None:
    states: list[GateState] = []
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        toy.gate.on_state = states.append
        toy.gate.lock_keyboard("test", quiet=60.0)
        type_keys(toy, "4", "enter")
        await pilot.pause()
        type_keys(toy, "backspace", "5", "enter")
        await pilot.pause()
        await toy.gate.idle()
    assert posted(toy) == ["menu,5"]
    assert states[0] is GateState.LOCKED
    assert states[-1] is GateState.READY


async def test_without_room_the_end_of_a_burst_is_refused_and_never_a_key_in_its_middle(toy: Gated) -> None:
    bells: list[int] = []
    toy.bell = lambda: bells.append(1)  # type: ignore[method-assign]
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        with toy.gate.hold():
            type_keys(toy, *"x" * 48, "enter", *"y" * 20)
            await pilot.pause()
            assert toy.gate.waiting == 50
        type_keys(toy, "z", "enter")
        await pilot.pause()
        await toy.gate.idle()
        assert toy.query_one("#menu", Input).value == "y"
    assert posted(toy) == ["menu," + "x" * 48]
    assert len(bells) == 21


async def test_the_form_is_asked_only_when_it_has_caught_up(toy: Gated) -> None:
    asked: list[tuple[str, list[str]]] = []
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        type_keys(toy, "1", "enter")
        await pilot.pause()
        await toy.gate.idle()
        form = toy.screen.query_one(Form)
        answer = form.gate_passes

        def gate_passes(key: str) -> bool:
            asked.append((key, list(form.fields)))
            return answer(key)

        form.gate_passes = gate_passes  # type: ignore[method-assign]
        type_keys(toy, "7", "tab", "8", "tab")
        await pilot.pause()
        await toy.gate.idle()
    assert asked == [
        ("7", ["", "", ""]),
        ("tab", ["7", "", ""]),
        ("8", ["7", "", ""]),
        ("tab", ["7", "8", ""]),
    ]


async def test_a_gate_that_does_not_settle_says_so_and_delivers_nothing(toy: Gated) -> None:
    go_on = asyncio.Event()
    stuck = asyncio.Event()

    class Stubborn(Entry):
        async def finish(self, values: tuple[str, ...]) -> None:
            await go_on.wait()
            self.dismiss(values)

    toy.entry = lambda: Stubborn("form", 0.0)  # type: ignore[assignment]
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        toy.on_gate_stuck = stuck.set  # type: ignore[method-assign]
        type_keys(toy, *PAYMENT[:-2])
        await pilot.pause()
        await toy.gate.idle()
        toy.gate.stuck_after = 0.3
        type_keys(toy, "enter", "6", "enter")
        await asyncio.wait_for(stuck.wait(), 30)
        assert toy.gate.stuck
        assert toy.gate.state is GateState.STUCK
        assert toy.gate.waiting == 2
        assert posted(toy) == []
        go_on.set()
        await pilot.pause()
        await toy.gate.idle()
        assert not toy.gate.stuck
    assert posted(toy) == ["7,8,9", "menu,6"]


async def test_work_in_a_worker_that_takes_long_is_told_and_taken_back(toy: Gated) -> None:
    told: list[str] = []
    again = asyncio.Event()
    async with toy.run_test():
        await toy.gate.idle()
        toy.on_gate_waiting = again.set  # type: ignore[method-assign]
        toy.on_gate_recovered = lambda: told.append("recovered")  # type: ignore[method-assign]
        toy.gate.stuck_after = 0.01
        with toy.gate.hold():
            await asyncio.wait_for(again.wait(), 30)
            again.clear()
            await asyncio.wait_for(again.wait(), 30)
            assert (toy.gate.stuck, told) == (False, [])
        await toy.gate.idle()
    assert told == ["recovered"]


async def test_a_scan_is_one_entry_that_the_next_key_waits_for(tmp_path: Path) -> None:
    app = Gated(tmp_path / "log", "form", 0.05)
    async with app.run_test() as pilot:
        await app.gate.idle()
        type_keys(app, "3", "]", *"C010004567", "enter", "4", "enter")
        await pilot.pause()
        await app.gate.idle()
    assert posted(app) == ["scan,10004567", "menu,34"]


async def test_a_scan_that_breaks_off_is_told_and_a_bracket_appears_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "SCAN_GAP", 0.05)
    app = Gated(tmp_path / "log", "form", 0.05)
    told = asyncio.Event()
    monkeypatch.setattr(app, "scan_broken", told.set)

    def text() -> str:
        assert isinstance(app.focused, Input)
        return app.focused.value

    async with app.run_test() as pilot:
        await app.gate.idle()
        type_keys(app, "]")
        while text() != "]":
            await pilot.pause(0.02)
        app.post_message(Key("ctrl+right_square_bracket", "\x1d"))
        type_keys(app, "1", "2")
        await told.wait()
        type_keys(app, "3")
        await pilot.pause()
        await app.gate.idle()
        assert text() == "]3"


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "ctrl+z", "ctrl+p"])
async def test_no_key_ends_the_app(toy: Gated, key: str) -> None:
    async with toy.run_test() as pilot:
        await toy.gate.idle()
        type_keys(toy, "4", key, "5", "enter")
        await pilot.pause()
        await toy.gate.idle()
        assert toy.is_running
        assert len(toy.screen_stack) == 1
    assert posted(toy) == ["menu,45"]
