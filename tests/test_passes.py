"""Bus passes: sold from stock by serial, put back by a void, and proved at the end of the month."""

from __future__ import annotations

from datetime import date

import pytest
from services_sample import fill, give_back, lines_of, load_rows, splits_add_up, take

from data import passes
from data.forms import FormError
from data.passes_month import expired, first_of_month, on_hand, reconcile, report
from data.passes_register import LOTS, PRODUCTS, SERIALS
from data.permissions import Refused
from data.records import history, record, save
from data.registers import page
from data.sample import rows_passes
from data.services.bus_pass import SERVICE
from data.session import Session
from data.store import Store

TODAY = date(2026, 7, 6)


@pytest.fixture
def supervisor(store: Store, session_of) -> Session:
    """A supervisor, with the shipped passes and twenty adult month passes in stock."""
    load_rows(store)
    session = session_of("SUPERVISOR")
    passes.receive(store, session, product_id(store), "A0100", "A0119", TODAY)
    return session


def product_id(store: Store, code: str = "MONTH-A") -> int:
    """The id of a product."""
    return store.value("SELECT id FROM pass_products WHERE code = ?", code)


def sold(store: Store) -> list[str]:
    """The serials that are sold."""
    return [serial for (serial,) in store.rows("SELECT serial FROM pass_serials WHERE status = 'SOLD' ORDER BY serial")]


def test_the_lowest_serial_is_offered(store: Store, session: Session, supervisor: Session) -> None:
    look = SERVICE.look(store, session, {"product": "MONTH-A"})
    assert look.fill == {"serial": "A0100"}
    look = SERVICE.look(store, session, {"product": "MONTH-A", "quantity": 3})
    assert look.lines == ("Month pass, adult  NCTD  72.00 each", "3 for 216.00", "Serials A0100-A0102")


def test_serials_leave_the_stock_and_come_back(store: Store, session: Session, supervisor: Session) -> None:
    posted, lines = take(store, session, SERVICE, product="MONTH-A", quantity="2", serial="A0105")
    assert splits_add_up(lines)
    assert (lines[0].amount_cents, lines[0].quantity, lines[0].unit_cents) == (14400, 2, 7200)
    assert lines[0].splits[0].gl == "100-000-2410"
    assert lines[0].description == "Month pass, adult A0105-A0106"
    assert sold(store) == ["A0105", "A0106"]
    assert store.value("SELECT journal_id FROM pass_serials WHERE serial = 'A0105'") == posted
    give_back(store, session, SERVICE, posted, lines)
    assert sold(store) == []
    assert on_hand(store)["MONTH-A"] == 20


def test_passes_the_city_bought_are_its_own_revenue(store: Store) -> None:
    load_rows(store)
    with store.writing():
        store.run("UPDATE pass_products SET consigned = 0")
    assert lines_of(store, SERVICE, product="ONE-WAY")[0].splits[0].gl == "100-030-4440"


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"product": "NONE"}, "product"),
        ({"product": "DAY-R"}, "proof"),
        ({"product": "ONE-WAY", "serial": "A0100"}, "serial"),
        ({"product": "MONTH-A", "serial": "A0099"}, "serial"),
        ({"product": "MONTH-A", "serial": "A0118", "quantity": "3"}, "quantity"),
        ({"product": "MONTH-Y", "proof": "Y"}, "quantity"),
    ],
)
def test_what_cannot_be_sold_is_refused(store: Store, supervisor: Session, texts: dict[str, str], field: str) -> None:
    with pytest.raises(FormError) as error:
        lines_of(store, SERVICE, **texts)
    assert error.value.name == field


def test_a_reduced_fare_needs_its_proof(store: Store, session: Session) -> None:
    load_rows(store)
    assert SERVICE.look(store, session, {"product": "DAY-R"}).alert == "PROOF NEEDED: REDUCED"
    assert lines_of(store, SERVICE, product="DAY-R", proof="Y")[0].amount_cents == 300


def test_two_clerks_cannot_sell_the_same_pass(store: Store, session: Session, supervisor: Session) -> None:
    values = fill(SERVICE, product="MONTH-A")
    stale = SERVICE.lines(values, SERVICE.facts(store, values))[0]
    take(store, session, SERVICE, product="MONTH-A")
    with pytest.raises(Refused, match="no longer in stock"), store.writing():
        SERVICE.post(store, session, 1, 1, stale)


def test_a_pass_moved_since_is_not_voided(store: Store, session: Session, supervisor: Session) -> None:
    posted, lines = take(store, session, SERVICE, product="MONTH-A")
    with store.writing():
        store.run("UPDATE pass_serials SET status = 'SPOILED' WHERE serial = 'A0100'")
    with pytest.raises(Refused, match="cannot be voided"):
        give_back(store, session, SERVICE, posted, lines)


