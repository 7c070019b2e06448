"""Drills as pictures in text, with one result and with many."""

from __future__ import annotations

import pytest

from data.training.digits import OPERATION, Skill, Weights
from data.training.drills import DRILLS
from data.training.figures import Answer, Figures, figures
from data.training.progress import Run
from screens.training_pictures import over_time, result

AMOUNTS = DRILLS[1]


def runs(count: int) -> list[Run]:
    """So many drills of amounts, one a day, each faster than the last."""
    return [
        Run("AMOUNTS", n, f"2026-07-{n:02d}T17:00:00+00:00", Figures(60_000, 200 + n, 190 + n, 20, 19))
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [1, 5, 30])
def test_every_bar_has_its_day_and_every_row_its_room(count: int) -> None:
    rows = [line.text for line in over_time(runs(count), {}, ascii_only=False)]
    last = [f"07/{n:02d}" for n in range(1, count + 1)][-11:]
    assert [row.split() for row in rows if row.strip().startswith(last[0])] == [last] * 3
    assert max(map(len, rows)) <= 78


def test_kinds_of_sums_are_said_in_words() -> None:
    rows = [line.text for line in over_time(runs(1), {(OPERATION, "SLID"): Skill()}, ascii_only=False)]
    assert any(row.startswith(" the point slid") for row in rows)


def test_at_most_eight_wrong_answers_are_told() -> None:
    asked = AMOUNTS.questions(1, Weights({}))
    for wrong, said in ((12, "and 4 more"), (8, "Every answer"), (0, "Every answer was right.")):
        answers = [Answer(one, "1" if n < wrong else str(one.answer), ()) for n, one in enumerate(asked)]
        rows = [line.text for line in result(AMOUNTS, answers, figures(answers), [], ascii_only=False)]
        assert sum(row.endswith("not 1") for row in rows) == min(wrong, 8)
        assert any(said in row for row in rows) is (wrong != 8)
