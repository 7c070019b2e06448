"""The notice before the sign-on: what use of the system means, and the key that accepts it (CJIS AC-8)."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from textual import events

from data import signon
from data.permissions import Refused
from screens.display import Pressed
from screens.pager import PagerDisplay

if TYPE_CHECKING:
    from screens.desk import Desk

TITLE = "Conditions of use"


class BannerDisplay(PagerDisplay):
    """The notice; Enter accepts it, and no key that opens something else does anything."""

    def show(self, text: str) -> None:
        """Show the text of the notice."""
        self.load("SGN005", TITLE, ["", *(f"  {row}" for row in textwrap.wrap(text, 74))])
        self.say("Enter accepts these conditions; F12 goes back, nobody is signed on.")

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.reply(Pressed("post"))
        else:
            super().on_key(event)


async def accepted(desk: Desk) -> bool:
    """Show the notice, where there is one, until it is accepted, which is written down; False when it was not.

    Raises `ExitToMenu` on F3 and `Refused` when the acceptance cannot be written down.
    """
    text = await desk.ask(signon.banner, desk.store, desk.clock.today())
    if not text:
        return True
    display = desk.free_display(BannerDisplay)
    display.show(text)
    async with desk.showing(display):
        reply = await desk.turn(display)
    if not isinstance(reply, Pressed):
        return False
    try:
        await desk.ask(signon.accept_banner, desk.store, desk.station, desk.source)
    except Refused as refusal:
        raise Refused(f"Nobody can sign on: {refusal}") from refusal
    return True
