"""Voids by receipt and line, reprints, no-sales, and payments given up, on both stores."""

from __future__ import annotations

import json

import pytest
from ledger_city import Services, account, cash, check, key, open_drawer, pay, ship

from data import corrections, drawers, ledger
from data.ledger import Item, Receipt
from data.permissions import CSR1, FINANCE, SUPERVISOR, Refused
from data.session import Approval, Session
from data.store import Store
from data.tenders import Tender

CARD = Tender("CD", 700, 700, "A1", {"brand": "VISA", "last4": "1234"})


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """The shipped rows and the session's drawer open in till 01 with 100.00."""
    ship(store)
    open_drawer(store, session)
    return store


def approval(store: Store, session: Session, approver: Session, action: str, cents: int) -> Approval:
    """An approval as the approval window stores it."""
    with store.writing():
        row = store.insert(
            "approvals",
            at=store.now(),
            action=action,
            amount_cents=cents,
            requester_id=session.clerk.id,
            approver_id=approver.clerk.id,
            station="T1",
            reason="ok",
        )
    return Approval(row, action, cents, approver.clerk.id, approver.clerk.name, approver.clerk.role, "ok")


def several(store: Store, session: Session, amounts: list[int], *paid: Tender) -> tuple[Receipt, Services]:
    """Post one line per amount."""
    services = Services()
    items = [Item("TS", {"amount": cents}) for cents in amounts]
    return ledger.post(store, session, services, items, paid, key()), services


def test_a_whole_void_reverses_every_row_exactly(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [1000, 555], cash(855, given=1000), CARD)
    result = corrections.void(counter, session, services, receipt.journal_id, None, "Wrong account")
    assert (result.total_cents, result.refunds, result.origin) == (
        1555,
        (("CD", 700, "A1"), ("CA", 855, "")),
        "27-000001",
    )
    sums = counter.rows(
        "SELECT gl, sum(amount_cents) FROM postings WHERE journal_id IN (?, ?) GROUP BY gl",
        receipt.journal_id,
        result.journal_id,
    )
    assert {int(row[1]) for row in sums} == {0}
    assert ledger.receipt(counter, receipt.number).status == "VOID"
    assert services.effects[2:] == [("void", "TS", 1), ("void", "TS", 2)]
    assert drawers.cash_in(counter, session.drawer_id or 0) == 10_000
    assert counter.value("SELECT receipt FROM journal WHERE id = ?", result.journal_id) is None


def test_one_line_then_the_rest(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [1000, 500], cash(1500))
    corrections.void(counter, session, services, receipt.journal_id, [2], "Not wanted")
    assert ledger.receipt(counter, receipt.number).status == "PART VOID"
    with pytest.raises(Refused, match="Line 2 of receipt 27-000001 was voided already"):
        corrections.void(counter, session, services, receipt.journal_id, None, "All")
    corrections.void(counter, session, services, receipt.journal_id, [1], "Not wanted either")
    assert ledger.receipt(counter, receipt.number).status == "VOID"
    assert drawers.cash_in(counter, session.drawer_id or 0) == 10_000


@pytest.mark.parametrize(
    ("amounts", "paid", "lines", "refunds"),
    [
        ([400, 600], (cash(400), check(600, "7")), [2], (("CK", 600, "7"),)),
        ([400, 600], (cash(400), check(600, "7")), [1], (("CA", 400, ""),)),
        ([300, 700], (cash(300), CARD), [2], (("CD", 700, "A1"),)),
        ([100, 900], (cash(300), CARD), [1], (("CD", 100, "A1"),)),
        ([900, 100], (cash(300), CARD), [1], (("CD", 700, "A1"), ("CA", 200, ""))),
        ([500, 500], (check(300, "1"), check(200, "2"), cash(500)), [1], (("CK", 200, "2"), ("CK", 300, "1"))),
    ],
)
def test_money_goes_back_the_way_it_came(
    counter: Store, session: Session, amounts: list[int], paid: tuple[Tender, ...], lines: list[int], refunds: object
) -> None:
    receipt, services = several(counter, session, amounts, *paid)
    assert corrections.void(counter, session, services, receipt.journal_id, lines, "Wrong").refunds == refunds


