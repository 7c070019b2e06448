"""A counter with two accounts and a way to bounce checks, for the tests of returned items and refunds."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger_city import key

from data import ledger, returned
from data.catalog import Catalog
from data.ledger import Item, Receipt
from data.returned import Notice, Wishes
from data.returned_case import Case
from data.session import Session
from data.store import Store
from data.tenders import Tender
from data.verify import verify

MARIA, JOHN = "10004567", "10004575"


def item(catalog: Catalog, service: str, **texts: str) -> Item:
    """A typed form of a service."""
    found = catalog.service(service)
    return Item(service, found.form.clean({**found.form.opening(), **texts}))


def take(store: Store, session: Session, catalog: Catalog, items: list[Item], *paid: Tender, **more: Any) -> Receipt:
    """Post a receipt."""
    return ledger.post(store, session, catalog, items, paid, key(), **more)


def water(catalog: Catalog, cents: int, account: str = MARIA, **texts: str) -> Item:
    """A water payment."""
    return item(catalog, "UB", account=account, amount=str(cents), **texts)


def bounce(
    store: Store,
    session: Session,
    catalog: Catalog,
    cents: int,
    number: str = "1021",
    reason: str = "NSF",
    **wishes: Any,
) -> Case:
    """Take up a returned check."""
    notice = Notice(number, cents, reason, date(2026, 7, 6))
    return returned.take(store, session, catalog, notice, Wishes(**wishes), key())


def gl(store: Store, account: str) -> int:
    """The balance of a ledger account, in cents."""
    return int(store.value("SELECT COALESCE(SUM(amount_cents), 0) FROM postings WHERE gl = ?", account))


def books_hold(store: Store) -> None:
    """The journal proves itself."""
    report = verify(store)
    assert report.ok, report.wrong
