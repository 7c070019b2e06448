"""Police roles sign on with a second factor, set up at their first sign-on; sessions that may not go on are ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import in_process
from police_audit_keys import need_second_factor

from counter_tui.watch import standing
from data import audit, second_factor, settings, totp, users
from data.clock import FixedClock
from data.passwords import Argon2
from data.permissions import CSR2, POLICE, POLICE_ROLES
from data.session import Session
from data.store import Store
from screens.qr import qr_rows

GOOD = "river stone 9"


@pytest.fixture
def police_clerk(rules: Store, hasher: Argon2) -> Store:
    """402 is a police clerk with the good password."""
    users.add(rules, None, "402", "Kim Alvarado", POLICE, GOOD, must_change=False, pin="2580", hasher=hasher)
    return rules


def _on(store: Store, clock: FixedClock, code: str = "") -> Session:
    return users.sign_on(store, clock, "402", GOOD, "T1", code=code, hasher=Argon2(1, 8, 1))


def _code(secret: str, clock: FixedClock) -> str:
    return totp.code_at(secret, int(clock.now().timestamp()) // totp.STEP_SECONDS)


def test_the_first_sign_on_sets_it_up_and_its_code_works_once(police_clerk: Store, clock: FixedClock) -> None:
    """Without it no session; with its first code one session; the same code never again."""
    quick = Argon2(1, 8, 1)
    with pytest.raises(users.SecondFactorNeeded):
        _on(police_clerk, clock)
    secret = totp.new_secret()
    with pytest.raises(users.SignOnRefused, match="code is wrong"):
        second_factor.enroll(police_clerk, clock, "402", GOOD, secret, "000000", "T1", hasher=quick)
    code = _code(secret, clock)
    second_factor.enroll(police_clerk, clock, "402", GOOD, secret, code, "T1", hasher=quick)
    assert _on(police_clerk, clock, code).clerk.number == "402"
    with pytest.raises(users.SignOnRefused, match="used before"):
        _on(police_clerk, clock, code)
    with pytest.raises(users.CodeNeeded):
        _on(police_clerk, clock)
    with pytest.raises(users.SignOnRefused, match="already"):
        second_factor.enroll(police_clerk, clock, "402", GOOD, totp.new_secret(), code, "T1", hasher=quick)
    assert audit.verify(police_clerk) == ""


def test_the_setting_names_the_roles(police_clerk: Store, clock: FixedClock, hasher: Argon2) -> None:
    """All police roles as shipped; the administrator of an agency with its own second factor turns it off by a row."""
    assert set(settings.value(police_clerk, "auth.mfa", clock.today()).split()) == POLICE_ROLES
    users.add(police_clerk, None, "102", "Lee Chan", CSR2, GOOD, must_change=False, hasher=hasher)
    assert users.sign_on(police_clerk, clock, "102", GOOD, "T1", hasher=hasher).clerk.role == CSR2
    settings.put(police_clerk, None, "auth.mfa", "NONE", clock.today())
    assert _on(police_clerk, clock).clerk.role == POLICE


def test_a_session_is_ended_or_asked_again(police_clerk: Store, clock: FixedClock, hasher: Argon2) -> None:
    """Disabled: no session any more. After twelve hours: the password, the PIN will not do."""
    settings.put(police_clerk, None, "auth.mfa", "NONE", clock.today())
    session = _on(police_clerk, clock)
    found = standing(police_clerk, session)
    assert (found.open, found.due, found.net_minutes) == (True, False, 60)
    clock.advance(hours=12)
    assert standing(police_clerk, session).due
    with pytest.raises(users.SignOnRefused, match="type the password"):
        users.check_pin(police_clerk, session, "2580", hasher=hasher)
    users.check_password(police_clerk, session, GOOD, hasher=hasher)
    users.check_pin(police_clerk, session, "2580", hasher=hasher)
    assert not standing(police_clerk, session).due
    users.disable(police_clerk, None, "402", "Left")
    assert not standing(police_clerk, session).open


def test_after_twelve_hours_the_code_is_asked_with_the_password(police_clerk: Store, clock: FixedClock) -> None:
    """CJIS IA-11. Within the twelve hours the password is enough; the code of that moment counts once."""
    secret, quick = totp.new_secret(), Argon2(1, 8, 1)
    second_factor.enroll(police_clerk, clock, "402", GOOD, secret, _code(secret, clock), "T1", hasher=quick)
    session = _on(police_clerk, clock, _code(secret, clock))
    users.check_password(police_clerk, session, GOOD, hasher=quick)
    clock.advance(hours=12)
    with pytest.raises(users.CodeNeeded):
        users.check_password(police_clerk, session, GOOD, hasher=quick)
    with pytest.raises(users.SignOnRefused, match="code is wrong"):
        users.check_password(police_clerk, session, GOOD, "000000", hasher=quick)
    assert standing(police_clerk, session).due
    users.check_password(police_clerk, session, GOOD, _code(secret, clock), hasher=quick)
    assert not standing(police_clerk, session).due
    events = police_clerk.rows("SELECT event FROM audit_log WHERE user_id = ? ORDER BY seq", session.clerk.id)
    assert [event for (event,) in events] == ["sign-on", "unlock", "reauthenticate"]


async def test_the_locked_station_asks_for_the_code_after_twelve_hours(run_folder: Path, tmp_path: Path) -> None:
    """Password, then code; a wrong code begins anew with the password."""
    clock = FixedClock(MONDAY)
    async with in_process(sqlite_url(run_folder, tmp_path / "city.db", "city"), clock) as station:
        await station.sign_on("401")
        secret = totp.new_secret()
        station.app.store.run("UPDATE users SET totp_secret = ? WHERE number = '401'", secret)
        clock.advance(hours=12)
        await station.press("ctrl+l", "40170336", "enter")
        assert station.program == "LCK011"
        assert "six-digit code" in station.text
        await station.press("000000", "enter")
        assert station.program == "LCK010"
        assert "code is wrong" in station.text
        await station.press("backspace", "ctrl+u", "40170336", "enter", _code(secret, clock), "enter")
        assert station.program == "MENU"


async def test_it_is_set_up_at_the_sign_on_and_asked_for_from_then_on(run_folder: Path, tmp_path: Path) -> None:
    """The key is shown once; its code opens the menu; next time the code is asked for after the password."""
    clock = FixedClock(MONDAY)
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, clock) as station:
        need_second_factor(station.app.store, tmp_path)
        await station.sign_on("401")
        assert station.program == "SGN040"
        key = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", station.text)
        assert key is not None
        secret = key[0].replace(" ", "")
        picture = [row[1:38] for row in station.text.splitlines() if set("▀▄█") & set(row)]
        assert picture == qr_rows(totp.setup_uri(secret, "401 City of Vista"))
        await station.press("000000", "enter")
        assert "code is wrong" in station.text
        await station.press("backspace")
        await station.press("ctrl+u", _code(secret, clock), "enter")
        assert station.program == "MENU"
        await station.press("90", "enter")
        clock.advance(seconds=30)
        await station.sign_on("401")
        assert "six-digit code" in station.text
        await station.press("backspace")
        await station.press(_code(secret, clock), "enter")
        assert station.program == "MENU"


async def test_a_new_clerk_changes_the_password_then_sets_it_up(run_folder: Path, tmp_path: Path) -> None:
    """Both at the first sign-on, one after the other."""
    clock = FixedClock(MONDAY)
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, clock) as station:
        need_second_factor(station.app.store, tmp_path)
        users.add(station.app.store, None, "405", "Kim Alvarado", POLICE, GOOD, hasher=Argon2(1, 8, 1))
        await station.press("405", "enter", GOOD, "enter")
        assert station.program == "SGN020"
        await station.press(GOOD, "enter", "another stone 7", "enter", "another stone 7", "enter")
        assert station.program == "SGN040"
        key = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", station.text)
        assert key is not None
        await station.press(_code(key[0].replace(" ", ""), clock), "enter")
        assert station.program == "MENU"
