"""Who looked at whom is a report for the auditor; each week is reviewed by somebody who did not work in it."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import PoliceSessionOf, SessionOf

from data import audit
from data.clock import FixedClock
from data.permissions import ADMINISTRATOR, AUDITOR, POLICE, Refused
from data.police import access, paper, releases, review, today
from data.police.review import PRINTS, VIEWS, Wanted
from data.police.store import PoliceStore
from data.session import Session

TODAY = date(2026, 7, 6)


@pytest.fixture
def auditor(session_of: SessionOf, police: PoliceStore) -> Session:
    """An auditor, let into the reports of the police store."""
    session = session_of(AUDITOR, name="Sam Adeyemi")
    access.admit(police, session)
    return session


def _all(
    police: PoliceStore, session: Session, wanted: Wanted, table: str = VIEWS, count: int = 500
) -> list[tuple[str, int, str]]:
    """Every row asked for, a page at a time, as kind, record and reason."""
    rows, before, more = review.looked(police, session, table, wanted, "first", 0, count)
    assert not before
    found = list(rows)
    while more:
        rows, before, more = review.looked(police, session, table, wanted, "next", rows[-1].id, count)
        assert before
        found += rows
    return [(row.kind, row.object_id, row.purpose) for row in found]


def test_every_look_is_in_the_report(police: PoliceStore, police_session: Session, auditor: Session) -> None:
    """By days, clerk, record; newest first, in pages; reading it is written down too."""
    for n in range(5):
        access.open_view(police, police_session, "PERSON", n, "REGISTRATION")
    access.open_view(police, police_session, "BOOKING", 9, "BOOKING")
    wanted = Wanted(TODAY, TODAY)
    newest = [("BOOKING", 9, "BOOKING"), *(("PERSON", n, "REGISTRATION") for n in (4, 3, 2, 1, 0))]
    assert _all(police, auditor, wanted) == _all(police, auditor, wanted, count=2) == newest
    assert _all(police, auditor, Wanted(TODAY, TODAY, kind="PERSON", object_id=3)) == [newest[2]]
    assert _all(police, auditor, Wanted(TODAY, TODAY, number="999")) == []
    assert _all(police, auditor, Wanted(date(2026, 7, 5), date(2026, 7, 5))) == []
    rows, before, after = review.looked(police, auditor, VIEWS, wanted, "previous", 2, 2)
    assert ([row.object_id for row in rows], before, after) == ([3, 2], True, True)
    assert police.value("SELECT count(*) FROM audit_log WHERE event = 'audit.view'") == 5


def test_papers_and_revealed_fields_are_in_it(police: PoliceStore, police_session: Session, auditor: Session) -> None:
    """What was printed, and which field was shown in clear; never its content."""
    police.insert("key_checks", id=5, check_sealed=b"")
    police.seal_into("key_checks", 5, check_sealed="900-00-1234")
    shown = access.reveal(
        police, police_session, "key_checks", 5, "check_sealed", "OFFICER", kind="PERSON", object_id=77
    )
    assert shown == "900-00-1234"
    paper.log(police, police_session, "RECEIPT", "PERSON", 77, 2, "REGISTRATION", paper.PRINTER)
    (look,), _, _ = review.looked(police, auditor, VIEWS, Wanted(TODAY, TODAY))
    (sheet,), _, _ = review.looked(police, auditor, PRINTS, Wanted(TODAY, TODAY))
    assert (look.kind, look.object_id, look.what) == ("PERSON", 77, "key_checks.check_sealed")
    assert (sheet.kind, sheet.what) == ("PERSON", "RECEIPT, pages 2")
    kept = police.rows("SELECT * FROM audit_log") + police.rows("SELECT * FROM views")
    assert "1234" not in str(kept)


@pytest.mark.parametrize("role", [POLICE, ADMINISTRATOR])
def test_others_do_not_read_it(police: PoliceStore, session_of: SessionOf, role: str) -> None:
    """Neither the desk itself nor the administrator."""
    session = session_of(role)
    for call in (
        lambda: review.looked(police, session, VIEWS, Wanted(TODAY, TODAY)),
        lambda: review.weeks(police, session),
        lambda: review.figures(police, session, date(2026, 6, 29)),
        lambda: review.sign(police, session, date(2026, 6, 29), ""),
    ):
        with pytest.raises(Refused):
            call()


def test_a_week_is_reviewed_once_by_somebody_else(
    police: PoliceStore, police_session: Session, polsup_session: Session, auditor: Session, clock: FixedClock
) -> None:
    """When it is over, and not by who opened records in it; a week late it is overdue."""
    access.open_view(police, polsup_session, "PERSON", 1, "AUDIT")
    access.open_view(police, police_session, "PERSON", 1, "REGISTRATION")
    assert review.weeks(police, auditor) == []
    with pytest.raises(Refused, match="that is over"):
        review.sign(police, auditor, TODAY, "")
    clock.advance(days=7)
    (week,) = review.weeks(police, auditor)
    assert (week.first, week.last, week.reviewed, week.overdue) == (TODAY, date(2026, 7, 12), "", False)
    lines = "\n".join(review.figures(police, auditor, TODAY))
    assert "The chain is whole" in lines
    assert f"1  {police_session.clerk.number} Kim Alvarado: REGISTRATION" in lines
    clock.advance(days=7)
    assert [week.overdue for week in review.weeks(police, auditor)] == [False, True]
    with pytest.raises(Refused, match="somebody else"):
        review.sign(police, polsup_session, TODAY, "")
    assert review.sign(police, auditor, TODAY, "Nothing to report.") > 0
    with pytest.raises(Refused, match="has been reviewed"):
        review.sign(police, auditor, TODAY, "")
    signed = review.weeks(police, auditor)[1]
    assert (signed.reviewed[:3], signed.findings, signed.overdue) == ("SA ", "Nothing to report.", False)
    assert audit.verify(police) == ""


def test_refused_attempts_come_first(
    police: PoliceStore, police_session_of: PoliceSessionOf, session_of: SessionOf, auditor: Session, clock: FixedClock
) -> None:
    """Who tried to open the police store without the role is named in the review."""
    with pytest.raises(Refused):
        access.admit(police, session_of("CSR1"))
    clock.advance(days=7)
    lines = review.figures(police, auditor, TODAY)
    assert any("police.open denied" in line for line in lines[:6])


def test_what_waits_today_leads_to_its_list(
    police: PoliceStore, police_session: Session, auditor: Session, clock: FixedClock
) -> None:
    """Each kind of work with what is late, and the command that opens its list; for the police desk only."""
    assert today.waiting(police, police_session) == []
    releases.receive(police, police_session, releases.Asked("PUBLIC", "OTHER", description="Calls at the park"))
    assert today.waiting(police, police_session) == [today.Waiting("Records requests", 1, 0, "REL")]
    clock.advance(days=30)
    assert today.waiting(police, police_session) == [today.Waiting("Records requests", 1, 1, "REL")]
    with pytest.raises(Refused):
        today.waiting(police, auditor)
