"""Barcode scans recognized in the stream of keys, whatever field has the cursor.

A scanner types like a person. It is programmed to send the AIM symbology identifier (ISO/IEC 15424: "]" and two
characters) or a group separator first and Enter last. Card stripes (ISO/IEC 7813) are dropped unread.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from textual.events import Key

PREFIXES: Mapping[str, str] = {
    "]A0": "Code 39",
    "]C0": "Code 128",
    "]C1": "GS1-128",
    "]E0": "EAN/UPC",
    "]E4": "EAN-8",
    "]I0": "ITF",
    "]L0": "PDF417",
    "]L2": "PDF417",
    "]Q0": "QR Code",
    "]Q1": "QR Code",
    "]d1": "Data Matrix",
    "]d2": "GS1 DataMatrix",
    "\x1d": "",
}
"""Prefixes a scanner may be programmed with, and the symbology each one names ("" when it names none)."""

LONGEST_SCAN = 500
"""Characters kept of one scan."""
SCAN_GAP = 0.5
"""Seconds of silence in the middle of a scan or a swipe after which it is given up."""
BURST_GAP = 0.030
"""Seconds: faster than this is no person."""
SHORTEST_BURST = 6
"""Characters before Enter that a scan recognized by its speed must have."""

_CARD = re.compile(r"%[Bb]\d|;\d{12,19}=")
_CARD_SO_FAR = re.compile(r"%([Bb]\d?)?|;\d{0,19}=?")


@dataclass(frozen=True)
class Scan:
    """One barcode."""

    text: str
    """The data, without prefix and Enter."""
    symbology: str
    """The kind of barcode, or "" when the prefix did not tell."""
    time: float
    """When its first key arrived (monotonic seconds)."""
    route: Callable[[str], Awaitable[None]] | None = None
    """Where its text goes; None: where the application sends barcodes."""


class CardSwipe:
    """A card was swiped. Nothing of it is kept."""

    def __init__(self, time: float) -> None:
        self.time = time
        """When it was recognized (monotonic seconds)."""


class BrokenScan:
    """A scan that began and did not end: nothing of it goes anywhere, and the clerk must know."""

    def __init__(self, time: float) -> None:
        self.time = time
        """When it began (monotonic seconds)."""


class _Taking(Enum):
    NOTHING = 0
    SCAN = 1
    CARD = 2


Entry = Key | Scan | CardSwipe | BrokenScan


class ScanReader:
    """Takes scans and card swipes out of a stream of keys, and returns the others in their order.

    A key is held back only while what was typed can still become a prefix, and no longer than until `release`. With
    `by_timing` a scanner without a prefix is recognized by its speed, and each character waits for the next key.
    """

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES, *, by_timing: bool = False) -> None:
        self.prefixes = prefixes
        self.by_timing = by_timing
        self._held: list[Key] = []
        self._taking = _Taking.NOTHING
        self._symbology = ""
        self._text: list[str] = []
        self._began = 0.0
        self._last = float("-inf")
        self._burst_may_start = True

    @property
    def holding(self) -> bool:
        """Are keys held back that may yet turn out to be typed ones?"""
        return bool(self._held)

    @property
    def waiting(self) -> bool:
        """Is the rest of a scan or of a prefix awaited?"""
        return bool(self._held) or self._taking is not _Taking.NOTHING

    def read(self, event: Key) -> list[Entry]:
        """Take one key; return the entries that are certain now, in order."""
        gap, self._last = event.time - self._last, event.time
        broken: list[Entry] = []
        if self._taking is not _Taking.NOTHING:
            if gap <= SCAN_GAP:
                return self._take(event)
            broken += self.give_up()
        if not self._held:
            self._burst_may_start = gap >= BURST_GAP
        self._held.append(event)
        if self._is_burst_scan():
            return [*broken, self._burst_scan()]
        return broken + self._sort_held()

    def give_up(self) -> list[BrokenScan]:
        """End what is being taken after `SCAN_GAP` of silence: a scan that broke off, or nothing."""
        taken, self._taking = self._taking, _Taking.NOTHING
        return [BrokenScan(self._began)] if taken is _Taking.SCAN else []

    def release(self) -> list[Key]:
        """Return every key held back, as typed."""
        held, self._held = self._held, []
        return held

    def release_burst(self) -> list[Key]:
        """Return the keys held only because of their speed; the start of a prefix stays."""
        return [] if self._may_be_prefix(self._held_text()) else self.release()

    def _take(self, event: Key) -> list[Entry]:
        if event.key != "enter":
            if self._taking is _Taking.SCAN and event.character and len(self._text) < LONGEST_SCAN:
                self._text.append(event.character)
            return []
        taken, self._taking = self._taking, _Taking.NOTHING
        if taken is _Taking.CARD or not self._text:
            return []
        return [Scan("".join(self._text), self._symbology, self._began)]

    def _sort_held(self) -> list[Entry]:
        """Return the held keys that can no longer be part of a scan."""
        certain: list[Entry] = []
        while self._held:
            text = self._held_text()
            if text in self.prefixes:
                self._start(_Taking.SCAN, self.prefixes[text])
            elif _CARD.fullmatch(text):
                certain.append(CardSwipe(self._held[0].time))
                self._start(_Taking.CARD, "")
            elif self._may_be_prefix(text) or self._may_be_burst():
                break
            else:
                certain.append(self._held.pop(0))
                self._burst_may_start = False
        return certain

    def _start(self, taking: _Taking, symbology: str) -> None:
        self._taking, self._symbology, self._text = taking, symbology, []
        self._began = self._held[0].time
        self._held = []

    def _held_text(self) -> str:
        return "".join(event.character or "\0" for event in self._held)

    def _may_be_prefix(self, text: str) -> bool:
        return bool(text) and (
            any(prefix.startswith(text) for prefix in self.prefixes) or bool(_CARD_SO_FAR.fullmatch(text))
        )

    def _is_fast(self) -> bool:
        times = [event.time for event in self._held]
        return all(later - earlier < BURST_GAP for earlier, later in pairwise(times))

    def _may_be_burst(self) -> bool:
        return (
            self.by_timing
            and self._burst_may_start
            and all(event.is_printable for event in self._held)
            and self._is_fast()
        )

    def _is_burst_scan(self) -> bool:
        *body, last = self._held
        return (
            self.by_timing
            and self._burst_may_start
            and last.key == "enter"
            and len(body) >= SHORTEST_BURST
            and all(event.is_printable for event in body)
            and self._is_fast()
        )

    def _burst_scan(self) -> Scan:
        *body, _enter = self.release()
        return Scan("".join(event.character or "" for event in body), "", body[0].time)
