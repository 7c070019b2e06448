"""Records requests: who may have what, the clocks, the second person, the fee, and what nobody may release."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from conftest import PoliceSessionOf

from data.clock import FixedClock
from data.forms import FormError
from data.permissions import CSR2, POLICE_SUPERVISOR, Refused
from data.police import releases
from data.police import releases_work as work
from data.police.releases import Asked, Release
from data.police.releases_terms import RECORDS, RELATIONS, output
from data.police.releases_work import Determination
from data.police.store import PoliceStore
from data.session import Clerk, Session

VICTIM = Asked("VICTIM", "CRIME", requester="Pat Sample", id_seen="CDL", cases="26-001234")
ANYONE = Asked("PUBLIC", "OTHER", description="Calls at the park in June")
FULL = Determination("FULL", available_on=date(2026, 7, 6))
DENIED = Determination("DENIED", ("INV",), "Open case", denier="Max Quintero", denier_title="Records Supervisor")


def pay(police: PoliceStore, session: Session, number: str, cents: int) -> None:
    """A receipt for copies, as the cashier posts it, with the request's number as its reference."""
    from data import drawers, ledger
    from data.catalog import Catalog
    from data.ledger import Item
    from data.tenders import Tender

    catalog = Catalog.standard()
    if session.drawer_id is None:
        drawers.open(police.city, session, "31", 10_000)
    texts = {**catalog.service("PR").form.opening(), "number": number, "amount": f"{cents / 100:.2f}"}
    item = Item("PR", catalog.service("PR").form.clean(texts))
    ledger.post(police.city, session, catalog, [item], [Tender("CA", cents, cents)], f"key-{number}-{cents}")


def taken(police: PoliceStore, session: Session, asked: Asked = VICTIM) -> Release:
    return releases.receive(police, session, asked)


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        (datetime(2026, 7, 6, 16, tzinfo=UTC), "2026-07-16"),  # ten calendar days
        (datetime(2026, 7, 8, 16, tzinfo=UTC), "2026-07-20"),  # the 18th is a Saturday
        (datetime(2026, 8, 28, 16, tzinfo=UTC), "2026-09-08"),  # the 7th of September is Labor Day
        (datetime(2028, 2, 19, 16, tzinfo=UTC), "2028-02-29"),
    ],
)
def test_the_determination_is_due_in_ten_days_on_a_day_that_counts(
    police: PoliceStore, police_session: Session, clock: FixedClock, received: datetime, due_on: str
) -> None:
    clock.moment = received
    found = taken(police, police_session, ANYONE)
    assert found.due_on == due_on
    assert found.number.startswith("RR")


