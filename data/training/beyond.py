"""What a trainee has posted that no goal of the lesson can make use of: posted is final, so the lesson is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from data.training.attempt import MONEY, PERSON
from data.training.goals import check
from data.training.ground import Document, Ground


@dataclass
class _Alone(Ground):
    """The ground as if one document were all that has been posted."""

    only: Document | None = None

    def documents(self) -> list[Document]:
        return [self.only] if self.only is not None else []


def beyond_repair(ground: Ground, goals: Sequence[Mapping[str, Any]]) -> list[Document]:
    """The documents that fit no goal: wrong money, a wrong person, or something nobody asked for."""
    same = {one.name: getattr(ground, one.name) for one in fields(Ground)}
    return [one for one in ground.documents() if not _fits(_Alone(**same, only=one), goals)]


def _fits(alone: _Alone, goals: Sequence[Mapping[str, Any]]) -> bool:
    return any(_fits_one(alone, goal) for goal in goals)


def _fits_one(alone: _Alone, goal: Mapping[str, Any]) -> bool:
    """Whether a goal speaks of the only document, and its money and person are right."""
    *found, nothing_else, _ = check(alone, [goal])
    return nothing_else.passed and all(one.passed for one in found if one.kind in (MONEY, PERSON))
