"""The police store at a station: who gets in, the reason that is asked once, what the lock and the clock hide."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from counter import InProcess, police_desk

from counter_tui.watch import look
from data import audit, personnel, users
from data.clock import FixedClock
from data.permissions import Refused
from data.police import access
from data.store import StoreError
from screens import police as reasons
from screens.police import ReasonDisplay


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A station of the sample city with its police store; nobody has signed on."""
    async with police_desk(run_folder, tmp_path) as found:
        yield found


def _kept(desk: InProcess, sql: str) -> list[tuple[object, ...]]:
    assert desk.app.police is not None
    return [tuple(row) for row in desk.app.police.rows(sql)]


@pytest.mark.parametrize("number", ["101", "102", "201", "301", "901", "501"])
async def test_nobody_else_is_shown_the_way_or_let_in(desk: InProcess, number: str) -> None:
    """Counter roles, finance and administrator: no menu, no typed command, no answer from the store."""
    await desk.sign_on(number)
    assert "Registrants and persons" not in desk.text
    await desk.press("PER", "enter")
    assert desk.program == "MENU"
    with pytest.raises(Refused):
        await desk.app.ask_police(lambda police: police.rows("SELECT 1"))
    await desk.reset()
    assert _kept(desk, "SELECT count(*) FROM views") == [(0,)]


async def test_the_reason_is_asked_by_one_key_and_once_for_a_work(desk: InProcess) -> None:
    """The next record of the same work is opened for the same reason; back at the menu it is asked again."""
    await desk.sign_on("401")
    app = desk.app

    async def two() -> None:
        await reasons.viewing(app, "PERSON", 11)
        await reasons.viewing(app, "PERSON", 12)

    app.start(two())
    await desk.settle()
    assert isinstance(app.screen, ReasonDisplay)
    await desk.press("4")
    assert app.purpose == "OFFICER"
    seen = "SELECT kind, object_id, purpose, revealed FROM views ORDER BY id"
    assert _kept(desk, seen) == [("PERSON", 11, "OFFICER", ""), ("PERSON", 12, "OFFICER", "")]
    await desk.press("9", "enter")
    assert app.purpose == ""


async def test_without_a_reason_the_record_stays_closed(desk: InProcess) -> None:
    """F12 opens nothing and writes nothing."""
    await desk.sign_on("401")
    desk.app.start(_view(desk))
    await desk.settle()
    await desk.press("f12")
    assert reasons.CLOSED in desk.text
    await desk.reset()
    assert _kept(desk, "SELECT count(*) FROM views") == [(0,)]


async def _view(desk: InProcess) -> None:
    await reasons.viewing(desk.app, "PERSON", 11)


async def test_dates_that_have_run_out_shut_the_police_screens_only(desk: InProcess) -> None:
    """The clerk still signs on and takes payments; the sentence says what is missing."""
    await desk.sign_on("401")
    user = desk.app.clerk_session.clerk.id
    personnel.record(desk.app.store, None, user, trained_on=None)
    with pytest.raises(Refused, match="security training is not on record"):
        await desk.app.ask_police(access.open_view, desk.app.clerk_session, "PERSON", 1, "BOOKING")
    assert _kept(desk, "SELECT event, outcome FROM audit_log ORDER BY seq DESC LIMIT 1") == [("police.open", "denied")]


async def test_the_lock_leaves_nothing_to_read(desk: InProcess) -> None:
    """Whatever was shown, the locked screen has no word of it; twelve hours later the PIN does not open it."""
    await desk.sign_on("401")
    desk.app.start(_view(desk))
    await desk.settle()
    assert "Records request" in desk.text
    await desk.press("ctrl+l")
    assert desk.program == "LCK010"
    assert "Records request" not in desk.text
    await desk.press("7033", "enter")
    assert "Records request" in desk.text
    await desk.press("f12")
    await desk.reset()
    clock = desk.app.clock
    assert isinstance(clock, FixedClock)
    clock.advance(hours=12)
    await look(desk.app, 0.0, remote=False)
    await desk.settle()
    assert desk.program == "LCK010"
    await desk.press("7033", "enter")
    assert "type the password" in desk.text
    await desk.press("backspace")
    await desk.press("40170336", "enter")
    assert desk.program == "MENU"


@pytest.mark.parametrize("keys", [["f9"], ["f7"], ["f8"], ["ctrl+r"], ["f2"], ["f9", "PER", "enter"]])
async def test_nothing_opens_behind_the_lock_by_way_of_its_help(desk: InProcess, keys: list[str]) -> None:
    """F1 explains the lock; the keys of the help open nothing else."""
    await desk.sign_on("401")
    await desk.press("ctrl+l", "f1")
    await desk.press(*keys)
    assert desk.program == "F1"
    await desk.reset()
    await desk.press("f12")
    assert desk.program == "LCK010"


