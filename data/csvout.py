"""CSV for spreadsheets and other programs: UTF-8, quoted where needed, and no cell that a spreadsheet would run.

A cell that begins with `= + - @`, a tab or a carriage return is a formula to a spreadsheet (OWASP, CSV injection); it
gets an apostrophe in front, unless it is a plain number.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)

Cell = str | int | None


def safe(cell: Cell) -> str:
    """A cell as text that no spreadsheet takes for a formula; numbers stay as they are."""
    if cell is None:
        return ""
    text = str(cell)
    if text.lstrip(" ").startswith(_RISKY) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def amount(cents: int) -> str:
    """Cents as a plain number with a point: `-1234.56`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def table(rows: Iterable[Sequence[Cell]], delimiter: str = ",") -> str:
    """Rows as CSV text (RFC 4180 quoting), each cell safe; lines end with a line feed on every system."""
    return "".join(delimiter.join(_quoted(safe(cell), delimiter) for cell in row) + "\n" for row in rows)


def _quoted(text: str, delimiter: str) -> str:
    if any(mark in text for mark in (delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def write(folder: Path, name: str, text: str) -> Path:
    """Write a text file as `put` does; its path. Raises `OSError`."""
    return put(folder, name, text.encode())


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all, readable by its owner and group; its path. Raises `OSError`.

    In a folder that others write to as well, no link they have laid is followed, and the name cannot leave the folder.
    """
    if Path(name).name != name:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(".part", f".{name}.", folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            os.fchmod(descriptor, 0o640)
        return Path(draft).replace(folder / name)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
