"""The photograph under review, sharp, on a terminal of which its station file says that it shows pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.geometry import Region

from devices.media_copy import TerminalLine
from devices.photo import Photo
from devices.still import StillKind, removed, still


class TerminalStill:
    """One picture beside what Textual paints: it must be taken away before anything else stands in its place."""

    def __init__(self, line: TerminalLine, kind: StillKind) -> None:
        self._line = line
        self._kind = kind
        self.shown = False
        """Whether the terminal may be showing it."""

    @property
    def possible(self) -> bool:
        """Whether this station's terminal shows pictures."""
        return self._kind != "none" and self._line.write is not None and self._line.cell is not None

    async def show(self, photo: Photo, region: Region, wanted: Callable[[], bool]) -> None:
        """Draw a photograph over a region of the screen, if it is still `wanted` when its bytes are ready."""
        write, cell = self._line.write, self._line.cell
        if self._kind == "none" or write is None or cell is None:
            return
        picture = await asyncio.to_thread(still, self._kind, photo.crop, region.offset, region.size, cell())
        if wanted():
            self.shown = True
            await asyncio.to_thread(write, picture)

    def remove(self) -> bool:
        """Take it away; whether its cells must be painted again."""
        if not self.shown or self._line.write is None:
            return False
        self.shown = False
        if command := removed(self._kind):
            self._line.write(command)
        return True
