"""Two busy days: register, tenders, Z reports, deposits, closed dates and the ledger's journal agree to the cent."""

from __future__ import annotations

import csv
import io
from datetime import date

import ledger_city
import pytest
from closing_city import SessionOf, bag, close_drawer, verify_all
from ledger_city import cash, check, key
from returned_city import bounce, item, take, water
from test_batches import header
from test_batches import item as mail_item

from data import batches, batches_state, corrections, dayclose, deposits, deposits_post, drawers, glexport, reports
from data.catalog import Catalog
from data.clock import FixedClock
from data.money import parse_cents
from data.permissions import FINANCE, SUPERVISOR
from data.report_audit import posted_and_deposited
from data.report_receipts import cash_summary, register
from data.session import Session
from data.store import Store
from data.tenders import Tender
from data.verify import verify

CATALOG = Catalog.standard()
MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)


def money_at(store: Store, session: Session) -> None:
    """Water by cash, check, both and card; a void of a receipt and of a line; mail; a drop and a paid out."""
    take(store, session, CATALOG, [water(CATALOG, 2000)], cash(2000, 5000))
    take(store, session, CATALOG, [water(CATALOG, 5000)], check(5000, "1021", drawer="Ana Diaz"), payer="Ana Diaz")
    take(store, session, CATALOG, [water(CATALOG, 3000)], cash(1000), check(2000, "1022", drawer="Ana Diaz"))
    card = Tender("CD", 1500, 1500, "", {"brand": "VISA", "last4": "4242", "approval": "123456"})
    take(store, session, CATALOG, [item(CATALOG, "MC", code="COPIES", amount="1500")], card)
    wrong = take(store, session, CATALOG, [item(CATALOG, "MC", code="COPIES", amount="700")], cash(700))
    corrections.void(store, session, CATALOG, wrong.journal_id, None, "Wrong")
    copies = [item(CATALOG, "MC", code="COPIES", amount="300"), item(CATALOG, "MC", code="COPIES", amount="400")]
    half = take(store, session, CATALOG, copies, cash(700))
    corrections.void(store, session, CATALOG, half.journal_id, [2], "Twice")
    batch = batches.create(store, session, header(2, 4100), "mail")
    for n, (account, cents) in enumerate((("10004567", 3000), ("10004575", 1100))):
        batches.add(store, session, batch, mail_item(account, cents, number=f"20{n}"), f"i{n}")
    batches_state.balance(store, session, batch)
    batches_state.post(store, session, CATALOG, batch)
    drawers.safe_drop(store, session, 1500, "B-1", "201")
    drawers.paid_out(store, session, 250, "Post Office", "Stamps")


@pytest.fixture
def busy(rules: Store, session: Session, session_of: SessionOf, clock: FixedClock) -> Store:
    """Monday with two drawers, one short, one over; Tuesday with a returned check taken again and a late void."""
    store = rules
    ledger_city.account(store, "10004567", bills=(40_000,))
    ledger_city.account(store, "10004575", bills=(9_000,))
    boss, finance = session_of(SUPERVISOR), session_of(FINANCE)
    ledger_city.open_drawer(store, session, "01", 10_000)
    money_at(store, session)
    close_drawer(store, session, -100)
    other = session_of()
    ledger_city.open_drawer(store, other, "02", 5_000)
    late = take(store, other, CATALOG, [item(CATALOG, "MC", code="COPIES", amount="900")], cash(900))
    close_drawer(store, other, 25)
    finish(store, session_of, boss, MONDAY)
    clock.advance(days=1)
    for one in (session, boss, finance, other):
        one.business_date = clock.today()
    ledger_city.open_drawer(store, boss, "03", 5_000)
    bounce(store, finance, CATALOG, 5000, "1021")
    take(store, boss, CATALOG, [water(CATALOG, 5000)], cash(5000))
    corrections.void(store, boss, CATALOG, late.journal_id, None, "Charged twice")
    close_drawer(store, boss)
    finish(store, session_of, finance, TUESDAY)
    return store


def finish(store: Store, session_of: SessionOf, boss: Session, on: date) -> None:
    """Verify the drawers, send the day's deposit, close the date."""
    verify_all(store, session_of(SUPERVISOR))
    wanted = deposits.sheet(store)
    values = bag(wanted.cash_cents, len(wanted.paper), wanted.paper_cents)
    made = deposits.prepare(store, session_of(SUPERVISOR), values, key())
    deposits.verify(store, session_of(SUPERVISOR), made.id)
    deposits_post.send(store, session_of("CSR2"), made.id)
    dayclose.close(store, boss, on)


def exported(store: Store, session: Session, on: date) -> dict[str, int]:
    """The net of each account in the file that finance takes, in cents."""
    content = glexport.export(store, session, on).content
    net: dict[str, int] = {}
    for row in csv.DictReader(io.StringIO(content)):
        debit, credit = (parse_cents(row[side] or "0.00") for side in ("debit", "credit"))
        net[row["account"]] = net.get(row["account"], 0) + debit - credit
    return net


def agree(busy: Store, session_of: SessionOf, on: date) -> None:
    """Every report of a date tells the same money."""
    day = reports.day(busy, on)
    kept = dayclose.closed_day(busy, on)
    assert kept is not None
    receipts = sum(one.cents for one in day.kinds if one.code == "RECEIPT")
    listed = register(busy, on, on)
    assert sum(int(row[-1] or 0) for row in listed.groups[0].rows) == receipts
    for group in (day.tenders, day.services, day.clerks):
        assert sum(one.cents for one in group) == day.total_cents
    assert kept.total_cents == day.total_cents == sum(one.net_cents for one in day.drawers)
    summary = {group.title: sum(int(row[-1] or 0) for row in group.rows) for group in cash_summary(busy, on, on).groups}
    assert {cents for title, cents in summary.items() if not title.startswith("Held")} == {day.total_cents}
    assert exported(busy, session_of(FINANCE), on) == {one.code: one.cents for one in day.accounts}


def test_the_reports_agree_to_the_cent(busy: Store, session_of: SessionOf) -> None:
    """Date by date; and posted plus over and short is what each drawer gave, which is what the deposits hold."""
    agree(busy, session_of, MONDAY)
    agree(busy, session_of, TUESDAY)
    report = posted_and_deposited(busy, MONDAY, TUESDAY)
    given, deposited = report.groups
    for row in given.rows:
        assert int(row[3] or 0) + int(row[4] or 0) == int(row[5] or 0)
    assert sum(int(row[5] or 0) for row in given.rows) == sum(int(row[5] or 0) for row in deposited.rows)
    assert report.notes == ("Everything agrees.",)
    assert verify(busy).wrong == ()