def test_a_check_is_never_handed_back_in_part(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [400, 600], check(1000, "55"))
    with pytest.raises(Refused, match=r"Check 55 of 10\.00 cannot be handed back in part"):
        corrections.void(counter, session, services, receipt.journal_id, [1], "Wrong")
    assert corrections.void(counter, session, services, receipt.journal_id, None, "Wrong").refunds == (
        ("CK", 1000, "55"),
    )


def test_cash_never_goes_below_zero(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [9_000], cash(9_000))
    drawers.safe_drop(counter, session, 12_000, "B-1", "201")
    with pytest.raises(Refused, match=r"not 90\.00 of cash"):
        corrections.void(counter, session, services, receipt.journal_id, None, "Wrong")
    with pytest.raises(Refused, match=r"not 70\.01"):
        drawers.safe_drop(counter, session, 7_001, "B-2", "201")


def test_limits_by_role_amount_owner_and_day(counter: Store, session: Session, session_of) -> None:
    big, services = several(counter, session, [10_001], cash(10_001))
    with pytest.raises(Refused) as refusal:
        corrections.void(counter, session, services, big.journal_id, None, "Wrong")
    assert (refusal.value.approval, refusal.value.amount_cents) == ("void.receipt", 10_001)
    supervisor = session_of(SUPERVISOR)
    granted = approval(counter, session, supervisor, "void.receipt", 10_001)
    result = corrections.void(counter, session, services, big.journal_id, None, "Wrong", granted)
    assert counter.value("SELECT approval_id FROM journal WHERE id = ?", result.journal_id) == granted.id

    clerk = session_of(CSR1)
    open_drawer(counter, clerk, "02")
    small = pay(counter, session, cash(100))
    with pytest.raises(Refused) as refusal:
        corrections.void(counter, clerk, services, small.journal_id, None, "Wrong")
    assert refusal.value.approval == "void.others"


def test_an_earlier_day_is_refunded_by_accounts_payable(counter: Store, session: Session, session_of) -> None:
    account(counter, "10004567", credit=500)
    receipt, services = several(
        counter, session, [1000, 200], check(700), cash(200), Tender("CR", 300, 300, "10004567")
    )
    drawers.count(counter, session, {"b100": 1, "b2": 1, "CK_total": 700})
    drawers.close(counter, session)
    session.clock.advance(days=1)  # type: ignore[attr-defined]
    finance = session_of(SUPERVISOR)
    open_drawer(counter, finance, "03", 0)
    result = corrections.void(counter, finance, services, receipt.journal_id, None, "Paid twice")
    assert result.refunds == (("CR", 300, "10004567"), ("AP", 200, ""), ("AP", 700, "1021"))
    assert drawers.cash_in(counter, finance.drawer_id or 0) == 0
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = '10004567'") == 500
    payable = "SELECT sum(amount_cents) FROM postings WHERE journal_id = ? AND gl = '100-000-2430'"
    assert counter.value(payable, result.journal_id) == -900


def test_a_repeated_void_answers_once(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [400], cash(400))
    first = corrections.void(counter, session, services, receipt.journal_id, None, "Wrong", key="V")
    again = corrections.void(counter, session, services, receipt.journal_id, None, "Wrong", key="V")
    assert again.repeated
    assert (again.journal_id, again.refunds) == (first.journal_id, first.refunds)


