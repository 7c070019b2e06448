"""Scans are told from typing, and card stripes are dropped."""

from __future__ import annotations

import pytest
from textual.events import Key

from counter_tui.scans import BrokenScan, CardSwipe, Entry, Scan, ScanReader

NAMES = {"\r": "enter", "\x1d": "ctrl+right_square_bracket", "]": "right_square_bracket"}


def typed(text: str, start: float = 100.0, gap: float = 0.005) -> list[Key]:
    keys = []
    for number, character in enumerate(text):
        key = Key(NAMES.get(character, character), character)
        key.time = start + number * gap
        keys.append(key)
    return keys


def read(reader: ScanReader, keys: list[Key]) -> list[Entry]:
    return [entry for key in keys for entry in reader.read(key)]


def text_of(entries: list[Entry]) -> str:
    return "".join(entry.character or "" for entry in entries if isinstance(entry, Key))


@pytest.mark.parametrize(
    ("prefix", "symbology"),
    [("]C0", "Code 128"), ("]C1", "GS1-128"), ("]E0", "EAN/UPC"), ("]Q1", "QR Code"), ("\x1d", "")],
)
def test_a_programmed_prefix_makes_a_scan(prefix: str, symbology: str) -> None:
    assert read(ScanReader(), typed(f"{prefix}10004567/18811\r")) == [Scan("10004567/18811", symbology, 100.0)]


def test_typing_passes_key_by_key() -> None:
    reader = ScanReader()
    for key in typed("18811\r"):
        assert reader.read(key) == [key]


def test_what_only_begins_like_a_prefix_is_typed_text_in_order() -> None:
    reader = ScanReader()
    entries = read(reader, typed("a]Cx]]C0data\rb"))
    assert text_of(entries) == "a]Cx]b"
    assert next(entry for entry in entries if isinstance(entry, Scan)).text == "data"


def test_a_bracket_is_held_only_until_the_next_key() -> None:
    reader = ScanReader()
    first, second = typed("]9")
    assert reader.read(first) == []
    assert reader.holding
    assert reader.read(second) == [first, second]


def test_an_unfinished_scan_is_given_up_and_typing_goes_on() -> None:
    reader = ScanReader()
    assert read(reader, typed("]C0123")) == []
    (later,) = typed("7", start=105.0)
    broken, key = reader.read(later)
    assert isinstance(broken, BrokenScan)
    assert key is later
    assert not reader.waiting


def test_a_scan_that_stays_silent_is_given_up_without_another_key() -> None:
    reader = ScanReader()
    assert read(reader, typed("\x1d12")) == []
    assert reader.waiting
    assert [type(each) for each in reader.give_up()] == [BrokenScan]
    assert not reader.waiting
    assert reader.give_up() == []


def test_an_empty_scan_is_nothing() -> None:
    assert read(ScanReader(), typed("]C0\r")) == []


@pytest.mark.parametrize("stripe", ["%B4111111111111111^DOE/JANE^29011010000?\r", ";4111111111111111=29011010000?\r"])
def test_a_card_stripe_leaves_nothing_behind(stripe: str) -> None:
    reader = ScanReader()
    (entry,) = read(reader, typed(stripe))
    assert isinstance(entry, CardSwipe)
    assert vars(entry) == {"time": 100.0}
    assert "4111" not in repr(vars(reader))
    assert text_of(read(reader, typed("ok", start=101.0))) == "ok"


@pytest.mark.parametrize("text", ["50% off\r", "note; 5 more\r", ";123\r", "%B\r", "100%\r"])
def test_text_that_looks_a_little_like_a_stripe_is_kept(text: str) -> None:
    assert text_of(read(ScanReader(), typed(text))) == text


def test_by_timing_a_fast_burst_is_a_scan() -> None:
    assert read(ScanReader(by_timing=True), typed("10004567\r")) == [Scan("10004567", "", 100.0)]


@pytest.mark.parametrize(("text", "gap"), [("10004567\r", 0.05), ("12345\r", 0.005)])
def test_by_timing_slow_or_short_is_typed(text: str, gap: float) -> None:
    assert text_of(read(ScanReader(by_timing=True), typed(text, gap=gap))) == text


def test_by_timing_a_burst_behind_a_typed_key_is_typed() -> None:
    reader = ScanReader(by_timing=True)
    keys = typed("910004567\r")
    entries = [*reader.read(keys[0]), *reader.release_burst(), *read(reader, keys[1:])]
    assert text_of(entries) == "910004567\r"


def test_without_timing_a_fast_burst_is_typed() -> None:
    assert text_of(read(ScanReader(), typed("10004567\r"))) == "10004567\r"
