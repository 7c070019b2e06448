"""The day report: what a date took, in groups that add up, with gaps named, on both stores."""

from __future__ import annotations

import json
from datetime import date

import pytest
from ledger_city import Services, cash, check, key, open_drawer, pay, ship

from data import corrections, drawers, ledger, reports
from data.ledger import Item
from data.reports import DayReport
from data.session import Session
from data.store import Store

MONDAY = date(2026, 7, 6)


@pytest.fixture
def report(store: Store, session: Session, session_of) -> DayReport:
    """A day with two drawers, a void, custody, a drop and a drawer that closed 0.50 short."""
    ship(store)
    open_drawer(store, session)
    pay(store, session, cash(1000))
    pay(store, session, check(2500))
    wrong = pay(store, session, cash(700))
    corrections.void(store, session, Services(), wrong.journal_id, None, "Wrong")
    drawers.safe_drop(store, session, 500, "B", "201")
    drawers.count(store, session, {"b100": 1, "b2": 2, "c50": 1, "CK_total": 2500})
    drawers.close(store, session, "CHANGE")
    other = session_of("CSR1")
    open_drawer(store, other, "02", 0)
    ledger.post(store, other, Services(), [Item("CU", {})], [cash(3500)], key())
    return reports.day(store, MONDAY)


def test_every_group_adds_up_to_the_day(report: DayReport) -> None:
    assert report.total_cents == 1000 + 2500 + 3500
    for group in (report.tenders, report.services, report.clerks):
        assert sum(one.cents for one in group) == report.total_cents
    assert sum(one.cents for one in report.accounts) == 0
    assert [(one.code, one.cents) for one in report.tenders] == [("CA", 4500), ("CK", 2500)]
    assert [(one.code, one.title, one.cents) for one in report.custody] == [("CU", "State check", 13000)]
    assert [(one.code, one.count) for one in report.tenders] == [("CA", 2), ("CK", 1)]
    assert [one.count for one in report.clerks] == [2, 1]
    assert sum(one.count for one in report.services) == 3
    assert {one.code: one.count for one in report.kinds} == {
        "CLOSE": 1,
        "DROP": 1,
        "FUND": 2,
        "RECEIPT": 4,
        "VOID": 1,
    }


def test_drawers_numbers_and_gaps(report: DayReport) -> None:
    assert report.receipts == (("27-000001", "27-000004", 4),)
    assert report.gaps == ()
    first, second = report.drawers
    assert (first.state, first.net_cents, first.variance_cents, first.z_number) == ("CLOSED", 3500, -50, 1)
    assert (second.state, second.net_cents, second.variance_cents) == ("OPEN", 3500, None)


def test_a_missing_receipt_is_named(store: Store, report: DayReport) -> None:
    if store.kind == "sqlite":
        store.run("PRAGMA foreign_keys = 0")
        store.run("DROP TRIGGER journal_no_update")
    else:
        store.run("ALTER TABLE journal DISABLE TRIGGER ALL")
    with store.writing():
        store.run("UPDATE journal SET receipt = NULL WHERE receipt = '27-000002'")
    assert reports.day(store, MONDAY).gaps == ("27-000002",)


def test_for_programs_and_for_people(report: DayReport) -> None:
    kept = json.loads(json.dumps(report.to_json()))
    assert (kept["date"], kept["total_cents"], len(kept["drawers"])) == ("2026-07-06", 7000, 2)
    lines = report.lines()
    assert lines[0] == "DAY REPORT 07/06/2026"
    assert lines[-1].endswith("70.00")
    assert any("over/short 0.50-" in line for line in lines)
    assert max(len(line) for line in lines) <= 80


def test_a_day_without_work(store: Store) -> None:
    assert reports.day(store, MONDAY).lines()[-1] == "Nothing was posted on this business date."
