"""One sharp picture on the clerk's terminal, where its station says that the terminal can: sixel or kitty's graphics.

Sixel is DEC STD 070, chapter 9 (as xterm, foot and WezTerm draw it); kitty's protocol is
https://sw.kovidgoyal.net/kitty/graphics-protocol/. Terminals cannot be asked safely which they speak, so neither is
sent unless the station file names it.
"""

from __future__ import annotations

import base64
import fcntl
import re
import struct
import termios
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Literal, get_args

from devices.photo_image import read_picture

if TYPE_CHECKING:
    from PIL.Image import Image

StillKind = Literal["none", "sixel", "kitty"]
STILLS: tuple[StillKind, ...] = get_args(StillKind)
CELL = (8, 16)
"""Width and height in pixels of a character cell, where the terminal does not tell: smaller than most."""
COLORS = 64
"""Of a sixel picture."""
TEXT_ONLY = ("dumb", "linux", "screen", "tmux")
"""How the names of terminals begin that show no picture, whatever a station file says."""
KITTY_ID = 7033
"""The number of our one picture at a kitty terminal."""
_PART = 4096  # bytes of base64 in one escape sequence, the protocol's limit
_BAND = 6  # rows of pixels in a row of sixels
_NOTHING = ord("?")  # a sixel without a dot
_RUN = re.compile(rb"(.)\1{3,}")
_KEEP, _BACK = b"\x1b7", b"\x1b8"  # DECSC and DECRC: where the cursor was
_END = b"\x1b\\"


def draws(term: str) -> bool:
    """Whether a terminal with this name (TERM) may be sent a picture at all."""
    return bool(term) and not term.startswith(TEXT_ONLY)


def cell_of(terminal: int) -> tuple[int, int]:
    """Width and height in pixels of a cell of a terminal (a file descriptor), as it told the kernel; else `CELL`."""
    try:
        size = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return CELL
    rows, columns, width, height = struct.unpack("HHHH", size)
    return (width // columns, height // rows) if rows and columns and width and height else CELL


def still(kind: StillKind, jpeg: bytes, at: tuple[int, int], room: tuple[int, int], cell: tuple[int, int]) -> bytes:
    """What shows a photograph on a terminal, whole and never enlarged; nothing for `none`.

    `at` is column and row of its upper left corner, from 0; `room` the columns and rows it may cover, which must end
    above the terminal's last row; `cell` the pixels of a character cell. Raises PictureError for a damaged picture.
    """
    if kind == "none":
        return b""
    image = _fitted(read_picture(jpeg), (room[0] * cell[0], room[1] * cell[1]))
    picture = sixel(image) if kind == "sixel" else kitty(image)
    return _KEEP + b"\x1b[%d;%dH" % (at[1] + 1, at[0] + 1) + picture + _BACK


def removed(kind: StillKind) -> bytes:
    """What takes the photograph away. A sixel picture goes when its cells are painted, so there it is nothing."""
    return b"\x1b_Ga=d,d=I,i=%d,q=2\x1b\\" % KITTY_ID if kind == "kitty" else b""


def _fitted(image: Image, size: tuple[int, int]) -> Image:
    scale = min(1.0, size[0] / image.width, size[1] / image.height)
    wanted = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
    from PIL.Image import Resampling

    return image if scale == 1.0 else image.resize(wanted, Resampling.LANCZOS)


def kitty(image: Image) -> bytes:
    """A picture as PNG for kitty: drawn at the cursor, which stays, and answered with nothing (q=2)."""
    png = BytesIO()
    image.save(png, "PNG", compress_level=6)
    data = base64.b64encode(png.getvalue())
    parts = [data[start : start + _PART] for start in range(0, len(data), _PART)]
    written = bytearray()
    for number, part in enumerate(parts):
        more = int(number < len(parts) - 1)
        keys = b"a=T,f=100,i=%d,C=1,q=2,m=%d" % (KITTY_ID, more) if number == 0 else b"m=%d,q=2" % more
        written += b"\x1b_G" + keys + b";" + part + _END
    return bytes(written)


def sixel(image: Image) -> bytes:
    """A picture as sixels, with a palette of its own and square pixels."""
    from PIL.Image import Dither, Quantize

    few = image.quantize(COLORS, method=Quantize.MEDIANCUT, dither=Dither.NONE)
    palette, width, dots = few.getpalette() or [], few.width, few.tobytes()
    written = bytearray(b'\x1bP0;1;0q"1;1;%d;%d' % few.size)
    for color in sorted(set(dots)):
        red, green, blue = (round(value * 100 / 255) for value in palette[3 * color : 3 * color + 3])
        written += b"#%d;2;%d;%d;%d" % (color, red, green, blue)
    for top in range(0, few.height, _BAND):
        rows = [dots[y * width : (y + 1) * width] for y in range(top, min(top + _BAND, few.height))]
        written += b"$".join(_colors_of(rows)) + b"-"
    return bytes(written) + _END


def _colors_of(rows: list[bytes]) -> Iterator[bytes]:
    """Six rows of pixels, color by color: its number, then a character for each column."""
    for color in sorted(set(b"".join(rows))):
        bits = 0
        for place, row in enumerate(rows):
            table = bytearray(256)
            table[color] = 1 << place
            bits |= int.from_bytes(row.translate(bytes(table)), "big")
        columns = bits.to_bytes(len(rows[0]), "big").translate(_AS_SIXELS).rstrip(b"?")
        yield b"#%d" % color + _RUN.sub(_shortened, columns)


def _shortened(run: re.Match[bytes]) -> bytes:
    return b"!%d%c" % (len(run[0]), run[0][0])


_AS_SIXELS = bytes(min(255, _NOTHING + value) for value in range(256))
