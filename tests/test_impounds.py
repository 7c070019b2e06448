"""Stored vehicles: the end of a hold, notice and hearing clocks, the fee and its tenders, checklist and release."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import SessionOf
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as some
from vehicles_city import CATALOG, impound, open_drawer, pay, values

from data import corrections, records, settings, users_admin
from data.clock import FixedClock
from data.forms import FormError
from data.frontdesk import clocks, impounds, impounds_steps
from data.frontdesk import impounds_release as release
from data.frontdesk.impounds import Stored
from data.holidays import is_business_day
from data.passwords import Argon2
from data.permissions import Refused
from data.session import Approval, Session
from data.store import Store
from data.users import approve

JULY_6 = date(2026, 7, 6)


def add(store: Store, session: Session, **given: Any) -> Stored:
    """Enter a stored vehicle."""
    found = impounds.add(store, session, values(impounds.FORM, **impound(**given)))
    return impounds.by_id(store, session, found)


def supervisor(store: Store, session: Session, action: str, hasher: Argon2, cents: int = 0) -> Approval:
    """A supervisor's approval, of an amount in cents."""
    users_admin.add(
        store, None, "299", "Super Visor", "SUPERVISOR", "19283746510", pin="7391", must_change=False, sample=True,
        hasher=hasher,
    )  # fmt: skip
    return approve(store, session, "299", "19283746510", action, cents, "Seen at the counter", hasher=hasher)


# Clocks


@pytest.mark.parametrize(
    ("began", "legal", "earliest"),
    [
        (date(2026, 6, 3), date(2026, 7, 3), date(2026, 7, 6)),
        (date(2026, 6, 4), date(2026, 7, 4), date(2026, 7, 6)),
        (date(2026, 6, 5), date(2026, 7, 5), date(2026, 7, 6)),
        (date(2026, 6, 6), date(2026, 7, 6), date(2026, 7, 6)),
        (date(2024, 1, 31), date(2024, 3, 1), date(2024, 3, 1)),
    ],
    ids=["on a holiday", "on a Saturday", "on a Sunday", "on a Monday", "over February 29"],
)
def test_thirty_days_end_on_an_open_day(
    rules: Store, session: Session, began: date, legal: date, earliest: date
) -> None:
    found = add(rules, session, impounded_on=began)
    assert found.ends is not None
    assert (found.ends.legal, found.ends.until) == (legal, earliest)
    assert impounds.hold_problem(found, earliest) == ""
    assert impounds.hold_problem(found, earliest - timedelta(days=1)) == f"Earliest release {earliest:%m/%d/%Y}"


def test_a_closure_such_as_a_free_friday_moves_the_release(rules: Store, session: Session) -> None:
    rules.insert("holidays", day="2026-07-06", title="Closure")
    found = add(rules, session, impounded_on=date(2026, 6, 6))
    assert found.ends is not None
    assert found.ends.until == date(2026, 7, 7)


@pytest.mark.parametrize(
    ("began", "mailed_by"),
    [
        (date(2026, 6, 29), date(2026, 7, 1)),
        (date(2026, 6, 26), date(2026, 6, 30)),
        (date(2026, 6, 27), date(2026, 6, 30)),
        (date(2026, 7, 2), date(2026, 7, 7)),
    ],
    ids=["in the week", "on a Friday", "on a Saturday", "before the holiday"],
)
def test_the_notice_is_mailed_within_two_working_days(
    rules: Store, session: Session, began: date, mailed_by: date
) -> None:
    found = add(rules, session, impounded_on=began)
    assert found.notice_until == mailed_by


