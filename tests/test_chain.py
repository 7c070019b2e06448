"""The chain's golden vectors: books written by this version must be provable by every later one."""

from __future__ import annotations

import pytest
from ledger_city import cash, open_drawer, pay, ship

from data import chain
from data.chain import START, Header, LineRow, PostingRow, TenderRow
from data.session import Session
from data.store import Store

HEADER = Header(
    "RECEIPT",
    "27-000001",
    "01",
    2,
    "2026-07-06",
    "2026-07-06T16:00:00.00Z",
    1,
    1,
    "T1",
    1,
    "5d1f",
    "Ann O'Hara",
    "en",
    1050,
    None,
    "",
    None,
    "",
)
LINE = LineRow(1, "TS", "", "REF-1", None, "Peña", "Water", "Agua", 1, 1050, 1050, 0, '{"bill_lines":[[7,1050]]}', None)
POSTINGS = (PostingRow(1, 0, "100-000-1120", 1050), PostingRow(2, 1, "100-030-4490", -1050))
TENDER = TenderRow(1, "CA", 1050, 2000, 950, "", "{}")
ENCODED = (
    '[1,"' + START + '",["RECEIPT","27-000001","01",2,"2026-07-06","2026-07-06T16:00:00.00Z",1,1,"T1",1,"5d1f",'
    '"Ann O\'Hara","en",1050,null,"",null,""],[[1,"TS","","REF-1",null,"Peña","Water","Agua",1,1050,1050,0,'
    '"{\\"bill_lines\\":[[7,1050]]}",null]],[[1,0,"100-000-1120",1050],[2,1,"100-030-4490",-1050]],'
    '[[1,"CA",1050,2000,950,"","{}"]]]'
)
GOLDEN = {
    "empty": "5ed42d9c09eb2fff9c3c7db665fd2eda8f995083303ac33dafa669debed7ea90",
    "receipt": "c50a1d7eb24e489f51c4a9e3f220a94e8950a2fbc520ab488033286ddcec5fdb",
    "second": "bc8eadca56d7eea13ebebcd9a6800dc1b41b2911c27b4f60f0b1bdec70f3c6b0",
}
"""Hashes of encoding version 1. They may never change; a new encoding is a new version with vectors of its own."""


def test_the_encoding_is_canonical() -> None:
    assert chain.encode(START, HEADER, [LINE], POSTINGS, [TENDER]) == ENCODED.encode()
    assert chain.VERSION == 1


@pytest.mark.parametrize("name", list(GOLDEN))
def test_golden_vectors(name: str) -> None:
    first = chain.digest(START, HEADER, [LINE], POSTINGS, [TENDER])
    found = {
        "empty": chain.digest(START, HEADER, [], [], []),
        "receipt": first,
        "second": chain.digest(first, HEADER._replace(seq=3, receipt=None, kind="VOID"), [], [], []),
    }
    assert found[name] == GOLDEN[name]


@pytest.mark.parametrize("field", Header._fields)
def test_every_column_changes_the_hash(field: str) -> None:
    value = getattr(HEADER, field)
    other = 99 if isinstance(value, int) or value is None else f"{value}x"
    changed = HEADER._replace(**{field: other})
    assert chain.digest(START, changed, [LINE], POSTINGS, [TENDER]) != GOLDEN["receipt"]


def test_rows_cannot_move_between_tables_or_merge() -> None:
    apart = chain.digest(START, HEADER, [LINE._replace(customer="ab", description="c")], [], [])
    moved = chain.digest(START, HEADER, [LINE._replace(customer="a", description="bc")], [], [])
    assert apart != moved


def test_each_series_is_a_chain_of_its_own(store: Store, session: Session, session_of) -> None:
    ship(store)
    other = session_of("CSR2")
    open_drawer(store, session, "01")
    open_drawer(store, other, "02")
    pay(store, session, cash(100))
    pay(store, other, cash(200))
    rows = store.rows("SELECT series, seq, prev_hash, hash FROM journal ORDER BY series, seq")
    assert [(row[0], row[1]) for row in rows] == [("01", 1), ("01", 2), ("02", 1), ("02", 2)]
    assert [row[2] for row in rows] == [START, rows[0][3], START, rows[2][3]]
    heads = {row[0]: (row[1], row[2]) for row in store.rows("SELECT series, seq, head FROM chains")}
    assert (heads["01"], heads["02"]) == ((2, rows[1][3]), (2, rows[3][3]))


def test_the_head_is_printed_in_two_groups() -> None:
    assert chain.head8("1f0a9c3e" + "0" * 56) == "1F0A 9C3E"
