"""Accounts over the year: incidents and whom to call, yearly review, banned list, nightly check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import peewee
import pytest
from conftest import MONDAY, SessionOf, sqlite_url
from counter import CONFIG, InProcess, in_process

from counter_tui import cli
from counter_tui.console import Console
from data import account_review, banned, incidents, settings, users
from data.clock import FixedClock
from data.forms import FormError
from data.passwords import PasswordRefused, banned_reviewed, check_new_password
from data.permissions import Refused
from data.store import Store

GOOD = "river stone 9"


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A station of the sample city."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=replace(CONFIG)) as found:
        yield found


# incidents


def test_an_incident_is_final_and_the_audit_log_has_its_kind_only(rules: Store, session_of: SessionOf) -> None:
    clerk, auditor = session_of("CSR1"), session_of("AUDITOR")
    seen = datetime(2026, 7, 6, 15, 30, tzinfo=UTC)
    number = incidents.report(rules, clerk, "LOST", seen, "A key of the back office", "Lee Chan, 9:10")
    row = rules.row("SELECT object_id, detail FROM audit_log WHERE event = 'incident'")
    assert tuple(row or ()) == (str(number), "LOST")
    (kept,) = incidents.listing(rules, auditor)
    assert (kept.kind, kept.what, kept.seen_at) == ("LOST", "A key of the back office", "07/06/26 08:30")
    with pytest.raises(Refused, match="still to come"):
        incidents.report(rules, clerk, "LOST", MONDAY + timedelta(minutes=1), "x", "")
    with pytest.raises(Refused):
        incidents.listing(rules, clerk)
    with pytest.raises(peewee.DatabaseError, match="final"):
        rules.run("DELETE FROM incidents")


async def test_one_key_reports_from_any_display_and_prints_whom_to_call(desk: InProcess) -> None:
    store = desk.app.store
    store.insert("incident_contacts", place=1, duty="Security officer", name="Pat Example", phone="(555) 555-0100")
    await desk.sign_on("101")
    await desk.press("9", "enter", "1", "enter", "ctrl+r")
    assert desk.program == "INC010"
    await desk.press("OTHER", "enter")
    await desk.press("astranger", "enter")
    assert "written down. Call now" in desk.text
    assert "Pat Example" in desk.text
    await desk.press("enter")
    assert desk.program == "SGN020", "the work below is as it was"
    await desk.printed()
    title, payload = store.row("SELECT title, payload FROM jobs ORDER BY id DESC LIMIT 1") or ("", "")
    assert title == "Security incident 1"
    assert "(555) 555-0100" in payload
    assert "astranger" not in payload


async def test_nobody_reports_before_the_sign_on_or_behind_the_lock(desk: InProcess) -> None:
    await desk.press("ctrl+r")
    assert desk.program == "SGN010"
    await desk.sign_on("101")
    await desk.press("ctrl+l", "ctrl+r")
    assert desk.program == "LCK010"


# the yearly review


def test_the_auditor_signs_once_a_year(rules: Store, clock: FixedClock, session_of: SessionOf) -> None:
    auditor, administrator = session_of("AUDITOR"), session_of("ADMINISTRATOR")
    assert account_review.warning(rules, administrator, clock.today()) == ""
    later = clock.today() + timedelta(days=366)
    assert "due" in account_review.warning(rules, administrator, later)
    assert account_review.warning(rules, session_of("CSR2"), later) == ""
    with pytest.raises(Refused):
        account_review.sign(rules, administrator, "")
    clock.advance(days=300)
    review = account_review.sign(rules, auditor, "102 has left")
    assert account_review.warning(rules, administrator, later) == ""
    (kept,) = account_review.reviews(rules, administrator)
    assert (kept.accounts, kept.findings) == (3, "102 has left")
    assert "Auditor, ACTIVE" in str(rules.value("SELECT standing FROM account_reviews WHERE id = ?", review))
    with pytest.raises(peewee.DatabaseError, match="final"):
        rules.run("UPDATE account_reviews SET findings = ''")


async def test_the_review_is_read_and_signed_on_menu_26(desk: InProcess) -> None:
    await desk.sign_on("501")
    await desk.press("26", "enter", "5", "enter")
    assert desk.program == "ACR010"
    assert "Last review: never" in desk.text
    await desk.press("f6")
    await desk.press("fine", "f10")
    assert desk.app.store.value("SELECT findings FROM account_reviews") == "fine"
    await desk.press("f3", "90", "enter")
    await desk.sign_on("901")
    await desk.press("ACCREV", "enter", "f6")
    assert desk.program == "ACR010"
    assert desk.app.store.value("SELECT count(*) FROM account_reviews") == 1


# the banned list


def test_the_agencys_list_counts_and_says_the_reason(rules: Store, clock: FixedClock) -> None:
    words = ["# ours", "VistaRobles2026", "", "city hall 1"]
    assert banned.load(rules, words, clock.today()) == 2
    with pytest.raises(PasswordRefused, match="list of common passwords"):
        check_new_password(rules, "vistarobles2026", clock.today())
    check_new_password(rules, "another stone 8", clock.today())
    assert banned.load(rules, ["other words"], clock.today()) == 1
    check_new_password(rules, "vistarobles2026", clock.today())
    with pytest.raises(Refused, match="still to come"):
        banned.load(rules, [], clock.today() + timedelta(days=1))


def test_a_list_older_than_a_quarter_is_said_to_administrators(
    rules: Store, clock: FixedClock, session_of: SessionOf
) -> None:
    administrator = session_of("ADMINISTRATOR")
    day = banned_reviewed() + timedelta(days=93)
    assert "more than a quarter ago" in banned.warning(rules, administrator, day)
    assert banned.warning(rules, session_of("CSR1"), day) == ""
    clock.advance(days=60)
    banned.load(rules, [], clock.today())
    assert banned.reviewed(rules) == clock.today()
    assert banned.warning(rules, administrator, day) == ""


async def test_an_administrator_reads_it_on_the_main_menu(run_folder: Path, tmp_path: Path) -> None:
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY + timedelta(days=89)), config=replace(CONFIG)) as desk:
        with desk.app.store.writing():
            desk.app.store.run("UPDATE users SET last_sign_on_at = ?", desk.app.store.now())
        settings.put(desk.app.store, None, banned.SETTING, "2026-07-01", MONDAY.date())
        await desk.sign_on("901")
        assert "banned passwords was reviewed on 07/01/2026" in desk.text


def test_commands_for_the_nightly_check_and_the_list(run_folder: Path, tmp_path: Path) -> None:
    out = StringIO()

    def main(*words: str) -> int:
        return cli.main(words, {}, Console(out, StringIO()))

    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    file = tmp_path / "banned.txt"
    file.write_text("ourcity2026\n", encoding="utf-8")
    assert main("user", "ban", str(file), "--reviewed", "2026-07-01", "--store", url) == 0
    assert main("user", "ban", str(tmp_path / "none"), "--reviewed", "2026-07-01", "--store", url) == 1
    store = Store(url, FixedClock(MONDAY)).open()
    with store.writing():
        store.run("UPDATE users SET created_at = ? WHERE number = '101'", "2020-01-01T00:00:00.00Z")
    store.close()
    assert main("user", "expire", "--store", url) == 0
    said = out.getvalue()
    assert "counts from now on: 1 password." in said
    assert "101" in said


# other settings


def test_a_second_factor_is_turned_off_with_its_reason_only(rules: Store, session_of: SessionOf) -> None:
    from data import records

    administrator = session_of("ADMINISTRATOR")
    values = {
        "name": "auth.mfa", "value": "NONE", "unit": "text", "valid_from": date(2026, 8, 1), "valid_to": None,
        "authority": None, "note": None,
    }  # fmt: skip
    with pytest.raises(FormError, match="what asks for it instead"):
        records.save(rules, administrator, settings.REGISTER, None, dict(values))
    values["authority"] = "Asked by the identity provider, memo 12"
    assert records.save(rules, administrator, settings.REGISTER, None, dict(values)) > 0


def test_no_number_is_used_again(rules: Store, clock: FixedClock) -> None:
    users.add(rules, None, "102", "Marcus O'Neill", "CSR2", GOOD)
    users.disable(rules, None, "102", "LEFT")
    clock.advance(days=3650)
    with pytest.raises(Refused, match="never used again"):
        users.add(rules, None, "102", "Somebody Else", "CSR2", GOOD)
