"""The photograph under review as a sharp picture: exact bytes, only where configured, and gone when it should be."""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import termios
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import counter
import pytest
from counter import Clerk, opened_counter
from PIL import Image, ImageChops
from terminal import Terminal
from test_media_copy import needs_xterm, shown
from xterm_window import xterm

from devices.camera_scene import jpeg, portrait
from devices.photo_image import PictureError
from devices.still import CELL, COLORS, cell_of, draws, kitty, removed, sixel, still

SIXEL = re.compile(rb"\x1bP[^\x1b]*\x1b\\")
KITTY = re.compile(rb"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\")
SKIN = (205, 170, 140)
"""The face of the drawn portrait, nearly."""


def drawn(data: bytes) -> Image.Image:
    """A sixel picture decoded, by DEC STD 070."""
    head = re.match(rb'\x1bP0;1;0q"1;1;(\d+);(\d+)', data)
    assert head is not None
    image = Image.new("RGB", (int(head[1]), int(head[2])))
    dots, palette, color, x, top = image.load(), {}, 0, 0, 0
    for word in re.finditer(rb"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([$-])|([?-~])", data[head.end() : -2]):
        number, red, green, blue, times, repeated, move, single = word.groups()
        if number:
            color = int(number)
            if red:
                palette[color] = tuple(round(int(part) * 255 / 100) for part in (red, green, blue))
        elif move:
            x, top = 0, top + (6 if move == b"-" else 0)
        else:
            bits, end = (repeated or single)[0] - 63, x + int(times or 1)
            for y in range(6):
                if bits >> y & 1:
                    for column in range(x, end):
                        dots[column, top + y] = palette[color]
            x = end
    return image


def far(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of a color of two pictures."""
    return max(high for _, high in ImageChops.difference(one, other.convert("RGB")).getextrema())


# the bytes


def test_a_small_sixel_picture_byte_for_byte():
    image = Image.new("RGB", (5, 7), (255, 0, 0))
    image.putpixel((4, 6), (0, 0, 255))
    written = sixel(image)
    blue, red = (0, 1) if b"#0;2;0;0;100" in written else (1, 0)
    expected = (
        b'\x1bP0;1;0q"1;1;5;7'
        + b"".join(sorted([b"#%d;2;100;0;0" % red, b"#%d;2;0;0;100" % blue]))
        + b"#%d!5~-" % red
        + b"$".join(sorted([b"#%d!4@" % red, b"#%d!4?@" % blue]))
        + b"-\x1b\\"
    )
    assert written == expected


@pytest.mark.parametrize("size", [(1, 1), (7, 13), (96, 120), (304, 380)])
def test_a_sixel_picture_is_what_it_was_made_of(size: tuple[int, int]):
    image = portrait(*size)
    few = image.quantize(COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    assert far(drawn(sixel(image)), few) <= 2  # sixel's colors are percents


@pytest.mark.skipif(shutil.which("sixel2png") is None, reason="libsixel is not installed.")
def test_libsixel_reads_it_alike(tmp_path: Path):
    written = sixel(portrait(201, 253))
    (tmp_path / "picture.six").write_bytes(written)
    subprocess.run(["sixel2png", "-i", "picture.six", "-o", "picture.png"], cwd=tmp_path, check=True, timeout=30)
    with Image.open(tmp_path / "picture.png") as found:
        assert found.size == (201, 253)
        assert far(drawn(written), found) <= 2


def test_a_kitty_picture_is_a_png_in_parts_that_wants_no_answer():
    image = portrait(304, 380)
    parts = KITTY.findall(kitty(image))
    assert parts[0][0] == b"a=T,f=100,i=7033,C=1,q=2,m=1"
    assert {keys for keys, _ in parts[1:-1]} == {b"m=1,q=2"}
    assert parts[-1][0] == b"m=0,q=2"
    assert max(len(data) for _, data in parts) <= 4096
    png = base64.b64decode(b"".join(data for _, data in parts), validate=True)
    assert far(image, Image.open(BytesIO(png))) == 0
    assert kitty(Image.new("RGB", (2, 2))).startswith(b"\x1b_Ga=T,f=100,i=7033,C=1,q=2,m=0;")


def test_it_fits_its_cells_and_leaves_the_cursor_where_it_was():
    data = jpeg(portrait(576, 720))
    written = still("sixel", data, (2, 3), (40, 19), (8, 16))
    assert written.startswith(b"\x1b7\x1b[4;3H\x1bP")
    assert written.endswith(b"\x1b\\\x1b8")
    assert drawn(written[8:-2]).size == (243, 304)
    assert drawn(still("sixel", jpeg(portrait(96, 120)), (0, 0), (40, 19), (8, 16))[8:-2]).size == (96, 120)


def test_a_cell_is_as_large_as_the_terminal_told_the_kernel(tmp_path: Path):
    near, far = pty.openpty()
    try:
        assert cell_of(far) == CELL
        fcntl.ioctl(near, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 800, 480))
        assert cell_of(far) == (10, 20)
    finally:
        os.close(near)
        os.close(far)
    with (tmp_path / "no_terminal").open("w") as file:
        assert cell_of(file.fileno()) == CELL


def test_nothing_is_written_where_nothing_is_configured():
    assert still("none", b"", (0, 0), (1, 1), (8, 16)) == b""
    assert removed("none") == removed("sixel") == b""
    assert removed("kitty") == b"\x1b_Ga=d,d=I,i=7033,q=2\x1b\\"
    assert [draws(term) for term in ("xterm-256color", "xterm-kitty", "tmux-256color", "screen", "linux", "")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    with pytest.raises(PictureError):
        still("kitty", b"no picture", (0, 0), (1, 1), (8, 16))


# the whole program


@pytest.fixture
def start(run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Clerk]]:
    """Starts a clerk at the camera test of a station whose terminal shows photographs in a given way."""
    station = counter._station
    with opened_counter(run_folder, tmp_path) as opened:

        def begin(kind: str, term: str = "xterm-256color") -> Clerk:
            table = f'[camera]\ndriver = "virtual"\nstill = "{kind}"\n'
            monkeypatch.setattr(counter, "_station", lambda *words: station(*words) + table)
            monkeypatch.setattr(
                counter, "Terminal", lambda *words, **more: Terminal(*words, env={"TERM": term}, **more)
            )
            clerk = opened.start()
            clerk.sign_on()
            clerk.type("4.6\n")
            clerk.until(lambda: "▀" in clerk.text)
            return clerk

        yield begin


def pictures(clerk: Clerk) -> list[bytes]:
    """What was drawn and taken away so far: `sixel`, `kitty`, `removed`."""
    raw, found = bytes(clerk.terminal.raw), []
    for each in re.finditer(rb"\x1bP0;1;0q|\x1b_Ga=T|\x1b_Ga=d", raw):
        found.append({b"P0": b"sixel", b"_G": b"removed" if each[0].endswith(b"d") else b"kitty"}[each[0][1:3]])
    return found


def test_a_kitty_picture_comes_with_the_question_and_goes_with_the_answer(start: Callable[..., Clerk]):
    clerk = start("kitty")
    clerk.type("\n")
    clerk.shows("Keep this photograph?")
    clerk.until(lambda: pictures(clerk) == [b"kitty"] and "▀" not in clerk.text)
    clerk.type("0")
    clerk.until(lambda: pictures(clerk) == [b"kitty", b"removed"] and "▀" in clerk.text)
    clerk.type("\n")
    clerk.until(lambda: len(pictures(clerk)) == 3)
    clerk.type("1")
    clerk.at("MENU")
    clerk.until(lambda: pictures(clerk) == [b"kitty", b"removed"] * 2)


def test_a_locked_station_shows_no_photograph_and_an_unlocked_one_does_again(start: Callable[..., Clerk]):
    clerk = start("kitty")
    clerk.type("\n")
    clerk.until(lambda: pictures(clerk) == [b"kitty"])
    clerk.type("ctrl+l")
    clerk.shows("locked")
    clerk.until(lambda: pictures(clerk) == [b"kitty", b"removed"])
    clerk.type("7033\n")
    clerk.at("CAM010")
    clerk.until(lambda: pictures(clerk) == [b"kitty", b"removed", b"kitty"])
    clerk.type("F3")
    clerk.at("MENU")
    clerk.until(lambda: pictures(clerk)[-1] == b"removed")


@pytest.mark.parametrize(("kind", "term"), [("none", "xterm-256color"), ("sixel", "tmux-256color")])
def test_other_terminals_get_half_blocks_only(start: Callable[..., Clerk], kind: str, term: str):
    clerk = start(kind, term)
    clerk.type("\n")
    clerk.shows("Keep this photograph?", "▀")
    clerk.type("1")
    clerk.at("MENU")
    assert pictures(clerk) == []


@needs_xterm
def test_a_real_xterm_shows_it_and_nothing_of_it_stays(start: Callable[..., Clerk], tmp_path: Path):
    clerk = start("sixel")
    clerk.type("\n")
    clerk.until(lambda: SIXEL.search(clerk.terminal.raw))
    clerk.rests()
    reviewed = bytes(clerk.terminal.raw)
    clerk.type("1")
    clerk.at("MENU")
    clerk.rests()
    over = bytes(clerk.terminal.raw)
    assert SIXEL.findall(reviewed) == SIXEL.findall(over)
    resources = {"decTerminalID": "vt340", "numColorRegisters": "256"}
    for name, written, least, most in (("review", reviewed, 3000, 10**9), ("over", over, 0, 0)):
        (folder := tmp_path / name).mkdir()
        ready = folder / "ready"
        words = shown(folder, written)
        words[2] = words[2].replace("; exec", f"; touch {ready}; exec")
        with xterm(folder, words, resources) as window:
            window.wait_until(lambda pixels, ready=ready: ready.exists() and _green(pixels) > 100)
            image = window.wait_until(lambda pixels, least=least: _skin(pixels) >= least)
            assert _skin(image) <= most


def _skin(image: Image.Image) -> int:
    """Pixels of the color of the drawn face."""
    return sum(count for count, color in image.getcolors(1 << 24) if _near(color, SKIN))


def _green(image: Image.Image) -> int:
    """Pixels of the writing."""
    return sum(count for count, (red, green, blue) in image.getcolors(1 << 24) if green > 150 > max(red, blue) + 20)


def _near(color: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(color, wanted, strict=True))
