"""One look-up over repossessions, stored vehicles, citations and sign-offs: by number, plate, VIN or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.frontdesk.vehicle import SEE
from data.permissions import Refused
from data.vehicles import LEAST, plate_key, tail

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

REPO, IMPOUND, CITE, SIGNOFF = "REPO", "IMPOUND", "CITE", "SIGNOFF"
"""Kinds of hits: the commands that open them."""
SHORTEST = 3
_SELECT = {
    REPO: "SELECT id, number, received_on, plate, make || ' ' || model, registered_owner FROM repossessions "
    "WHERE active = 1 AND ",
    IMPOUND: "SELECT id, number, impounded_on, plate, make || ' ' || model, registered_owner FROM impounds "
    "WHERE active = 1 AND ",
    CITE: "SELECT id, number, issued_on, plate, make, section FROM citations WHERE active = 1 AND ",
    SIGNOFF: "SELECT id, number, inspected_on, plate, citation, section FROM signoffs WHERE ",
}
_OWNED = "(upper(registered_owner) LIKE ? ESCAPE '!' OR upper(legal_owner) LIKE ? ESCAPE '!')"


@dataclass(frozen=True)
class Hit:
    """Something found; `day` as stored."""

    kind: str
    id: int
    number: str
    day: str
    plate: str
    vehicle: str
    detail: str
    """The registered owner, or the section."""


def search(store: Store, session: Session, text: str, limit: int = 100) -> list[Hit]:
    """Records whose number or plate begins so, whose VIN ends so, or whose owner's name has it; newest first.

    Raises `Refused` without the permission, or for fewer than three characters.
    """
    session.require(SEE)
    plain = plate_key(text)
    if len(plain) < SHORTEST:
        raise Refused("Type at least three characters of a plate, VIN, number or name.")
    like, owner = f"{_escaped(text.strip().upper())}%", f"%{_escaped(text.strip().upper())}%"
    found: list[Hit] = []
    for kind, select in _SELECT.items():
        condition, params = "upper(number) LIKE ? ESCAPE '!' OR plate LIKE ? ESCAPE '!'", [like, f"{_escaped(plain)}%"]
        if kind != SIGNOFF and len(plain) >= LEAST:
            condition, params = f"{condition} OR vin_tail = ?", [*params, tail(plain)]
        if kind in (REPO, IMPOUND):
            condition, params = f"{condition} OR {_OWNED}", [*params, owner, owner]
        rows = store.rows(f"{select}({condition}) ORDER BY id DESC LIMIT ?", *params, limit)
        found += [Hit(kind, int(row[0]), *(str(cell) for cell in row[1:])) for row in rows]
    return sorted(found, key=lambda hit: hit.day, reverse=True)[:limit]


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