def test_what_cannot_be_voided(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [400], cash(400))
    fund = counter.value("SELECT id FROM journal WHERE kind = 'FUND'")
    for journal_id, lines, reason, sentence in (
        (receipt.journal_id, None, " ", "needs a reason"),
        (receipt.journal_id, [9], "x", "has no line 9"),
        (receipt.journal_id, [], "x", "Choose the lines"),
        (fund, None, "x", "Only a receipt"),
        (99, None, "x", "no receipt 99"),
    ):
        with pytest.raises(Refused, match=sentence):
            corrections.void(counter, session, services, journal_id, lines, reason)


def test_a_service_that_cannot_undo_stops_the_void(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [400], cash(400))

    def refuse(*_: object) -> None:
        raise Refused("The pass was used.")

    services.services["TS"] = type(services.services["TS"])(**{**services.services["TS"].__dict__, "void": refuse})
    with pytest.raises(Refused, match="The pass was used"):
        corrections.void(counter, session, services, receipt.journal_id, None, "Wrong")
    assert ledger.receipt(counter, receipt.number).status == "POSTED"


def test_custody_is_given_back_apart(counter: Store, session: Session) -> None:
    services = Services()
    receipt = ledger.post(counter, session, services, [Item("CU", {})], [cash(3500)], key())
    corrections.void(counter, session, services, receipt.journal_id, [2], "Went elsewhere")
    assert drawers.figures(counter, session.drawer_id or 0).custody_cents == 0


def test_reprints_are_numbered_marked_and_counted(counter: Store, session: Session, session_of) -> None:
    receipt = pay(counter, session, cash(100))
    jobs = [corrections.reprint(counter, session, receipt.journal_id) for _ in range(2)]
    papers = [counter.row("SELECT copy_number, payload FROM jobs WHERE id = ?", job) for job in jobs]
    assert [row[0] for row in papers if row] == [1, 2]
    assert any(element.get("text") == "DUPLICATE 2" for element in json.loads(papers[1][1]))
    assert drawers.figures(counter, session.drawer_id or 0).counts["REPRINT"] == 2
    finance = session_of(FINANCE)
    third = corrections.reprint(counter, finance, receipt.journal_id, "es")
    payload = counter.value("SELECT payload FROM jobs WHERE id = ?", third)
    assert "DUPLICADO 3" in payload
    assert drawers.figures(counter, session.drawer_id or 0).counts["REPRINT"] == 2


def test_a_no_sale_opens_the_drawer_with_a_reason(counter: Store, session: Session) -> None:
    with pytest.raises(Refused, match="reason"):
        corrections.no_sale(counter, session, "")
    row = corrections.no_sale(counter, session, "Change for the public", key="N")
    assert corrections.no_sale(counter, session, "Change for the public", key="N") == row
    kinds = [one[0] for one in counter.rows("SELECT kind FROM jobs WHERE journal_id = ? ORDER BY id", row)]
    assert kinds == ["DRAWER", "REPORT"]
    assert drawers.figures(counter, session.drawer_id or 0).counts["NO-SALE"] == 1


def test_a_payment_given_up_is_counted_and_cannot_hide_a_posted_one(counter: Store, session: Session) -> None:
    row = corrections.cancelled(counter, session, 5000, 2, "K1")
    assert corrections.cancelled(counter, session, 5000, 2, "K1") == row
    assert drawers.figures(counter, session.drawer_id or 0).counts["CANCEL"] == 1
    pay(counter, session, cash(100), key="K2")
    with pytest.raises(Refused, match="was posted"):
        corrections.cancelled(counter, session, 100, 1, "K2")


def test_a_second_part_is_refunded_from_what_the_first_left(counter: Store, session: Session) -> None:
    receipt, services = several(counter, session, [400, 600], cash(300), CARD)
    first = corrections.void(counter, session, services, receipt.journal_id, [1], "Wrong")
    second = corrections.void(counter, session, services, receipt.journal_id, [2], "Wrong")
    assert first.refunds == (("CD", 400, "A1"),)
    assert second.refunds == (("CD", 300, "A1"), ("CA", 300, ""))
