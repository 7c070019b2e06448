"""A Live Scan form that is being typed: kept in the police store after each pause, put aside, offered again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from data import works
from data.permissions import Refused
from data.police.livescan_terms import SEALED

if TYPE_CHECKING:
    from data.works import Work
    from screens.desk import Desk

KIND = "LIVESCAN"
"""The kind of unfinished work."""


class Draft:
    """The unfinished form of an applicant; SSN, license and miscellaneous number are never kept with it."""

    def __init__(self, desk: Desk, person_id: int | None, key: str = "") -> None:
        self.desk, self.person_id, self.key = desk, person_id, key or uuid.uuid4().hex
        self.finished = False
        """Whether nothing more of it is to be kept."""
        self._texts: dict[str, str] = {}

    def typed(self, texts: dict[str, str]) -> None:
        """Something was typed; `texts` are those of all pages."""
        self._texts = texts
        self.desk.keep_soon(self.keep)

    async def keep(self) -> None:
        """Write what was typed into the police store."""
        texts = {name: text for name, text in self._texts.items() if text and name not in SEALED}
        if texts and not self.finished:
            name = f"Live Scan {texts.get('last', '')[:20]}".rstrip()
            payload = {"texts": texts, "person_id": self.person_id}
            await self.desk.ask_police(works.save, self.desk.clerk_session, self.key, KIND, name, payload)

    async def put_aside(self) -> None:
        """Lay it aside until a form is taken again. Raises `Refused` when nothing was typed."""
        if not any(self._texts.values()):
            raise Refused("Nothing was typed yet.")
        await self.keep()
        self.finished = True
        await self.desk.ask_police(works.suspend, self.desk.clerk_session, self.key)
        self.desk.notice = ("The form is put aside: 22.12 offers it again.",)

    async def end(self) -> None:
        """It was logged or given up: nothing of it stays."""
        self.finished = True
        await self.desk.ask_police(works.discard, self.desk.clerk_session, self.key)


async def left(desk: Desk) -> Work | None:
    """One of this clerk's forms that were put aside or cut off, the newest offered first; None: a new one is taken."""
    session = desk.clerk_session
    mine: list[Work] = await desk.ask_police(works.mine, session)
    for found in sorted(mine, key=lambda work: work.updated_at, reverse=True):
        if found.kind == KIND and await desk.confirm(f"{found.name} is unfinished. Take it up?"):
            resumed: Work = await desk.ask_police(works.resume, session, found.id)
            return resumed
    return None
