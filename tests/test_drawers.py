"""Drawers from change fund to Z report: states, blind count, recount, over/short, who may do what, on both stores."""

from __future__ import annotations

import json

import pytest
from ledger_city import Services, cash, check, key, open_drawer, pay, ship

from data import corrections, denominations, drawers, jobs, ledger
from data.ledger import Item
from data.permissions import AUDITOR, CSR1, FINANCE, SUPERVISOR, Refused
from data.session import Session
from data.store import Store
from data.tenders import Tender
from data.verify import verify


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """The shipped rows and the session's drawer open in till 01 with 100.00."""
    ship(store)
    open_drawer(store, session)
    return store


def count_of(cents: int, **more: int) -> dict[str, int]:
    """A count form's values for cash in the fewest pieces."""
    return {**denominations.break_down(cents), **more}


def test_opening_posts_the_change_fund_and_takes_up_the_session(counter: Store, session: Session) -> None:
    drawer = drawers.open_drawer_of(counter, session.clerk.id)
    assert drawer is not None
    assert (drawer.state, drawer.fund_cents, session.drawer_id, session.till) == ("OPEN", 10_000, drawer.id, "01")
    rows = counter.rows("SELECT gl, amount_cents FROM postings ORDER BY n")
    assert [tuple(row) for row in rows] == [("100-000-1121", 10_000), ("100-000-1122", -10_000)]


def test_one_drawer_per_clerk_and_per_till(counter: Store, session: Session, session_of) -> None:
    with pytest.raises(Refused, match="already have a drawer open, till 01"):
        open_drawer(counter, session, "02")
    other = session_of(CSR1)
    with pytest.raises(Refused, match=r"Till 01 is still open for PR \(07/06/2026\)"):
        open_drawer(counter, other, "01")
    assert other.drawer_id is None
    with pytest.raises(Refused, match="may not open a drawer"):
        open_drawer(counter, session_of(AUDITOR), "03")


def test_expected_cash_follows_the_formula(counter: Store, session: Session) -> None:
    pay(counter, session, cash(1050, given=2000))
    voided = pay(counter, session, cash(300))
    corrections.void(counter, session, Services(), voided.journal_id, None, "Wrong")
    drawers.safe_drop(counter, session, 4000, "B-17", "201")
    drawers.paid_out(counter, session, 650, "Hardware store", "Key copy")
    pay(counter, session, check(2500))
    assert drawers.expected(counter, session.drawer_id or 0) == {
        "CA": 10_000 + 2_000 - 950 - 4_000 - 650,
        "CK": 2500,
        "CD": 0,
        "MO": 0,
        "CC": 0,
    }
    figures = drawers.figures(counter, session.drawer_id or 0)
    (paid,) = [one for one in figures.tenders if one.kind == "CA"]
    assert (paid.taken_cents, paid.change_cents, paid.refunded_cents, paid.net_cents) == (2300, 950, 300, 1050)
    assert (figures.net_cents, figures.first, figures.last) == (3550, "27-000001", "27-000003")


def test_the_count_is_blind_until_it_is_stored(counter: Store, session: Session, session_of) -> None:
    pay(counter, session, cash(1050))
    seen = drawers.x_report(counter, session)
    assert seen.expected is None
    assert not seen.totals
    assert not [one for one in seen.tenders if one.kind == "CA"]
    assert drawers.x_report(counter, session_of(SUPERVISOR), session.drawer_id).expected is not None
    with pytest.raises(Refused, match="another clerk's drawer"):
        drawers.x_report(counter, session_of(CSR1), session.drawer_id)
    drawers.count(counter, session, count_of(11_050))
    assert (drawers.x_report(counter, session).expected or {})["CA"] == 11_050


def test_a_drawer_that_balances_closes_without_a_reason(counter: Store, session: Session) -> None:
    pay(counter, session, cash(1050, given=2000))
    pay(counter, session, check(2500))
    result = drawers.count(counter, session, count_of(11_050, CK_count=1, CK_total=2500))
    assert result.variance == {}
    with pytest.raises(Refused, match="balances"):
        drawers.recount(counter, session, count_of(11_050))
    drawer_id = session.drawer_id or 0
    z = drawers.close(counter, session)
    assert (z.z_number, z.perpetual_cents, z.figures.net_cents, z.reason) == (1, 3550, 3550, "")
    assert (session.drawer_id, session.till) == (None, "")
    assert drawers.get(counter, drawer_id).state == "CLOSED"
    assert counter.value("SELECT COALESCE(SUM(amount_cents), 0) FROM postings WHERE gl = '100-000-1121'") == 0
    assert counter.value("SELECT COALESCE(SUM(amount_cents), 0) FROM postings WHERE gl = '100-030-4990'") == 0
    assert drawers.z_report(counter, drawer_id) == z
    assert verify(counter, z.hash8).ok


