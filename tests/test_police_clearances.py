"""Clearance letters and retention: the second reader, the fee's cap, and destruction by two people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from conftest import PoliceSessionOf
from livescan_sample import closed, entered
from test_police_releases import pay

from data.clock import FixedClock
from data.forms import FormError
from data.permissions import POLICE_SUPERVISOR, Refused
from data.police import clearances, fingerprints, releases, releases_work, retention
from data.police.clearances import Wanted
from data.police.releases import Asked
from data.police.store import PoliceStore
from data.session import Session

PAT = Wanted("Sample, Pat", date(1980, 2, 29), "CDL", "VISA", addressee="Consulate of Elsewhere")


def test_a_letter_needs_two_readers_and_its_fee(
    police: PoliceStore, police_session: Session, second_police_session: Session
) -> None:
    found = clearances.ask(police, police_session, PAT)
    assert (found.from_on, found.to_on, found.fee_cents) == ("2019-07-06", "2026-07-06", 2500)
    with pytest.raises(Refused, match="open"):
        clearances.issue(police, police_session, found.id)
    clearances.search(police, police_session, found.id, "CLEAR")
    with pytest.raises(Refused, match="yourself"):
        clearances.second(police, police_session, found.id, "CLEAR")
    assert clearances.second(police, second_police_session, found.id, "CLEAR").state == "CLEAR"
    with pytest.raises(Refused, match=r"25\.00 is to be paid first"):
        clearances.issue(police, police_session, found.id)
    pay(police, police_session, found.number, 2500)
    issued = clearances.issue(police, police_session, found.id)
    assert (issued.state, issued.receipt) == ("ISSUED", "27-000001")
    assert clearances.unfinished(police, police_session) == []


@pytest.mark.parametrize(("first", "again"), [("OFFICER", "CLEAR"), ("CLEAR", "OFFICER"), ("OFFICER", "OFFICER")])
def test_what_either_reader_found_goes_to_an_officer(
    police: PoliceStore, police_session: Session, second_police_session: Session, first: str, again: str
) -> None:
    found = clearances.ask(police, police_session, PAT)
    clearances.search(police, police_session, found.id, first)
    assert clearances.second(police, second_police_session, found.id, again).state == "OFFICER"
    with pytest.raises(Refused):
        clearances.issue(police, police_session, found.id)


def test_the_fee_never_exceeds_the_laws_cap(police: PoliceStore, police_session: Session) -> None:
    police.city.run("UPDATE settings SET value = '4000' WHERE name = 'fee.clearance'")
    assert clearances.ask(police, police_session, PAT).fee_cents == 2500


def test_the_subject_is_there_with_an_identification(police: PoliceStore, police_session: Session) -> None:
    with pytest.raises(FormError) as refused:
        clearances.ask(police, police_session, Wanted("Sample, Pat", date(1980, 1, 1), "NONE", "VISA"))
    assert refused.value.name == "id_seen"
    with pytest.raises(FormError) as unborn:
        clearances.ask(police, police_session, Wanted("Sample, Pat", date(2026, 7, 6), "CDL", "VISA"))
    assert unborn.value.name == "born"


# Retention


def closed_requests(police: PoliceStore, session: Session, count: int) -> list[int]:
    found = [releases.receive(police, session, Asked("PUBLIC", "OTHER")).id for _ in range(count)]
    for each in found:
        releases_work.withdraw(police, session, each, "")
    return found


def test_records_go_when_two_supervisors_say_so_and_leave_a_row(
    police: PoliceStore, police_session_of: PoliceSessionOf, clock: FixedClock
) -> None:
    one, other = police_session_of(POLICE_SUPERVISOR), police_session_of(POLICE_SUPERVISOR)
    old = closed_requests(police, one, 3)
    still_open = releases.receive(police, one, Asked("PUBLIC", "OTHER")).id
    assert retention.may_go(police, one, "releases") == []
    clock.moment = datetime(2029, 7, 7, 16, tzinfo=UTC)
    retention.hold(police, one, "releases", old[0], "Litigation")
    recent = closed_requests(police, one, 1)[0]
    assert retention.may_go(police, one, "releases") == old[1:]
    purge = retention.propose(police, one, "releases", "Resolution 29-14")
    with pytest.raises(Refused, match="yourself"):
        retention.destroy(police, one, purge)
    retention.hold(police, other, "releases", old[2], "Request RR30-1")
    assert retention.destroy(police, other, purge) == 1
    left = [key for (key,) in police.rows("SELECT id FROM releases ORDER BY id")]
    assert left == [old[0], old[2], still_open, recent]
    kept = police.row("SELECT table_name, ids, authority, proposed_by, done_by FROM destructions")
    assert kept == ("releases", str(old[1]), "Resolution 29-14", one.clerk.id, other.clerk.id)
    assert police.value("SELECT count(*) FROM release_steps WHERE release_id = ?", old[1]) == 0
    with pytest.raises(Refused, match="no such list"):
        retention.destroy(police, other, purge)
    retention.lift(police, one, "releases", old[0])
    assert retention.may_go(police, one, "releases") == [old[0]]


def test_old_live_scan_requests_go_with_their_steps_and_prints(
    police: PoliceStore, police_session: Session, police_session_of: PoliceSessionOf, clock: FixedClock
) -> None:
    """Not the open one; prints of a booking and of a registrant stay; those of a visa go by themselves."""
    one, other = police_session_of(POLICE_SUPERVISOR), police_session_of(POLICE_SUPERVISOR)
    gone = closed(police, police_session)
    still_open = entered(police, police_session)
    for reason in ("BOOKING", "REGISTRANT", "VISA"):
        taken = fingerprints.Taken(reason, fingerprints.DEVICE, "Sample, Pat", rejects="3")
        fingerprints.add(police, police_session, taken)
    clock.moment = datetime(2028, 7, 7, 16, tzinfo=UTC)
    for table in ("livescan", "fingerprints"):
        assert retention.destroy(police, other, retention.propose(police, one, table, "Resolution 29-14")) == 1
    assert police.rows("SELECT id FROM livescan") == [(still_open.id,)]
    assert police.value("SELECT count(*) FROM livescan_steps WHERE livescan_id = ?", gone.id) == 0
    assert police.rows("SELECT reason FROM fingerprints ORDER BY id") == [("BOOKING",), ("REGISTRANT",)]
    assert police.value("SELECT count(*) FROM fingerprint_rejects") == 2


def test_visits_go_after_a_year_once_their_quarter_is_reviewed(
    police: PoliceStore, police_session_of: PoliceSessionOf, clock: FixedClock
) -> None:
    """They are in the counter store; not one that is inside, not one whose lost badge is looked for, not a held one."""
    one, other = police_session_of(POLICE_SUPERVISOR), police_session_of(POLICE_SUPERVISOR)
    city = police.city
    city.insert("visitor_badges", number="V1", kind="ESCORTED")
    facts = {"visited_on": "2026-07-06", "name": "Sample", "host": "Novak", "purpose": "Sale", "id_type": "CDL",
             "badge": "V1", "badge_kind": "ESCORTED", "area": "Lobby", "in_at": "0900", "expected_at": "1000",
             "user_id": one.clerk.id, "created_at": city.now()}  # fmt: skip
    outs = ("2026-07-06", "2026-07-06", "2026-07-06", None)
    visits = [city.insert("visits", number=f"V26-{n}", out_on=out, **facts) for n, out in enumerate(outs)]
    city.insert("badge_incidents", number="I1", badge="V1", visit_id=visits[1], reported_on="2026-07-06", what="Lost",
                user_id=one.clerk.id)  # fmt: skip
    clock.moment = datetime(2027, 7, 7, 16, tzinfo=UTC)
    assert retention.may_go(police, one, "visits") == []
    city.insert("visitor_reviews", year=2026, quarter=3, visits=4, unreturned=2, finding="None",
                reviewed_on="2026-10-01", user_id=one.clerk.id)  # fmt: skip
    assert retention.may_go(police, one, "visits") == [visits[0], visits[2]]
    retention.hold(police, one, "visits", retention.numbered(police, one, "visits", "v26-2"), "Litigation")
    (held,) = retention.holds(police, one)
    assert (held.number, held.reason, held.row_id) == ("V26-2", "Litigation", visits[2])
    with pytest.raises(FormError, match="no such record"):
        retention.numbered(police, one, "visits", "V26-9")
    assert retention.destroy(police, other, retention.propose(police, one, "visits", "Resolution 29-14")) == 1
    assert city.rows("SELECT id FROM visits ORDER BY id") == [(key,) for key in visits[1:]]


def test_a_list_needs_records_and_an_authority(police: PoliceStore, polsup_session: Session, clock: FixedClock) -> None:
    with pytest.raises(Refused, match="Nothing of this kind"):
        retention.propose(police, polsup_session, "releases", "Resolution 29-14")
    closed_requests(police, polsup_session, 1)
    clock.moment = datetime(2030, 1, 2, 16, tzinfo=UTC)
    with pytest.raises(Refused, match="authority"):
        retention.propose(police, polsup_session, "releases", " ")
    purge = retention.propose(police, polsup_session, "releases", "Resolution 29-14")
    retention.withdraw(police, polsup_session, purge)
    assert retention.proposed(police, polsup_session) == []


def test_a_police_clerk_destroys_nothing(police: PoliceStore, police_session: Session) -> None:
    with pytest.raises(Refused):
        retention.may_go(police, police_session, "releases")
