"""What a keystroke sends to the terminal."""

from __future__ import annotations

from statistics import median

from benchmarks.capture import Strokes, on_terminal, type_keys
from benchmarks.keys import BareInput, Bench, FormScreen, ListScreen


async def sent(app: BareInput | Bench, *keys: str) -> Strokes:
    """The keys, typed one after another as soon as each is painted."""
    return await on_terminal(app, lambda running: type_keys(running, keys, pause=0))


async def test_a_key_in_a_form_sends_little():
    strokes = await sent(Bench(FormScreen), *"1234567890")
    assert 0 < median(strokes.bytes_out) <= 130


async def test_a_bare_input_sends_much_more():
    strokes = await sent(BareInput(), *"1234567890")
    assert median(strokes.bytes_out) > 500


async def test_moving_the_cursor_in_a_list_sends_two_rows():
    strokes = await sent(Bench(ListScreen), *["down"] * 6, *["up"] * 6)
    assert 0 < median(strokes.bytes_out) <= 350
