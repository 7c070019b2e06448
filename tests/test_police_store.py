"""The police store: encrypted, sealed by row, journaled, open to police roles only; on both databases."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import peewee
import pytest
from conftest import POLICE_KEYS, PoliceSessionOf, SessionOf

from data import audit, changes, personnel, works
from data.clock import FixedClock
from data.ddl import trigger_name
from data.permissions import AUDITOR, POLICE, POLICE_ROLES, ROLES, Refused
from data.police import access, keys
from data.police.cipher import CannotOpen, Cipher
from data.police.store import FINAL_TABLES, PoliceStore, _require_tls
from data.session import Session
from data.store import Store, StoreError


def test_a_sealed_value_opens_in_its_own_place_only() -> None:
    """Moved to another table, column or row, or changed in one bit, it does not open."""
    cipher = Cipher(POLICE_KEYS)
    sealed = cipher.seal("persons", "ssn_sealed", 7, "900-00-1234")
    assert cipher.open("persons", "ssn_sealed", 7, sealed) == b"900-00-1234"
    assert b"1234" not in sealed
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for place, value in (
        (("persons", "ssn_sealed", 8), sealed),
        (("persons", "dl_sealed", 7), sealed),
        (("bookings", "ssn_sealed", 7), sealed),
        (("persons", "ssn_sealed", 7), flipped),
        (("persons", "ssn_sealed", 7), b""),
    ):
        with pytest.raises(CannotOpen):
            cipher.open(*place, value)


def test_every_trigger_of_the_police_store_is_looked_for(police: PoliceStore) -> None:
    """What keeps final rows as they are is in the list by which a store without it is refused."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if police.kind == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    made = {str(name) for (name,) in police.rows(query)}
    wanted = {trigger_name(table, event) for table in FINAL_TABLES for event in ("UPDATE", "DELETE")}
    assert made == wanted | set(police.schema.other_triggers)
    on = " ON registration_deadlines" if police.kind == "postgresql" else ""
    police.run(f"DROP TRIGGER registration_deadlines_kept{on}")
    with pytest.raises(StoreError, match="registration_deadlines_kept is missing"):
        police.require_current()


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_what_was_destroyed_is_overwritten(police: PoliceStore) -> None:
    """SQLite would leave it in the file's free pages, for whoever has the key."""
    assert police.value("PRAGMA secure_delete") == 1


