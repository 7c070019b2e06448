"""Verification: right books are right, and every kind of tampering is found and named, on both stores."""

from __future__ import annotations

import re
from datetime import date

import pytest
from ledger_city import account, cash, key, open_drawer, ship

from data import corrections, drawers, ledger, passes
from data.catalog import Catalog
from data.ddl import CLOSED_DAYS, JOURNAL_TABLES, forbid_changes, trigger_name
from data.ledger import Item
from data.permissions import SUPERVISOR
from data.sample import rows_passes
from data.session import Session
from data.store import Store
from data.tenders import Tender
from data.verify import verify

HASH = "f" * 64


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Every service the program has."""
    return Catalog.standard()


def take(store: Store, session: Session, catalog: Catalog, service: str, texts: dict[str, str], *paid: Tender) -> int:
    """Post one typed form; the journal id."""
    found = catalog.service(service)
    values = found.form.clean({**found.form.opening(), **texts})
    return ledger.post(store, session, catalog, [Item(service, values)], paid, key()).journal_id


@pytest.fixture
def books(store: Store, session: Session, session_of, catalog: Catalog) -> Store:
    """Two drawers: water bills with credit, a deposit, passes, custody, voids, a drop, a paid out, one closed short."""
    ship(store)
    rows_passes.load(store)
    account(store, "10004567", credit=500, bills=(3000, 4000))
    product, code = store.row("SELECT id, code FROM pass_products WHERE serialized = 1 AND proof_needed = 0") or (0, "")
    passes.receive(store, session_of(SUPERVISOR), product, "A100", "A109", date(2026, 7, 1))
    price = store.value("SELECT price_cents FROM pass_products WHERE id = ?", product)
    open_drawer(store, session)
    take(store, session, catalog, "UB", {"account": "10004567", "amount": "3500"}, cash(3500))
    take(store, session, catalog, "UB", {"account": "10004567", "amount": "5000", "over": "Y"}, cash(5000, 6000))
    take(store, session, catalog, "DEP", {"account": "10004567", "amount": "2500"}, cash(2500))
    take(store, session, catalog, "BP", {"product": code, "quantity": "2"}, cash(2 * price))
    sold = take(store, session, catalog, "BP", {"product": code, "quantity": "1"}, cash(price))
    paid = take(store, session, catalog, "MC", {"code": "COPIES", "amount": "200"}, Tender("CR", 200, 200, "10004567"))
    corrections.void(store, session, catalog, sold, None, "Wrong pass")
    corrections.void(store, session, catalog, paid, None, "Wrong")
    drawers.safe_drop(store, session, 2000, "B1", "201")
    drawers.paid_out(store, session, 500, "Post Office", "Stamps")
    drawers.count(store, session, {"b100": 1})
    drawers.recount(store, session, {"b100": 1, "b50": 1})
    other = session_of(SUPERVISOR)
    open_drawer(store, other, "02", 0)
    take(store, other, catalog, "UB", {"account": "10004567", "amount": "1000", "direct": "CREDIT"}, cash(1000))
    drawers.count(store, other, {"b10": 1})
    drawers.close(store, other)
    return store


def tamper(store: Store, *statements: str) -> None:
    """Change rows as somebody with the file could: without triggers, constraints and indexes."""
    lift(store)
    if store.kind == "sqlite":
        store.run("PRAGMA foreign_keys = 0")
    with store.writing():
        for statement in statements:
            store.run(statement)
    restore(store)


def lift(store: Store) -> None:
    """Take the triggers and, on PostgreSQL, the foreign keys away."""
    for table in JOURNAL_TABLES:
        if store.kind == "postgresql":
            store.run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        else:
            for event in ("UPDATE", "DELETE"):
                store.run(f"DROP TRIGGER {trigger_name(table, event)}")


def restore(store: Store) -> None:
    """Put the triggers back, so that only the change itself can be found."""
    if store.kind == "postgresql":
        for table in JOURNAL_TABLES:
            store.run(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    else:
        forbid_changes(store.db)


def test_right_books_are_right(books: Store) -> None:
    findings = verify(books)
    assert findings.lines()[-1].startswith("The books are right"), findings.lines()
    assert findings.ok
    assert set(findings.heads) == {"01", "02"}
    assert findings.documents == books.value("SELECT count(*) FROM journal")
    assert findings.to_json()["wrong"] == []


def test_an_empty_store_is_right(store: Store) -> None:
    assert verify(store).ok


TAMPERINGS: list[tuple[str, str, str]] = [
    ("UPDATE journal SET payer = 'X' WHERE receipt = '27-000001'", "journal", "27-000001.*hash is wrong"),
    ("UPDATE journal SET total_cents = 1 WHERE receipt = '27-000002'", "journal", "27-000002.*hash is wrong"),
    (f"UPDATE journal SET hash = '{HASH}' WHERE receipt = '27-000001'", "journal", "hash is wrong"),
    (f"UPDATE journal SET prev_hash = '{HASH}' WHERE receipt = '27-000001'", "journal", "does not follow"),
    ("UPDATE journal_lines SET description = 'X' WHERE id = 3", "journal", "hash is wrong"),
    ("UPDATE journal_lines SET amount_cents = amount_cents + 1 WHERE id = 3", "journal", "hash is wrong"),
    ("UPDATE postings SET gl = 'X' WHERE id = 5", "journal", "hash is wrong"),
    ("UPDATE tenders SET amount_cents = amount_cents + 1 WHERE id = 3", "journal", "hash is wrong"),
    ("DELETE FROM tenders WHERE id = 3", "journal", "hash is wrong"),
    ("UPDATE applications SET amount_cents = amount_cents + 1 WHERE id = 1", "journal", "what line 1 paid was changed"),
    ("DELETE FROM applications WHERE id = 1", "journal", "what line 1 paid was changed"),
    ("DELETE FROM journal WHERE receipt = '27-000001'", "journal", "Document 2 of till 01 is missing"),
    ("UPDATE chains SET seq = seq - 1 WHERE series = '01'", "chain heads", "does not end"),
    ("UPDATE chains SET seq = seq + 1 WHERE series = '01'", "chain heads", "is missing: the chain went on"),
    (f"UPDATE chains SET head = '{HASH}' WHERE series = '02'", "chain heads", "chain of till 02"),
    ("DELETE FROM chains WHERE series = '01'", "chain heads", "Till 01 has documents but no chain"),
    ("UPDATE counters SET value = value + 1 WHERE name = 'receipt:27'", "receipt numbers", "the last receipt is 7"),
    ("INSERT INTO postings (journal_id, n, gl, amount_cents) VALUES (999, 1, 'X', 5)", "row counts", "of postings"),
    ("UPDATE audit_log SET event = 'x' WHERE seq = 2", "audit log", "Audit row 2 was changed"),
    ("UPDATE bill_lines SET open_cents = open_cents + 5 WHERE id = 1", "bill lines", "Bill line 1 of bill .* is 0.05"),
    ("UPDATE accounts SET credit_cents = 0 WHERE number = '10004567'", "account credit", "account 10004567 is 0.00"),
    ("UPDATE deposits SET held_cents = held_cents - 1", "deposits", "Deposit 1"),
    ("UPDATE deposits SET journal_id = 1", "deposits", "Deposit 1"),
    ("UPDATE pass_serials SET status = 'SOLD' WHERE serial = 'A109'", "pass stock", "Pass A109 is SOLD"),
    ("UPDATE pass_serials SET status = 'RETURNED' WHERE serial = 'A101'", "passes sold", "Pass A101 was sold"),
    ("UPDATE journal_lines SET amount_cents = -1 WHERE origin_line_id IS NOT NULL", "voids", "not the opposite"),
    ("UPDATE gl_accounts SET gl = 'X' WHERE gl = '100-000-1122'", "chart of accounts", "Account 100-000-1122"),
    ("UPDATE postings SET amount_cents = amount_cents + 1 WHERE id = 1", "trial balance", "are 0.01, not zero"),
    ("UPDATE drawers SET state = 'OPEN' WHERE till = '02'", "drawers", "till 02 does not agree"),
    ("UPDATE drawers SET fund_cents = 1 WHERE till = '01'", "drawers", "change fund of drawer 1 of till 01"),
    ("UPDATE drawer_counts SET expected = '{}' WHERE drawer_id = 1 AND n = 1", "counts", "Count 1 of drawer 1"),
    ("UPDATE drawer_counts SET counted = '{\"CA\":5}' WHERE drawer_id = 2", "counts", "over/short of drawer 2"),
    (
        "UPDATE journal SET detail = replace(detail, '\"z\":1', '\"z\":2') WHERE kind = 'CLOSE'",
        "z reports",
        "Z report 1",
    ),
    (
        "UPDATE journal SET detail = replace(detail, 'net_cents\":1000', 'net_cents\":999') WHERE kind = 'CLOSE'",
        "z reports",
        "perpetual total of Z report 1",
    ),
]


@pytest.mark.parametrize(("statement", "check", "sentence"), TAMPERINGS)
def test_tampering_is_found_and_named(books: Store, statement: str, check: str, sentence: str) -> None:
    tamper(books, statement)
    found = {one.check: one.sentence for one in verify(books).wrong}
    assert check in found, found
    assert re.search(sentence, found[check]), found[check]


def test_a_missing_trigger_is_named(books: Store) -> None:
    lift(books)
    (finding, *_) = verify(books).wrong
    assert (finding.check, finding.sentence.startswith("Trigger journal_no_update is missing")) == ("triggers", True)


def test_a_rewritten_chain_is_found_by_a_printed_head(books: Store) -> None:
    """Whoever cuts the last documents off and mends chain, counters and audit is caught by the Z report's head."""
    head = books.value("SELECT hash FROM journal WHERE series = '02' AND kind = 'CLOSE'")
    assert verify(books, head[:8]).ok
    assert verify(books, f"{head[:4]} {head[4:8]}".upper()).ok
    assert verify(books, {"02": head}).ok
    assert [one.check for one in verify(books, {"01": head}).wrong] == ["expected head"]
    last = books.value("SELECT id FROM journal WHERE series = '02' AND kind = 'CLOSE'")
    tamper(
        books,
        f"DELETE FROM journal WHERE id = {last}",
        "UPDATE drawers SET state = 'COUNTED' WHERE till = '02'",
        "DELETE FROM counters WHERE name IN ('z:02', 'perpetual:02')",
        "UPDATE chains SET (seq, head) = (SELECT seq, hash FROM journal WHERE series = '02' ORDER BY seq DESC LIMIT 1)"
        " WHERE series = '02'",
    )
    assert verify(books).ok
    (finding,) = verify(books, head[:8]).wrong
    assert finding.check == "expected head"


