"""A form BCIA 8016 of somebody who does not exist, and the short ways of its tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from data import drawers, ledger
from data.catalog import Catalog
from data.forms import Values
from data.ledger import Item, Receipt
from data.police import livescan, livescan_fees, livescan_rollers, livescan_work
from data.police.livescan import LiveScan
from data.police.livescan_rollers import EXEMPT
from data.police.livescan_work import Transmission
from data.police.store import PoliceStore
from data.session import Session
from data.tenders import Tender

FORM: Values = {
    "ori": "A0099", "applicant_type": "LICENSE", "working_title": "Kite instructor", "level": "BOTH",
    "agency": "Bureau of Imaginary Arts", "mail_code": "00099", "agency_street": "1 Nowhere Way",
    "agency_city": "Sacramento", "agency_state": "CA", "agency_zip": "95800", "contact": "Kit Sample",
    "agency_phone": "9165550100", "oca": "KI-1", "billing": None,
    "last": "Zucchini", "first": "Alfa", "middle": "Q", "suffix": None, "aka_last": "Courgette", "aka_first": "Alfa",
    "born": date(1984, 2, 29), "sex": "F", "height": "506", "weight": "140", "eyes": "BRO", "hair": "BLK",
    "birth_place": "CA",
    "ssn": "078051120", "license": "Z0000001", "license_state": "CA", "misc": "AR-123456",
    "street": "5 Imaginary Lane", "city": "Vista Robles", "home_state": "CA", "zip": "92990",
    "employer": None, "employer_street": None, "employer_city": None, "employer_state": None, "employer_zip": None,
    "employer_mail_code": None, "employer_phone": None,
    "id_kind": "CDL", "id_expires_on": date(2029, 2, 28), "support1": None, "support2": None, "signed": True,
    "complete": True,
}  # fmt: skip
"""Clean values of a complete form; the number was printed in advertisements and belongs to nobody."""
ATI = "A123ABC456"


def may_roll(police: PoliceStore, session: Session, until: date | None = None, since: date | None = None) -> None:
    """Let a clerk roll prints."""
    since = since or date(2020, 1, 1)
    livescan_rollers.record(police, None, session.clerk.id, EXEMPT, "", since, until)


def entered(police: PoliceStore, session: Session, **other: Any) -> LiveScan:
    """A complete form in the log, with other values where given."""
    return livescan.enter(police, session, {**FORM, **other})


def sent(police: PoliceStore, session: Session, ati: str = ATI, **other: Any) -> LiveScan:
    """The same, rolled and transmitted by a clerk who may."""
    may_roll(police, session)
    made = entered(police, session, **other)
    return livescan_work.transmit(police, session, made.id, Transmission("L99", ati, "TCN-1"))


def pay(police: PoliceStore, session: Session, found: LiveScan, key: str = "") -> Receipt:
    """A receipt for the fees of a request, as the cashier posts it."""
    catalog, today = Catalog.standard(), session.clock.today()
    if session.drawer_id is None:
        drawers.open(police.city, session, "31", 10_000)
    form = catalog.service("LS").form
    texts = {**form.opening(), **livescan_fees.cashier_texts(police, found, today)}
    cents = sum(livescan_fees.due(police, found, today).values())
    item = Item("LS", form.clean(texts))
    return ledger.post(
        police.city, session, catalog, [item], [Tender("CA", cents, cents)], key or f"key-{found.number}"
    )


def closed(police: PoliceStore, session: Session, **other: Any) -> LiveScan:
    """The same, paid and closed."""
    made = sent(police, session, **other)
    pay(police, session, made)
    return livescan_work.close(police, session, made.id)
