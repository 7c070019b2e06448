"""A short day in this process on each kind of store: on PostgreSQL every call to the store goes through a thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import postgresql
import pytest
from conftest import MONDAY, postgresql_database, sqlite_url
from counter import OLD_DEBT, PASSWORDS, PLAIN, InProcess, count_keys, in_process

from data.clock import FixedClock
from data.store import Store
from data.verify import verify


@pytest.fixture
def url(request: pytest.FixtureRequest, store_kind: str, run_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh small city on this kind of store."""
    if store_kind == "sqlite":
        yield sqlite_url(run_folder, tmp_path / "city.db", "city")
    else:
        server: postgresql.Server = request.getfixturevalue("postgresql_server")
        name = f"day_{uuid4().hex}"
        yield postgresql_database(server, name, "city")
        server.drop(name)


async def at(counter: InProcess, program: str) -> None:
    """The display that must be shown now."""
    await counter.settle()
    assert counter.program == program, counter.text


async def test_a_short_day(url: str) -> None:
    clock = FixedClock(MONDAY)
    async with in_process(url, clock) as counter:
        await counter.sign_on()
        await counter.press("3.1\n20000\n", "1\n", f"1\n{PLAIN}\n1000\n2000\n")
        await at(counter, "PAY010")
        assert "CHANGE" in counter.text
        await counter.press("5\nC42\n6500\n2 1021 2500\n3 VISA 4242 771\n")
        await counter.press("4\nDAY-A\n2\n7\n3\nCOPIES\n100\n9\n\n")
        await counter.press(f"1\n{OLD_DEBT}\n5000", "f2", "f12", "5\n1\n")
        await at(counter, "UB10")
        await counter.press("\n\n")
        await at(counter, "MENU")
        await counter.press("f7", "10004567\n")
        await at(counter, "ACC010")
        await counter.press("f3", "4.1\n2\n2\nWRONG\n1", "f3", "CI C43 50000\n\n", "4.1\n5\n2\nWRONG\n1")
        assert "Approver" in counter.text
        await counter.press(f"201\n{PASSWORDS['201']}\nSEEN\n")
        await at(counter, "RCP015")
        await counter.press("f3", "3.2\n5000\nB1\nGLORIA\n", "3.4\nCHANGE\n")
        await counter.press("3.6\n", count_keys(200_00 + 10_00 + 13_00 + 50_00 - 50_00, {}), "1")
        await at(counter, "DRW035")
        assert "balances" in counter.text
        await counter.press("1\n")
        await at(counter, "DRW060")
        await counter.press("f3", "90\n")
        await at(counter, "SGN010")
        await counter.printed()
    books = Store(url, clock).open()
    try:
        assert books.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 5
        assert books.value("SELECT count(*) FROM journal WHERE kind = 'VOID'") == 2
        assert verify(books).ok
    finally:
        books.close()