async def test_a_scan_at_a_locked_station_shows_nothing(desk: InProcess) -> None:
    """A bill held before the scanner opens no payment, and names nobody."""
    await desk.sign_on("401")
    bill = str(desk.app.store.value("SELECT number FROM accounts ORDER BY id LIMIT 1"))
    for over in ([], ["f1"]):
        await desk.press("ctrl+l", *over)
        locked = desk.text
        await desk.scan(bill)
        assert desk.text == locked
        await desk.press(*(["f12"] if over else []), "7033", "enter")
        assert desk.program == "MENU"


async def test_a_station_is_locked_also_while_the_store_is_away(
    desk: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It locks, it stays locked whatever is typed, and opens when the store is back."""

    def away(*_: object, **__: object) -> None:
        raise StoreError("The store cannot be reached.")

    await desk.sign_on("401")
    with monkeypatch.context() as broken:
        for name in ("check_pin", "check_password"):
            broken.setattr(users, name, away)
        broken.setattr(audit, "record", away)
        await desk.press("ctrl+l")
        assert desk.program == "LCK010"
        await desk.press("7033", "enter")
        assert desk.program == "LCK010"
        assert "cannot be reached" in desk.text
        await desk.press("backspace", "40170336", "enter")
        assert desk.program == "LCK010"
    await desk.press("backspace", "7033", "enter")
    assert desk.program == "MENU"


async def test_the_next_clerk_is_not_given_the_commands_of_the_last(desk: InProcess) -> None:
    """F9 twice brings back what this clerk typed, not what another looked for."""
    await desk.sign_on("401")
    await desk.press("PER Zzyzx", "enter", "f3")
    await desk.press("f9", "f9")
    assert "PER Zzyzx" in desk.text
    await desk.press("f12", "ctrl+l", "f3", "1")
    await desk.sign_on("101")
    await desk.press("f9", "f9")
    assert "Zzyzx" not in desk.text


@pytest.mark.parametrize("ended", [users.disable, partial(users.change_role, role="CSR1")])
async def test_who_is_disabled_or_transferred_gets_no_answer_more(desk: InProcess, ended: Callable[..., None]) -> None:
    """Not even in the minute until the station looks."""
    app = desk.app
    await desk.sign_on("401")
    assert await app.ask_police(lambda police: police.value("SELECT 1")) == 1
    ended(app.store, None, "401", reason="Left")
    with pytest.raises(Refused, match="Your session was ended"):
        await app.ask_police(lambda police: police.value("SELECT 1"))
    assert _kept(desk, "SELECT outcome FROM audit_log ORDER BY seq DESC LIMIT 1") == [("denied",)]


async def test_a_disabled_number_is_put_out_and_a_left_line_is_closed(desk: InProcess) -> None:
    """At the next look; unfinished work is kept by the store as it is for a dropped line."""
    app = desk.app
    await desk.sign_on("401")
    session = app.clerk_session
    app.store.run("UPDATE sessions SET ended_at = ? WHERE id = ?", app.store.now(), session.id)
    await look(app, 0.0, remote=False)
    await desk.settle()
    assert desk.program == "SGN010"
    assert "disabled the number" in desk.text
    await desk.sign_on("402")
    await look(app, 59 * 60.0, remote=True)
    await look(app, 61 * 60.0, remote=False)
    await desk.settle()
    assert desk.program == "MENU"
    await look(app, 60 * 60.0, remote=True)
    await desk.settle()
    assert app.return_code == 0
    reason = app.store.again().open()
    try:
        assert reason.value("SELECT end_reason FROM sessions ORDER BY id DESC LIMIT 1") == "IDLE"
    finally:
        reason.close()


async def test_an_auditor_reads_reports_and_no_record(desk: InProcess) -> None:
    """Menu 26 and nothing else of the police store."""
    await desk.sign_on("501")
    await desk.press("26", "enter", "1", "enter")
    assert desk.program == "POL261"
    with pytest.raises(Refused):
        await desk.app.ask_police(access.open_view, desk.app.clerk_session, "PERSON", 1, "AUDIT")


async def test_nothing_of_a_person_is_left_outside_the_sealed_files(desk: InProcess, tmp_path: Path) -> None:
    """A file is found, the station locked: no name, plate or street of the police store is in any file in clear."""
    police = desk.app.police
    assert police is not None
    words = {
        str(word).encode()
        for table, column in (("persons", "last"), ("person_addresses", "street"), ("person_vehicles", "plate"))
        for (word,) in police.rows(f"SELECT DISTINCT {column} FROM {table}")
        if len(str(word)) >= 7
    }
    assert len(words) > 50
    await desk.sign_on("401")
    await desk.press("21", "enter", "1", "enter", "artichoke", "enter", "enter")
    assert desk.program in ("POL001", "PER020")
    await desk.press("ctrl+l")
    desk.app.store.idle()
    police.idle()
    assert b"10004567" in (tmp_path / "city.db").read_bytes()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            assert [word for word in words if word.lower() in data] == [], path.name
