"""The audit log vouches for final rows, and for rates, limits and clerks as the program left them, in both stores."""

from __future__ import annotations

import re
from datetime import date

import pytest
from closing_city import SessionOf
from conftest import Confirmed
from test_verify import tamper

from data import attest, audit, authority, changes, records, settings, users_admin
from data.passwords import Argon2
from data.permissions import ADMINISTRATOR, FINANCE
from data.police import access
from data.police import verify as police_verify
from data.police.store import PoliceStore
from data.session import Session
from data.store import Store
from data.verify import verify


@pytest.fixture
def town(rules: Store, session_of: SessionOf, confirmed: Confirmed) -> Store:
    """Shipped rules, vouched for; two clerks by an administrator, one promoted; a limit that finance changed."""
    admin, finance = session_of(ADMINISTRATOR), session_of(FINANCE)
    approval = confirmed(finance)
    audit.begin(rules)
    audit.record(rules, finance, "approval", "approvals", approval.id, approver_id=approval.approver_id)
    for number in ("104", "105"):
        users_admin.add(rules, admin, number, "Ana Ruiz", "CSR1", "long enough 7", hasher=Argon2(1, 8, 1))
    users_admin.change_role(rules, admin, "105", "CSR2", "Promoted")
    limit = rules.value("SELECT id FROM authority_limits WHERE action = 'void.receipt' AND role = 'CSR2'")
    opened = records.record(rules, finance, authority.REGISTER, limit)
    values = {**opened.values, "valid_to": date(2026, 12, 31)}
    records.save(rules, finance, authority.REGISTER, limit, values, opened.version, approval=approval)
    return rules


def found(store: Store) -> str:
    """What is wrong with attested rows."""
    return {one.check: one.sentence for one in verify(store).wrong}.get("attested rows", "")


@pytest.mark.parametrize(("change", "sentence"), [
    ("UPDATE authority_limits SET limit_cents = 99999999 WHERE id = 3", r"Row 3 of authority_limits is not as audit"),
    ("UPDATE settings SET value = '999999' WHERE name = 'drawer.report_short'", r"of settings is not as audit row \d"),
    ("UPDATE charge_splits SET gl = '100-000-1110' WHERE charge_code_id = 1", "Row 1 of charge_codes"),
    ("UPDATE users SET role = 'SUPERVISOR' WHERE number = '104'", "of users is not as audit row"),
    ("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE number = '104') WHERE number = '105'",
     "of users is not as audit row"),
    ("INSERT INTO authority_limits (action, role, rule, valid_from) VALUES ('void.others', 'CSR1', 'YES', '2026')",
     "of authority_limits was not written by the program: no audit row vouches for it"),
    ("DELETE FROM authority_limits WHERE id = 3", "Row 3 of authority_limits, for which audit row .* is missing"),
    ("UPDATE changes SET before = 'CSR2' WHERE field = 'role' AND after = 'CSR2'", "of changes is not as audit row"),
    ("DELETE FROM changes WHERE field = 'role' AND after = 'CSR2'", "of changes, for which audit row .* is missing"),
    ("INSERT INTO changes (at, station, table_name, row_id, field) VALUES ('', '', 'users', 1, 'role')",
     "of changes was not written by the program"),
    ("UPDATE approvals SET reason = 'Other'", "Row 1 of approvals is not as audit row"),
    ("DELETE FROM attestations WHERE table_name = 'changes'", "What audit row .* vouches for was changed"),
    ("UPDATE attestations SET hash = 'x' WHERE table_name = 'approvals'", "What audit row .* vouches for was changed"),
    ("INSERT INTO attestations (seq, table_name, row_id, width, hash) VALUES (999, 'settings', 1, 1, '')",
     "Rows were added to attestations for which no audit row stands"),
])  # fmt: skip
def test_what_is_changed_by_hand_is_named(town: Store, change: str, sentence: str) -> None:
    assert verify(town).wrong == ()
    tamper(town, change)
    assert re.search(sentence, found(town)), found(town)