def test_a_last_day_may_stay_where_it_is(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    police.city.run("UPDATE settings SET value = 'off' WHERE name = 'cpra.roll_forward'")
    clock.moment = datetime(2026, 7, 8, 16, tzinfo=UTC)
    assert taken(police, police_session, ANYONE).due_on == "2026-07-18"


def test_a_victim_of_violence_has_hours_and_working_days(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)  # Thursday before a weekend
    found = taken(police, police_session, Asked("VICTIM", "DV", id_seen="CDL"))
    assert found.face_due_at == "2026-07-04T17:30:00.00Z"
    assert found.due_on == "2026-07-09"
    assert found.free
    given = work.face_sheet(police, police_session, found.id)
    assert given.face_given_at is not None
    with pytest.raises(Refused, match="No face sheet"):
        work.face_sheet(police, police_session, found.id)
    later = work.extend(police, police_session, found.id, 1, "VOLUME", "Max Quintero", "Records Supervisor")
    assert later.due_on == "2026-07-16"


def test_an_extension_is_given_once_in_time_and_at_most_fourteen_days(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = taken(police, police_session, ANYONE)
    with pytest.raises(FormError, match="at most 14 days") as refused:
        work.extend(police, police_session, found.id, 15, "VOLUME", "Max Quintero", "Records Supervisor")
    assert refused.value.name == "days"
    longer = work.extend(police, police_session, found.id, 14, "VOLUME", "Max Quintero", "Records Supervisor")
    assert (longer.due_legal, longer.due_on) == ("2026-07-30", "2026-07-30")
    assert longer.extended_by == "Max Quintero, Records Supervisor"
    with pytest.raises(Refused, match="extended already"):
        work.extend(police, police_session, found.id, 1, "VOLUME", "Max Quintero", "Records Supervisor")
    other = taken(police, police_session, ANYONE)
    clock.advance(days=11)
    assert releases.get(police, police_session, other.id).overdue(clock.today())
    with pytest.raises(Refused, match="overdue"):
        work.extend(police, police_session, other.id, 3, "VOLUME", "Max Quintero", "Records Supervisor")


def test_the_relation_decides_what_is_opened() -> None:
    assert output("TC", "DRIVER").law == "Vehicle Code 20012"
    assert output("CRIME", "VICTIM").law == "Government Code 7923.605"
    assert "analysis" in output("CRIME", "VICTIM").what
    assert output("DV", "VICTIM").free
    assert not output("DV", "PUBLIC").free
    assert output("TC", "PUBLIC").law == "Gov. Code 7922.525"
    assert output("ARREST", "PUBLIC").law == "Government Code 7923.610"
    assert all(output(kind, relation.code).what for kind, _ in RECORDS for relation in RELATIONS)


def test_identification_and_declaration_are_asked_only_where_the_relation_opens_something(
    police: PoliceStore, police_session: Session
) -> None:
    with pytest.raises(Refused, match="identification"):
        taken(police, police_session, Asked("DRIVER", "TC"))
    with pytest.raises(Refused, match="penalty of perjury"):
        taken(police, police_session, Asked("LAWYER", "TC", id_seen="CDL"))
    assert taken(police, police_session, Asked("LAWYER", "TC", id_seen="CDL", declaration=True)).state == "OPEN"
    assert taken(police, police_session, Asked("PUBLIC", "CALLS")).requester == ""


@pytest.mark.parametrize("kind", ["REG", "CHRI", "CHILD"])
def test_some_records_are_never_released_at_this_desk(
    police: PoliceStore, police_session: Session, polsup_session: Session, kind: str
) -> None:
    found = taken(police, police_session, Asked("PUBLIC", kind))
    for session in (police_session, polsup_session):
        with pytest.raises(Refused):
            work.determine(police, session, found.id, FULL)
    closed = work.determine(police, police_session, found.id, DENIED)
    assert (closed.state, closed.determination) == ("CLOSED", "DENIED")


def test_a_juvenile_record_needs_the_courts_order(police: PoliceStore, police_session: Session) -> None:
    without = taken(police, police_session, Asked("PUBLIC", "JUV"))
    with pytest.raises(Refused, match="order"):
        work.determine(police, police_session, without.id, FULL)
    order = taken(police, police_session, Asked("PUBLIC", "JUV", court_order="JV-26-77"))
    assert work.determine(police, police_session, order.id, FULL).state == "DETERMINED"


def test_the_supervisor_alone_opens_personnel_and_weighs_the_public_interest(
    police: PoliceStore, police_session: Session, polsup_session: Session
) -> None:
    found = taken(police, police_session, Asked("PUBLIC", "PERS"))
    with pytest.raises(Refused, match="supervisor"):
        work.determine(police, police_session, found.id, FULL)
    other = taken(police, police_session, ANYONE)
    catch = Determination("DENIED", ("CATCH",), "", None, "Max Quintero", "Records Supervisor")
    with pytest.raises(FormError, match="CATCH"):
        work.determine(police, police_session, other.id, catch)
    assert work.determine(police, polsup_session, other.id, catch).exemptions == "CATCH"
    assert polsup_session.clerk.role == POLICE_SUPERVISOR


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Determination("DENIED"), "exemptions"),
        (Determination("DENIED", ("INV",)), "denier"),
        (Determination("DENIED", ("INV",), denier="Max Quintero"), "denier_title"),
        (Determination("DENIED", ("NOPE",), denier="M", denier_title="S"), "exemptions"),
        (Determination("FULL", ("INV",), available_on=date(2026, 7, 6)), "exemptions"),
        (Determination("FULL"), "available_on"),
        (Determination("PARTIAL", ("ADR",), denier="M", denier_title="S"), "available_on"),
    ],
)
def test_a_determination_says_everything_the_law_wants(
    police: PoliceStore, police_session: Session, said: Determination, field: str
) -> None:
    found = taken(police, police_session)
    with pytest.raises(FormError) as refused:
        work.determine(police, police_session, found.id, said)
    assert refused.value.name == field
    assert releases.get(police, police_session, found.id).state == "OPEN"


