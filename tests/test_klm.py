"""The written operator sequences are those of the program's own shortest paths."""

from __future__ import annotations

import pytest

from benchmarks import budget, klm, lesson_keys
from data.training.klm import Operators, of_keys
from data.training.lesson import course

TASKS = klm.tasks()
PATHS = {task["name"]: task["keys"] for task in budget.tasks()}


def test_there_are_ten_tasks():
    assert len({task["name"] for task in TASKS}) == 10


@pytest.mark.parametrize("task", TASKS, ids=[task["name"] for task in TASKS])
def test_the_counter_side_is_the_path_that_the_budget_plays(task):
    played = of_keys(budget.keys_of(PATHS[task["budget"]]))
    written = klm.model(task["counter"])
    assert written.counts == played.counts
    assert klm.seconds(written) == played.milliseconds(Operators()) / 1000


@pytest.mark.parametrize("task", TASKS, ids=[task["name"] for task in TASKS])
def test_the_web_form_is_charged_with_no_key_that_the_counter_does_not_need(task):
    assert klm.model(task["web"]).keys <= klm.model(task["counter"]).keys
    assert all(what and operators for side in (task["counter"], task["web"]) for what, operators in side)


def test_the_hand_is_moved_before_the_other_device_is_used():
    for task in TASKS:
        on_mouse = True
        for what, ops in task["web"]:
            for word in ops.split():
                if word == "H":
                    on_mouse = not on_mouse
                elif word.lstrip("0123456789") in "KD":
                    assert not on_mouse, (task["name"], what)
                elif word in ("P", "BB"):
                    assert on_mouse, (task["name"], what)


def test_figures_are_measured_against_the_web_form():
    measures = klm.run()
    assert len(measures) == 10
    assert all(one.floor and one.ratio and "clicks" in one.note for one in measures)


def test_every_lesson_asks_for_its_data_and_little_more():
    lessons = {f"lesson {lesson.id}": lesson for lesson in course()}
    measures = lesson_keys.run()
    assert [one.name for one in measures] == list(lessons)
    for one in measures:
        data = int(one.note.split()[0])
        assert 0 <= data <= one.value, one
