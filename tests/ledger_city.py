"""A small city for ledger tests: shipped rows, two accounts with open bills, an open drawer, a catalog of services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from data import drawers, ledger
from data.chain import LineRow
from data.fields import Count, Money, Text
from data.forms import Form, Values
from data.ledger import Item, Receipt
from data.permissions import CSR1, CSR2, DESK, FINANCE, SUPERVISOR, Permission
from data.sample import rows_authority, rows_charges, rows_ledger
from data.services import Line, Service, Split
from data.session import Session
from data.store import Store
from data.tenders import Tender

REVENUE = "100-030-4490"
PAY = Permission("test.pay", "take money in tests", DESK)


def _price_lines(values: Values, facts: Any) -> tuple[Line, ...]:
    cents = values["amount"]
    return (
        Line(
            service="TS",
            description="Test service",
            description_es="Servicio de prueba",
            amount_cents=cents,
            splits=(Split(REVENUE, cents - cents // 3), Split("100-030-4430", cents // 3)),
            reference=values.get("reference") or "",
            quantity=values.get("quantity") or 1,
            unit_cents=cents // (values.get("quantity") or 1),
        ),
    )


def _custody_lines(values: Values, facts: Any) -> tuple[Line, ...]:
    own = Line("CU", "City fee", 3500, (Split(REVENUE, 3500),), description_es="Cuota de la ciudad")
    held = Line("CU", "State check", 0, (), custody_cents=13000, reference="1234", description_es="Cheque del Estado")
    return (own, held)


TEST = Service(
    "TS",
    91,
    "Test service",
    "Servicio de prueba",
    PAY,
    Form("TST", "Test", {"amount": Money("Amount", required=True), "reference": Text("Ref"), "quantity": Count("Q")}),
    _price_lines,
)
CUSTODY = Service("CU", 92, "Custody", "Custodia", PAY, Form("TCU", "Custody", {}), _custody_lines)


@dataclass
class Services:
    """A catalog of the given services, with the calls to their effects noted."""

    services: dict[str, Service] = field(default_factory=lambda: {"TS": TEST, "CU": CUSTODY})
    effects: list[tuple[str, str, int]] = field(default_factory=list)

    def service(self, code: str) -> Service:
        """The service, with effects that note themselves."""
        found = self.services[code]
        return replace(found, post=self._note("post", found.post), void=self._note("void", found.void))

    def _note(self, what: str, effect: Callable[..., None]) -> Callable[..., None]:
        def noted(store: Store, session: Session, document: int, n: int, line: Line) -> None:
            effect(store, session, document, n, line)
            self.effects.append((what, line.service, n))

        return noted


def ship(store: Store) -> None:
    """Load the shipped rows a ledger needs."""
    rows_authority.load(store)
    rows_charges.load(store)
    rows_ledger.load(store)


def account(store: Store, number: str, *, credit: int = 0, cash_only: int = 0, bills: tuple[int, ...] = ()) -> int:
    """A utility account with credit (cents) from before this journal, and one bill line per amount; its id."""
    with store.writing():
        customer = store.insert("customers", name=f"Customer {number}")
        premise = store.insert("premises", number=f"P{number}", street="1 Main St", city="Vista Robles", zip="92000")
        row = store.insert(
            "accounts",
            number=number,
            customer_id=customer,
            premise_id=premise,
            status="ACTIVE",
            opened_on="2020-01-01",
            credit_cents=credit,
            prior_credit_cents=credit,
            cash_only=cash_only,
            **{"class": "RES-SINGLE"},
        )
        for n, cents in enumerate(bills):
            bill = store.insert(
                "bills",
                account_id=row,
                number=f"B{number}{n}",
                bill_date=f"2026-0{n + 1}-01",
                due_date=f"2026-0{n + 1}-20",
                period_from="2026-01-01",
                period_to="2026-01-31",
                total_cents=cents,
            )
            store.insert(
                "bill_lines",
                bill_id=bill,
                account_id=row,
                bucket="WATER-USAGE",
                description="Water",
                amount_cents=cents,
                open_cents=cents,
            )
    return row


def cash(cents: int, given: int = 0) -> Tender:
    """Cash for an amount, with what was handed over."""
    return Tender("CA", cents, given or cents)


def check(cents: int, number: str = "1021", **detail: Any) -> Tender:
    """A check in good order unless `detail` says otherwise."""
    return Tender("CK", cents, cents, number, detail)


def key() -> str:
    """A new idempotency key."""
    return uuid4().hex


def pay(store: Store, session: Session, *paid: Tender, amount: int = 0, **more: Any) -> Receipt:
    """Post one test line for the sum of the tenders."""
    total = amount or sum(tender.amount_cents for tender in paid)
    item = Item("TS", {"amount": total, "reference": "REF-1"})
    return ledger.post(store, session, Services(), [item], paid, more.pop("key", None) or key(), **more)


def open_drawer(store: Store, session: Session, till: str = "01", fund: int = 10_000) -> int:
    """Open the session's drawer; its id."""
    return drawers.open(store, session, till, fund).id


__all__ = ["CSR1", "CSR2", "FINANCE", "SUPERVISOR", "LineRow"]
