"""The one look-up: every way in, ranking, and what a confidential customer's record does not give away."""

from __future__ import annotations

import pytest
from conftest import SessionOf

from data.find import find, rebuild, reindex, reindex_customer
from data.find_words import near, sound, spellings
from data.permissions import ADMINISTRATOR, CSR1, SUPERVISOR, Refused
from data.session import Session
from data.store import Store

ACCOUNTS = (
    ("10004567", "52-00081-09", "Maria José O'Neill-García", "1204 N MAIN ST", "5", "7605550142", 0, "NP71000243"),
    ("10004574", "", "John Smith", "98 OAK BLVD", "", "8585550142", 0, "NP71000246"),
    ("10004581", "", "Jonathan Smithson", "99 OAK BLVD", "", "7605559999", 0, "NP71000249"),
    ("10004588", "", "Ximena Jimenez", "15 RIDGE RD", "", "6195551234", 1, "NP71000252"),
)
"""number, old number, name, street, unit, phone, confidential, meter serial."""


@pytest.fixture
def town(store: Store) -> Store:
    """Four accounts, indexed."""
    with store.writing():
        for number, old, name, street, unit, phone, confidential, serial in ACCOUNTS:
            customer = store.insert("customers", name=name, phone=phone, confidential=confidential)
            premise = store.insert("premises", number=f"P{number}", street=street, unit=unit, city="X", zip="92990")
            values = {"class": "RES-SINGLE", "status": "ACTIVE", "opened_on": "2020-01-01", "old_number": old}
            account = store.insert("accounts", number=number, customer_id=customer, premise_id=premise, **values)
            point = store.insert("service_points", premise_id=premise, kind="DOMESTIC", status="ON")
            store.insert("meters", serial=serial, size="3/4", status="INSTALLED", service_point_id=point)
            reindex(store, account)
    return store


def numbers(store: Store, session: Session, text: str) -> list[str]:
    """The first eight digits of what is found."""
    return [hit.number[:8] for hit in find(store, session, text)]


@pytest.mark.parametrize(
    "text",
    [
        "10004567", "10004567-3", "100045673", "52-00081-09", "520008109", "maria oneill", "O'NEILL maria", "garci",
        "José", "jose garcia", "1204 n main st #5", "N MAIN ST 1204 #5", "north main street 1204 apt 5", "1204 main",
        "(760) 555-0142", "760.555.0142", "+1 760 555 0142", "7605550142", "np71000243", "oniell maria",
        "mraia garcia", "oneil garsia",
    ],
)  # fmt: skip
def test_every_way_to_an_account(town: Store, session: Session, text: str) -> None:
    """However it is typed, the account stands first."""
    assert numbers(town, session, text)[0] == "10004567"


def test_last_digits_of_a_phone(town: Store, session: Session) -> None:
    """The last four digits find everybody who has them, more digits fewer."""
    assert set(numbers(town, session, "0142")) == {"10004567", "10004574"}
    assert numbers(town, session, "550142")[:2] != []
    assert numbers(town, session, "8585550142") == ["10004574"]


def test_exact_stands_before_beginning_before_sound(town: Store, session: Session) -> None:
    """SMITH is Smith, then Smithson; SMYTH is still Smith."""
    assert numbers(town, session, "smith") == ["10004574", "10004581"]
    assert numbers(town, session, "smyth")[0] == "10004574"
    assert numbers(town, session, "smtih")[0] == "10004574"


@pytest.mark.parametrize("text", ["98 oak boulevard", "98 oak blvd", "98 OAK BOUL", "oak bl 98"])
def test_street_words_short_or_in_full(town: Store, session: Session, text: str) -> None:
    """The Postal Service's short forms and the full words are the same."""
    assert numbers(town, session, text)[0] == "10004574"


@pytest.mark.parametrize(
    "text", ["", "   ", "zzzz", "'", '"', "*", "( OR )", "NEAR(a b)", "\x1b[31m", "a:b", "&|!", "§"]
)
def test_nothing_found_is_no_error(town: Store, session: Session, text: str) -> None:
    """Query operators are only text, and control characters find nothing."""
    assert numbers(town, session, text) == []


