"""The services that take a reference and money: their shortest path, what they refuse, where the money goes."""

from __future__ import annotations

import pytest
from services_sample import fill, lines_of, load_rows, splits_add_up

from data import settings
from data.catalog import Catalog
from data.forms import FormError
from data.permissions import Refused
from data.services import Service, citation, impound, license, parking, passport, report, returned
from data.services import charge as misc
from data.session import Session
from data.store import Store, StoreError


@pytest.fixture(autouse=True)
def rows(store: Store) -> None:
    """The shipped charge codes and fees."""
    load_rows(store)


SHORTEST = [
    (misc.SERVICE, {"code": "SEWER-TAP", "amount": "100.00", "reference": "P-1"}, [10000]),
    (citation.SERVICE, {"number": "C123", "amount": "45.00"}, [4500]),
    (report.SERVICE, {"number": "26-0441", "amount": "1.20"}, [120]),
    (impound.SERVICE, {"number": "26-0442"}, [18000]),
    (parking.SERVICE, {"number": "PK7", "amount": "30.00"}, [3000]),
    (license.SERVICE, {"number": "BL55", "amount": "35.00"}, [400, 3500]),
    (passport.SERVICE, {"applicant": "LOPEZ M", "check": "1021", "check_amount": "130.00"}, [3500, 0]),
    (returned.SERVICE, {"number": "N9", "amount": "88.00", "fee": "25.00"}, [8800, 2500]),
]


@pytest.mark.parametrize(("service", "texts", "cents"), SHORTEST, ids=lambda value: getattr(value, "code", ""))
def test_the_shortest_path_makes_the_lines(
    store: Store, service: Service, texts: dict[str, str], cents: list[int]
) -> None:
    lines = lines_of(store, service, **texts)
    assert [line.amount_cents for line in lines] == cents
    assert splits_add_up(lines)
    assert all(line.service == service.code and line.description_es for line in lines)
    assert {line.reference for line in lines} == {texts.get("reference") or next(iter(texts.values()))}
    known = {gl for (gl,) in store.rows("SELECT gl FROM gl_accounts")}
    assert {split.gl for line in lines for split in line.splits} <= known


@pytest.mark.parametrize(
    ("service", "texts", "field"),
    [
        (misc.SERVICE, {"code": "NONE", "amount": "1.00"}, "code"),
        (misc.SERVICE, {"code": "RENTAL", "amount": "1.00"}, "reference"),
        (report.SERVICE, {"number": "1", "amount": "1.00", "kind": "DV"}, "kind"),
        (passport.SERVICE, {"applicant": "X Y", "check": "1", "check_amount": "165.00"}, "check_amount"),
        (
            passport.SERVICE,
            {"applicant": "X Y", "check": "1", "check_amount": "30.00", "product": "CARD", "fast_return": "Y"},
            "fast_return",
        ),
        (returned.SERVICE, {"number": "1", "amount": "9.00", "fee": "25.01"}, "fee"),
        (returned.SERVICE, {"number": "1", "amount": "9.00", "fee": "35.01", "occurrence": "NEXT"}, "fee"),
    ],
)
def test_what_the_rules_forbid_is_refused(store: Store, service: Service, texts: dict[str, str], field: str) -> None:
    with pytest.raises(FormError) as error:
        lines_of(store, service, **texts)
    assert error.value.name == field


@pytest.mark.parametrize(
    ("service", "missing"),
    [(service, name) for service, texts, _ in SHORTEST for name in texts if service.form.fields[name].required],
    ids=lambda value: getattr(value, "code", value),
)
def test_every_stop_must_be_filled_in(service: Service, missing: str) -> None:
    texts = {**next(texts for other, texts, _ in SHORTEST if other is service)}
    del texts[missing]
    with pytest.raises(FormError) as error:
        fill(service, **texts)
    assert error.value.name == missing


@pytest.mark.parametrize(("service", "texts", "cents"), SHORTEST, ids=lambda value: getattr(value, "code", ""))
def test_emptying_any_field_is_taken_or_refused(
    store: Store, session: Session, service: Service, texts: dict[str, str], cents: list[int]
) -> None:
    refused = set()
    for name in service.form.fields:
        try:
            assert lines_of(store, service, **{**texts, name: ""})
        except FormError as error:
            refused.add(error.name)
    assert {name for name, kind in service.form.fields.items() if kind.required} <= refused


def test_a_charge_code_that_is_switched_off_takes_no_money(store: Store) -> None:
    with store.writing():
        store.run("UPDATE charge_codes SET active = 0")
    for service, texts, _ in SHORTEST:
        with pytest.raises((Refused, FormError), match="harge code"):
            lines_of(store, service, **texts)


def test_a_missing_fee_is_named(store: Store) -> None:
    with store.writing():
        store.run("DELETE FROM settings WHERE name = 'fee.impound'")
    with pytest.raises(StoreError, match=r"fee\.impound"):
        lines_of(store, impound.SERVICE, number="1")


def test_a_fee_follows_its_dated_row(store: Store) -> None:
    with store.writing():
        store.insert("settings", name="fee.impound", value="195.00", valid_from="2026-07-06")
        store.insert("settings", name="fee.impound", value="250.00", valid_from="2026-07-07")
    assert lines_of(store, impound.SERVICE, number="1")[0].amount_cents == 19500


