"""Shipped limits of the person file: who may merge two files, and who may be the second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.permissions import OFFICER, POLICE, POLICE_SUPERVISOR

if TYPE_CHECKING:
    from data.store import Store


AUTHORITY = "Sample row; the agency sets its own"
LIMITS = (
    ("person.merge", POLICE_SUPERVISOR, "YES"),
    ("person.merge", POLICE, "REQUEST"),
    ("person.second", POLICE_SUPERVISOR, "YES"),
    ("person.second", POLICE, "YES"),
    ("person.second", OFFICER, "YES"),
)
"""Action, role, rule."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    with store.writing():
        for action, role, rule in LIMITS:
            known = "SELECT 1 FROM authority_limits WHERE action = ? AND role = ?"
            if store.row(known, action, role) is None:
                store.insert(
                    "authority_limits",
                    action=action,
                    role=role,
                    rule=rule,
                    valid_from=settings.SHIPPED_FROM,
                    authority=AUTHORITY,
                )
