"""Drills and the record as a trainee and a supervisor meet them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import training_keys
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process
from golden import check_golden
from screens_sample import QUIET

from data.clock import FixedClock
from data.training import progress
from data.training.digits import Key, Weights
from data.training.drills import DRILLS, drill, expected_keys
from data.training.figures import Answer
from data.training.progress import ProgressStore
from screens import training_drills
from screens.menus import MENUS
from screens.programs import Directory, Menu


@asynccontextmanager
async def school(run_folder: Path, folder: Path, clerk: str = "101") -> AsyncIterator[InProcess]:
    """A practice station where somebody has signed on; the training programs are in its menus."""
    clock = FixedClock(MONDAY)
    store = ProgressStore(f"sqlite:///{folder / 'progress.db'}", clock).open()
    store.migrate()
    url = sqlite_url(run_folder, folder / "city.db", "city")
    try:
        async with in_process(url, clock, config=QUIET, training="TRAINING") as counter:
            app = counter.app
            app.progress, app.trainee = store, progress.trainee(store, "101", "Ines Ito")
            known = app.directory.programs.values()
            ours = training_drills.PROGRAMS
            others = [one for one in known if one not in ours]
            app.directory = Directory(
                [*(m for m in MENUS if m.number != "30"), Menu("30", "Training")], [*others, *ours]
            )
            await counter.sign_on(clerk)
            yield counter
    finally:
        store.close()


def questions(counter: InProcess, code: str):
    """What the next drill will ask."""
    app = counter.app
    seed = progress.next_drill_seed(app.progress, app.trainee, code)
    return drill(code).questions(seed, Weights(progress.skills(app.progress, app.trainee)))


@pytest.mark.parametrize("code", [one.code for one in DRILLS])
async def test_the_first_question_of_a_drill_looks_like_this(code, run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        await counter.press(f"DRILLS {code}\n")
        check_golden(counter.app, f"drill_{code.lower()}")


async def test_the_menu_of_drills_says_what_to_work_on(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        app = counter.app
        wrong = [
            Answer(one, "0", tuple(Key(key, 300) for key in ["0", "enter"])) for one in questions(counter, "CHANGE")
        ]
        progress.keep_drill(app.progress, app.trainee, "CHANGE", 1, wrong)
        await counter.press("DRILLS\n")
        check_golden(app, "drills")


async def test_a_slip_on_the_back_key_costs_no_drill(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        await counter.press("DRILLS 2\n", "/")
        assert counter.program == "TRN030"
        assert "F12 gives the drill up" in counter.text


@pytest.mark.parametrize("code", [one.code for one in DRILLS])
async def test_every_drill_can_be_done_from_the_ten_key(code, run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        asked = questions(counter, code)
        await counter.press(f"DRILLS {code}\n")
        assert counter.program == "TRN030"
        for question in asked:
            assert all(row.strip() in counter.text for row in question.shown)
            await counter.press(f"{expected_keys(question, '')}\n")
        assert counter.program == "TRN040"
        assert f"{len(asked)} of {len(asked)}  (100.0 %)" in counter.text
        [run] = progress.runs(counter.app.progress, counter.app.trainee)
        assert run.figures.right == len(asked)
        assert run.figures.keys == run.figures.net_keys > len(asked)


async def test_a_wrong_answer_is_said_and_counted(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        asked = questions(counter, "AMOUNTS")
        await counter.press("DRILLS 2\n")
        await counter.press("1\n")
        assert "not 0.01." in counter.text
        for question in asked[1:]:
            await counter.press("9", "backspace", f"{expected_keys(question, '')}\n")
        [run] = progress.runs(counter.app.progress, counter.app.trainee)
        assert (run.figures.right, run.figures.answers) == (19, 20)
        assert run.figures.keys == run.figures.net_keys + 2 * 19 + 2


async def test_a_drill_given_up_is_not_kept(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        await counter.press("DRILLS\n", "1\n", "12\n", "f12")
        assert counter.program == "TRN020"
        assert progress.runs(counter.app.progress, counter.app.trainee) == []


async def test_a_tape_names_what_went_wrong(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        asked = questions(counter, "TAPE")
        await counter.press("DRILLS 4\n")
        for at, question in enumerate(asked):
            await counter.press(f"{expected_keys(question, '')}{'0' if at == 3 else ''}\n")
            assert "not" not in counter.text.split("\n")[23]
        assert "Your tape" in counter.text
        assert "Line 4:" in counter.text


async def test_figures_are_shown_as_pictures(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        for _ in range(2):
            asked = questions(counter, "AMOUNTS")
            await counter.press("DRILLS 2\n", *(f"{expected_keys(one, '')}\n" for one in asked), "f3")
        await counter.press("FIGURES\n")
        assert counter.program == "TRN050"
        assert "Net keys an hour over the last 2 drills" in counter.text
        assert "█" in counter.text


async def test_a_supervisor_observes_and_prints_the_record(run_folder, tmp_path):
    async with school(run_folder, tmp_path, "201") as counter:
        counter.app.training_folder, counter.app.course = str(tmp_path), training_keys.COURSE
        await counter.press("TRAINEES\n", "1\n")
        assert counter.program == "TRN075"
        await counter.press("6\n")
        assert counter.program == "TRN085"
        await counter.press("ABLE\n", "Calm with a second customer\n")
        assert counter.program == "TRN075"
        assert "07/06/26" in counter.text
        await counter.press("f6")
        assert counter.program == "TRN080"
        assert "Gloria Whitfie" in counter.text
        await counter.press("f6")
        assert "being printed" in counter.text


async def test_a_trainee_sees_the_own_record_and_observes_nobody(run_folder, tmp_path):
    async with school(run_folder, tmp_path, "101") as counter:
        await counter.press("RECORD\n")
        assert counter.program == "TRN075"
        assert "6=Observed" not in counter.text


async def test_where_nobody_has_trained_there_is_no_record(run_folder, tmp_path):
    async with school(run_folder, tmp_path, "201") as counter:
        counter.app.training_folder = str(tmp_path / "nothing")
        await counter.press("TRAINEES\n")
        assert "Nobody has trained at this station" in counter.text
        assert not (tmp_path / "nothing").exists()


async def test_in_live_work_there_is_no_drill(run_folder, tmp_path):
    async with school(run_folder, tmp_path) as counter:
        counter.app.trainee = None
        await counter.press("DRILLS\n")
        assert "belongs to training" in counter.text