def test_a_late_notice_is_marked_and_begins_the_days_to_ask(rules: Store, session: Session) -> None:
    found = add(rules, session, impounded_on=date(2026, 6, 22))
    assert found.hearing_until is None
    sent = impounds_steps.notice(rules, session, found.id, {"notice_on": date(2026, 6, 25)})
    assert sent.notice_late
    assert sent.hearing_until is not None
    assert (sent.hearing_until.legal, sent.hearing_until.until) == (date(2026, 7, 5), JULY_6)
    asked = {"hearing_asked_on": JULY_6, "hearing_by": "PHONE", "hearing_asked_by": "OWNER"}
    assert impounds_steps.ask_hearing(rules, session, found.id, asked).hearing_due == date(2026, 7, 8)


def test_a_hearing_asked_for_too_late_is_refused(rules: Store, session: Session) -> None:
    found = add(rules, session, impounded_on=date(2026, 6, 22))
    impounds_steps.notice(rules, session, found.id, {"notice_on": date(2026, 6, 24)})
    asked = {"hearing_asked_on": JULY_6, "hearing_by": "PERSON", "hearing_asked_by": "OWNER"}
    impounds_steps.ask_hearing(rules, session, found.id, asked)
    other = add(rules, session, impounded_on=date(2026, 6, 22), number="26-0002")
    impounds_steps.notice(rules, session, other.id, {"notice_on": date(2026, 6, 22)})
    with pytest.raises(FormError, match="was 07/02/2026"):
        impounds_steps.ask_hearing(rules, session, other.id, asked)


@pytest.mark.parametrize(("rolls", "until"), [("Y", JULY_6), ("N", date(2026, 7, 4))])
def test_whether_a_last_day_moves_is_a_dated_row(rules: Store, rolls: str, until: date) -> None:
    settings.put(rules, None, clocks.ROLL, rolls, date(2026, 1, 1))
    found = clocks.calendar(rules, date(2026, 6, 24), 10, JULY_6)
    assert (found.legal, found.until) == (date(2026, 7, 4), until)


