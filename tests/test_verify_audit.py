"""Whoever changes records behind the program's back is found by the audit log, in both stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from closing_city import SessionOf, finished_day
from test_courtpapers import add
from test_verify import tamper

from data import audit, contacts, notes, passes
from data.clock import FixedClock
from data.ddl import trigger_name
from data.frontdesk import courtpapers_steps
from data.permissions import AUDITOR, CSR1, SUPERVISOR, Permission, Refused
from data.police import access, review
from data.police import verify as police_verify
from data.police.store import PoliceStore
from data.session import Session
from data.store import Store
from data.verify import verify


@pytest.fixture
def closed(store: Store, session: Session, session_of: SessionOf) -> Store:
    """A day to its end, by five people."""
    finished_day(store, session, session_of)
    return store


def found(store: Store) -> dict[str, str]:
    """What is wrong, by check."""
    return {one.check: one.sentence for one in verify(store).wrong}


@pytest.mark.parametrize(("change", "sentence"), [
    ("UPDATE drawers SET verified_by = 5", "Row 1 of drawers names clerk 805; no audit row says drawer.verify"),
    ("UPDATE bank_deposits SET verified_by = 2", "Row 1 of bank_deposits names clerk 802; no audit row says deposit.v"),
    ("UPDATE bank_deposits SET prepared_by = 1", "Row 1 of bank_deposits names clerk 801; no audit row says deposit.p"),
    ("UPDATE business_days SET closed_by = 1", "Row 2026-07-06 of business_days names clerk 801"),
    ("UPDATE drawer_counts SET user_id = 2", "Row 1 of drawer_counts names clerk 802"),
    ("INSERT INTO approvals (at, action, amount_cents, requester_id, approver_id, station, reason) "
     "VALUES ('2026-07-06', 'void.others', 99999, 1, 2, 'T1', 'Seen')", "Row 1 of approvals names clerk 801"),
    ("INSERT INTO incidents (at, user_id, station, seen_at, kind, what) VALUES ('', 2, 'T1', '', 'OTHER', 'x')",
     "Row 1 of incidents names clerk 802; no audit row says incident by that clerk."),
])  # fmt: skip
def test_whoever_did_it_by_hand_is_not_in_the_audit_log(closed: Store, change: str, sentence: str) -> None:
    assert found(closed) == {}
    tamper(closed, change)
    assert sentence in found(closed)["who did it"]


@pytest.mark.parametrize(
    "change", ["bag = 'OTHER'", "bank_reference = 'X'", "account = '999'", "credited_on = '2027-01-01'"]
)
def test_a_deposit_is_what_the_last_step_made_of_it(closed: Store, change: str) -> None:
    tamper(closed, f"UPDATE bank_deposits SET {change}")
    assert found(closed)["attested rows"].startswith("Row 1 of bank_deposits is not as audit row")


def test_a_refund_goes_to_whom_it_was_approved_for(closed: Store, session: Session) -> None:
    """Whoever changes the payee or the amount before the file is made is named."""
    account = closed.value("SELECT min(id) FROM customers") or closed.insert("customers", name="Ana Diaz")
    with closed.writing():
        refund = closed.insert(
            "refunds", number="R1", idem_key="k", state="VERIFIED", source="RECEIPT", source_key="1", payee="Ana Diaz",
            street="1 Main", city="Vista Robles", state_code="CA", zip="92000", amount_cents=5000, gl="100-000-2110",
            ground="OVERPAID", journal_id=1, requested_on="2026-07-06", requested_by=session.clerk.id,
            customer_id=account,
        )  # fmt: skip
        audit.record(closed, session, "refund.request", "refunds", refund)
    assert "attested rows" not in found(closed)
    tamper(closed, "UPDATE refunds SET payee = 'Somebody Else'")
    assert found(closed)["attested rows"].startswith(f"Row {refund} of refunds is not as audit row")


def test_a_record_that_was_taken_away_is_named(closed: Store) -> None:
    tamper(closed, "DELETE FROM bank_deposits")
    first = closed.value("SELECT min(seq) FROM audit_log WHERE object_type = 'bank_deposits'")
    assert found(closed)["audited records"] == f"Row 1 of bank_deposits, which audit row {first} names, is missing."


# the police store


def wrong(police: PoliceStore) -> dict[str, str]:
    """What is wrong in the police store, by check."""
    return {one.check: one.sentence for one in police_verify.verify(police) if one}


def by_hand(police: PoliceStore, table: str, event: str, statement: str) -> None:
    """Change a final table and leave its trigger away."""
    on = f" ON {table}" if police.kind == "postgresql" else ""
    police.run(f"DROP TRIGGER {trigger_name(table, event)}{on}")
    police.run(statement)


@pytest.fixture
def reviewed(police: PoliceStore, police_session: Session, polsup_session: Session, clock: FixedClock) -> PoliceStore:
    """A week in which a record was opened, signed by a supervisor who opened none."""
    access.open_view(police, police_session, "PERSON", 7, "REGISTRATION")
    clock.advance(days=7)
    access.admit(police, polsup_session)
    review.sign(police, polsup_session, date(2026, 7, 6), "Nothing.")
    return police


def test_a_signed_week_holds_its_audit_log(reviewed: PoliceStore) -> None:
    by_hand(reviewed, "reviews", "UPDATE", "UPDATE reviews SET head = 'other'")
    assert wrong(reviewed)["police reviews"] == (
        "The review of the week from 2026-07-06 was signed over another audit log than this one."
    )


def test_a_review_signed_by_hand_is_named(reviewed: PoliceStore, police_session: Session) -> None:
    by_hand(reviewed, "reviews", "UPDATE", f"UPDATE reviews SET user_id = {police_session.clerk.id}")
    assert "no audit row says audit.review by that clerk" in wrong(reviewed)["police who did it"]


def test_a_person_that_is_gone_is_named(reviewed: PoliceStore) -> None:
    """The look at a person that never was stands for one who was deleted."""
    assert wrong(reviewed)["police audited records"] == "Row 7 of persons, which audit row 3 names, is missing."


def test_what_was_destroyed_as_it_should_be_is_not_missed(reviewed: PoliceStore) -> None:
    with reviewed.writing():
        list_ = reviewed.insert(
            "purges", table_name="persons", ids="7", older_than="", authority="", proposed_at="", proposed_by=1
        )
        reviewed.insert(
            "destructions", at="", purge_id=list_, table_name="persons", ids="7", authority="", proposed_by=1, done_by=2
        )
    assert "police audited records" not in wrong(reviewed)


# every action has its audit row, and whoever may only read changes nothing


def last_event(store: Store) -> tuple[object, ...] | None:
    """The newest audit row: event, what it names, who, where."""
    return store.row("SELECT event, object_type, object_id, user_id, station FROM audit_log ORDER BY seq DESC LIMIT 1")


def test_steps_of_a_court_paper_are_audited_and_not_for_readers(
    rules: Store, session: Session, session_of: SessionOf
) -> None:
    """Days ordered, the hearing's fate and the close have who, when, where and what; an auditor changes none."""
    found = add(rules, session, matter="CIVIL")
    key, auditor = found.opened.id, session_of(AUDITOR)
    steps: list[tuple[str, Callable[[Session], object]]] = [
        ("court.fate", lambda who: courtpapers_steps.fate(rules, who, key, {"fate": "OPEN"})),
        ("court.close", lambda who: courtpapers_steps.close(rules, who, key)),
    ]
    for event, step in steps:
        with pytest.raises(Refused):
            step(auditor)
        step(session)
        assert last_event(rules) == (event, "court_papers", str(key), session.clerk.id, "T1")


