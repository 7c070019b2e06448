"""Settings, fees and limits are changed by two people; a check taken against the rules is on record either way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, Confirmed, SessionOf, sqlite_url
from counter import CONFIG, PASSWORDS, InProcess, in_process
from ledger_city import check, open_drawer, pay, ship

from data import authority, records, settings, totp, users
from data.clock import FixedClock
from data.forms import Values
from data.permissions import Refused
from data.sample.rows_authority import ROWS
from data.session import Approval, Session
from data.store import Store

FEE: Values = {
    "name": "late.fee", "value": "2000", "unit": "cents", "valid_from": date(2026, 8, 1), "valid_to": None,
    "authority": "Res. 2026-01", "note": None,
}  # fmt: skip


def save(store: Store, who: Session, approval: Approval | None = None) -> int:
    """Add the fee."""
    return records.save(store, who, settings.REGISTER, None, dict(FEE), approval=approval)


def test_one_person_of_finance_proposes_and_another_confirms(
    rules: Store, session_of: SessionOf, confirmed: Confirmed
) -> None:
    finance = session_of("FINANCE")
    with pytest.raises(Refused, match="another one confirms") as refused:
        save(rules, finance)
    assert refused.value.approval == authority.CONFIRM
    assert rules.value("SELECT count(*) FROM settings WHERE name = 'late.fee'") == 0
    second = confirmed(finance)
    made = save(rules, finance, second)
    row = rules.row("SELECT event, object_id, user_id, approver_id FROM audit_log ORDER BY seq DESC LIMIT 1")
    assert tuple(row or ()) == ("record.add", str(made), finance.clerk.id, second.approver_id)


def test_a_confirmation_of_something_else_or_of_somebody_else_does_not_count(
    rules: Store, session_of: SessionOf, confirmed: Confirmed
) -> None:
    finance, other = session_of("FINANCE"), session_of("FINANCE")
    theirs, mine = confirmed(other), confirmed(finance)
    for wrong in (theirs, replace(mine, approver_id=finance.clerk.id), replace(mine, action="paid_out")):
        with pytest.raises(Refused, match="Ask for it again"):
            save(rules, finance, wrong)


@pytest.mark.parametrize("code", ["SETTINGS", "LIMITS", "CHARGES", "PASSES"])
def test_money_rows_are_kept_by_two(code: str) -> None:
    from data.catalog import Catalog

    action = Catalog.standard().register(code).second
    assert dict(ROWS)[action] == ("NO", "NO", "NO", "REQUEST", "NO")


def test_an_administrator_keeps_the_sign_on_within_hard_limits(rules: Store, session_of: SessionOf) -> None:
    administrator = session_of("ADMINISTRATOR")
    values = {**FEE, "name": "lock.idle_min", "value": "15", "unit": "minutes"}
    assert records.save(rules, administrator, settings.REGISTER, None, values) > 0
    for name, (least, most) in settings.BOUNDS.items():
        for value in (least - 1, most + 1):
            settings.put(rules, None, name, str(value), date(2026, 7, 1))
            assert least <= settings.number(rules, name, date(2026, 7, 6)) <= most


def test_a_supervisors_own_override_of_a_check_rule_is_on_record(store: Store, session_of: SessionOf) -> None:
    supervisor = session_of("SUPERVISOR")
    ship(store)
    open_drawer(store, supervisor)
    receipt = pay(store, supervisor, check(100, date="2026-07-10"))
    found = store.rows("SELECT object_id, approver_id, detail FROM audit_log WHERE event = 'check.override'")
    assert [tuple(row) for row in found] == [(str(receipt.journal_id), None, "RULE")]
    pay(store, supervisor, check(200))
    assert store.value("SELECT count(*) FROM audit_log WHERE event = 'check.override'") == 1


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A station of the sample city."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=replace(CONFIG)) as found:
        yield found


async def test_the_second_person_confirms_in_the_approval_window(desk: InProcess) -> None:
    """With the one-time code, for a person who has a second factor."""
    store, secret = desk.app.store, totp.new_secret()
    users.set_second_factor(store, None, "201", secret)
    await desk.sign_on("301")
    await desk.press("SETTINGS", "enter", "f6", "late.fee", "enter", "2000", "enter")
    await desk.press("f10")
    await desk.reset()
    display = desk.app.screen
    for name, text in (("unit", "cents"), ("valid_from", "080126")):
        display.panel.set_text(name, text)  # type: ignore[attr-defined]
    await desk.press("f10")
    assert "Approver's number" in desk.text
    await desk.press("201", "enter", PASSWORDS["201"], "enter", "asresolved", "enter")
    assert "six-digit code" in desk.text
    await desk.press("backspace")
    step = int(desk.app.clock.now().timestamp()) // 30
    await desk.press(totp.code_at(secret, step), "f10")
    row = store.row("SELECT value, valid_from FROM settings WHERE name = 'late.fee'")
    assert tuple(row or ()) == ("2000", "2026-08-01")
    kept = store.row("SELECT action, reason FROM approvals")
    assert tuple(kept or ()) == (authority.CONFIRM, "asresolved")
