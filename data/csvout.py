"""CSV for spreadsheets and other programs: UTF-8, quoted where needed, and no cell that a spreadsheet would run.

A cell that begins with `= + - @`, a tab or a carriage return is a formula to a spreadsheet (OWASP, CSV injection); it
gets an apostrophe in front, unless it is a plain number.
"""

from __future__ import annotations

import os
import re
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
    """Write a file whole or not at all, readable by its owner and group; its path. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    part = folder / f".{name}.part"
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o640)
    part.replace(target)
    return target
