"""Attempts of a shift as they are stored, and two parts of one put together when a shift was put aside in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from data.training.attempt import Attempt, Check, Fault, FieldTry, Happened, Stroke


def joined(first: Attempt, then: Attempt) -> Attempt:
    """One attempt out of its two parts; the second goes on where the first ended."""
    late, again = first.ended, {one.name for one in then.happened}

    def later(one: Happened) -> Happened:
        settled = None if one.settled is None else one.settled + late
        return replace(one, began=one.began + late, settled=settled)

    return Attempt(
        then.lesson,
        then.seed,
        [*first.strokes, *(replace(one, at=one.at + late) for one in then.strokes)],
        [*first.fields, *(replace(one, began=one.began + late, ended=one.ended + late) for one in then.fields)],
        [*first.faults, *(replace(one, at=one.at + late) for one in then.faults)],
        [*(one for one in first.happened if one.name not in again), *map(later, then.happened)],
        then.checks,
        first.hints + then.hints,
        then.given_up,
        then.ended + late,
    )


def stored(attempt: Attempt) -> dict[str, Any]:
    """An attempt as JSON takes it."""
    return asdict(attempt)


def restored(said: Mapping[str, Any]) -> Attempt:
    """An attempt from what was stored."""
    return Attempt(
        said["lesson"],
        said["seed"],
        [Stroke(**one) for one in said["strokes"]],
        [FieldTry(**one) for one in said["fields"]],
        [Fault(**one) for one in said["faults"]],
        [Happened(**one) for one in said["happened"]],
        tuple(Check(**one) for one in said["checks"]),
        said["hints"],
        said["given_up"],
        said["ended"],
    )