def test_a_lost_receipt_number_is_named(books: Store) -> None:
    """A receipt that was removed with its chain mended still leaves a hole in the numbers."""
    tamper(books, "UPDATE journal SET receipt = '27-000099' WHERE receipt = '27-000003'")
    found = {one.check: one.sentence for one in verify(books).wrong}
    assert found["receipt numbers"] == "Receipt 27-000003 is missing."


def test_progress_is_told_and_nothing_is_locked(books: Store) -> None:
    told: list[tuple[int, int]] = []
    found = verify(books, progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (found.checks, found.checks)
    with books.writing():
        books.run("UPDATE settings SET note = 'still writable'")


@pytest.mark.parametrize("name", ["journal_no_update", "visitor_reviews_no_delete", "journal_day_is_open"])
def test_a_trigger_that_refuses_nothing_any_more_is_named(books: Store, name: str) -> None:
    """A trigger of the right name may do nothing, or wait for a condition that never comes."""
    table, _, event = name.partition("_no_") if name != CLOSED_DAYS else ("journal", "", "insert")
    if books.kind == "sqlite":
        books.run(f"DROP TRIGGER {name}")
        books.run(f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN 0 BEGIN SELECT RAISE(ABORT, 'final'); END")
    elif name == CLOSED_DAYS:
        books.run(f"ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}")
    else:
        books.run(f"DROP TRIGGER {name} ON {table}")
        books.run(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN (false) "
            "EXECUTE FUNCTION journal_is_final()"
        )
    (finding,) = verify(books).wrong
    assert (finding.check, finding.sentence.startswith(f"Trigger {name} is missing or was changed")) == (
        "triggers",
        True,
    )


def test_a_function_that_refuses_nothing_any_more_is_named(books: Store) -> None:
    if books.kind == "sqlite":
        pytest.skip("SQLite's triggers call no function")
    books.run(
        "CREATE OR REPLACE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    )
    assert verify(books).wrong[0].check == "triggers"
