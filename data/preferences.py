"""What a clerk has chosen for the own screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


def theme(store: Store, session: Session) -> str:
    """The clerk's color theme, empty when none was chosen."""
    return str(store.value("SELECT theme FROM users WHERE id = ?", session.clerk.id) or "")


def choose_theme(store: Store, session: Session, name: str) -> None:
    """Keep a color theme for the clerk."""
    with store.writing():
        store.run("UPDATE users SET theme = ? WHERE id = ?", name, session.clerk.id)
