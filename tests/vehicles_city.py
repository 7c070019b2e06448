"""Vehicles and citations for tests: the values of their forms, and the receipts that pay them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from data import drawers, ledger
from data.catalog import Catalog
from data.forms import Form, Values
from data.ledger import Item, Receipt
from data.session import Session
from data.store import Store
from data.tenders import Tender

CATALOG = Catalog.standard()
VIN = "1HGCM82633A004352"
"""A well-known example whose check digit is right."""


def values(form: Form, **given: Any) -> Values:
    """Clean values of a form: its opening texts, and what is given."""
    texts = form.opening()
    clean = {name: kind.clean(texts[name]) if texts[name] else None for name, kind in form.fields.items()}
    return {**clean, **given}


def repossession(**given: Any) -> dict[str, Any]:
    """What a notice says when nothing else is asked for: 35 minutes after the repossession."""
    return {
        "received_on": date(2026, 7, 6), "received_at": "09:10", "caller": "Sample Caller", "agency": "Sample Recovery",
        "license_no": "RA1234", "taken_on": date(2026, 7, 6), "taken_at": "08:35", "place": "100 SAMPLE ST",
        "year": 2019, "make": "HOND", "model": "Accord", "plate": "7ABC123", "vin": VIN,
        "registered_owner": "Fictitia Debtor", "legal_owner": "Sample Bank", **given,
    }  # fmt: skip


def impound(**given: Any) -> dict[str, Any]:
    """A 30-day impound of Monday, July 6."""
    return {
        "number": "26-0001", "impounded_on": date(2026, 7, 6), "impounded_at": "08:00", "place": "100 SAMPLE ST",
        "reason": "SUSP", "authority": "VC 14602.6(a)", "hold": "30-DAY", "ordered_by": "Ofc. Sample 101",
        "plate": "8XYZ987", "make": "TOYT", "registered_owner": "Fictitia Owner", "tow_company": "Sample Tow", **given,
    }  # fmt: skip


def citation(**given: Any) -> dict[str, Any]:
    """A parking citation of 50.00, late fee 25.00, issued on Monday, June 15."""
    return {
        "number": "P100", "issued_on": date(2026, 6, 15), "section": "VC 22500(i)", "plate": "7ABC123",
        "penalty_cents": 5000, "late_cents": 2500, **given,
    }  # fmt: skip


def open_drawer(store: Store, session: Session) -> None:
    """Give the clerk an open drawer."""
    if session.drawer_id is None:
        drawers.open(store, session, "01", 10_000)


def pay(store: Store, session: Session, service: str, tender: str = "CA", **texts: str) -> Receipt:
    """Take a payment at the cashier, exactly, by one tender."""
    open_drawer(store, session)
    form = CATALOG.service(service).form
    items = [Item(service, form.clean({**form.opening(), **texts}))]
    cents = sum(line.amount_cents for line in ledger.preview(store, session, CATALOG, items))
    return ledger.post(store, session, CATALOG, items, [Tender(tender, cents, cents, uuid4().hex[:8])], uuid4().hex)
