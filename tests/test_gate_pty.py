"""The gate through a real pseudo-terminal: whatever the speed, every key lands where it was meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import Terminal, key_bytes, paste_bytes

APP = Path(__file__).with_name("gate_app.py")


def payment(number: int) -> list[str]:
    """The keys of one payment."""
    return ["1", "enter", *f"{number}a", "tab", *f"{number}b", "tab", *f"{number}c", "enter", "enter"]


def payments(count: int) -> list[str]:
    """The keys of many payments, one after the other."""
    return [key for number in range(count) for key in payment(number)]


def expected(count: int) -> list[str]:
    """What many payments must have posted."""
    return [f"{number}a,{number}b,{number}c" for number in range(count)]


class ToyTerminal(Terminal):
    """The toy under a terminal, with what it has posted."""

    def __init__(self, log: Path, *options: str) -> None:
        super().__init__(["python", str(APP), str(log), *options])
        self.log = log

    def posted(self) -> list[str]:
        """What has been posted so far, in order."""
        return self.log.read_text().splitlines() if self.log.exists() else []


@contextmanager
def toy(tmp_path: Path, *options: str) -> Iterator[ToyTerminal]:
    with ToyTerminal(tmp_path / "posted", *options) as terminal:
        terminal.wait_for("MENU")
        yield terminal


# seconds per key, seconds of work behind each payment, payments
SPEEDS = [
    (0.0, 0.0, 15),
    (0.0, 0.05, 10),
    (0.0, 0.3, 4),
    (0.002, 0.0, 10),
    (0.002, 0.3, 4),
    (0.02, 0.0, 5),
    (0.02, 0.1, 5),
    (0.08, 0.3, 2),
    (0.3, 0.3, 1),
]


@pytest.mark.parametrize(("seconds", "work", "count"), SPEEDS)
@pytest.mark.parametrize("style", ["inputs", "form"])
def test_every_key_lands_where_it_was_meant(
    tmp_path: Path, seconds: float, work: float, count: int, style: str
) -> None:
    with toy(tmp_path, "--style", style, "--work", str(work)) as terminal:
        if seconds:
            terminal.type_slowly(payments(count), seconds)
        else:
            terminal.send(key_bytes(*payments(count)))
        terminal.wait_for(f"Posted {count}")
        assert terminal.posted() == expected(count)


@pytest.mark.parametrize("seconds", [0.0, 0.02])
def test_stock_textual_misdelivers_the_same_keys(tmp_path: Path, seconds: float) -> None:
    """The negative control: without the gate these tests would fail."""
    with toy(tmp_path, "--ungated", "--work", "0.05") as terminal:
        terminal.type_slowly(payments(8), seconds)
        terminal.wait_quiet(0.5)
        assert terminal.posted() != expected(8)


def test_fifty_payments_in_one_write(tmp_path: Path) -> None:
    with toy(tmp_path, "--style", "form") as terminal:
        terminal.send(key_bytes(*payments(50)))
        terminal.wait_for("Posted 50")
        assert terminal.posted() == expected(50)


def test_keys_typed_from_the_first_moment_wait_for_the_first_screen(tmp_path: Path) -> None:
    with ToyTerminal(tmp_path / "posted") as terminal:
        terminal.wait_sent("Starting")
        terminal.send(key_bytes(*payments(2)))
        terminal.wait_for("Posted 2")
        assert terminal.posted() == expected(2)


def test_a_full_queue_beeps_and_loses_nothing(tmp_path: Path) -> None:
    with toy(tmp_path, "--work", "0.3") as terminal:
        terminal.send(key_bytes(*payments(1), *"x" * 80, "enter"))
        terminal.wait_for("Posted 2")
        assert terminal.bells >= 1
        assert terminal.posted() == [*expected(1), "menu," + "x" * 80]


def test_an_error_drops_what_was_typed_for_the_good_outcome(tmp_path: Path) -> None:
    with toy(tmp_path, "--style", "form", "--work", "0.1", "--quiet", "60") as terminal:
        wrong = ["1", "enter", *"bad", "tab", "2", "tab", "3", "enter", "enter"]
        terminal.send(key_bytes(*wrong, *payments(30)))
        terminal.wait_for("ERROR")
        terminal.wait_for("MENU locked")
        terminal.wait_quiet()
        assert terminal.posted() == []
        terminal.send(b"/")
        terminal.send(key_bytes(*payments(1)))
        terminal.wait_for("Posted 1")
        assert terminal.posted() == expected(1)


def test_a_clerk_typing_heads_down_over_an_error_fills_nothing(tmp_path: Path) -> None:
    with toy(tmp_path, "--style", "form", "--work", "0.1", "--quiet", "1") as terminal:
        terminal.send(key_bytes("1", "enter", *"bad", "tab", "2", "tab", "3", "enter"))
        terminal.wait_for("ERROR")
        bells = terminal.bells
        terminal.send(key_bytes(*"12345", "enter"))
        terminal.wait_for(lambda: terminal.bells == bells + 6)
        terminal.wait_for("MENU ready")
        terminal.send(key_bytes(*payments(1)))
        terminal.wait_for("Posted 1")
        assert terminal.posted() == expected(1)


def test_a_second_enter_does_not_reach_a_dismissed_screen(tmp_path: Path) -> None:
    with toy(tmp_path) as terminal:
        terminal.send(key_bytes(*payment(0), "enter", *payment(1)))
        terminal.wait_for("Posted 3")
        assert terminal.posted() == [expected(1)[0], "menu,", expected(2)[1]]


def test_a_paste_keeps_its_place(tmp_path: Path) -> None:
    with toy(tmp_path, "--style", "form", "--work", "0.1") as terminal:
        first = [*payment(0), "1", "enter", "a"]
        terminal.send(
            key_bytes(*first) + paste_bytes("PASTE") + key_bytes("b", "tab", "c", "tab", "d", "enter", "enter")
        )
        terminal.wait_for("Posted 2")
        assert terminal.posted() == [*expected(1), "aPASTEb,c,d"]


def test_a_scan_among_keys_is_one_entry(tmp_path: Path) -> None:
    with toy(tmp_path, "--work", "0.1") as terminal:
        terminal.send(
            key_bytes("5") + b"]C010004567/188\r" + b"%B4111111111111111^A/B^2901?\r" + key_bytes("6", "enter")
        )
        terminal.wait_for("Posted 2")
        assert terminal.posted() == ["scan,10004567/188", "menu,56"]
        assert b"4111" not in terminal.raw


@pytest.mark.parametrize("keys", [b"\x1b[24~", b"\x1b="])
def test_a_function_key_and_its_stand_in(tmp_path: Path, keys: bytes) -> None:
    with toy(tmp_path) as terminal:
        terminal.send(key_bytes("1", "enter", *"typed") + keys + key_bytes(*"ok", "enter"))
        terminal.wait_for("Posted 1")
        assert terminal.posted() == ["menu,ok"]


def test_a_gate_that_does_not_settle_says_so_and_goes_on_later(tmp_path: Path) -> None:
    with toy(tmp_path, "--work", "1.0", "--stuck-after", "0.2", "--style", "form") as terminal:
        terminal.send(key_bytes(*payments(2)))
        terminal.wait_for(lambda: b"STUCK" in terminal.raw or terminal.posted() != [])
        terminal.wait_for("Posted 2")
        terminal.wait_for("RECOVERED")
        assert terminal.posted() == expected(2)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q", "ctrl+z"])
def test_no_control_key_ends_or_stops_the_program(tmp_path: Path, key: str) -> None:
    with toy(tmp_path) as terminal:
        terminal.send(key_bytes("4", key, "5", "enter"))
        terminal.wait_for("Posted 1")
        assert terminal.posted() == ["menu,45"]


def test_a_dropped_line_ends_the_program(tmp_path: Path) -> None:
    with toy(tmp_path) as terminal:
        terminal.hang_up()
        assert terminal.wait_exit() is not None


def test_an_idle_program_sends_nothing(tmp_path: Path) -> None:
    with toy(tmp_path, "--style", "form") as terminal:
        terminal.send(key_bytes("1", "enter"))
        terminal.wait_for("ENTRY")
        terminal.wait_quiet(1.0)
        assert " |  |" in terminal.screen_text()
