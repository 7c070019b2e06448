"""What may end a session, looked at once a minute: a disabled number, a remote line without a key, twelve hours."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import settings, users
from data.permissions import Refused
from screens.display import Display, SignedOff

if TYPE_CHECKING:
    from counter_tui.app import CounterApp
    from data.session import Session
    from data.store import Store

ENDED = "Your session was ended: an administrator has disabled the number, or it was signed on elsewhere."


@dataclass(frozen=True)
class Standing:
    """How a session stands: whether it still is one, and whether the password must be typed again."""

    open: bool
    due: bool
    net_minutes: int
    """After how many minutes without a key a remote line is closed (CJIS SC-10)."""


def standing(store: Store, session: Session) -> Standing:
    """How this session stands now. Raises `StoreError`."""
    minutes = settings.number(store, "session.net_min", session.clock.today())
    return Standing(users.is_open(store, session), users.reauthentication_due(store, session), minutes)


async def look(app: CounterApp, idle_seconds: float, *, remote: bool) -> None:
    """Look once a minute; a store that cannot be asked is asked again the next minute."""
    session = app.session
    if session is None:
        return
    with suppress(Refused):
        found = await app.ask(standing, app.store, session)
        if app.session is not session:
            return
        if not found.open:
            app.trouble = ENDED
            app.start(_end())
        elif remote and idle_seconds >= found.net_minutes * 60:
            await app.ask(users.sign_off, app.store, session, "IDLE")
            app.line_dropped()
        elif found.due and not app.locked and isinstance(app.screen, Display):
            app.open_key("lock")


async def _end() -> None:
    raise SignedOff
