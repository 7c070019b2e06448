"""Charge codes and ledger accounts as finance maintains them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services_sample import lines_of, load_rows

from data import charges
from data.charges import Charge
from data.charges_register import CHARGE_CODES, GL_ACCOUNTS
from data.forms import FormError, Values
from data.permissions import Refused
from data.records import history, record, remove, save
from data.registers import page
from data.sample import rows_charges
from data.services.charge import SERVICE
from data.session import Session
from data.store import Store

TODAY = date(2026, 7, 6)


@pytest.fixture
def finance(store: Store, session_of) -> Session:
    """A finance clerk, with the shipped rows in the store."""
    load_rows(store)
    return session_of("FINANCE")


def new_code(**texts: str) -> Values:
    """Clean values of a new charge code split one third to two."""
    given = {
        "code": "TREE",
        "title": "Tree removal",
        "gl1": "100-030-4490",
        "percent1": "33.33",
        "gl2": "100-060-4610",
        "percent2": "66.67",
        "valid_from": "070126",
        **texts,
    }
    return CHARGE_CODES.form.clean({**CHARGE_CODES.form.opening(), **given})


def test_a_new_code_can_be_charged_at_once(store: Store, finance: Session) -> None:
    save(store, finance, CHARGE_CODES, None, new_code(amount_cents="150.00", reference_label="Address"))
    found = charges.charge(store, "TREE", TODAY)
    assert found is not None
    assert (found.amount_cents, found.splits) == (15000, (("100-030-4490", 3333), ("100-060-4610", 6667)))
    line = lines_of(store, SERVICE, code="TREE", amount="100.00", reference="204 E Grand")[0]
    assert [split.amount_cents for split in line.splits] == [3333, 6667]


def test_a_change_is_shown_again_and_kept(store: Store, finance: Session) -> None:
    code = save(store, finance, CHARGE_CODES, None, new_code())
    opened = record(store, finance, CHARGE_CODES, code)
    assert (opened.texts["gl2"], opened.texts["percent2"], opened.texts["gl3"]) == ("100-060-4610", "66.67", "")
    changed = {**opened.values, "gl2": None, "percent2": None, "percent1": 10000}
    save(store, finance, CHARGE_CODES, code, changed, opened.version)
    found = charges.charge(store, "TREE", TODAY)
    assert found is not None
    assert found.splits == (("100-030-4490", 10000),)
    kept = {row.cells[2]: row.cells[3:] for row in history(store, finance, CHARGE_CODES, code)[:3]}
    assert kept == {"Account 2": ("100-060-4610", ""), "Percent 2": ("66.67", ""), "Percent 1": ("33.33", "100.00")}


def test_gaps_between_the_parts_are_closed(store: Store, finance: Session) -> None:
    save(
        store,
        finance,
        CHARGE_CODES,
        None,
        new_code(gl2="", percent2="", gl5="100-060-4610", percent5="66.67"),
    )
    assert store.rows(
        "SELECT s.n, s.gl FROM charge_splits s JOIN charge_codes c ON c.id = s.charge_code_id WHERE c.code = 'TREE'"
        " ORDER BY s.n"
    ) == [(1, "100-030-4490"), (2, "100-060-4610")]


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"percent2": "66.66"}, "percent2"),
        ({"percent2": ""}, "percent2"),
        ({"gl2": ""}, "gl2"),
        ({"gl2": "999-999-9999"}, "gl2"),
        ({"gl2": "100-030-4490"}, "gl2"),
        ({"valid_to": "063026"}, "valid_to"),
    ],
)
def test_a_wrong_split_is_refused(store: Store, finance: Session, texts: dict[str, str], field: str) -> None:
    with pytest.raises(FormError) as error:
        save(store, finance, CHARGE_CODES, None, new_code(**texts))
    assert error.value.name == field
    assert charges.charge(store, "TREE", TODAY) is None


def test_a_code_is_used_once(store: Store, finance: Session) -> None:
    save(store, finance, CHARGE_CODES, None, new_code())
    with pytest.raises(Refused, match="exists already"):
        save(store, finance, CHARGE_CODES, None, new_code())


@pytest.mark.parametrize(
    ("texts", "valid"),
    [
        ({}, True),
        ({"valid_from": "070726"}, False),
        ({"valid_from": "070626"}, True),
        ({"valid_to": "070626"}, True),
        ({"valid_to": "070526"}, False),
        ({"active": "N"}, False),
    ],
)
def test_a_code_holds_from_its_first_to_its_last_day(
    store: Store, finance: Session, texts: dict[str, str], valid: bool
) -> None:
    save(store, finance, CHARGE_CODES, None, new_code(**{"valid_from": "070126", **texts}))
    assert (charges.charge(store, "TREE", TODAY) is not None) is valid


def test_switching_off_keeps_the_code_out_of_new_receipts(store: Store, finance: Session) -> None:
    code = store.value("SELECT id FROM charge_codes WHERE code = 'COPIES'")
    remove(store, finance, CHARGE_CODES, code)
    with pytest.raises(FormError, match="no charge code COPIES"):
        lines_of(store, SERVICE, code="COPIES", amount="0.10")


def test_only_finance_maintains_charges(store: Store, session: Session, finance: Session) -> None:
    assert page(store, session, CHARGE_CODES, "first", None, 5).rows
    with pytest.raises(Refused, match="only finance"):
        save(store, session, CHARGE_CODES, None, new_code())


@pytest.mark.parametrize("text", ["100-30-4490", "100-030-449", "X", "100-030-4490-1"])
def test_an_account_has_the_form_of_the_chart(store: Store, finance: Session, text: str) -> None:
    with pytest.raises(FormError, match="100-030-4430"):
        save(store, finance, GL_ACCOUNTS, None, {"gl": text, "title": "X", "kind": "ASSET", "active": True})


def test_a_new_account_takes_charges(store: Store, finance: Session) -> None:
    values = {"gl": "100-030-4499-123456", "title": "Project", "kind": "REVENUE", "active": True}
    save(store, finance, GL_ACCOUNTS, None, values)
    save(store, finance, CHARGE_CODES, None, new_code(gl2="100-030-4499-123456"))
    assert charges.charge(store, "TREE", TODAY) is not None


def test_an_account_in_use_is_neither_renamed_nor_switched_off(store: Store, finance: Session) -> None:
    account = store.value("SELECT id FROM gl_accounts WHERE gl = '100-050-4320'")
    opened = record(store, finance, GL_ACCOUNTS, account)
    with pytest.raises(FormError, match="not renamed"):
        save(store, finance, GL_ACCOUNTS, account, {**opened.values, "gl": "100-050-4321"}, opened.version)
    with pytest.raises(FormError, match="IMPOUND"):
        save(store, finance, GL_ACCOUNTS, account, {**opened.values, "active": False}, opened.version)
    with pytest.raises(Refused, match="IMPOUND"):
        remove(store, finance, GL_ACCOUNTS, account)
    unused = save(
        store, finance, GL_ACCOUNTS, None, {"gl": "999-000-0001", "title": "Old", "kind": "ASSET", "active": True}
    )
    remove(store, finance, GL_ACCOUNTS, unused)
    assert store.value("SELECT active FROM gl_accounts WHERE id = ?", unused) == 0


def test_shipped_rows_are_loaded_once(store: Store) -> None:
    load_rows(store)
    before = [store.value(f"SELECT COUNT(*) FROM {table}") for table in ("gl_accounts", "settings", "charge_codes")]
    load_rows(store)
    after = [store.value(f"SELECT COUNT(*) FROM {table}") for table in ("gl_accounts", "settings", "charge_codes")]
    assert before == after
    assert store.value("SELECT SUM(percent) FROM charge_splits") == 10000 * len(rows_charges.CHARGE_ROWS)


def test_a_missing_charge_code_is_named(store: Store) -> None:
    load_rows(store)
    assert set(charges.needed(store, ("CASP", "COPIES"), TODAY)) == {"CASP", "COPIES"}
    with pytest.raises(Refused, match="GONE"):
        charges.needed(store, ("CASP", "GONE"), TODAY)


@given(
    st.integers(0, 10_000_000),
    st.lists(st.integers(1, 1600), max_size=5).map(lambda parts: [*parts, 10_000 - sum(parts)]),
)
def test_splits_always_add_up_to_the_amount(amount: int, percents: list[int]) -> None:
    charge = Charge("X", "X", "", None, "", tuple((f"G{n}", percent) for n, percent in enumerate(percents)))
    parts = charge.split(amount)
    assert sum(part.amount_cents for part in parts) == amount
    assert all(part.amount_cents for part in parts)
