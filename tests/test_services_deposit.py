"""A customer deposit is held, completed in parts, and given back by a void exactly as it was."""

from __future__ import annotations

import pytest
from services_sample import ACCOUNT, add_account, add_deposit, give_back, lines_of, load_rows, splits_add_up, take

from data.forms import FormError
from data.permissions import Refused
from data.services.deposit import SERVICE
from data.session import Session
from data.store import Store


@pytest.fixture
def account(store: Store) -> int:
    """An account that owes no deposit yet."""
    load_rows(store)
    return add_account(store)


def deposits(store: Store) -> list[tuple[object, ...]]:
    """All deposits as they are."""
    return store.rows("SELECT amount_cents, held_cents, state, journal_id FROM deposits ORDER BY id")


def test_the_deposit_due_is_offered(store: Store, session: Session, account: int) -> None:
    add_deposit(store, account, 15000)
    assert SERVICE.look(store, session, {"account": ACCOUNT}).fill == {"amount": "150.00"}


def test_it_is_held_once_it_is_complete(store: Store, session: Session, account: int) -> None:
    add_deposit(store, account, 15000, "REQUIRED")
    first, lines = take(store, session, SERVICE, account=ACCOUNT, amount="50.00")
    assert splits_add_up(lines)
    assert lines[0].splits[0].gl == "551-000-2310"
    assert deposits(store) == [(15000, 5000, "REQUIRED", first)]
    second, more = take(store, session, SERVICE, account=ACCOUNT, amount="100.00")
    assert deposits(store) == [(15000, 15000, "HELD", first)]
    give_back(store, session, SERVICE, second, more)
    assert deposits(store) == [(15000, 5000, "REQUIRED", first)]
    give_back(store, session, SERVICE, first, lines)
    assert deposits(store) == [(15000, 0, "REQUIRED", None)]


def test_without_one_due_it_opens_a_new_one(store: Store, session: Session, account: int) -> None:
    assert "opens a new one" in SERVICE.look(store, session, {"account": ACCOUNT}).lines[-1]
    posted, lines = take(store, session, SERVICE, account=ACCOUNT, amount="80.00")
    assert deposits(store) == [(8000, 8000, "HELD", posted)]
    give_back(store, session, SERVICE, posted, lines)
    assert deposits(store) == []


def test_a_new_deposit_that_was_applied_is_not_voided(store: Store, session: Session, account: int) -> None:
    posted, lines = take(store, session, SERVICE, account=ACCOUNT, amount="80.00")
    with store.writing():
        store.run("UPDATE deposits SET state = 'APPLIED', held_cents = 0")
    with pytest.raises(Refused, match="applied or refunded"):
        give_back(store, session, SERVICE, posted, lines)


def test_more_than_is_due_is_refused(store: Store, account: int) -> None:
    add_deposit(store, account, 15000)
    with pytest.raises(FormError, match=r"150\.00") as error:
        lines_of(store, SERVICE, account=ACCOUNT, amount="150.01")
    assert error.value.name == "amount"


def test_an_unknown_account_is_refused(store: Store, account: int) -> None:
    with pytest.raises(FormError, match="no account 20000001"):
        lines_of(store, SERVICE, account="20000001", amount="1.00")


def test_a_deposit_paid_meanwhile_is_refused(store: Store, session: Session, account: int) -> None:
    add_deposit(store, account, 15000)
    stale = lines_of(store, SERVICE, account=ACCOUNT, amount="150.00")[0]
    take(store, session, SERVICE, account=ACCOUNT, amount="100.00")
    with pytest.raises(Refused, match="paid meanwhile"), store.writing():
        SERVICE.post(store, session, 1, 1, stale)