def test_a_wrong_key_is_refused_with_a_sentence(police: PoliceStore, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the file (SQLite) nor the sealed fields (both) open with other keys."""
    other = PoliceStore(police.url, police.clock, keys.Keys.new(), police.city)
    with pytest.raises(StoreError, match="its key file does not hold its key"):
        other.open().require_current()
    other.close()
    police.require_current()
    assert capfd.readouterr() == ("", ""), "the library wrote on the terminal, over the screen"


def test_the_core_works_as_in_the_counter_store(police: PoliceStore, police_session: Session) -> None:
    """Audit chain, change history and final tables are the same code on the police store."""
    changes.record_change(police, police_session, "persons", 3, {}, {"hair": "BRO"})
    assert [(one.clerk, one.after) for one in changes.history(police, "persons", 3)] == [("Kim Alvarado", "BRO")]
    assert audit.verify(police) == ""
    access.open_view(police, police_session, "PERSON", 3, "BOOKING")
    for change in ("DELETE FROM views", "UPDATE views SET purpose = ''", "UPDATE audit_log SET role = 'X'"):
        with pytest.raises(peewee.PeeweeException, match="final"):
            police.run(change)


@pytest.mark.parametrize("role", [role for role, _ in ROLES])
def test_only_police_roles_get_in(police: PoliceStore, session_of: SessionOf, clock: FixedClock, role: str) -> None:
    """Deny by default: whoever is not of the police desk sees nothing, and the attempt is in the audit log."""
    session = session_of(role)
    personnel.record(police.city, None, session.clerk.id, cleared_on=clock.today(), trained_on=clock.today())
    if role in POLICE_ROLES:
        access.admit(police, session)
        assert access.open_view(police, session, "PERSON", 1, "BOOKING") > 0
        return
    if role != AUDITOR:
        with pytest.raises(Refused):
            access.admit(police, session)
        assert police.value("SELECT outcome FROM audit_log ORDER BY seq DESC") == "denied"
    with pytest.raises(Refused):
        access.open_view(police, session, "PERSON", 1, "BOOKING")
    assert police.value("SELECT count(*) FROM views") == 0


def test_the_key_file_is_private(tmp_path: Path) -> None:
    """Made with mode 0600, never overwritten, refused when others may read it or it is damaged."""
    path = tmp_path / "keys" / "police.key"
    made = keys.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.load(path) == made
    with pytest.raises(StoreError, match="never overwritten"):
        keys.create(path)
    path.chmod(0o640)
    with pytest.raises(StoreError, match="mode 0640"):
        keys.load(path)
    path.chmod(0o600)
    path.write_text("field 1 00\n")
    with pytest.raises(StoreError, match="damaged in line 1"):
        keys.load(path)


def test_dates_open_and_shut_the_police_screens(
    police: PoliceStore, rules: Store, session_of: SessionOf, clock: FixedClock
) -> None:
    """Without check or training: refused; 30 days before the training's end: a warning; after it: refused."""
    session = session_of(POLICE)
    with pytest.raises(Refused, match="personnel check is not on record"):
        access.enter(police, session)
    personnel.record(rules, None, session.clerk.id, cleared_on=clock.today(), trained_on=None)
    with pytest.raises(Refused, match="security training is not on record"):
        access.enter(police, session)
    personnel.record(rules, None, session.clerk.id, cleared_on=clock.today(), trained_on=clock.today())
    assert access.enter(police, session) == ""
    clock.advance(days=336)
    assert "expires on 07/06/2027" in access.enter(police, session)
    clock.advance(days=30)
    with pytest.raises(Refused, match="expired on 07/06/2027"):
        access.enter(police, session)


def test_unfinished_police_work_is_taken_up_again(
    police: PoliceStore, police_session: Session, polsup_session: Session, police_session_of: PoliceSessionOf
) -> None:
    """Kept in the police store by the same rules; what a left line cut off is free at the next sign-on of anybody."""
    works.save(police, police_session, "k1", "REGIST", "Registration", {"step": 2})
    assert police.city.value("SELECT count(*) FROM works") == 0
    assert [work.name for work in works.mine(police, police_session)] == ["Registration"]
    (work,) = works.mine(police, police_session)
    with pytest.raises(Refused, match="is working on it"):
        works.resume(police, polsup_session, work.id)
    ended = "UPDATE sessions SET ended_at = ?, end_reason = 'IDLE' WHERE id = ?"
    police.city.run(ended, police.now(), police_session.id)
    police_session_of(POLICE, station="T9")
    assert works.resume(police, polsup_session, work.id).payload == {"step": 2}


def test_what_cannot_be_written_down_is_not_shown(police: PoliceStore, police_session: Session) -> None:
    """When the audit log takes no row, the look fails and leaves nothing (CJIS AU-5)."""
    police.run("ALTER TABLE audit_log RENAME TO audit_gone")
    with pytest.raises(peewee.PeeweeException):
        access.open_view(police, police_session, "PERSON", 1, "BOOKING")
    police.run("ALTER TABLE audit_gone RENAME TO audit_log")
    assert police.value("SELECT count(*) FROM views") == 0


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("postgresql://police@db.example/police", True),
        ("postgresql://police@db.example/police?sslmode=prefer", True),
        ("postgresql:///police?host=db.example", True),
        ("postgresql://police@db.example/police?sslmode=verify-full", False),
        ("postgresql://police@127.0.0.1/police", False),
        ("postgresql:///police?host=/var/run/postgresql", False),
        ("sqlite:////var/lib/police.db", False),
    ],
)
def test_a_server_elsewhere_needs_an_encrypted_line(url: str, refused: bool) -> None:
    """CJIS SC-8: a line to another machine is never in clear because nobody thought of it."""
    with pytest.raises(StoreError, match="sslmode=verify-full") if refused else nullcontext():
        _require_tls(url)