def test_over_and_short_need_one_recount_at_most_a_reason_and_authority(
    counter: Store, session: Session, session_of
) -> None:
    pay(counter, session, cash(1050))
    pay(counter, session, check(2500))
    first = drawers.count(counter, session, count_of(10_000, CK_total=2600))
    assert first.variance == {"CA": -1050, "CK": 100}
    second = drawers.recount(counter, session, count_of(11_000, CK_total=2600))
    assert (second.variance, second.variance_cents) == ({"CA": -50, "CK": 100}, 150)
    with pytest.raises(Refused, match="recounted once"):
        drawers.recount(counter, session, count_of(11_050))
    with pytest.raises(Refused, match="give a reason"):
        drawers.close(counter, session)
    z = drawers.close(counter, session, "CHANGE", "Busy hour")
    assert [count.n for count in z.counts] == [1, 2]
    over_short = counter.value("SELECT SUM(amount_cents) FROM postings WHERE gl = '100-030-4990'")
    assert over_short == 50 - 100
    assert verify(counter).ok


def test_a_big_variance_needs_somebody_elses_approval(counter: Store, session: Session, session_of) -> None:
    drawers.count(counter, session, count_of(9_000))
    with pytest.raises(Refused) as refusal:
        drawers.close(counter, session, "UNKNOWN")
    assert (refusal.value.approval, refusal.value.amount_cents) == ("drawer.variance", 1_000)
    drawer_id = session.drawer_id
    z = drawers.close(counter, session_of(SUPERVISOR), "UNKNOWN", drawer_id=drawer_id)
    assert z.counts[-1].variance == {"CA": -1000}


def test_only_a_supervisor_counts_another_clerks_drawer(counter: Store, session: Session, session_of) -> None:
    with pytest.raises(Refused):
        drawers.count(counter, session_of(CSR1), count_of(10_000), session.drawer_id)
    assert drawers.count(counter, session_of(FINANCE), count_of(10_000), session.drawer_id).variance == {}


def test_states_are_passed_in_order(counter: Store, session: Session) -> None:
    with pytest.raises(Refused, match="Count the drawer first"):
        drawers.close(counter, session)
    with pytest.raises(Refused, match="after its first count"):
        drawers.recount(counter, session, count_of(1))
    drawer_id = session.drawer_id
    drawers.count(counter, session, count_of(10_000))
    with pytest.raises(Refused, match="counted already"):
        drawers.count(counter, session, count_of(10_000))
    for call in (
        lambda: pay(counter, session, cash(100)),
        lambda: drawers.safe_drop(counter, session, 100, "B", "201"),
        lambda: drawers.paid_out(counter, session, 100, "X", "Y"),
        lambda: corrections.no_sale(counter, session, "x"),
    ):
        with pytest.raises(Refused, match="takes no more money"):
            call()
    drawers.close(counter, session)
    with pytest.raises(Refused, match="is closed"):
        drawers.close(counter, session, drawer_id=drawer_id)
    with pytest.raises(Refused, match="no open drawer"):
        drawers.count(counter, session, {})


def test_a_drawer_left_overnight_blocks_a_new_one_and_keeps_its_date(counter: Store, session: Session) -> None:
    session.clock.advance(days=1)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="still open for 07/06/2026"):
        open_drawer(counter, session, "02")
    drawer_id = session.drawer_id or 0
    drawers.count(counter, session, count_of(10_000))
    drawers.close(counter, session)
    assert counter.value("SELECT business_date FROM journal WHERE kind = 'CLOSE'") == "2026-07-06"
    assert session.business_date.isoformat() == "2026-07-07"
    assert drawers.get(counter, drawer_id).business_date.isoformat() == "2026-07-06"
    open_drawer(counter, session, "01")
    assert session.business_date.isoformat() == "2026-07-07"


def test_a_night_shift_may_pass_midnight(store: Store, session: Session) -> None:
    ship(store)
    session.clock.advance(hours=7)  # type: ignore[attr-defined]
    open_drawer(store, session)
    session.clock.advance(hours=3)  # type: ignore[attr-defined]
    receipt = pay(store, session, cash(100))
    assert receipt.business_date == "2026-07-06"


