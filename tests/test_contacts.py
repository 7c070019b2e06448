"""The contact log with its follow-ups, and notes that stand at the head of an account until they end."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import SessionOf

from data import contacts, notes
from data.clock import FixedClock
from data.forms import FormError
from data.permissions import ADMINISTRATOR, Refused
from data.records import remove
from data.registers import page
from data.session import Session
from data.store import Store
from data.utility.accounts import by_number


def test_a_follow_up_comes_due_and_is_done(city: Store, session: Session, clock: FixedClock) -> None:
    """Written today for Wednesday; on Wednesday it is on the list; done, it is gone and stays in the log."""
    with city.writing():
        city.run("DELETE FROM contacts")
    wednesday = date(2026, 7, 8)
    key = contacts.add(city, session, 81, "PHONE", "High bill", "Asks for a reread.", wednesday)
    assert contacts.due(city, clock.today()) == 0
    assert page(city, session, contacts.FOLLOW_UPS, "first", None, 10).rows == []
    clock.advance(days=2)
    (row,) = page(city, session, contacts.FOLLOW_UPS, "first", None, 10).rows
    assert row.id == key
    assert row.cells[:3] == ("07/08/2026", "10004567", "High bill")
    assert contacts.due(city, clock.today()) == 1
    assert contacts.done(city, session, key) == "The follow-up is done."
    assert contacts.due(city, clock.today()) == 0
    with pytest.raises(Refused, match="done already"):
        contacts.done(city, session, key)


def test_contacts_page_by_page(city: Store, session: Session) -> None:
    """Newest first, also in the register of the account."""
    with city.writing():
        city.run("DELETE FROM contacts")
    keys = [contacts.add(city, session, 81, "COUNTER", f"No. {n}", "Said so.") for n in range(5)]
    of_account = {"account_id": 81}
    first = page(city, session, contacts.CONTACTS, "first", None, 3, of_account).rows
    assert [row.id for row in first] == keys[:1:-1]
    rest = page(city, session, contacts.CONTACTS, "next", first[-1].key, 3, of_account).rows
    assert [row.id for row in rest] == keys[1::-1]
    assert page(city, session, contacts.CONTACTS, "first", None, 10, {"account_id": 80}).rows == []


def test_a_follow_up_in_the_past_is_refused(city: Store, session: Session) -> None:
    """Yesterday cannot be followed up."""
    with pytest.raises(FormError, match="today or later"):
        contacts.add(city, session, 81, "PHONE", "Late", "Too late.", date(2026, 7, 5))


def test_an_alert_stands_until_its_last_day(city: Store, session: Session, clock: FixedClock) -> None:
    """The alert is at the head of the account; the plain note is not; after its day the alert is gone."""
    notes.add(city, session, 81, "Gate code changed", alert=True, valid_to=date(2026, 7, 7))
    notes.add(city, session, 81, "Prefers letters")
    view = by_number(city, "10004567")
    assert view is not None
    assert "Gate code changed" in view.alerts
    assert "Prefers letters" not in view.alerts
    rows = page(city, session, notes.NOTES, "first", None, 10, {"account_id": 81}).rows
    assert [row.cells[3] for row in rows] == ["Prefers letters", "Gate code changed"]
    clock.advance(days=2)
    later = by_number(city, "10004567")
    assert later is not None
    assert "Gate code changed" not in later.alerts


def test_option_4_ends_a_note(city: Store, session: Session) -> None:
    """Ended, it no longer alerts; it stays in the list; it ends once."""
    key = notes.add(city, session, 81, "Beware of geese", alert=True)
    remove(city, session, notes.NOTES, key)
    view = by_number(city, "10004567")
    assert view is not None
    assert "Beware of geese" not in view.alerts
    (row,) = page(city, session, notes.NOTES, "first", None, 10, {"account_id": 81}).rows
    assert row.cells[4] == "07/05/2026"
    with pytest.raises(Refused, match="ended already"):
        remove(city, session, notes.NOTES, key)


def test_permission(city: Store, session_of: SessionOf) -> None:
    """The administrator does not read or write what customers said."""
    with pytest.raises(Refused):
        contacts.add(city, session_of(ADMINISTRATOR), 81, "PHONE", "x", "y")
    with pytest.raises(Refused):
        notes.add(city, session_of(ADMINISTRATOR), 81, "x")
