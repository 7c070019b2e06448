"""Tenders: forms, shortest paths, change, and the acceptance of checks and money orders."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_city import Services, check, key, open_drawer, pay, ship

from data import corrections, tenders
from data.fields import Digits
from data.forms import FormError
from data.ledger_terms import Terms
from data.permissions import Refused
from data.session import Session
from data.store import Store
from data.tenders import KINDS, Tender

TODAY = date(2026, 7, 6)
TERMS = Terms({"check.stale_days": "180", "check.payees": "City of Vista Robles;Vista Robles Water"})


def typed(kind: str, due: int, **texts: str) -> Tender:
    """A tender from what a clerk types over its opening texts."""
    form = KINDS[kind].form
    return tenders.from_values(kind, form.clean({**tenders.opening(kind, due), **texts}), due)


def test_the_form_of_every_tender_explains_itself() -> None:
    assert [kind.code for kind in KINDS.values() if not kind.form.help] == []


def test_kinds_have_numbers_one_to_six_and_both_languages() -> None:
    assert [(kind.number, kind.code) for kind in KINDS.values()] == [
        (1, "CA"),
        (2, "CK"),
        (3, "CD"),
        (4, "MO"),
        (5, "CC"),
        (6, "CR"),
    ]
    assert all(kind.title and kind.title_es and kind.number_field for kind in KINDS.values())
    assert all(set(kind.typed) <= set(kind.form.fields) for kind in KINDS.values())
    assert tenders.title("AP", "es").startswith("Reembolso")


@pytest.mark.parametrize(
    ("kind", "stops"),
    [
        ("CA", ["amount"]),
        ("CK", ["number"]),
        ("CD", ["brand", "last4", "authorization"]),
        ("MO", ["number"]),
        ("CC", ["number", "issuer"]),
        ("CR", ["account"]),
    ],
)
def test_the_shortest_path_stops_only_where_it_must(kind: str, stops: list[str]) -> None:
    assert [name for name, field in KINDS[kind].form.fields.items() if field.is_stop] == stops


def test_the_exact_amount_stands_there_already() -> None:
    assert typed("CA", 18_811) == Tender("CA", 18_811, 18_811, "", {})
    assert typed("CK", 18_811, number="1021").amount_cents == 18_811


def test_cash_gives_change_and_may_pay_a_part() -> None:
    assert typed("CA", 18_811, amount="200.00") == Tender("CA", 18_811, 20_000)
    assert typed("CA", 18_811, amount="100.00") == Tender("CA", 10_000, 10_000)
    assert tenders.settle(18_811, [Tender("CK", 8_811, 8_811), Tender("CA", 10_000, 12_000)]) == 2_000


@pytest.mark.parametrize("kind", ["CK", "CD", "MO", "CC", "CR"])
def test_change_is_never_given_from_anything_but_cash(kind: str) -> None:
    texts = {"number": "1", "brand": "VISA", "last4": "1234", "authorization": "A", "issuer": "USPS"}
    with pytest.raises(FormError, match="change is given from cash only") as error:
        typed(kind, 1000, amount="1001", account="10004567", **texts)
    assert error.value.name == "amount"


def test_no_field_takes_a_card_number_or_a_whole_bank_account() -> None:
    for name, text in (("last4", "4111111111111111"), ("authorization", "4111111111111111")):
        with pytest.raises(FormError):
            typed("CD", 100, **{"brand": "VISA", "last4": "1111", "authorization": "A1", name: text})
    assert KINDS["CK"].form.fields["last4"].width == 4
    assert isinstance(KINDS["CK"].form.fields["routing"], Digits)
    with pytest.raises(FormError, match="check digit"):
        typed("CK", 100, number="1", routing="123456789")


def test_what_is_kept_of_a_check() -> None:
    tender = typed("CK", 100, number="1021", date="070426", drawer="Ann", routing="122000247", last4="6789")
    assert tender.number == "1021"
    assert tender.detail == {
        "agree": True,
        "date": "2026-07-04",
        "drawer": "Ann",
        "last4": "6789",
        "routing": "122000247",
        "signed": True,
    }


@pytest.mark.parametrize(
    ("detail", "never", "doubtful"),
    [
        ({}, "", ""),
        ({"payee": "City of Vista Robles"}, "", ""),
        ({"payee": "vista robles water dept."}, "", ""),
        ({"payee": "Rincon Water District"}, "", "not made out to the City"),
        ({"signed": False}, "not signed", ""),
        ({"agree": False}, "the words count", ""),
        ({"date": "2026-07-07"}, "", "dated ahead"),
        ({"date": "2026-07-06"}, "", ""),
        ({"date": "2026-01-07"}, "", ""),
        ({"date": "2026-01-06"}, "", "older than 180 days"),
    ],
)
def test_check_acceptance(detail: dict[str, object], never: str, doubtful: str) -> None:
    tender = Tender("CK", 100, 100, "1", detail)
    for found, wanted in (
        (tenders.check_refused(tender, TERMS, TODAY), never),
        (tenders.check_doubtful(tender, TERMS, TODAY), doubtful),
    ):
        assert wanted in found
        assert bool(found) == bool(wanted)


@pytest.mark.parametrize("total", [0, 1, 99])
def test_settle_wants_the_total_exactly(total: int) -> None:
    paid = [Tender("CA", total, total)] if total else []
    assert tenders.settle(total, paid) == 0
    with pytest.raises(Refused, match="remains due"):
        tenders.settle(total + 1, paid)


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """The shipped rows and the session's drawer open."""
    ship(store)
    open_drawer(store, session)
    return store


def test_a_check_nobody_may_take_has_no_approval(counter: Store, session: Session) -> None:
    with pytest.raises(Refused, match="not signed") as refusal:
        pay(counter, session, check(100, signed=False))
    assert refusal.value.approval == ""


def test_a_postdated_check_waits_for_a_supervisor(counter: Store, session: Session) -> None:
    with pytest.raises(Refused, match="dated ahead") as refusal:
        pay(counter, session, check(100, date="2026-07-10"))
    assert (refusal.value.approval, refusal.value.amount_cents) == ("check.override", 100)


def test_a_money_order_is_taken_once_per_issuer(counter: Store, session: Session) -> None:
    order = Tender("MO", 500, 500, "1234567890", {"issuer": "USPS"})
    first = pay(counter, session, order)
    with pytest.raises(Refused, match="already taken"):
        pay(counter, session, order)
    pay(counter, session, Tender("MO", 500, 500, "1234567890", {"issuer": "WU"}))
    corrections.void(counter, session, Services(), first.journal_id, None, "Wrong account", key=key())
    assert pay(counter, session, order).total_cents == 500