def test_redactions_wait_for_a_second_person(
    police: PoliceStore, police_session: Session, second_police_session: Session
) -> None:
    found = taken(police, police_session)
    part = Determination("PARTIAL", ("ADR", "INV"), "Witness", date(2026, 7, 8), "Max Quintero", "Records Supervisor")
    assert work.determine(police, police_session, found.id, part).state == "REVIEW"
    with pytest.raises(Refused, match="yourself"):
        work.review(police, police_session, found.id)
    with pytest.raises(Refused):
        work.release(police, police_session, found.id, 3, "PAPER", "HAND")
    again = work.back_to_work(police, second_police_session, found.id, "Page 2 shows an address")
    assert (again.state, again.determination) == ("OPEN", "")
    work.determine(police, police_session, found.id, part)
    assert work.review(police, second_police_session, found.id).state == "DETERMINED"
    assert [one[2] for one in releases.steps(police, police_session, found.id)] == [
        "RECEIVED", "DETERMINED-PARTIAL", "SENT-BACK", "DETERMINED-PARTIAL", "REVIEWED",
    ]  # fmt: skip


def test_a_copy_is_handed_out_once_it_is_paid(police: PoliceStore, police_session: Session) -> None:
    found = taken(police, police_session)
    work.determine(police, police_session, found.id, FULL)
    with pytest.raises(Refused, match=r"1\.20 is to be paid first"):
        work.release(police, police_session, found.id, 12, "PAPER", "HAND")
    pay(police, police_session, found.number, 120)
    given = work.release(police, police_session, found.id, 12, "PAPER", "HAND")
    assert (given.state, given.fee_cents, given.receipt) == ("RELEASED", 120, "27-000001")
    with pytest.raises(Refused, match="released"):
        work.release(police, police_session, found.id, 12, "PAPER", "HAND")


def test_a_voided_receipt_pays_nothing(police: PoliceStore, police_session: Session) -> None:
    from data import corrections
    from data.catalog import Catalog

    found = taken(police, police_session)
    pay(police, police_session, found.number, 120)
    assert work.paid_cents(police.city, found.number) == 120
    police.city.run("UPDATE authority_limits SET rule = 'YES' WHERE action = 'void.receipt' AND role = 'POLICE'")
    journal = int(police.city.value("SELECT max(id) FROM journal WHERE kind = 'RECEIPT'"))
    corrections.void(police.city, police_session, Catalog.standard(), journal, None, "Wrong request")
    assert work.paid_cents(police.city, found.number) == 0


def test_a_victims_copy_costs_nothing(police: PoliceStore, police_session: Session) -> None:
    found = taken(police, police_session, Asked("VICTIM", "DV", id_seen="CDL"))
    work.determine(police, police_session, found.id, FULL)
    assert work.release(police, police_session, found.id, 40, "PAPER", "HAND").fee_cents == 0


def test_the_queue_has_what_is_due_first(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    first = taken(police, police_session, ANYONE)
    urgent = taken(police, police_session, Asked("VICTIM", "DV", id_seen="CDL"))
    done = taken(police, police_session, ANYONE)
    work.withdraw(police, police_session, done.id, "Found it elsewhere")
    assert [one.id for one in releases.queue(police, police_session)] == [urgent.id, first.id]
    assert len(releases.log(police, police_session, clock.today(), clock.today())) == 3


def test_two_people_do_not_overwrite_each_other(police: PoliceStore, police_session: Session) -> None:
    found = taken(police, police_session)
    with police.writing():
        releases.change(police, found, assigned_to="Kim")
    with pytest.raises(Refused, match="Somebody else"), police.writing():
        releases.change(police, found, assigned_to="Jo")


def test_a_counter_clerk_sees_no_request(police: PoliceStore, police_session: Session) -> None:
    found = taken(police, police_session)
    counter = Session(Clerk(99, "102", "Sam", "SM", CSR2), "T9", police_session.clock, 99, date(2026, 7, 6))
    for call in (
        lambda: releases.get(police, counter, found.id),
        lambda: releases.queue(police, counter),
        lambda: releases.receive(police, counter, ANYONE),
        lambda: work.determine(police, counter, found.id, FULL),
        lambda: work.withdraw(police, counter, found.id, ""),
    ):
        with pytest.raises(Refused):
            call()


def test_every_step_is_audited_without_a_name(police: PoliceStore, police_session_of: PoliceSessionOf) -> None:
    session = police_session_of()
    found = taken(police, session)
    work.determine(police, session, found.id, DENIED)
    rows = police.rows("SELECT event, object_type, object_id, detail FROM audit_log WHERE object_type = 'releases'")
    assert ("releases.received", "releases", str(found.id), "") in rows
    assert all("Sample" not in str(row) for row in rows)