def test_drops_and_paid_outs_are_checked_and_once_per_key(counter: Store, session: Session) -> None:
    for wrong, sentence in (
        (lambda: drawers.safe_drop(counter, session, 0, "B", "201"), "more than nothing"),
        (lambda: drawers.safe_drop(counter, session, 100, "", "201"), "bag or seal"),
        (lambda: drawers.safe_drop(counter, session, 100, "B", session.clerk.number), "somebody else"),
        (lambda: drawers.safe_drop(counter, session, 10_001, "B", "201"), r"not 100\.01 of cash"),
        (lambda: drawers.paid_out(counter, session, 100, "", "x"), "who is paid"),
        (lambda: drawers.paid_out(counter, session, 100, "A", "x", gl="no-such"), "no account no-such"),
        (lambda: drawers.paid_out(counter, session, 5_001, "A", "x"), "needs approval"),
    ):
        with pytest.raises(Refused, match=sentence):
            wrong()
    first = drawers.safe_drop(counter, session, 4_000, "B-1", "201", key="D")
    again = drawers.safe_drop(counter, session, 4_000, "B-1", "201", key="D")
    assert (again.journal_id, again.repeated) == (first.journal_id, True)
    assert drawers.cash_in(counter, session.drawer_id or 0) == 6_000
    paid = drawers.paid_out(counter, session, 700, "Post Office", "Stamps", gl="100-030-5220")
    rows = counter.rows("SELECT gl, amount_cents FROM postings WHERE journal_id = ? ORDER BY n", paid.journal_id)
    assert [tuple(row) for row in rows] == [("100-000-1120", -700), ("100-030-5220", 700)]


def test_z_numbers_and_the_perpetual_total_go_on(counter: Store, session: Session) -> None:
    for n in (1, 2, 3):
        pay(counter, session, cash(1000 * n))
        drawers.count(counter, session, count_of(10_000 + 1000 * n))
        z = drawers.close(counter, session)
        assert z.z_number == n
        open_drawer(counter, session)
    assert z.perpetual_cents == 6000
    assert verify(counter).ok


def test_everything_unusual_is_counted_on_the_z_report(counter: Store, session: Session) -> None:
    receipt = pay(counter, session, cash(100))
    ledger.post(counter, session, Services(), [Item("CU", {})], [Tender("CA", 3500, 3500)], key())
    corrections.reprint(counter, session, receipt.journal_id)
    corrections.void(counter, session, Services(), receipt.journal_id, None, "Wrong")
    corrections.no_sale(counter, session, "Change")
    corrections.cancelled(counter, session, 900, 1, key())
    drawers.safe_drop(counter, session, 500, "B", "201")
    drawers.count(counter, session, count_of(13_000))
    z = drawers.close(counter, session)
    counts = {kind: z.figures.counts[kind] for kind in ("RECEIPT", "VOID", "REPRINT", "NO-SALE", "CANCEL", "DROP")}
    assert counts == {"RECEIPT": 2, "VOID": 1, "REPRINT": 1, "NO-SALE": 1, "CANCEL": 1, "DROP": 1}
    assert z.figures.custody_cents == 13_000
    (paper,) = [job for job in jobs.listing(counter, "T1") if job.title == "Z report 1 till 01"]
    said = json.dumps(jobs.get(counter, paper.id).elements)
    for words in ("Reprints", "No-sales", "held for others", "130.00", z.hash8, "Perpetual total"):
        assert words in said


def test_a_count_by_denomination_adds_up() -> None:
    values = {"b20": 3, "b1": 4, "c25": 5, "c1": 7, "r10": 2, "MO_count": 1, "MO_total": 1234}
    assert denominations.counted(values) == {"CA": 6000 + 400 + 125 + 7 + 1000, "CK": 0, "MO": 1234, "CC": 0, "CD": 0}
    assert denominations.pieces(values) == values
    assert denominations.cash_cents(denominations.break_down(98_765)) == 98_765
    assert denominations.COUNT_FORM.clean({"b100": "2"})["b100"] == 2


def test_the_x_report_is_printed_as_this_clerk_may_see_it(counter: Store, session: Session) -> None:
    pay(counter, session, cash(1050))
    said = json.dumps(jobs.get(counter, drawers.print_x(counter, session)).elements)
    assert "Blind count" in said
    assert "10.50" not in said
