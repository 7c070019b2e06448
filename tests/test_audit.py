"""The audit log is one unbroken chain; changes are kept with before and after; settings are dated."""

from __future__ import annotations

from datetime import date

import pytest

from data import audit, changes, settings
from data.clock import FixedClock
from data.ddl import trigger_name
from data.session import Session
from data.store import Store, StoreError

GOLDEN_ROW = (1, "2026-07-06T16:00:00.00Z", 7, "CSR2", "T1", 3, "sign-on", "users", "7", "ok", "", None, "")


def _unprotect(store: Store) -> None:
    """Remove what forbids changing the log, as somebody with the database's password could."""
    for event in ("UPDATE", "DELETE"):
        where = " ON audit_log" if store.kind == "postgresql" else ""
        store.run(f"DROP TRIGGER {trigger_name('audit_log', event)}{where}")


def test_the_encoding_is_the_one_of_version_one() -> None:
    assert audit.digest("", GOLDEN_ROW) == "949c25d74cc756d19f41844adbdbc45dca8582b09a7b744a39b9bd8edc55f72a"
    assert audit.digest("ab", GOLDEN_ROW) == "af406460aa9154d80222f29ee652a3cf77ccf067a57d9ad47afcbcdd702577b8"
    assert audit.digest("ab", (*GOLDEN_ROW, None, None, None)) == audit.digest("ab", GOLDEN_ROW)
    assert (
        audit.digest("ab", (*GOLDEN_ROW, 2048, 2, None))
        == "863dca9f18f565c40822bc25c9732ea64edf1ca6705c3514496763c4b84a27ad"
    )


def test_rows_are_numbered_without_gaps_also_after_a_rollback(store: Store, session: Session) -> None:
    def interrupted() -> None:
        with store.writing():
            audit.record(store, session, "view")
            raise KeyError

    assert audit.record(store, session, "view", "accounts", 12) == 1
    with pytest.raises(KeyError):
        interrupted()
    assert audit.record(store, None, "start", station="T9") == 2
    row = store.row("SELECT at, user_id, role, station, object_id FROM audit_log WHERE seq = 1")
    assert row == ("2026-07-06T16:00:00.00Z", session.clerk.id, "CSR2", "T1", "12")
    assert audit.verify(store) == ""


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        ("UPDATE audit_log SET outcome = 'denied' WHERE seq = 2", "Audit row 2 was changed."),
        ("DELETE FROM audit_log WHERE seq = 2", "Audit row 2 is missing."),
        ("DELETE FROM audit_log WHERE seq = 3", "Audit rows after 2 are missing."),
        ("UPDATE audit_log SET prev_hash = '' WHERE seq = 3", "Audit row 3 was changed."),
    ],
)
def test_tampering_is_named(store: Store, session: Session, tamper: str, sentence: str) -> None:
    for number in range(3):
        audit.record(store, session, "view", "accounts", number)
    _unprotect(store)
    assert store.run(tamper) == 1
    assert audit.verify(store) == sentence


def test_bytes_pages_and_duration_are_part_of_the_chain(store: Store, session: Session, clock: FixedClock) -> None:
    """CJIS AU-3(1). Rows with and without them stand in one chain; who changes or empties one is found out."""
    began = store.now()
    clock.advance(seconds=90)
    audit.record(store, session, "view")
    audit.record(store, session, "print", "visits", 7, detail="RECEIPT", size=2048, pages=2)
    audit.record(store, session, "sign-off", began=began)
    audit.record(store, session, "print.end", began=store.now())
    sizes = "SELECT bytes, pages, duration_ms FROM audit_log ORDER BY seq"
    assert store.rows(sizes) == [(None, None, None), (2048, 2, None), (None, None, 90_000), (None, None, 0)]
    assert audit.verify(store) == ""
    _unprotect(store)
    store.run("UPDATE audit_log SET bytes = NULL, pages = NULL WHERE seq = 2")
    assert audit.verify(store) == "Audit row 2 was changed."


def test_the_log_refuses_to_be_changed(store: Store, session: Session) -> None:
    audit.record(store, session, "view")
    for statement in ("UPDATE audit_log SET outcome = 'denied'", "DELETE FROM audit_log"):
        with pytest.raises(Exception, match="final"):
            store.run(statement)


def test_a_change_keeps_before_and_after(store: Store, session: Session) -> None:
    before = {"phone": "7605550142", "name": "Ana", "flag": False}
    assert (
        changes.record_change(store, session, "customers", 5, before, {"phone": "", "name": "Ana", "flag": True}) == 2
    )
    kept = {change.field: (change.before, change.after) for change in changes.history(store, "customers", 5)}
    assert kept == {"phone": ("7605550142", ""), "flag": ("0", "1")}
    newest = changes.last_change(store, "customers", 5)
    assert newest is not None
    assert (newest.clerk, newest.station, newest.at) == ("Pat Rivera", "T1", "2026-07-06T16:00:00.00Z")
    assert changes.history(store, "customers", 6) == []


def test_a_setting_counts_from_its_day(store: Store, session: Session) -> None:
    settings.put(store, session, "late.fee", "1500", date(2026, 1, 1), unit="cents")
    settings.put(store, session, "late.fee", "20.00", date(2026, 7, 1), unit="cents")
    assert settings.cents(store, "late.fee", date(2026, 6, 30)) == 1500
    assert settings.cents(store, "late.fee", date(2026, 7, 1)) == 2000
    with pytest.raises(StoreError, match=r"late\.fee .* 12/31/2025"):
        settings.value(store, "late.fee", date(2025, 12, 31))
    with pytest.raises(StoreError, match="no whole number"):
        settings.number(store, "late.fee", date(2026, 7, 1))


def test_a_setting_ends_with_its_last_day(store: Store) -> None:
    settings.put(store, None, "x", "1", date(2026, 1, 1), valid_to=date(2026, 1, 31))
    assert settings.number(store, "x", date(2026, 1, 31)) == 1
    with pytest.raises(StoreError):
        settings.number(store, "x", date(2026, 2, 1))


def test_a_policy_ceiling_cannot_be_crossed(store: Store, clock: FixedClock) -> None:
    settings.put(store, None, "lock.idle_min", "240", clock.today())
    settings.put(store, None, "auth.min_len", "3", clock.today())
    assert settings.number(store, "lock.idle_min", clock.today()) == 30
    assert settings.number(store, "auth.min_len", clock.today()) == 8