def test_the_miscellaneous_charge_offers_its_usual_amount(store: Store, session: Session) -> None:
    assert misc.SERVICE.look(store, session, {"code": "COPIES"}).fill == {"amount": "0.10"}
    line = lines_of(store, misc.SERVICE, code="COPIES", amount="0.10", quantity="12")[0]
    assert (line.amount_cents, line.quantity, line.unit_cents) == (120, 12, 10)


def test_the_last_part_takes_the_rounding_cent(store: Store) -> None:
    line = lines_of(store, misc.SERVICE, code="SEWER-TAP", amount="0.02", reference="P-1")[0]
    assert [split.amount_cents for split in line.splits] == [1, 1]
    line = lines_of(store, misc.SERVICE, code="SEWER-TAP", amount="0.01", reference="P-1")[0]
    assert [(split.gl, split.amount_cents) for split in line.splits] == [("551-000-4810", 1)]


def test_pages_offer_the_cost_of_copies(store: Store, session: Session) -> None:
    assert report.SERVICE.look(store, session, {"number": "1", "pages": 12}).fill == {"amount": "1.20"}
    assert report.SERVICE.look(store, session, {"number": "1"}).fill == {}
    for name, cents in (("fee.clearance", "3000"), ("fee.clearance_cap", "2500")):
        settings.put(store, None, name, cents, store.clock.today())
    letter = report.SERVICE.look(store, session, {"number": "CL27-00001"})
    assert letter.fill == {"amount": "25.00", "kind": "LETTER"}


def test_an_impound_fee_is_never_paid_by_card_or_personal_check(store: Store, session: Session) -> None:
    assert lines_of(store, impound.SERVICE, number="1")[0].tenders == ("CA", "MO", "CC")
    assert "ONLY" in impound.SERVICE.look(store, session, {"number": "1"}).alert


def test_a_returned_check_is_never_made_good_by_a_check(store: Store, session: Session) -> None:
    assert all("CK" not in line.tenders for line in lines_of(store, returned.SERVICE, number="1", amount="9", fee="0"))
    assert returned.SERVICE.look(store, session, {"number": "1", "occurrence": "NEXT"}).fill == {"fee": "35.00"}


def test_the_state_fee_of_a_license_is_split_ninety_to_ten(store: Store) -> None:
    lines = lines_of(store, license.SERVICE, number="BL1", amount="35.00", penalty="3.50")
    assert [line.charge_code for line in lines] == ["CASP", "LICENSE-TAX", "LICENSE-PENALTY"]
    assert [(split.gl, split.amount_cents) for split in lines[0].splits] == [
        ("230-000-4130", 360),
        ("100-000-2420", 40),
    ]
    assert len(lines_of(store, license.SERVICE, number="BL1", amount="35.00", access="N")) == 1


def test_the_license_screen_shows_the_sum(store: Store, session: Session) -> None:
    assert "4.00 is added" in license.SERVICE.look(store, session, {"number": "1"}).lines[0]
    assert "Total 39.00" in license.SERVICE.look(store, session, {"number": "1", "amount": 3500}).lines[0]


@pytest.mark.parametrize(
    ("texts", "state", "city"),
    [
        ({}, 13000, 3500),
        ({"product": "CARD"}, 3000, 3500),
        ({"product": "BOTH", "expedite": "Y", "fast_return": "Y"}, 24205, 3500),
        ({"age": "MINOR", "photo": "Y"}, 10000, 5000),
        ({"age": "2", "product": "3", "kind": "MO"}, 11500, 3500),
    ],
)
def test_a_passport_keeps_the_two_payments_apart(
    store: Store, session: Session, texts: dict[str, str], state: int, city: int
) -> None:
    lines = lines_of(
        store, passport.SERVICE, applicant="LOPEZ M", check="88", check_amount=f"{state / 100:.2f}", **texts
    )
    assert sum(line.amount_cents for line in lines) == city
    assert sum(line.custody_cents for line in lines) == state
    assert all(not (line.amount_cents and line.custody_cents) for line in lines)
    assert lines[-1].splits == ()
    assert "88" in lines[-1].description
    chosen = {**fill(passport.SERVICE, applicant="X", check="1", check_amount="1", **texts)}
    shown = " ".join(passport.SERVICE.look(store, session, chosen).lines)
    assert f"{state // 100:,}.{state % 100:02d}" in shown
    assert str((state + city) / 100) not in shown


def test_a_closed_passport_desk_takes_nothing(store: Store) -> None:
    with store.writing():
        store.insert("settings", name="passport.enabled", value="N", valid_from="2026-01-01")
    with pytest.raises(Refused, match="no passport applications"):
        lines_of(store, passport.SERVICE, applicant="X", check="1", check_amount="130.00")


def test_a_parking_tag_has_its_own_charge(store: Store) -> None:
    assert lines_of(store, parking.SERVICE, number="1", amount="5", kind="TAG")[0].charge_code == "PARKING-TAG"


def test_nothing_is_looked_up_before_the_first_field(store: Store, session: Session) -> None:
    for service in Catalog.standard().services:
        look = service.look(store, session, {})
        assert (look.lines, look.fill, look.alert) == ((), {}, ""), service.code