def test_confidential_is_found_by_name_only(town: Store, session: Session, session_of: SessionOf) -> None:
    """A clerk neither sees nor finds by a confidential address or phone; a supervisor does both."""
    for text in ("15 ridge", "6195551234", "1234", "ridge road"):
        assert numbers(town, session, text) == []
    (hit,) = find(town, session, "jimenez")
    assert hit.title == "Ximena Jimenez"
    assert "RIDGE" not in hit.detail
    supervisor = session_of(SUPERVISOR)
    for text in ("15 ridge", "6195551234", "1234", "ximena ridge rd", "himenes"):
        assert numbers(town, supervisor, text) == ["10004588"]
    assert "RIDGE" in find(town, supervisor, "jimenez")[0].detail


def test_a_change_is_found_at_once(town: Store, session: Session) -> None:
    """After a change of name the new one is found and the old one is not."""
    with town.writing():
        town.run("UPDATE customers SET name = 'Zoraida Quispe' WHERE name = 'John Smith'")
        reindex_customer(town, int(town.value("SELECT id FROM customers WHERE name = 'Zoraida Quispe'")))
    assert numbers(town, session, "zoraida") == ["10004574"]
    assert "10004574" not in numbers(town, session, "smith")


def test_rebuild_makes_the_same_index(town: Store, session: Session) -> None:
    """Everything is found again after the index was made anew."""
    steps: list[tuple[int, int]] = []
    assert rebuild(town, lambda done, whole: steps.append((done, whole))) == 4
    assert steps == [(4, 4)]
    assert numbers(town, session, "garcia")[0] == "10004567"
    assert numbers(town, session, "ridge") == []


def test_receipt(town: Store, session: Session) -> None:
    """A receipt number finds the receipt, its zeros typed or not."""
    with town.writing():
        who = {"user_id": session.clerk.id, "station": "T1", "at": town.now(), "idem_key": "k", "payer": "Maria"}
        chained = {"series": "01", "seq": 1, "prev_hash": "", "hash": "", "business_date": "2026-07-06"}
        receipt = town.insert("journal", kind="RECEIPT", receipt="27-000123", total_cents=18811, **who, **chained)
    for text in ("27-000123", "27-123", " 27-0123 "):
        (hit,) = find(town, session, text)
        assert (hit.kind, hit.id, hit.number, hit.detail) == ("receipt", receipt, "27-000123", "07/06/2026  188.11")
    assert find(town, session, "26-000123") == []


def test_closed_accounts_stand_last(town: Store, session: Session) -> None:
    """Among equals the active account comes first, and the state is shown."""
    with town.writing():
        town.run("UPDATE customers SET name = 'John Smith' WHERE name = 'Jonathan Smithson'")
        town.run("UPDATE accounts SET status = 'CLOSED' WHERE number = '10004574'")
        rebuild(town)
    hits = find(town, session, "john smith")
    assert [hit.number[:8] for hit in hits] == ["10004581", "10004574"]
    assert hits[1].detail.endswith("CLOSED")


def test_limit(city: Store, session: Session) -> None:
    """Never more than asked for, even of one letter."""
    assert len(find(city, session, "m", 10)) == 10


def test_permission(town: Store, session_of: SessionOf) -> None:
    """Looking up is for those who work with the records."""
    assert find(town, session_of(CSR1), "smith")
    with pytest.raises(Refused):
        find(town, session_of(ADMINISTRATOR), "smith")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JIMENEZ", "GIMENES"), ("VALDEZ", "BALDES"), ("GARCIA", "GARSIA"), ("SMITH", "SMYTH"), ("QUINTERO", "KINTERO"),
        ("PHILLIPS", "FILIPS"), ("LLANES", "YANES"), ("WRIGHT", "RIGHT"), ("NUNEZ", "NUNES"),
    ],
)  # fmt: skip
def test_names_that_sound_alike(one: str, other: str) -> None:
    """One sound, however it is spelled."""
    assert sound(one) == sound(other)


def test_one_slip_shares_a_key() -> None:
    """A letter wrong, missing, added or swapped leaves a common spelling; two slips are too far."""
    for typed in ("GARCEA", "GARCI", "GARRCIA", "GRACIA", "ARCIA"):
        assert near(typed, "GARCIA")
        assert spellings(typed) & spellings("GARCIA")
    assert not near("GRCEA", "GARCIA")
    assert not near("GARCIA", "GARLAND")
