"""How a record of the front desk is entered, numbered and worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.cases import number
from data.forms import Values
from data.records import Opened

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


def stamped(store: Store, session: Session) -> Values:
    """Who entered a record, and when."""
    return {"user_id": session.clerk.id, "created_at": store.now()}


def numbered(prefix: str) -> Callable[[Store, Session], Values]:
    """Stamps a new record with who, when, and the next number of its kind: `numbered("RP")` gives RP27-000012."""

    def stamp(store: Store, session: Session) -> Values:
        return {**stamped(store, session), "number": number(store, session, prefix)}

    return stamp


@dataclass(frozen=True)
class Worked:
    """A record as it is worked on; the record itself is `opened`, for the next step."""

    opened: Opened

    @property
    def id(self) -> int:
        """The row."""
        return self.opened.id

    @property
    def values(self) -> Values:
        """Everything that is known of it, by the names of its fields."""
        return self.opened.values
