"""An item whose reason wants a look: no charge until a supervisor has decided, and then once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ledger_city import account, check, open_drawer
from returned_city import MARIA, books_hold, bounce, gl, take, water

from data.cases import RETURNED, steps
from data.catalog import Catalog
from data.permissions import SUPERVISOR, Refused
from data.returned_case import Case, balance
from data.returned_review import decide, waits
from data.session import Session
from data.store import Store


@pytest.fixture
def case(store: Store, rules: Store, session: Session) -> Case:
    """A check of 30.00 that came back because its signature was missing."""
    account(store, MARIA, bills=(3000,))
    open_drawer(store, session)
    catalog = Catalog.standard()
    take(store, session, catalog, [water(catalog, 3000)], check(3000))
    return bounce(store, session, catalog, 3000, reason="SIGN", bank_cost_cents=700)


def test_a_supervisor_makes_the_charge_once(store: Store, case: Case, session_of: Callable[..., Session]) -> None:
    assert (case.fee_cents, waits(store, case)) == (0, True)
    done = decide(store, session_of(SUPERVISOR), case.id, True)
    assert (done.state, done.fee_cents, waits(store, done)) == ("FEE-POSTED", 2500, False)
    assert balance(store, case.id).fee_cents == 2500
    assert gl(store, "551-000-1310") == 2500
    with pytest.raises(Refused, match="is decided"):
        decide(store, session_of(SUPERVISOR), case.id, False)
    books_hold(store)


def test_a_supervisor_makes_none(store: Store, case: Case, session_of: Callable[..., Session]) -> None:
    done = decide(store, session_of(SUPERVISOR), case.id, False)
    assert (done.fee_cents, waits(store, done)) == (0, False)
    assert [one.note for one in steps(store, RETURNED, case.id) if one.state == "REVIEWED"] == ["No charge"]


@pytest.mark.parametrize("charged", [True, False])
def test_a_clerk_asks_for_it(store: Store, case: Case, session: Session, charged: bool) -> None:
    with pytest.raises(Refused) as refused:
        decide(store, session, case.id, charged)
    assert refused.value.approval == "returned.fee"
    assert waits(store, case)
