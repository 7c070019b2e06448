"""The catalog holds everything that is declared, and refuses declarations that collide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.catalog import Catalog, CatalogError
from data.permissions import Permission
from data.store import Store

CODES = ("UB", "DEP", "MC", "BP", "CI", "PR", "IM", "PK", "BL", "PP", "NS", "RP", "SO", "SD", "LS")


def test_the_menu_of_payments_is_in_order() -> None:
    catalog = Catalog.standard()
    assert tuple(service.code for service in catalog.services) == CODES
    assert [service.number for service in catalog.services] == list(range(1, 16))


def test_a_service_is_found_by_code_and_by_number() -> None:
    catalog = Catalog.standard()
    assert catalog.service("ub") is catalog.service("1") is catalog.services[0]
    with pytest.raises(KeyError, match="no service XX"):
        catalog.service("XX")


@pytest.mark.parametrize(("change", "words"), [({"number": 99}, "code UB"), ({"code": "ZZ"}, "number 1")])
def test_a_code_or_number_used_twice_is_refused(change: dict[str, object], words: str) -> None:
    catalog = Catalog.standard()
    twin = replace(catalog.service("UB"), **change)
    with pytest.raises(CatalogError, match=f"Water bill and Water bill both have the {words}"):
        catalog.with_(services=[twin])


def test_a_permission_has_one_rule() -> None:
    catalog = Catalog.standard()
    other = Permission("pay.water", "everybody may.", frozenset({"AUDITOR"}))
    with pytest.raises(CatalogError, match=r"permission pay\.water"):
        catalog.with_(services=[replace(catalog.service("UB"), code="ZZ", number=99, permission=other)])


def test_every_permission_names_roles_and_a_sentence() -> None:
    for permission in Catalog.standard().permissions():
        assert permission.roles
        assert permission.sentence


def test_every_service_speaks_spanish_and_can_be_typed() -> None:
    for service in Catalog.standard().services:
        assert service.title_es not in ("", service.title)
        assert set(service.typed) <= set(service.form.fields)
        stops = [name for name, kind in service.form.fields.items() if kind.is_stop]
        assert set(stops) <= set(service.typed) | {"quantity"}, service.code


def test_a_scanned_stub_finds_its_service(store: Store) -> None:
    service, values = Catalog.standard().scan(store, "100045676") or (None, {})
    assert service is None
    service, values = Catalog.standard().scan(store, "100045673") or (None, {})
    assert service is not None
    assert (service.code, values) == ("UB", {"account": "10004567"})
