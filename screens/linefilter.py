"""The outgoing filter: whatever a record holds, the terminal gets only text."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLACEHOLDER = "·"
"""Shown by `shown` for a character that is not text."""

_HOSTILE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1 (ISO/IEC 6429), escape among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides and isolates of UAX #9
    "\u2028\u2029\ufeff\ufff9-\ufffb]"  # line and paragraph separators, byte order mark, annotations
)


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """Return `text` with a middle dot for every control or direction character: one column each, and visible.

    For widgets, before they measure a stored text.
    """
    return text if text.isprintable() else _HOSTILE.sub(PLACEHOLDER, text)


@lru_cache(maxsize=4096)
def harmless(text: str) -> str:
    """Return `text` without control and direction characters, which Textual has measured as no column at all."""
    return text if text.isprintable() else _HOSTILE.sub("", text)


class ControlFilter(LineFilter):
    """Removes terminal controls from every line on its way to the terminal, and moves nothing."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without controls in their text; the program's own control segments pass."""
        if all(segment.text.isprintable() or segment.control for segment in segments):
            return segments
        return [segment if segment.control else Segment(harmless(segment.text), segment.style) for segment in segments]
