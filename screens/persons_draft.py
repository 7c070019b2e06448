"""A new person that is being typed: kept in the police store after each pause, put aside with F2, taken up again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from data import works
from screens.entry import EntryDisplay

if TYPE_CHECKING:
    from data.works import Work
    from screens.desk import Desk

KIND = "PERNEW"
PARKED = "PARKED"
"""What the form answers when its person was put aside."""
NAME = "A new person"
"""How the unfinished work is called: it is asked about before a reason was given, so it names nobody."""
NEVER_KEPT = frozenset({"value"})
"""A number stands nowhere in clear; it is typed again."""


class Draft:
    """The unfinished form of a new person."""

    def __init__(self, desk: Desk, key: str = "") -> None:
        self.desk, self.key = desk, key or uuid.uuid4().hex
        self.finished = False
        """Whether nothing more of it is to be kept."""
        self._texts: dict[str, str] = {}

    def typed(self, texts: dict[str, str]) -> None:
        """Something was typed."""
        self._texts = texts
        self.desk.keep_soon(self.keep)

    async def keep(self) -> None:
        """Write what was typed into the police store, numbers excepted."""
        texts = {name: text for name, text in self._texts.items() if text and name not in NEVER_KEPT}
        if texts and not self.finished:
            session = self.desk.clerk_session
            await self.desk.ask_police(works.save, session, self.key, KIND, NAME, {"texts": texts})

    async def put_aside(self, display: EntryDisplay) -> str:
        """F2: lay it aside until New person is chosen again."""
        self._texts = display.panel.texts()
        await self.keep()
        self.finished = True
        await self.desk.ask_police(works.suspend, self.desk.clerk_session, self.key)
        self.desk.notice = ("The new person is put aside: 21.2 takes it up again.",)
        return PARKED

    async def end(self) -> None:
        """It was entered or given up: nothing of it stays."""
        self.finished = True
        await self.desk.ask_police(works.discard, self.desk.clerk_session, self.key)


async def left(desk: Desk) -> Work | None:
    """This clerk's new person that was put aside or cut off, if the clerk wants to take it up."""
    session = desk.clerk_session
    mine: list[Work] = await desk.ask_police(works.mine, session)
    found = next((work for work in mine if work.kind == KIND), None)
    if found is None or not await desk.confirm(f"{found.name} is unfinished. Take it up?"):
        return None
    resumed: Work = await desk.ask_police(works.resume, session, found.id)
    return resumed
