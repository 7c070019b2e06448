"""A session for work that is started from the command line in the name of a clerk: no drawer, no display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.permissions import SUPERVISOR, Refused
from data.session import Clerk, Session

if TYPE_CHECKING:
    from data.store import Store

STATION = "CLI"
"""The station of such work in the journal and the audit log."""


def office_session(store: Store, number: str | None) -> Session:
    """The session of a clerk by number; without a number one that can only look, kept nowhere. Raises `Refused`.

    Whoever may run the command may read and write the store itself, so no password is asked; who is responsible for
    the money is still on every document.
    """
    today = store.clock.today()
    if not number:
        return Session(Clerk(0, "", "", "", SUPERVISOR), STATION, store.clock, 0, today)
    found = store.row(
        "SELECT id, number, name, initials, role FROM users WHERE number = ? AND disabled_at IS NULL", number
    )
    if found is None:
        raise Refused(f"There is no clerk {number}, or the number is disabled.")
    now = store.now()
    with store.writing():
        session_id = store.insert(
            "sessions",
            user_id=found[0],
            station=STATION,
            started_at=now,
            confirmed_at=now,
            ended_at=now,
            end_reason="command",
        )
    return Session(Clerk(*found), STATION, store.clock, session_id, today)