@tuned(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(began=some.dates(date(2026, 1, 1), date(2027, 12, 31)), days=some.integers(0, 40))
def test_a_last_day_is_open_and_never_before_the_law_s(rules: Store, began: date, days: int) -> None:
    found = clocks.calendar(rules, began, days, JULY_6)
    assert found.legal == began + timedelta(days=days)
    assert is_business_day(rules, found.until)
    assert found.legal <= found.until <= found.legal + timedelta(days=6)
    assert not any(
        is_business_day(rules, found.legal + timedelta(days=n)) for n in range((found.until - found.legal).days)
    )


# Hearing, hold, fee


def test_who_ordered_the_storage_does_not_hold_its_hearing(rules: Store, session: Session) -> None:
    found = add(rules, session)
    held = {"hearing_on": JULY_6, "hearing_officer": "Lt. Sample", "hearing_outcome": "INVALID"}
    with pytest.raises(Refused, match="Nobody has asked"):
        impounds_steps.hold_hearing(rules, session, found.id, held)
    asked = {"hearing_asked_on": JULY_6, "hearing_by": "WRITING", "hearing_asked_by": "OWNER"}
    impounds_steps.ask_hearing(rules, session, found.id, asked)
    with pytest.raises(FormError, match="does not hold its hearing"):
        impounds_steps.hold_hearing(rules, session, found.id, {**held, "hearing_officer": "OFC. SAMPLE  101"})
    done = impounds_steps.hold_hearing(rules, session, found.id, held)
    assert impounds.hold_problem(done, JULY_6) == ""


@pytest.mark.parametrize("hold", ["EVIDENCE", "INVEST"])
def test_a_hold_without_an_end_is_lifted_by_somebody(rules: Store, session: Session, hold: str) -> None:
    found = add(rules, session, hold=hold)
    assert "ends when it is lifted" in impounds.hold_problem(found, date(2030, 1, 1))
    lifted = impounds_steps.lift(rules, session, found.id, {"lifted_on": JULY_6, "lifted_by": "Det. Sample"})
    assert impounds.hold_problem(lifted, JULY_6) == ""


@pytest.mark.parametrize(("tender", "taken"), [("CA", True), ("MO", True), ("CC", True), ("CD", False), ("CK", False)])
def test_the_fee_is_taken_by_the_tenders_of_the_dated_row(
    rules: Store, session: Session, tender: str, taken: bool
) -> None:
    add(rules, session)
    if taken:
        assert pay(rules, session, "IM", tender, number="26-0001").total_cents == 18000
        return
    with pytest.raises(Refused, match="Impound fee: only cash, money order or cashier's check"):
        pay(rules, session, "IM", tender, number="26-0001")
    settings.put(rules, None, impounds.TENDERS, "CA CK CD", JULY_6)
    assert pay(rules, session, "IM", tender, number="26-0001").total_cents == 18000


def test_the_record_shows_the_receipt_and_a_void_takes_it_off(rules: Store, session_of: SessionOf) -> None:
    session = session_of("SUPERVISOR")
    found = add(rules, session)
    receipt = pay(rules, session, "IM", number="26-0001")
    assert impounds.by_id(rules, session, found.id).receipts == receipt.number
    with pytest.raises(FormError, match="The fee is paid"):
        pay(rules, session, "IM", number="26-0001")
    corrections.void(rules, session, CATALOG, receipt.journal_id, [1], "Wrong vehicle")
    assert impounds.by_id(rules, session, found.id).receipts == ""
    assert "Fictitia" not in repr(receipt)


def test_a_waiver_needs_a_supervisor_and_stops_the_fee(rules: Store, session: Session, hasher: Argon2) -> None:
    found = add(rules, session)
    waiver = {"waived": "STOLEN", "waiver_note": "Recovered for its owner"}
    with pytest.raises(Refused) as refused:
        impounds_steps.waive(rules, session, found.id, waiver)
    assert refused.value.approval == "impound.waive"
    given = supervisor(rules, session, "impound.waive", hasher, found.fee_cents)
    assert impounds_steps.waive(rules, session, found.id, waiver, given).settled
    row = rules.row("SELECT waiver_user_id, waiver_approver_id FROM impounds WHERE id = ?", found.id)
    assert row == (session.clerk.id, given.approver_id)
    with pytest.raises(FormError, match="waived"):
        pay(rules, session, "IM", number="26-0001")


def test_a_hearing_waiver_needs_its_outcome(rules: Store, session_of: SessionOf) -> None:
    session = session_of("SUPERVISOR")
    found = add(rules, session)
    with pytest.raises(FormError, match="No hearing has found"):
        impounds_steps.waive(rules, session, found.id, {"waived": "HEARING", "waiver_note": "-"})


def test_a_legal_owner_owes_no_fee_unless_it_asked_for_a_hearing(rules: Store, session: Session) -> None:
    found = add(rules, session)
    legal = impounds_steps.choose_path(rules, session, found.id, {"path": "LEGAL"})
    assert legal.settled
    assert impounds.hold_problem(legal, JULY_6) == ""
    with pytest.raises(FormError, match="owes no fee"):
        pay(rules, session, "IM", number="26-0001")
    asked = {"hearing_asked_on": JULY_6, "hearing_by": "WRITING", "hearing_asked_by": "LEGAL"}
    assert not impounds_steps.ask_hearing(rules, session, found.id, asked).settled
    assert pay(rules, session, "IM", number="26-0001").total_cents == 18000


# The checklist and the release

PAPERS: dict[int, dict[str, Any]] = {
    1: {"seen": "Plate and VIN compared"},
    2: {"seen": "VC 22651(p)"},
    4: {"id_type": "DL"},
    5: {"until": date(2027, 1, 31), "permit": None},
    6: {"company": "Sample Insurance", "policy": "P-1", "until": date(2026, 12, 31)},
    7: {"name": "Sample Driver", "state": "CA", "last4": "1234", "until": date(2028, 5, 1)},
}
TO = {"released_to": "Sample Driver", "language": "es"}


def pass_all(store: Store, session: Session, impound_id: int, *but: int) -> None:
    """Pass every line that a person passes, except some."""
    for n, typed in PAPERS.items():
        if n not in but:
            release.passed(store, session, impound_id, n, typed)


def results(store: Store, session: Session, impound_id: int) -> dict[int, str]:
    """The result of each line."""
    found = impounds.by_id(store, session, impound_id)
    return {one.line.n: one.result for one in release.checklist(store, found, store.clock.today())}


def test_a_vehicle_is_released_once_all_lines_pass(rules: Store, session: Session) -> None:
    found = add(rules, session, reason="UNLIC", hold="NONE")
    assert results(rules, session, found.id) == {
        1: "", 2: "", 3: "PASS", 4: "", 5: "", 6: "", 7: "", 8: "FAIL", 9: "PASS", 10: "N/A", 11: "", 12: ""
    }  # fmt: skip
    with pytest.raises(Refused, match="7 lines are open; line 1: nobody has looked at it"):
        release.release(rules, session, found.id, TO)
    pass_all(rules, session, found.id)
    with pytest.raises(Refused, match="1 line is open; line 8: The fee is not paid"):
        release.release(rules, session, found.id, TO)
    receipt = pay(rules, session, "IM", number="26-0001")
    done = release.release(rules, session, found.id, TO)
    assert (done.state, done.values["released_on"], done.values["released_to"]) == ("RELEASED", JULY_6, "Sample Driver")
    assert set(results(rules, session, found.id).values()) == {"PASS", "N/A"}
    papers = [payload for (payload,) in rules.rows("SELECT payload FROM jobs WHERE title = 'Release 26-0001'")]
    assert len(papers) == 2
    assert "ENTREGA DE VEHÍCULO" in papers[0]
    assert receipt.number in papers[0]


def test_a_released_vehicle_is_closed(rules: Store, session: Session) -> None:
    found = add(rules, session, reason="UNLIC", hold="NONE")
    pass_all(rules, session, found.id)
    pay(rules, session, "IM", number="26-0001")
    release.release(rules, session, found.id, TO)
    with pytest.raises(Refused, match="closed"):
        release.release(rules, session, found.id, TO)
    with pytest.raises(Refused, match="closed"):
        impounds_steps.lift(rules, session, found.id, {"lifted_on": JULY_6, "lifted_by": "X"})
    opened = records.record(rules, session, impounds.LIST, found.id)
    with pytest.raises(Refused, match="closed"):
        records.save(rules, session, impounds.LIST, found.id, {"place": "Elsewhere"}, opened.version)


@pytest.mark.parametrize("n", [5, 6, 7])
def test_papers_that_have_expired_do_not_pass(rules: Store, session: Session, n: int) -> None:
    found = add(rules, session)
    with pytest.raises(FormError, match="Expired on 07/05/2026"):
        release.passed(rules, session, found.id, n, {**PAPERS[n], "until": date(2026, 7, 5)})
    release.passed(rules, session, found.id, n, {**PAPERS[n], "until": JULY_6})
    assert results(rules, session, found.id)[n] == "PASS"


def test_a_moving_permit_stands_for_the_registration(rules: Store, session: Session) -> None:
    found = add(rules, session)
    with pytest.raises(FormError, match="moving permit"):
        release.passed(rules, session, found.id, 5, {"until": None, "permit": None})
    release.passed(rules, session, found.id, 5, {"until": date(2025, 1, 1), "permit": "MP77"})
    assert results(rules, session, found.id)[5] == "PASS"


def test_only_the_last_digits_of_a_license_are_kept(rules: Store, session: Session) -> None:
    found = add(rules, session)
    release.passed(rules, session, found.id, 7, PAPERS[7])
    assert rules.value("SELECT detail FROM impound_checks") == "Sample Driver, CA, ...1234, 05/01/2028"


def test_a_failed_line_is_overridden_by_a_supervisor_with_a_reason(
    rules: Store, session: Session, hasher: Argon2
) -> None:
    found = add(rules, session, reason="UNLIC", hold="NONE")
    pass_all(rules, session, found.id, 6)
    pay(rules, session, "IM", number="26-0001")
    release.failed(rules, session, found.id, 6, {"seen": "Card not with the driver"})
    with pytest.raises(Refused) as refused:
        release.override(rules, session, found.id, 6, "Insurer confirmed by telephone")
    assert refused.value.approval == "impound.override"
    given = supervisor(rules, session, "impound.override", hasher)
    release.override(rules, session, found.id, 6, "Insurer confirmed by telephone", given)
    assert results(rules, session, found.id)[6] == "OVERRIDE"
    row = rules.row("SELECT detail, reason, approver_id FROM impound_checks WHERE result = 'OVERRIDE'")
    assert row == ("Card not with the driver", "Insurer confirmed by telephone", given.approver_id)
    assert release.release(rules, session, found.id, TO).state == "RELEASED"


def test_what_needs_no_override_gets_none(rules: Store, session_of: SessionOf) -> None:
    session = session_of("SUPERVISOR")
    found = add(rules, session)
    with pytest.raises(Refused, match="no obstacle"):
        release.override(rules, session, found.id, 9, "None")
    with pytest.raises(Refused, match="filled in by the release"):
        release.override(rules, session, found.id, 12, "None")
    release.override(rules, session, found.id, 3, "Early release, 14602.6(b)")
    assert results(rules, session, found.id)[3] == "OVERRIDE"


@pytest.mark.parametrize("n", [3, 8, 9, 11, 12])
def test_the_program_s_own_lines_are_not_marked_by_hand(rules: Store, session: Session, n: int) -> None:
    found = add(rules, session)
    with pytest.raises(Refused, match="answered by the program"):
        release.passed(rules, session, found.id, n, {})


def test_the_legal_owner_s_path_has_lines_of_its_own(rules: Store, session: Session) -> None:
    found = add(rules, session)
    impounds_steps.choose_path(rules, session, found.id, {"path": "LEGAL"})
    with pytest.raises(Refused, match="does not concern"):
        release.passed(rules, session, found.id, 4, {"id_type": "DL"})
    pass_all(rules, session, found.id, 4)
    release.passed(rules, session, found.id, 10, {"seen": "Assignment, ID, lien papers"})
    assert release.release(rules, session, found.id, TO).state == "RELEASED"


def test_a_check_is_final(rules: Store, session: Session) -> None:
    found = add(rules, session)
    release.passed(rules, session, found.id, 1, PAPERS[1])
    with pytest.raises(Exception, match="final"):
        rules.run("UPDATE impound_checks SET result = 'FAIL'")


@pytest.mark.parametrize(("role", "may"), [("CSR1", False), ("CSR2", True), ("POLICE", True), ("FINANCE", False)])
def test_who_works_the_checklist(rules: Store, session_of: SessionOf, role: str, may: bool) -> None:
    found = add(rules, session_of("CSR1"))
    session = session_of(role)
    if may:
        release.passed(rules, session, found.id, 1, PAPERS[1])
        assert results(rules, session, found.id)[1] == "PASS"
    else:
        with pytest.raises(Refused):
            release.passed(rules, session, found.id, 1, PAPERS[1])


def test_a_plate_that_is_stored_already_warns(rules: Store, session: Session) -> None:
    add(rules, session)
    said = impounds.warnings(rules, values(impounds.FORM, **impound(number="26-0002")))
    assert said == ["Plate 8XYZ987 is stored already: 26-0001."]


def test_the_thirty_days_run_by_the_clock(rules: Store, session: Session, clock: FixedClock) -> None:
    found = add(rules, session)
    pass_all(rules, session, found.id)
    open_drawer(rules, session)
    pay(rules, session, "IM", number="26-0001")
    with pytest.raises(Refused, match="line 3: Earliest release 08/05/2026"):
        release.release(rules, session, found.id, TO)
    clock.advance(days=30)
    assert release.release(rules, session, found.id, TO).state == "RELEASED"