@pytest.mark.parametrize(
    ("first", "last"), [("A1", "B2"), ("A1", "A10"), ("A9", "A1"), ("A", "B"), ("00001", "20000"), ("a1", "a2")]
)
def test_what_is_no_range_is_refused(first: str, last: str) -> None:
    with pytest.raises(Refused):
        passes.expand(first, last)


def test_a_range_keeps_its_zeros() -> None:
    assert passes.expand("A-0098", "A-0101") == ["A-0098", "A-0099", "A-0100", "A-0101"]


def test_a_serial_is_received_once(store: Store, supervisor: Session) -> None:
    with pytest.raises(Refused, match="A0119 of this product"):
        passes.receive(store, supervisor, product_id(store), "A0119", "A0130", TODAY)
    assert store.value("SELECT COUNT(*) FROM pass_lots") == 1


def test_only_stock_is_returned_or_spoiled(store: Store, session: Session, supervisor: Session) -> None:
    take(store, session, SERVICE, product="MONTH-A")
    with pytest.raises(Refused, match="Not all"):
        passes.move(store, supervisor, product_id(store), "A0100", "A0101", passes.RETURNED)
    with pytest.raises(Refused, match="leave the stock as"):
        passes.move(store, supervisor, product_id(store), "A0101", "A0101", passes.SOLD)
    with pytest.raises(Refused, match="only supervisors"):
        passes.move(store, session, product_id(store), "A0101", "A0101", passes.SPOILED)
    assert passes.move(store, supervisor, product_id(store), "A0110", "A0119", passes.RETURNED) == 10


def journal_line(store: Store, document_id: int, quantity: int, cents: int) -> None:
    """The sold passes as the journal keeps them."""
    with store.writing():
        store.insert(
            "journal_lines",
            journal_id=document_id,
            n=1,
            service="BP",
            charge_code="MONTH-A",
            description="",
            quantity=quantity,
            unit_cents=7200,
            amount_cents=cents,
        )


def test_the_month_proves_the_stock(store: Store, session: Session, supervisor: Session) -> None:
    with store.writing():
        store.insert("settings", name="passes.commission", value="500", valid_from="2026-07-01")
        store.run("UPDATE pass_lots SET received_on = '2026-06-15'")
    passes.receive(store, supervisor, product_id(store), "A0200", "A0209", TODAY)
    posted, lines = take(store, session, SERVICE, product="MONTH-A", quantity="3")
    journal_line(store, posted, 3, 21600)
    passes.move(store, supervisor, product_id(store), "A0118", "A0119", passes.RETURNED)
    passes.move(store, supervisor, product_id(store), "A0117", "A0117", passes.SPOILED)
    months = {month.code: month for month in reconcile(store, date(2026, 7, 1), date(2026, 7, 31))}
    month = months["MONTH-A"]
    told = report(store, date(2026, 7, 1), date(2026, 7, 31))
    (group,) = told.groups
    assert ("MONTH-A", 20, 10, 3, 2, 1, 24, 20520) in group.rows
    assert ("ONE-WAY", None, None, 0, None, None, None, 0) in group.rows
    assert told.totals(group.rows)[-1] == 20520
    assert max(map(len, told.lines())) <= 78
    assert told.notes == ("MONTH-A: 216.00 less the commission of 10.80.",)
    assert (month.opening, month.received, month.sold, month.returned, month.spoiled) == (20, 10, 3, 2, 1)
    assert month.closing == 24 == on_hand(store)["MONTH-A"]
    assert (month.sales_cents, month.commission_cents, month.due_cents) == (21600, 1080, 20520)
    voided = give_back(store, session, SERVICE, posted, lines)
    journal_line(store, voided, 3, -21600)
    after = next(one for one in reconcile(store, date(2026, 7, 1), date(2026, 7, 31)) if one.code == "MONTH-A")
    assert (after.sold, after.closing, after.due_cents) == (0, 27, 0)
    assert on_hand(store)["MONTH-A"] == 27
    told = report(store, first_of_month(TODAY), TODAY)
    assert told.notes == ("The serial numbers in stock agree. Count the passes against Closing.",)
    with store.writing():
        store.run("UPDATE pass_serials SET status = 'SOLD' WHERE serial = 'A0100'")
    assert report(store, first_of_month(TODAY), TODAY).notes == ("MONTH-A: 26 in stock, not 27. Verify the books.",)
    june = next(one for one in reconcile(store, date(2026, 6, 1), date(2026, 6, 30)) if one.code == "MONTH-A")
    assert (june.opening, june.received, june.closing) == (0, 20, 20)
    assert months["ONE-WAY"].closing == 0


def test_the_sample_city_has_passes_in_stock(store: Store, session: Session) -> None:
    load_rows(store)
    for _ in range(2):
        rows_passes.load_stock(store, session.clerk.id, TODAY)
    assert on_hand(store) == {"MONTH-A": 50, "MONTH-S": 40, "MONTH-Y": 40}