def test_a_message_taken_and_passes_moved_are_audited(rules: Store, session: Session, session_of: SessionOf) -> None:
    boss = session_of(SUPERVISOR)
    product = int(rules.value("SELECT id FROM pass_products WHERE serialized = 1"))
    passes.receive(rules, boss, product, "A100", "A109", date(2026, 7, 1))
    passes.move(rules, boss, product, "A100", "A101", passes.SPOILED)
    moved = rules.row("SELECT event, user_id, detail FROM audit_log ORDER BY seq DESC LIMIT 1")
    assert moved == ("passes.move", boss.clerk.id, "SPOILED 2")
    assert verify(rules).ok


@pytest.mark.parametrize("permission", [notes.WRITE, contacts.WRITE])
def test_an_auditor_writes_nothing_on_accounts(permission: Permission) -> None:
    assert not permission.allows(AUDITOR)
    assert permission.allows(CSR1)


def test_the_tail_of_the_audit_log_is_held_by_its_head(closed: Store) -> None:
    """Whoever cuts the newest audit rows off and mends the chain is caught by a head that was written down."""
    seq, head = audit.last(closed)
    assert verify(closed, f"AUDIT:{head[:8]}").ok
    assert verify(closed, head[:8].upper()).ok
    assert f"Audit log: {seq} rows, head {head[:8]}" in verify(closed).lines()
    tamper(
        closed,
        f"DELETE FROM audit_log WHERE seq = {seq}",
        f"UPDATE chains SET seq = {seq - 1}, head = (SELECT hash FROM audit_log WHERE seq = {seq - 1}) "
        "WHERE series = 'AUDIT'",
    )
    told = {one.check: one.sentence for one in verify(closed, f"AUDIT:{head[:8]}").wrong}
    assert told["expected head"] == f"No audit row has the head {head[:8]}: rows were removed or changed."
    assert "audit log" not in told


def test_the_police_audit_log_has_its_head(reviewed: PoliceStore) -> None:
    head = audit.last(reviewed)[1][:8]
    assert "police expected head" not in {one.check for one in police_verify.verify(reviewed, head) if one}
    assert "police expected head" in {one.check for one in police_verify.verify(reviewed, "0" * 8) if one}
