"""What cannot be taken back in the police store: a view that is written down, and a visit that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.training.goals_police import opened
from data.training.goals_work import row
from data.training.ground import POLICE, Ground, named

VISITS = "registration_visits"
"""The table whose rows are kept as they were stated."""


def final_mistake(ground: Ground, goals: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a record was opened that no goal asks for or for another reason, or a visit was kept otherwise."""
    if ground.police is None:
        return False
    return any(_wrong(ground, {name: ground.drawn.value(value) for name, value in goal.items()}) for goal in goals)


def _wrong(ground: Ground, goal: Mapping[str, Any]) -> bool:
    if goal["check"] == "opened":
        views = _new(ground, "views", goal["kind"])
        return views > 0 and not all(one.passed for one in opened(ground, goal["kind"], goal["id"], goal["reason"]))
    if goal["check"] == "row" and goal.get("table") == VISITS and goal.get("new", True):
        made = _new(ground, VISITS)
        return made > 0 and not all(one.passed for one in row(ground, VISITS, goal["where"], made, store=POLICE))
    return False


def _new(ground: Ground, table: str, kind: str = "") -> int:
    sql = f"SELECT count(*) FROM {table} WHERE id > ?" + (" AND kind = ?" if kind else "")
    newest = ground.newest[named(table, POLICE)]
    return int(ground.where(POLICE).value(sql, newest, *filter(None, (kind,))) or 0)
