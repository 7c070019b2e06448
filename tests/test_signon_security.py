"""At the sign-on: the notice to accept, one code for a renewed password, the second factor of an approver."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MONDAY, SessionOf, sqlite_url
from counter import CONFIG, PASSWORDS, InProcess, in_process

from data import audit, settings, signon, totp, users
from data.clock import FixedClock
from data.passwords import Argon2
from data.store import Store

GOOD = "river stone 9"
NOTICE = "For city staff only. Use is monitored, recorded and audited. Use of this system is consent."


def code_of(secret: str, clock: FixedClock) -> str:
    """What an authenticator shows now."""
    return totp.code_at(secret, int(clock.now().timestamp()) // 30)


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A station of the sample city."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=replace(CONFIG)) as found:
        yield found


def accepted(store: Store) -> int:
    """How often the notice was accepted, by the audit log."""
    return int(store.value("SELECT count(*) FROM audit_log WHERE event = 'banner.accept'"))


async def test_the_notice_is_accepted_by_a_key_before_anybody_is_let_in(desk: InProcess) -> None:
    store = desk.app.store
    settings.put(store, None, "auth.banner", NOTICE, MONDAY.date())
    await desk.sign_on("102")
    assert desk.program == "SGN005"
    assert "monitored, recorded and audited" in desk.text
    assert store.value("SELECT count(*) FROM sessions") == 0
    await desk.press("3", "f7", "f9", "ctrl+l", "tab")
    assert desk.program == "SGN005"
    assert (desk.app.session, accepted(store)) == (None, 0)
    await desk.press("f12")
    assert (desk.program, accepted(store)) == ("SGN010", 0)
    await desk.press("f10", "enter")
    assert desk.program == "MENU"
    events = [row[0] for row in store.rows("SELECT event FROM audit_log ORDER BY seq DESC LIMIT 2")]
    assert events == ["sign-on", "banner.accept"]


async def test_a_wrong_password_asks_for_the_notice_once_and_the_next_clerk_again(desk: InProcess) -> None:
    store = desk.app.store
    settings.put(store, None, "auth.banner", NOTICE, MONDAY.date())
    await desk.press("102", "enter", "wrong", "enter", "enter")
    assert desk.program == "SGN010"
    assert "is wrong" in desk.text
    await desk.press("backspace")
    await desk.press(PASSWORDS["102"], "enter")
    assert (desk.program, accepted(store)) == ("MENU", 1)
    await desk.press("90", "enter")
    await desk.sign_on("101")
    assert desk.program == "SGN005"


async def test_where_there_is_no_notice_there_is_no_key(desk: InProcess) -> None:
    await desk.sign_on("102")
    assert (desk.program, accepted(desk.app.store)) == ("MENU", 0)


def test_a_new_store_has_a_notice_with_what_the_policy_asks_for(rules: Store, clock: FixedClock) -> None:
    text = signon.banner(rules, clock.today())
    for words in ("authorized", "monitored, recorded and audited", "prohibited", "criminal and civil", "consent"):
        assert words in text


def test_the_address_of_a_terminal_elsewhere_is_kept(rules: Store, clock: FixedClock, hasher: Argon2) -> None:
    users.add(rules, None, "102", "Marcus O'Neill", "CSR2", GOOD, must_change=False, hasher=hasher)
    users.sign_on(rules, clock, "102", GOOD, "T1", source="192.0.2.7", hasher=hasher)
    with pytest.raises(users.SignOnRefused):
        users.sign_on(rules, clock, "102", "wrong", "T1", source="192.0.2.8", hasher=hasher)
    kept = rules.rows("SELECT outcome, station, detail FROM audit_log WHERE event = 'sign-on' ORDER BY seq")
    assert [tuple(row) for row in kept] == [("ok", "T1", "192.0.2.7"), ("failed", "T1", "192.0.2.8")]
    assert audit.verify(rules) == ""


def test_being_enabled_again_is_no_sign_on(rules: Store, clock: FixedClock, hasher: Argon2) -> None:
    users.add(rules, None, "102", "Marcus O'Neill", "CSR2", GOOD, must_change=False, hasher=hasher)
    clock.advance(days=91)
    assert users.disable_inactive(rules) == ["102"]
    users.enable(rules, None, "102")
    assert users.listing(rules)[0].last_sign_on_at is None
    assert users.disable_inactive(rules) == []
    clock.advance(days=89)
    users.sign_on(rules, clock, "102", GOOD, "T1", hasher=hasher)
    clock.advance(days=91)
    users.disable_inactive(rules)
    users.enable(rules, None, "102")
    clock.advance(days=91)
    with pytest.raises(users.SignOnRefused, match="disabled after 90 days"):
        users.sign_on(rules, clock, "102", GOOD, "T1", hasher=hasher)


def test_a_renewed_password_needs_one_code(rules: Store, clock: FixedClock, hasher: Argon2) -> None:
    users.add(rules, None, "402", "Jo Bassett", "POLICE", GOOD, hasher=hasher)
    secret = totp.new_secret()
    users.set_second_factor(rules, None, "402", secret)
    code = code_of(secret, clock)
    with pytest.raises(users.MustChangePassword) as due:
        users.sign_on(rules, clock, "402", GOOD, "P1", code=code, hasher=hasher)
    users.change_password(rules, clock, "402", GOOD, "another stone 8", hasher=hasher)
    with pytest.raises(users.SignOnRefused, match="used before"):
        users.sign_on(rules, clock, "402", "another stone 8", "P1", code=code, hasher=hasher)
    users.sign_on(rules, clock, "402", "another stone 8", "P1", code=code, renewed=due.value, hasher=hasher)
    users.add(rules, None, "403", "Max Quintero", "POLSUP", GOOD, must_change=False, hasher=hasher)
    users.set_second_factor(rules, None, "403", secret)
    with pytest.raises(users.CodeNeeded):
        users.sign_on(rules, clock, "403", GOOD, "P1", renewed=due.value, hasher=hasher)


def test_who_approves_gives_the_second_factor_too(
    rules: Store, clock: FixedClock, hasher: Argon2, session_of: SessionOf
) -> None:
    clerk = session_of("CSR1")
    users.add(rules, None, "403", "Max Quintero", "POLSUP", GOOD, must_change=False, hasher=hasher)

    def approve(code: str = "") -> int:
        given = users.approve(
            rules, clerk, "403", GOOD, "void.receipt", 500, "wrong account", code=code, hasher=hasher
        )  # fmt: skip
        return given.approver_id

    with pytest.raises(users.SignOnRefused, match="signs on first, to set up a second factor"):
        approve()
    secret = totp.new_secret()
    users.set_second_factor(rules, None, "403", secret)
    with pytest.raises(users.CodeNeeded):
        approve()
    with pytest.raises(users.SignOnRefused, match="code is wrong"):
        approve("000000")
    assert approve(code_of(secret, clock)) > 0
    with pytest.raises(users.SignOnRefused, match="used before"):
        approve(code_of(secret, clock))
