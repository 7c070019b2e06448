"""A goal about the police store: whose record was opened, and for which reason."""

from __future__ import annotations

from collections.abc import Iterator

from data.police.access import PURPOSES
from data.text import many
from data.training.attempt import PERSON, WORK, Check
from data.training.ground import POLICE, Ground


def opened(ground: Ground, kind: str, id: int, reason: str, name: str = "") -> Iterator[Check]:
    """A record (`PERSON`, `REGISTRATION`, `RELEASE`, …) was opened for a reason, and no other of its kind."""
    sql = "SELECT object_id, purpose FROM views WHERE id > ? AND kind = ?"
    views = ground.where(POLICE).rows(sql, ground.newest.get(f"{POLICE}.views", 0), kind)
    whose, why = {int(key) for key, _ in views}, {str(purpose) for _, purpose in views}
    titles = {purpose.code: purpose.title for purpose in PURPOSES}
    said = many(len(whose), "record") if whose else "none was opened"
    yield Check(PERSON if whose else WORK, "The right record was opened, and nobody else's.", whose == {id}, said)
    chosen = ", ".join(sorted(titles[one] for one in why))
    yield Check(WORK, f"The reason is: {titles.get(reason, reason)}.", why == {reason}, chosen)
