"""A large sample city is written in pieces, without indexes; afterwards everything is there that a small one has."""

from __future__ import annotations

import pytest

import data.sample
from data.clock import FixedClock
from data.find import find
from data.sample.bulk import _indexes
from data.sample.city import COLUMNS
from data.session import Session
from data.store import Store
from data.utility.accounts import by_number
from data.verify import verify


def test_a_large_city_is_whole(
    store: Store, session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three reads and at most one bill each; indexes and foreign keys are back; the books are right; all are found."""
    monkeypatch.setattr(data.sample, "LARGE", 100)
    monkeypatch.setattr(data.sample, "_CHUNK", 120)
    before = sorted(_indexes(store, tuple(COLUMNS)))
    steps: list[tuple[int, int]] = []
    assert data.sample.load(store, clock, 300, lambda done, whole: steps.append((done, whole))) == 300
    assert sorted(_indexes(store, tuple(COLUMNS))) == before
    assert steps[-1] == (600, 600)
    assert store.value("SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM bills GROUP BY account_id) x") == 1
    assert store.value("SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM reads GROUP BY account_id) x") == 3
    assert (
        store.value("SELECT COUNT(*) FROM bill_lines l JOIN bills b ON b.id = l.bill_id WHERE b.due_date < ?", "9") > 0
    )
    if store.kind == "sqlite":
        assert store.value("PRAGMA foreign_keys") == 1
        assert store.rows("PRAGMA foreign_key_check") == []
    assert verify(store).wrong == ()
    view = by_number(store, "10004567")
    assert view is not None
    assert "10004567" in {hit.number[:8] for hit in find(store, session, view.name)}


@pytest.mark.soak
def test_a_hundred_thousand_accounts(store: Store, clock: FixedClock) -> None:
    """The same at size."""
    assert data.sample.load(store, clock, 100_000) == 100_000
    assert verify(store).wrong == ()