def test_what_an_audit_row_vouches_for_is_part_of_its_chain(town: Store) -> None:
    seq = town.value("SELECT max(seq) FROM audit_log WHERE attested IS NOT NULL")
    tamper(town, f"UPDATE audit_log SET attested = NULL WHERE seq = {seq}")
    assert f"Audit row {seq} was changed." in [one.sentence for one in verify(town).wrong]


def test_a_column_that_a_newer_version_adds_changes_no_proof(town: Store) -> None:
    town.run("ALTER TABLE settings ADD COLUMN newer BIGINT NOT NULL DEFAULT 5")
    town.run("ALTER TABLE approvals ADD COLUMN newer TEXT")
    fresh = town.again().open()
    assert attest.verify(fresh) == ""
    with fresh.writing():
        settings.put(fresh, None, "late.fee", "15.00", date(2026, 7, 6), unit="cents")
    assert attest.verify(fresh) == ""
    fresh.close()


def test_every_final_row_is_vouched_for_even_when_no_event_named_it(store: Store, session: Session) -> None:
    with store.writing():
        audit.record(store, session, "view")
        changes.record_change(store, session, "customers", 5, {}, {"name": "Ana"})
    assert store.rows("SELECT event FROM audit_log ORDER BY seq") == [("view",), (attest.LEFT,)]
    assert store.rows("SELECT seq, table_name, row_id FROM attestations") == [(2, "changes", 1)]
    assert audit.verify(store) == attest.verify(store) == ""


def test_what_is_taken_back_is_not_vouched_for(store: Store, session: Session) -> None:
    def interrupted() -> None:
        with store.writing():
            changes.record_change(store, session, "customers", 5, {}, {"name": "Ana"})
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    audit.record(store, session, "view")
    assert store.value("SELECT count(*) FROM attestations") == 0
    assert store.value("SELECT attested FROM audit_log") is None


def test_an_older_store_is_vouched_for_once(store: Store) -> None:
    settings.load_rows(store, [("a", "1", "text", ""), ("b", "2", "text", "")])
    assert attest.verify(store) == ""
    assert (audit.begin(store, 1), audit.begin(store, 1)) == (2, 0)
    assert store.rows("SELECT event, detail FROM audit_log") == [(attest.BEGUN, "1"), (attest.BEGUN, "1")]
    with store.writing():
        store.run("UPDATE settings SET value = '3' WHERE name = 'b'")
    assert attest.verify(store) == "Row 2 of settings is not as audit row 2 left it."


@pytest.mark.parametrize(("change", "sentence"), [
    ("UPDATE views SET purpose = 'OTHER' WHERE id = 1", "Row 1 of views is not as audit row"),
    ("DELETE FROM views WHERE id = 2", "Row 2 of views, for which audit row"),
    ("UPDATE views SET user_id = user_id, at = '2020-01-01T00:00:00.00Z'", "Row 1 of views is not as audit row"),
    ("INSERT INTO views (at, user_id, role, session_id, station, kind, object_id, purpose) "
     "SELECT at, user_id, role, session_id, station, kind, 9, purpose FROM views WHERE id = 1",
     "Row 3 of views was not written by the program"),
])  # fmt: skip
def test_a_look_at_a_record_is_not_unmade(
    police: PoliceStore, police_session: Session, change: str, sentence: str
) -> None:
    for number in (1, 2):
        access.open_view(police, police_session, "REGISTRATION", number, "REGISTRATION")
    checks = {one.check for one in police_verify.verify(police) if one}
    assert "police attested rows" not in checks
    for event in ("update", "delete"):
        police.run(f"DROP TRIGGER views_no_{event}" + (" ON views" if police.kind == "postgresql" else ""))
    police.run(change)
    told = {one.check: one.sentence for one in police_verify.verify(police) if one}
    assert told["police attested rows"].startswith(sentence)