def test_expired_stock_is_listed(store: Store, supervisor: Session) -> None:
    with store.writing():
        store.run("UPDATE pass_lots SET expires_on = '2026-06-30'")
    assert expired(store, TODAY) == [("MONTH-A", "A0100", "A0119", 20)]
    assert report(store, TODAY, TODAY).notes == ("Expired: MONTH-A A0100 to A0119, 20 in stock.",)


def test_a_lot_is_received_on_its_screen(store: Store, supervisor: Session) -> None:
    values = LOTS.form.clean(
        {"product": "MONTH-Y", "serial_from": "0001", "serial_to": "0050", "received_on": "07/06/2026"}
    )
    lot = save(store, supervisor, LOTS, None, values)
    assert store.row("SELECT quantity, user_id FROM pass_lots WHERE id = ?", lot) == (50, supervisor.clerk.id)
    assert on_hand(store)["MONTH-Y"] == 50
    opened = record(store, supervisor, LOTS, lot)
    assert opened.texts["product"] == "MONTH-Y"
    save(store, supervisor, LOTS, lot, {**opened.values, "till": "01"}, opened.version)
    assert on_hand(store)["MONTH-Y"] == 50
    rows = page(store, supervisor, LOTS, "first", None, 10).rows
    assert ("MONTH-Y", "0001", "0050", "50", "50") in [row.cells[1:] for row in rows]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"product": "ONE-WAY"}, "product"),
        ({"product": "NONE"}, "product"),
        ({"serial_to": "9"}, "serial_to"),
    ],
)
def test_a_lot_that_is_no_range_is_refused(
    store: Store, supervisor: Session, change: dict[str, str], field: str
) -> None:
    texts = {"product": "MONTH-Y", "serial_from": "0001", "serial_to": "0050", "received_on": "07/06/2026", **change}
    with pytest.raises(FormError) as error:
        save(store, supervisor, LOTS, None, LOTS.form.clean(texts))
    assert error.value.name == field
    assert on_hand(store)["MONTH-Y"] == 0


def test_the_serials_of_a_lot_stay_as_received(store: Store, supervisor: Session) -> None:
    lot = store.value("SELECT id FROM pass_lots")
    opened = record(store, supervisor, LOTS, lot)
    with pytest.raises(FormError, match="stay as received"):
        save(store, supervisor, LOTS, lot, {**opened.values, "serial_to": "A0120"}, opened.version)


def test_one_pass_is_returned_or_spoiled_from_its_list(store: Store, supervisor: Session) -> None:
    rows = page(store, supervisor, SERIALS, "first", None, 2).rows
    assert [row.cells for row in rows] == [("MONTH-A", "A0100", "STOCK"), ("MONTH-A", "A0101", "STOCK")]
    for row, key, sentence in ((rows[0], "6", "Pass A0100 was returned"), (rows[1], "7", "Pass A0101 was marked")):
        option = SERIALS.option(key)
        assert option is not None
        assert option.run is not None
        assert option.run(store, supervisor, row.id).startswith(sentence)
    assert store.rows("SELECT status FROM pass_serials WHERE serial < 'A0102' ORDER BY serial") == [
        ("RETURNED",),
        ("SPOILED",),
    ]
    assert history(store, supervisor, SERIALS, rows[0].id)[0].cells[3:] == ("STOCK", "RETURNED")
    with pytest.raises(Refused, match="receive a lot"):
        save(store, supervisor, SERIALS, None, {"serial": "X", "status": "STOCK"})


def test_the_rest_of_a_lot_goes_back_to_the_agency(store: Store, session: Session, supervisor: Session) -> None:
    take(store, session, SERVICE, product="MONTH-A", quantity="3")
    lot = store.value("SELECT id FROM pass_lots")
    option = LOTS.option("6")
    assert option is not None
    assert option.run is not None
    assert option.run(store, supervisor, lot) == "17 passes were returned to the agency."
    assert on_hand(store)["MONTH-A"] == 0
    with pytest.raises(Refused, match="Nothing is left"):
        option.run(store, supervisor, lot)


def test_finance_changes_a_price(store: Store, session: Session, session_of, supervisor: Session) -> None:
    finance = session_of("FINANCE")
    opened = record(store, finance, PRODUCTS, product_id(store))
    save(store, finance, PRODUCTS, opened.id, {**opened.values, "price_cents": 7500}, opened.version)
    assert lines_of(store, SERVICE, product="MONTH-A")[0].amount_cents == 7500
    with pytest.raises(Refused, match="only finance"):
        save(store, session, PRODUCTS, opened.id, opened.values, opened.version + 1)
    opened = record(store, finance, PRODUCTS, opened.id)
    with pytest.raises(FormError, match="20 passes"):
        save(store, finance, PRODUCTS, opened.id, {**opened.values, "serialized": False}, opened.version)
    with pytest.raises(FormError, match="before the first"):
        save(store, finance, PRODUCTS, opened.id, {**opened.values, "valid_to": date(2019, 1, 1)}, opened.version)
