"""The Live Scan log: what is sent back, who may roll, what is paid to whom, what is masked, how prints go in again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import PoliceSessionOf
from livescan_sample import ATI, FORM, closed, entered, may_roll, pay, sent

from data import corrections
from data.catalog import Catalog
from data.forms import FormError
from data.permissions import CSR2, OFFICER, POLICE_SUPERVISOR, Refused
from data.police import fingerprints, livescan, livescan_fees, livescan_rollers, livescan_work
from data.police.livescan import BACK, CLOSED, OPEN, REJECTED, SENT, WITHDRAWN
from data.police.livescan_rollers import CERTIFIED, EXEMPT
from data.police.livescan_terms import BLOCKS, FIELDS, SEALED, label, missing
from data.police.livescan_work import Transmission
from data.police.store import PoliceStore
from data.session import Session


def test_every_field_of_the_form_is_typed_once() -> None:
    typed = [name for block in BLOCKS for name in block.names]
    assert sorted(typed) == sorted({*FIELDS, *SEALED})
    assert set(FORM) == set(typed)
    assert all(label(name) for name in typed)


def test_a_complete_form_is_logged_with_its_number(police: PoliceStore, police_session: Session) -> None:
    found = entered(police, police_session)
    assert (found.number, found.state, found.missing) == ("LS27-00001", OPEN, "")
    assert found.name == "Zucchini, Alfa Q"
    assert found.values["agency"] == "Bureau of Imaginary Arts"
    assert found.masked == {"ssn": "***-**-1120", "license": "****0001", "misc": "*****3456"}
    assert livescan.by_number(police, police_session, "ls27-00001") == found.id
    assert [one.number for one in livescan.queue(police, police_session)] == [found.number]


def test_numbers_are_sealed_in_the_store(police: PoliceStore, police_session: Session) -> None:
    found = entered(police, police_session)
    row = police.row("SELECT ssn_sealed, license_sealed, misc_sealed FROM livescan WHERE id = ?", found.id)
    assert row is not None
    assert all(bytes(sealed).startswith(b"S1") for sealed in row)
    assert not any(plain in bytes(sealed) for sealed in row for plain in (b"078051120", b"Z0000001", b"123456"))


@pytest.mark.parametrize(
    "name",
    ["ori", "applicant_type", "working_title", "level", "agency", "mail_code", "last", "first", "born", "sex", "weight",
     "birth_place", "street", "zip"],
)  # fmt: skip
def test_an_incomplete_form_is_sent_back(police: PoliceStore, police_session: Session, name: str) -> None:
    found = entered(police, police_session, **{name: None})
    assert (found.state, found.missing) == (BACK, name)
    with pytest.raises(Refused, match="sent back"):
        livescan_work.transmit(police, police_session, found.id, Transmission("L99", ATI))


def test_a_box_that_is_empty_on_paper_sends_it_back_too(police: PoliceStore, police_session: Session) -> None:
    found = entered(police, police_session, complete=False, id_kind=None)
    assert (found.state, found.missing) == (BACK, "complete")


def test_it_comes_back_complete_and_keeps_what_was_not_typed_again(
    police: PoliceStore, police_session: Session
) -> None:
    found = entered(police, police_session, weight=None, signed=False)
    assert found.missing == "weight signed"
    again = {**FORM, "ssn": None, "license": "Z0000002", "misc": None}
    back = livescan.came_back(police, police_session, found.id, again, found.version)
    assert (back.state, back.missing, back.number) == (OPEN, "", found.number)
    assert back.masked["ssn"] == "***-**-1120"
    assert back.masked["license"] == "****0002"
    with pytest.raises(Refused, match="Somebody else changed"):
        livescan.came_back(police, police_session, found.id, again, found.version)


def test_a_record_review_names_no_agency_and_asks_doj_only(police: PoliceStore, police_session: Session) -> None:
    nobody = {name: None for name in FORM if name.startswith(("agency", "mail", "working", "contact"))}
    found = entered(police, police_session, applicant_type="REVIEW", level="DOJ", **nobody)
    assert found.state == OPEN
    assert livescan_fees.due(police, found, police_session.clock.today()) == {"DOJ": 2500, "ROLL": 2500}
    with pytest.raises(FormError, match="DOJ's only"):
        entered(police, police_session, applicant_type="REVIEW", level="BOTH", **nobody)


def test_a_school_names_its_contact() -> None:
    assert missing({**FORM, "applicant_type": "SCHOOL", "contact": None}) == ["contact"]
    assert missing({**FORM, "contact": None}) == []


def test_one_form_for_each_purpose(police: PoliceStore, police_session: Session) -> None:
    entered(police, police_session)
    with pytest.raises(FormError, match="LS27-00001 is open") as refused:
        entered(police, police_session, last="ZUCCHINI")
    assert refused.value.name == "working_title"
    assert entered(police, police_session, working_title="Balloon pilot").number == "LS27-00002"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"id_kind": None}, "id_kind"),
        ({"id_expires_on": None}, "id_expires_on"),
        ({"id_expires_on": date(2026, 7, 5)}, "id_expires_on"),
        ({"id_kind": "PASSPORT"}, "support1"),
        ({"id_kind": "PASSPORT", "support1": "BANK"}, "support2"),
        ({"id_kind": "PASSPORT", "support1": "BANK", "support2": "BANK"}, "support2"),
        ({"ssn": "000123456"}, "ssn"),
        ({"license": "12345"}, "license"),
        ({"mail_code": "99"}, "mail_code"),
        ({"born": date(2026, 1, 1)}, "born"),
        ({"eyes": "QQQ"}, "eyes"),
    ],
)
def test_what_cannot_be_right_is_refused(
    police: PoliceStore, police_session: Session, given: dict[str, object], name: str
) -> None:
    with pytest.raises(FormError) as refused:
        entered(police, police_session, **given)
    assert refused.value.name == name
    assert police.value("SELECT count(*) FROM livescan") == 0


def test_an_id_is_valid_on_its_last_day_and_a_second_one_has_two_papers(
    police: PoliceStore, police_session: Session
) -> None:
    two = {"id_kind": "PASSPORT", "support1": "BANK", "support2": "BIRTH", "id_expires_on": date(2026, 7, 6)}
    assert entered(police, police_session, **two).state == OPEN


# Who may roll


def test_nobody_rolls_without_a_standing(police: PoliceStore, police_session: Session) -> None:
    found = entered(police, police_session)
    with pytest.raises(FormError, match="Kim Alvarado may not roll prints: no standing") as refused:
        livescan_work.transmit(police, police_session, found.id, Transmission("L99", ATI))
    assert refused.value.name == "rolled_by"
    assert "11102.1" in str(refused.value)


@pytest.mark.parametrize(("until", "words"), [(date(2026, 7, 5), "since 07/05/2026"), (date(2026, 7, 6), "")])
def test_a_certification_counts_until_its_last_day(
    police: PoliceStore, police_session: Session, until: date, words: str
) -> None:
    may_roll(police, police_session, until)
    found = entered(police, police_session)
    if not words:
        assert livescan_work.transmit(police, police_session, found.id, Transmission("L99")).state == SENT
        return
    with pytest.raises(FormError, match=words):
        livescan_work.transmit(police, police_session, found.id, Transmission("L99"))
    assert police.value("SELECT count(*) FROM fingerprints") == 0


def test_somebody_else_rolls_while_the_clerk_writes(
    police: PoliceStore, police_session: Session, officer_session: Session
) -> None:
    may_roll(police, officer_session)
    found = entered(police, police_session)
    done = livescan_work.transmit(
        police, police_session, found.id, Transmission("L99", rolled_by=officer_session.clerk.number)
    )
    assert done.operator == f"{officer_session.clerk.number} Lee Novak"
    with pytest.raises(FormError, match="nobody here has the number 999"):
        livescan_rollers.require(police, "999", date(2026, 7, 6))


def test_standing_is_kept_by_the_supervisor_and_never_ones_own(
    police: PoliceStore, police_session: Session, polsup_session: Session
) -> None:
    since = date(2026, 1, 1)
    record = livescan_rollers.record
    with pytest.raises(Refused, match="kept by the police supervisor"):
        record(police, police_session, police_session.clerk.id, EXEMPT, "", since, None)
    with pytest.raises(Refused, match="their own"):
        record(police, polsup_session, polsup_session.clerk.id, EXEMPT, "", since, None)
    with pytest.raises(FormError, match="Certificate"):
        record(police, polsup_session, police_session.clerk.id, CERTIFIED, "", since, None)
    with pytest.raises(FormError, match="before the first one"):
        record(police, polsup_session, police_session.clerk.id, CERTIFIED, "R-1", since, date(2025, 1, 1))
    record(police, polsup_session, police_session.clerk.id, CERTIFIED, "R-1", since, date(2026, 12, 31))
    record(police, polsup_session, police_session.clerk.id, CERTIFIED, "R-2", since, date(2027, 12, 31))
    (who,) = [one for one in livescan_rollers.rollers(police, polsup_session) if one.name == "Kim Alvarado"]
    assert (who.standing, who.certificate, who.until_on) == (CERTIFIED, "R-2", date(2027, 12, 31))
    kept = police.rows("SELECT field, before, after FROM changes WHERE table_name = 'rollers' AND before IS NOT NULL")
    assert sorted(map(tuple, kept)) == [("certificate", "R-1", "R-2"), ("until_on", "2026-12-31", "2027-12-31")]


# Fees


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({"level": "DOJ"}, {"DOJ": 3200, "ROLL": 2500}),
        ({"level": "FBI"}, {"FBI": 1700, "ROLL": 2500}),
        ({"level": "BOTH"}, {"DOJ": 3200, "FBI": 1700, "ROLL": 2500}),
        ({"applicant_type": "FIREARM"}, {"DOJ": 3200, "FBI": 1700, "FIREARM": 3800, "ROLL": 2500}),
        ({"billing": "140099"}, {"ROLL": 2500}),
        ({"billing": "140099", "applicant_type": "FIREARM"}, {"ROLL": 2500}),
    ],
)
def test_the_fees_by_payee(
    police: PoliceStore, police_session: Session, given: dict[str, str], due: dict[str, int]
) -> None:
    found = entered(police, police_session, **given)
    assert livescan_fees.due(police, found, date(2026, 7, 6)) == due
    billed = {"FIREARM": 8700}.get(given.get("applicant_type", ""), 4900) if "billing" in given else 0
    assert livescan_fees.billed_cents(police, found, date(2026, 7, 6)) == billed


def test_the_money_goes_through_to_each_payee_and_the_receipt_names_nobody(
    police: PoliceStore, police_session: Session
) -> None:
    found = sent(police, police_session)
    with pytest.raises(Refused, match=r"DOJ 32\.00, FBI 17\.00, Rolling 25\.00"):
        livescan_work.close(police, police_session, found.id)
    posted = pay(police, police_session, found)
    assert livescan_fees.paid(police, found) == {"DOJ": 3200, "FBI": 1700, "ROLL": 2500}
    kinds = "SELECT g.kind, p.amount_cents FROM postings p JOIN gl_accounts g ON g.gl = p.gl WHERE g.kind <> 'ASSET'"
    assert sorted(map(tuple, police.city.rows(kinds))) == [
        ("LIABILITY", -3200), ("LIABILITY", -1700), ("REVENUE", -2500)
    ]  # fmt: skip
    lines = police.city.rows("SELECT reference, customer, description, detail FROM journal_lines WHERE service = 'LS'")
    assert {row[0] for row in lines} == {found.number}
    assert not any("Zucchini" in str(row) or "Alfa" in str(row) for row in lines)
    done = livescan_work.close(police, police_session, found.id)
    assert (done.state, done.receipt) == (CLOSED, posted.number)
    assert (done.doj_cents, done.fbi_cents, done.firearm_cents, done.roll_cents) == (3200, 1700, 0, 2500)


def test_a_number_is_paid_once_and_a_void_makes_it_unpaid(police: PoliceStore, polsup_session: Session) -> None:
    found = sent(police, polsup_session)
    posted = pay(police, polsup_session, found)
    with pytest.raises(FormError, match=f"is paid: receipt {posted.number}"):
        pay(police, polsup_session, found, "again")
    corrections.void(police.city, polsup_session, Catalog.standard(), posted.journal_id, None, "Wrong request")
    assert livescan_fees.receipts(police, found) == ""
    assert livescan_fees.unpaid(police, found, date(2026, 7, 6))


def test_a_fee_that_rises_between_payment_and_closing_is_not_asked_again(
    police: PoliceStore, police_session: Session
) -> None:
    found = sent(police, police_session)
    pay(police, police_session, found)
    police.city.run("UPDATE settings SET value = '9900' WHERE name = 'fee.livescan_doj'")
    assert livescan_fees.unpaid(police, found, date(2026, 7, 6)) == {}


# From the device to the end


def test_without_an_ati_it_waits(police: PoliceStore, police_session: Session) -> None:
    found = sent(police, police_session, ati="")
    pay(police, police_session, found)
    assert found.waits_for == "ATI"
    with pytest.raises(Refused, match="has no ATI yet"):
        livescan_work.close(police, police_session, found.id)
    with pytest.raises(FormError):
        livescan_work.note_ati(police, police_session, found.id, "")
    assert livescan_work.note_ati(police, police_session, found.id, "a123-abc-456").ati == ATI
    assert livescan_work.close(police, police_session, found.id).state == CLOSED
    (row,) = fingerprints.log(police, police_session, date(2026, 7, 6), date(2026, 7, 6))
    assert (row.reason, row.medium, row.ati, row.livescan_id) == ("APPLICANT", "DEVICE", ATI, found.id)
    assert livescan.queue(police, police_session) == []
    assert livescan.by_number(police, police_session, ATI) == found.id


def test_the_numbers_are_shown_with_a_reason_until_it_is_closed(police: PoliceStore, police_session: Session) -> None:
    found = sent(police, police_session)
    with pytest.raises(Refused, match="reason"):
        livescan.reveal(police, police_session, found, "")
    shown = livescan.reveal(police, police_session, found, "CLEARANCE")
    assert shown == {"ssn": "078051120", "license": "Z0000001", "misc": "AR-123456"}
    revealed = police.rows("SELECT revealed, kind, object_id FROM views WHERE revealed <> '' ORDER BY id")
    assert [tuple(row) for row in revealed] == [(f"livescan.{name}_sealed", "LIVESCAN", found.id) for name in SEALED]
    pay(police, police_session, found)
    done = livescan_work.close(police, police_session, found.id)
    assert done.masked["ssn"] == "***-**-1120"
    with pytest.raises(Refused, match="stay masked"):
        livescan.reveal(police, police_session, done, "CLEARANCE")


def test_rejected_prints_go_in_again_with_the_original_ati(police: PoliceStore, police_session: Session) -> None:
    first = closed(police, police_session)
    with pytest.raises(FormError, match="before the request"):
        livescan_work.reject(police, police_session, first.id, date(2026, 7, 5), "DOJ")
    with pytest.raises(FormError, match="still to come"):
        livescan_work.reject(police, police_session, first.id, date(2026, 7, 7), "DOJ")
    gone = livescan_work.reject(police, police_session, first.id, date(2026, 7, 6), "DOJ", "2 7", "ridges")
    assert (gone.state, gone.rejected_by, gone.rejected_on) == (REJECTED, "DOJ", "2026-07-06")
    assert [one.number for one in livescan.queue(police, police_session)] == [first.number]
    seen = {name: FORM[name] for name in BLOCKS[3].names}
    with pytest.raises(FormError, match="Proof of rejection"):
        livescan_work.resubmit(police, police_session, first.id, seen, proof=False)
    with pytest.raises(FormError, match="expired"):
        livescan_work.resubmit(
            police, police_session, first.id, {**seen, "id_expires_on": date(2026, 1, 1)}, proof=True
        )
    second = livescan_work.resubmit(police, police_session, first.id, seen, proof=True)
    assert (second.state, second.original_ati, second.resubmission_of) == (OPEN, ATI, first.id)
    assert (second.name, second.masked) == (first.name, first.masked)
    assert [one.number for one in livescan.queue(police, police_session)] == [second.number]
    with pytest.raises(Refused, match=f"was resubmitted: {second.number}"):
        livescan_work.resubmit(police, police_session, first.id, seen, proof=True)
    assert [one.id for one in livescan.chain(police, police_session, second.id)] == [first.id, second.id]
    (row,) = fingerprints.log(police, police_session, date(2026, 7, 6), date(2026, 7, 6))
    assert row.rejected == "DOJ 2 7"


def test_a_second_rejection_keeps_the_first_ati(police: PoliceStore, police_session: Session) -> None:
    seen = {name: FORM[name] for name in BLOCKS[3].names}
    found, numbers = closed(police, police_session), []
    for n in range(2):
        numbers.append(found.number)
        livescan_work.reject(police, police_session, found.id, date(2026, 7, 6), "FBI")
        found = livescan_work.resubmit(police, police_session, found.id, seen, proof=True)
        assert found.original_ati == ATI
        livescan_work.transmit(police, police_session, found.id, Transmission("L99", f"B{n}23ABC456"))
        found = livescan_work.close(police, police_session, found.id)
    assert [one.number for one in livescan.chain(police, police_session, found.id)] == [*numbers, found.number]


@pytest.mark.parametrize(("setting", "due"), [("N", {}), ("Y", {"ROLL": 2500})])
def test_a_resubmission_pays_doj_and_fbi_nothing(
    police: PoliceStore, police_session: Session, setting: str, due: dict[str, int]
) -> None:
    police.city.run("UPDATE settings SET value = ? WHERE name = 'livescan.resubmit_roll'", setting)
    first = closed(police, police_session)
    livescan_work.reject(police, police_session, first.id, date(2026, 7, 6), "FBI")
    seen = {name: FORM[name] for name in BLOCKS[3].names}
    second = livescan_work.resubmit(police, police_session, first.id, seen, proof=True)
    assert livescan_fees.due(police, second, date(2026, 7, 6)) == due


def test_a_request_that_was_not_sent_can_be_withdrawn_once_its_money_is_back(
    police: PoliceStore, polsup_session: Session
) -> None:
    found = entered(police, polsup_session)
    posted = pay(police, polsup_session, found)
    with pytest.raises(Refused, match="took its fees"):
        livescan_work.withdraw(police, polsup_session, found.id, "changed their mind")
    corrections.void(police.city, polsup_session, Catalog.standard(), posted.journal_id, None, "Withdrawn")
    assert livescan_work.withdraw(police, polsup_session, found.id, "changed their mind").state == WITHDRAWN
    with pytest.raises(Refused, match="withdrawn"):
        livescan_work.transmit(police, polsup_session, found.id, Transmission("L99"))
    assert [row[2] for row in livescan.steps(police, polsup_session, found.id)] == ["RECEIVED", "WITHDRAWN"]


def test_the_log_of_a_span_and_the_agency_known_already(police: PoliceStore, police_session: Session) -> None:
    found = entered(police, police_session)
    today = date(2026, 7, 6)
    assert [one.number for one in livescan.log(police, police_session, today, today)] == [found.number]
    assert livescan.log(police, police_session, today + timedelta(1), today + timedelta(1)) == []
    known = livescan.last_of_agency(police, police_session, "A0099")
    assert known is not None
    assert known.values["mail_code"] == "00099"
    assert livescan.last_of_agency(police, police_session, "A0001") is None


def test_who_may(police: PoliceStore, police_session_of: PoliceSessionOf, session_of: PoliceSessionOf) -> None:
    officer, supervisor = police_session_of(OFFICER), police_session_of(POLICE_SUPERVISOR, station="T2")
    with pytest.raises(Refused, match="kept by the police desk"):
        entered(police, officer)
    made = entered(police, supervisor)
    assert livescan.get(police, officer, made.id).number == made.number
    with pytest.raises(Refused):
        livescan.queue(police, session_of(CSR2, station="T3"))
