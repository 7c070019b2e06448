"""The reports of the closed counter: what they add up, what they find missing, how they are written; on both stores."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from closing_city import bag, close_drawer, day_at_till, sent_deposit, ship_all, verify_all
from ledger_city import Services, account, cash, check, key, open_drawer, pay

from data import closeout, corrections, denominations, deposits_post, drawers, ledger, report_audit, report_receipts
from data import report_speed as speed
from data.batches import RECEIPT_KEYS
from data.catalog import Catalog
from data.ledger import Item
from data.ledger_terms import terms
from data.permissions import CSR2, FINANCE, SUPERVISOR
from data.report_table import MONEY, WIDTH, Group, Head, Report
from data.services import modules
from data.services.water import OLDEST
from data.session import Session
from data.store import Store
from devices.letter_pdf import render_letter

MONDAY = date(2026, 7, 6)
DAY = (MONDAY, MONDAY)


@pytest.fixture
def worked(store: Store, session: Session, session_of) -> Store:
    """Monday: three receipts of Pat in till 01, two of Lou in till 02, one of them voided; Lou is 1.00 short."""
    ship_all(store)
    day_at_till(store, session)
    lou = session_of(CSR2, name="Lou Hart")
    open_drawer(store, lou, "02")
    session.clock.advance(hours=2)  # type: ignore[attr-defined]
    pay(store, lou, cash(800), payer="=HYPERLINK(1)")
    session.clock.advance(minutes=1)  # type: ignore[attr-defined]
    wrong = pay(store, lou, check(900))
    corrections.void(store, lou, Services(), wrong.journal_id, None, "Wrong account")
    close_drawer(store, lou, -100)
    return store


def money(report: Report, group: str = "") -> int:
    """The sum of the last amount column of a group."""
    (rows,) = [one.rows for one in report.groups if one.title == group]
    totals = report.totals(rows)
    assert totals is not None
    return next(
        cell
        for head, cell in list(zip(report.heads, totals, strict=True))[::-1]
        if isinstance(cell, int) and head.total
    )


def test_the_register_lists_every_receipt_and_no_gap(worked: Store) -> None:
    report = report_receipts.register(worked, *DAY)
    rows = report.groups[0].rows
    assert [row[0] for row in rows] == [f"27-{n:06d}" for n in range(1, 6)]
    assert [row[6] for row in rows] == ["", "", "", "", "VOID"]
    assert rows[3][2] == "11:00"
    assert money(report) == 5000 + 800 + 900
    assert report.notes == ("5 receipts from 27-000001 to 27-000005.", "No receipt number is missing.")


def test_a_gap_is_named_also_between_two_days(worked: Store, session_of) -> None:
    with worked.writing():
        worked.run("UPDATE counters SET value = value + 2 WHERE name = 'receipt:27'")
    lou = session_of(CSR2)
    lou.clock.advance(days=1)
    open_drawer(worked, lou, "03")
    pay(worked, lou, cash(100))
    tuesday = date(2026, 7, 7)
    notes = report_receipts.register(worked, MONDAY, tuesday).notes
    assert [note for note in notes if "MISSING" in note] == [
        "MISSING: 27-000006. It must be explained.", "MISSING: 27-000007. It must be explained.",
    ]  # fmt: skip
    assert "No receipt number is missing." in report_receipts.register(worked, tuesday, tuesday).notes


def test_every_way_of_summing_gives_the_same_total(worked: Store) -> None:
    report = report_receipts.cash_summary(worked, *DAY)
    assert {group.title: money(report, group.title) for group in report.groups} == dict.fromkeys(
        ("By charge code", "By general ledger account", "By tender", "By clerk", "By department"), 5800
    )
    clerks = next(group.rows for group in report.groups if group.title == "By clerk")
    assert [(row[1], row[3]) for row in clerks] == [("Pat Rivera", 5000), ("Lou Hart", 800)]


def test_every_row_of_the_summary_has_a_title_and_a_department_of_the_city(store: Store, session: Session) -> None:
    ship_all(store)
    account(store, "10000001", bills=(4000,))
    open_drawer(store, session)
    water = Item("UB", {"account": "10000001", "amount": 4000, "direct": OLDEST, "bill": None, "over": False})
    passport = {one.code: one for one in modules()}["PP"]
    blank = dict.fromkeys(passport.form.fields, False)
    given = {**blank, "applicant": "Ana Diaz", "check": "55", "check_amount": 13000, "age": "ADULT", "product": "BOOK"}
    catalog = Catalog(modules())
    paid = sum(line.amount_cents for line in ledger.preview(store, session, catalog, [water, Item("PP", given)]))
    ledger.post(store, session, catalog, [water, Item("PP", given)], [cash(paid)], key())
    groups = {group.title: group.rows for group in report_receipts.cash_summary(store, *DAY).groups}
    assert all(row[0] and row[1] for rows in groups.values() for row in rows)
    assert ("UB", "Water bill", 1, 4000) in groups["By charge code"]
    assert [row[:2] for row in groups["By department"]] == [("CLERK", "City Clerk"), ("UTILITIES", "Utilities")]


def test_a_void_counts_no_entry_but_takes_one_away(worked: Store) -> None:
    groups = {group.title: group.rows for group in report_receipts.cash_summary(worked, *DAY).groups}
    assert groups["By tender"] == (("CA", "Cash", 3, 3300), ("CK", "Check", 1, 2500))
    assert [row[2] for row in groups["By clerk"]] == [3, 1]
    assert [row[2] for row in groups["By department"]] == [4]


def test_voids_and_refunds_say_who_and_why(worked: Store, session_of) -> None:
    boss = session_of(SUPERVISOR, name="Sam Vega")
    boss.clock.advance(days=1)
    boss.business_date = boss.clock.today()
    open_drawer(worked, boss, "03")
    first = worked.value("SELECT id FROM journal WHERE receipt = '27-000001'")
    corrections.void(worked, boss, Services(), first, None, "Paid twice")
    report = report_receipts.voids(worked, MONDAY, date(2026, 7, 7))
    groups = {group.title: group.rows for group in report.groups}
    assert groups["Voids of the same day"] == (("27-000005", "07/06/26", "LH", "LH", "", "Wrong account", -900),)
    assert groups["Refunds of an earlier day"] == (("27-000001", "07/07/26", "PR", "SV", "", "Paid twice", -2000),)
    assert [row[0] for row in groups["How it went back"]] == ["Refund by accounts payable", "Check"]


def test_volume_is_by_the_counters_own_clock(worked: Store) -> None:
    report = speed.volume(worked, *DAY)
    assert [row for row in report.groups[0].rows if row[1]] == [("09:00", 3, 5000), ("11:00", 2, 1700)]
    assert dict(report.picture)["09"] == 3
    assert len(report.picture) == 12
    assert report.notes == ("The busiest hour begins at 09:00.",)
    bars = report.bars(32)
    assert "09 ########################### 3" in bars
    assert max(len(row) for row in bars[1:]) <= 32
    known = terms(worked, MONDAY)
    for paper in (report.elements(known), report.pages(known)):
        assert sum("###" in str(one.get("text")) for one in paper) == 2


def test_pace_leaves_pauses_out(store: Store, session: Session) -> None:
    ship_all(store)
    open_drawer(store, session)
    for seconds in (0, 30, 30, 3600, 60):
        session.clock.advance(seconds=seconds)  # type: ignore[attr-defined]
        receipt = pay(store, session, cash(100))
    corrections.void(store, session, Services(), receipt.journal_id, None, "Wrong")
    (row,) = speed.pace(store, *DAY).groups[0].rows
    assert row[:5] == ("PR", "Pat Rivera", 5, 5, 2)
    assert (str(row[5]).strip(), row[6], str(row[7]).strip()) == ("1.50", 1, "20.0")


def test_a_banks_file_and_a_mail_batch_are_nobodys_pace_and_no_busy_hour(store: Store, session: Session) -> None:
    ship_all(store)
    open_drawer(store, session)
    with store.writing():
        for seq, (drawer, key) in enumerate(((None, "file"), (session.drawer_id, f"{RECEIPT_KEYS}7:1")), 1):
            store.insert(
                "journal", kind="RECEIPT", series="F1", seq=seq, business_date=DAY[0].isoformat(), at=store.now(),
                user_id=session.clerk.id, station="S1", idem_key=key, total_cents=100, prev_hash="", hash="0",
                drawer_id=drawer,
            )  # fmt: skip
    assert speed.pace(store, *DAY).groups[0].rows == ()
    report = speed.volume(store, *DAY)
    assert not [row for row in report.groups[0].rows if row[1]]
    assert report.notes == (
        "Nobody paid at the counter.",
        "Left out: 2 receipts of mail batches and files, 2.00.",
    )


def test_posted_is_compared_with_the_bank(worked: Store, session_of) -> None:
    before = report_audit.posted_and_deposited(worked, *DAY)
    assert before.notes == (
        "Till 01 of 07/06 is not deposited: 50.00.", "Till 02 of 07/06 is not deposited: 7.00.",
    )  # fmt: skip
    verify_all(worked, session_of(SUPERVISOR))
    gone = sent_deposit(worked, session_of)
    after = report_audit.posted_and_deposited(worked, *DAY)
    assert after.notes == ("Everything agrees.",)
    assert after.groups[0].rows[1] == ("07/06", "02 LH D27-0001", "DEPOSITED", 800, -100, 700, None)
    assert after.totals(after.groups[0].rows) == ("Total", "", "", 5800, -100, 5700, 0)
    deposits_post.confirm(worked, session_of(FINANCE), gone.id, date(2026, 7, 7), 5600)
    report = report_audit.posted_and_deposited(worked, *DAY)
    assert report.groups[1].rows == (("07/06", "D27-0001", "DIFF", 5700, 0, 5700, 5600),)
    assert report.notes == ("Deposit D27-0001: the bank credited 1.00 less.",)


def test_over_and_short_is_kept_by_clerk(worked: Store, session_of) -> None:
    boss = session_of(SUPERVISOR)
    open_drawer(worked, boss, "03")
    drawers.count(worked, boss, denominations.break_down(7_500))
    drawers.close(worked, boss, "UNKNOWN")
    report = report_audit.over_and_short(worked, report_audit.year_before(MONDAY), MONDAY)
    titles = [group.title for group in report.groups]
    assert titles == [
        "801 Pat Rivera: 1 drawer, 0 off", "802 Lou Hart: 1 drawer, 1 off", "803 Pat Rivera: 1 drawer, 1 off",
    ]  # fmt: skip
    assert report.groups[1].rows == (("07/06/26", "02", "Cash", "CHANGE", None, -100, -100),)
    assert report.notes == ("803 Pat Rivera, 07/06/26: short 25.00, to be reported in writing.",)


def test_a_year_before_a_leap_day() -> None:
    assert report_audit.year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_surprise_counts_are_reported(worked: Store, session_of) -> None:
    lou = session_of(CSR2)
    drawer_id = open_drawer(worked, lou, "03")
    closeout.surprise_count(worked, session_of(SUPERVISOR), drawer_id, denominations.break_down(10_050), "Spot check")
    (row,) = report_audit.surprise(worked, *DAY).groups[0].rows
    assert row[1:] == ("03", "PR", "PR", "Spot check", 50)


ALL = (
    report_receipts.register, report_receipts.voids, report_receipts.cash_summary, speed.volume, speed.pace,
    report_audit.posted_and_deposited, report_audit.over_and_short, report_audit.surprise,
)  # fmt: skip


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_every_report_fits_is_safe_and_works_without_a_row(worked: Store, make) -> None:
    for on in (MONDAY, date(2020, 1, 1)):
        if on < MONDAY and make is report_audit.over_and_short:
            continue
        report = make(worked, on, on)
        assert max(len(line) for line in report.lines()) <= max(WIDTH, *(len(note) for note in (*report.notes, "")))
        assert len(report.titles) <= WIDTH
        rows = list(csv.reader(io.StringIO(report.csv())))
        assert len(rows) == 1 + sum(len(group.rows) for group in report.groups)
        assert not [cell for row in rows for cell in row if re.match(r"[=@]|[+-](?!\d+(\.\d+)?$)", cell)]
        known = terms(worked, MONDAY)
        assert {"cut": True} in report.elements(known)
        assert next(one for one in report.pages(known) if "pair" in one)["pair"][1].startswith("Page 1 of")


def test_totals_pages_and_plain_figures() -> None:
    rows = tuple((f"R{n}", n * 100) for n in range(1, 101))
    report = Report("X", "Test", "Today", (Head("Name", 10), Head("Cents", 12, MONEY, total=True)), (Group("", rows),))
    assert report.lines()[-1].split() == ["Total", "5,050.00"]
    assert report.csv().splitlines()[:2] == ["Name,Cents", "R1,1.00"]
    pages = [one for one in report.pages(terms_stub(), rows=40) if one.get("cut")]
    assert len(pages) == 3
    cuts = sum(1 for one in report.pages(terms_stub()) if one.get("cut"))
    assert render_letter(report.pages(terms_stub()), "", "x")[1] == cuts, "a page of a report is longer than a sheet"


def terms_stub():
    from data.ledger_terms import Terms

    return Terms({"city.name": "City"})


def test_a_bag_is_as_the_drawers_counted() -> None:
    assert denominations.cash_cents(bag(7300)) == 7300


def test_a_long_text_goes_on_in_the_next_line_and_nothing_of_it_is_lost() -> None:
    heads = (Head("Officer", 10), Head("Rider", 12), Head("Paid", 9, MONEY))
    report = Report("X", "Rides", "Today", heads, (Group("", (("Ofc. Sample 101", "Mary-Ann Ramirez", 150_000),)),))
    assert report.lines()[4:] == ["Ofc.       Mary-Ann      1,500.00", "Sample 101 Ramirez"]
