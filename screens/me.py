"""What a clerk does with the own sign-on: password, PIN, colors, change of clerk, sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import preferences
from data.fields import Choice
from data.forms import Form, Values
from screens.display import SignedOff
from screens.entry import fill_in
from screens.signon import change_password, change_pin
from screens.themes import THEMES

if TYPE_CHECKING:
    from screens.desk import Desk

THEME_TITLES = {
    "green": "Green phosphor",
    "amber": "Amber",
    "ansi": "The terminal's own colors",
    "contrast": "High contrast",
}
THEME = Form(
    "ME030",
    "Colors",
    {"theme": Choice("Colors", 12, required=True, options=tuple((name, THEME_TITLES[name]) for name in THEMES))},
    help="The colors are kept with your clerk number.",
)


async def password(desk: Desk, rest: str) -> None:
    """Change the own password."""
    if await change_password(desk, desk.clerk_session.clerk.number):
        desk.notice = ("Your password has been changed.",)


async def pin(desk: Desk, rest: str) -> None:
    """Change the own PIN."""
    if await change_pin(desk):
        desk.notice = ("Your PIN has been changed.",)


async def theme(desk: Desk, rest: str) -> None:
    """Choose the colors."""

    async def do(values: Values, _: object) -> bool:
        await desk.ask(preferences.choose_theme, desk.store, desk.clerk_session, values["theme"])
        desk.use_theme(values["theme"])
        return True

    await fill_in(desk, THEME, do)


async def sign_off(desk: Desk, rest: str) -> None:
    """Sign off; an open drawer stays open and is said so."""
    raise SignedOff
