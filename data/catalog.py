"""Everything the program declares: what can be paid for, and the registers. Built once, passed in."""

from __future__ import annotations

import importlib.util
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import data
from data import services as payable
from data.forms import Values
from data.permissions import Permission
from data.services import Service

if TYPE_CHECKING:
    from data.registers import Register
    from data.store import Store

LEFT_OUT = ("data.migrations", "data.police.migrations", "data.sample", "data.documents", "data.services")
"""Packages without registers of their own."""


class CatalogError(Exception):
    """Two declarations that cannot stand together; the message is a sentence naming both."""


class _Declared(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...


_D = TypeVar("_D", bound=_Declared)


@dataclass(frozen=True)
class Catalog:
    """The declared services and registers, by menu number. Raises `CatalogError` on a code or number used twice."""

    services: tuple[Service, ...] = ()
    registers: tuple[Register, ...] = ()
    _services: Mapping[str, Service] = field(init=False, repr=False, compare=False)
    _registers: Mapping[str, Register] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "services", tuple(sorted(self.services, key=lambda one: one.number)))
        object.__setattr__(self, "registers", tuple(sorted(self.registers, key=lambda one: (one.menu, one.number))))
        object.__setattr__(self, "_services", _by_code((one, 0) for one in self.services))
        object.__setattr__(self, "_registers", _by_code((one, one.menu) for one in self.registers))
        _check_permissions(self.permissions())

    @classmethod
    def standard(cls) -> Catalog:
        """Every service in `data.services` and every register declared in a module of `data`."""
        return cls(payable.modules(), declared_registers())

    def with_(self, services: Iterable[Service] = (), registers: Iterable[Register] = ()) -> Catalog:
        """This catalog and more. Raises `CatalogError` on a code or number used twice."""
        return Catalog((*self.services, *services), (*self.registers, *registers))

    def service(self, code: str) -> Service:
        """The service with this code or menu number. Raises `KeyError` with a sentence."""
        return _one(self._services, self.services, code, "service")

    def register(self, code: str) -> Register:
        """The register with this code or menu number. Raises `KeyError` with a sentence."""
        return _one(self._registers, self.registers, code, "register")

    def scan(self, store: Store, text: str) -> tuple[Service, Values] | None:
        """The first service that knows a scanned code as its own, with the values in it; None when none does."""
        for service in self.services:
            if service.scan is not None and (values := service.scan(store, text)) is not None:
                return service, values
        return None

    def permissions(self) -> tuple[Permission, ...]:
        """Every permission declared here, by code, each once."""
        found: dict[Permission, None] = {service.permission: None for service in self.services}
        for register in self.registers:
            found.update(dict.fromkeys((register.view, register.change)))
        return tuple(sorted(found, key=lambda permission: permission.code))


def declared_registers() -> tuple[Register, ...]:
    """The `REGISTER` and `REGISTERS` of every module of `data`, imported now."""
    found: dict[int, Register] = {}
    for info in pkgutil.walk_packages(data.__path__, "data."):
        if info.name.startswith(LEFT_OUT) or not _names_a_register(info):
            continue
        module = importlib.import_module(info.name)
        declared = [*getattr(module, "REGISTERS", ()), getattr(module, "REGISTER", None)]
        found.update({id(one): one for one in declared if one is not None})
    return tuple(found.values())


def _names_a_register(info: pkgutil.ModuleInfo) -> bool:
    """Whether a line of a module begins with REGISTER; the others are not imported: they are many."""
    spec = importlib.util.find_spec(info.name)
    return spec is not None and spec.origin is not None and b"\nREGISTER" in Path(spec.origin).read_bytes()


def _by_code(declared: Iterable[tuple[_D, int]]) -> dict[str, _D]:
    """Declarations by their codes; each comes with the menu on which its number counts."""
    codes: dict[str, _D] = {}
    numbers: dict[tuple[int, int], _D] = {}
    for one, menu in declared:
        for seen, name in (
            (codes.get(one.code), f"code {one.code}"),
            (numbers.get((menu, one.number)), f"number {one.number}"),
        ):
            if seen is not None:
                raise CatalogError(f"{one.title} and {seen.title} both have the {name}. Give one of them another.")
        codes[one.code] = numbers[menu, one.number] = one
    return codes


def _one(codes: Mapping[str, _D], declared: Iterable[_D], code: str, what: str) -> _D:
    if (known := codes.get(code)) is not None:
        return known
    wanted = code.strip().upper()
    for one in (codes.get(wanted), *(one for one in declared if str(one.number) == wanted)):
        if one is not None:
            return one
    raise KeyError(f"There is no {what} {code}.")


def _check_permissions(permissions: Iterable[Permission]) -> None:
    seen: dict[str, Permission] = {}
    for permission in permissions:
        if permission.code in seen:
            raise CatalogError(f"The permission {permission.code} is declared twice with different rules.")
        seen[permission.code] = permission
