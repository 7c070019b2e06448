"""A criminal registration costs nothing: the cashier refuses any money that names one, whoever takes it."""

from __future__ import annotations

import pytest
from conftest import SessionOf
from ledger_city import Services, cash, open_drawer, ship

from data import free, ledger
from data.ledger import Item
from data.permissions import CSR1, CSR2, SUPERVISOR, Refused
from data.services import Line
from data.session import Session
from data.store import Store


@pytest.mark.parametrize("role", [CSR1, CSR2, SUPERVISOR])
@pytest.mark.parametrize("reference", ["REG-2026-00001", "fee for reg-2026-00001"])
def test_no_money_is_taken_for_a_registration(store: Store, session_of: SessionOf, role: str, reference: str) -> None:
    ship(store)
    session = session_of(role)
    open_drawer(store, session)
    before = store.value("SELECT count(*) FROM journal")
    item = Item("TS", {"amount": 500, "reference": reference})
    with pytest.raises(Refused, match=r"free of charge \(Penal Code 290\)"):
        ledger.post(store, session, Services(), [item], [cash(500)], "key")
    assert store.value("SELECT count(*) FROM journal") == before


def test_other_references_are_paid(store: Store, session: Session) -> None:
    ship(store)
    open_drawer(store, session)
    made = ledger.post(
        store, session, Services(), [Item("TS", {"amount": 500, "reference": "26-0442"})], [cash(500)], "k"
    )
    assert made.total_cents == 500


@pytest.mark.parametrize("where", ["reference", "description", "customer", "detail"])
def test_it_is_found_wherever_it_stands(where: str) -> None:
    text = "REG-2026-00001"
    given = {"description": "Fee", where: {"why": text} if where == "detail" else text}
    assert free.refused([Line(service="TS", amount_cents=1, splits=(), **given)])  # type: ignore[arg-type]
    assert free.refused([Line(service="TS", amount_cents=1, splits=(), description="REG-26")]) == ""
