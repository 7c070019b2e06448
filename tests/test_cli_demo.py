"""The sample city from the command line, on a real terminal: made once, then started at once on the same data."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from terminal import Terminal

from counter_tui.__main__ import takes_the_screen
from counter_tui.console import Console
from counter_tui.demo import prepare_city
from data.clock import SystemClock
from data.sample import loaded
from data.store import Store

WORDS = ["python", "-m", "counter_tui"]
SIGN_ON = "Dana Ortiz"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has run once."""
    folder = tmp_path_factory.mktemp("demo")
    with Terminal([*WORDS, "demo"], cwd=str(folder)) as terminal:
        terminal.wait_sent("Building the sample city")
        terminal.wait_for(SIGN_ON)
        terminal.hang_up()
        terminal.wait_exit()
    return folder


def test_the_first_run_makes_a_whole_private_city(city):
    path = city / "var" / "sample-city.db"
    assert path.stat().st_mode & 0o777 == 0o600
    assert not [each for each in path.parent.iterdir() if "-new" in each.name]
    store = Store(f"sqlite:///{path}", SystemClock()).open()
    assert loaded(store)
    assert store.value("SELECT count(*) FROM accounts") == 2000
    store.close()


def test_the_second_run_starts_at_once_on_the_same_data(city):
    made = (city / "var" / "sample-city.db").stat().st_ino
    with Terminal([*WORDS, "demo"], cwd=str(city)) as terminal:
        terminal.wait_sent("Starting")
        terminal.wait_for(SIGN_ON)
        assert b"Building" not in terminal.raw
    assert (city / "var" / "sample-city.db").stat().st_ino == made


def test_a_dropped_line_is_no_crash(city):
    with Terminal([*WORDS, "demo"], cwd=str(city)) as terminal:
        terminal.wait_for(SIGN_ON)
        terminal.hang_up()
        terminal.wait_exit()
    assert list((city / "var" / "log").glob("crash-*")) == []


def test_run_starts_the_station_that_a_file_describes(city, tmp_path):
    (tmp_path / "till.toml").write_text('station = "WINDOW-3"\ntill = "03"\n')
    environ = {"COUNTER_STORE": f"sqlite:///{city}/var/sample-city.db", "COUNTER_STATION": "till.toml"}
    with Terminal([*WORDS, "run"], cwd=str(tmp_path), env=environ) as terminal:
        terminal.wait_for("WINDOW-3")
    assert (tmp_path / "var" / "log" / "WINDOW-3.log").exists()


def test_an_error_after_the_splash_is_a_sentence_on_the_normal_screen(tmp_path):
    with Terminal([*WORDS, "run", "--station", "none.toml"], cwd=str(tmp_path)) as terminal:
        assert terminal.wait_exit() == 4
        assert b"The station file none.toml cannot be read: No such file" in terminal.raw
        assert terminal.raw.rindex(b"\x1b[?1049l") < terminal.raw.rindex(b"The station file")


def test_a_terminal_without_a_name_is_refused(tmp_path):
    with Terminal([*WORDS, "demo"], cwd=str(tmp_path), env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_exit() == 1
        assert "TERM is not set" in terminal.screen_text()


def test_two_first_runs_at_once_make_one_city(tmp_path, monkeypatch):
    made: list[str] = []
    monkeypatch.setattr("data.sample.load", lambda store, *_: made.append(store.url))
    monkeypatch.setattr("data.sample.pettycash.load", lambda store: None)
    with ThreadPoolExecutor(2) as threads:
        path = tmp_path / "var" / "city.db"
        urls = list(threads.map(lambda _: prepare_city(Console(), path), range(2)))
    assert urls == [f"sqlite:///{path}"] * 2
    assert len(made) == 1
    assert [each.name for each in path.parent.iterdir() if "new" in each.name] == []


@pytest.mark.parametrize("arguments", [[], ["init"], ["run", "--help"], ["demo", "-h"], ["demo"]])
def test_other_commands_keep_the_normal_screen(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert not takes_the_screen(arguments)
