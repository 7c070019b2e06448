"""The store behaves alike on both databases."""

from __future__ import annotations

import pytest

from data.session import Session
from data.store import Store


def test_a_fresh_store_is_migrated_and_empty(store: Store) -> None:
    assert store.value("SELECT count(*) FROM journal") == 0
    assert store.migrate() == []


def test_a_clerk_is_signed_on(store: Store, session: Session) -> None:
    assert store.value("SELECT role FROM users WHERE id = ?", session.clerk.id) == "CSR2"


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.writing():
            store.run("INSERT INTO counters (name, value) VALUES ('x', 1)")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        interrupted()
    assert store.value("SELECT count(*) FROM counters") == 0
