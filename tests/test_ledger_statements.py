"""What a posting asks of the database: statements parsed once, however many others a day has run."""

from __future__ import annotations

import pytest
from ledger_city import cash, open_drawer, pay, ship

from data.session import Session
from data.store import Store

OF_A_DAY = 400
"""More different statements than a day at the counter runs (230)."""


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_posting_parses_no_statement_again_after_a_day_of_others(store: Store, session: Session) -> None:
    ship(store)
    open_drawer(store, session)
    for n in range(OF_A_DAY):
        store.value(f"SELECT {n}")
    parsed: list[object] = []

    def allowed(*what: object) -> int:
        parsed.append(what)
        return 0

    store.db.connection().set_authorizer(allowed)
    pay(store, session, cash(500))
    assert parsed, "SQLite asks its authorizer about every statement that it parses"
    parsed.clear()
    pay(store, session, cash(500))
    assert parsed == []
