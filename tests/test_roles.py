"""Who may do what, cell by cell: what the code declares is what docs/roles.md says, and nobody else may.

`UPDATE_ROLES=1 pytest tests/test_roles.py` writes the document anew; read what changed before you keep it.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import data
import screens
from data.catalog import Catalog
from data.clock import FixedClock
from data.permissions import ROLES, Permission, Refused
from data.registers import Register
from data.services import Service
from data.session import Clerk, Session
from screens.menus import directory
from screens.programs import Directory, Program

PAGE = Path(__file__).parent.parent / "docs" / "roles.md"
CODES = tuple(code for code, _ in ROLES)
HEAD = """\
# Who may do what

Every permission the program declares, and the roles that have it. What is not marked is refused: a role that a
permission does not name may not, on the screen and again in the records behind it. Amounts above a limit, and what
needs another person's approval, are dated rows: register 7.2.

`tests/test_roles.py` reads this page cell by cell and fails when the program differs from it.
"""


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not re.search(r"\bmigrations\b", found.name):
            yield importlib.import_module(found.name)


def _declared(value: Any) -> Iterator[Permission]:
    if isinstance(value, Permission):
        yield value
    elif isinstance(value, Service | Program):
        yield value.permission
    elif isinstance(value, Register):
        yield from (each for each in (value.view, value.change) if each is not None)
        yield from (option.permission for option in value.options if option.permission)


@cache
def permissions() -> dict[str, Permission]:
    """Every permission by its code, wherever it is declared."""
    found: dict[str, Permission] = {}
    values = [value for package in (data, screens) for module in _modules(package) for value in vars(module).values()]
    for value in [*values, *menus().programs.values()]:
        for permission in _declared(value):
            known = found.setdefault(permission.code, permission)
            assert known == permission, f"{permission.code} is declared twice, differently"
    return dict(sorted(found.items()))


@cache
def menus() -> Directory:
    return directory(Catalog.standard())


def written() -> str:
    """The page as the code has it."""
    titles = " | ".join(title for _, title in ROLES)
    rows = [f"| code | what it guards | {titles} |", f"|---|---|{'---|' * len(ROLES)}"]
    for permission in permissions().values():
        marks = " | ".join("yes" if permission.allows(code) else "" for code in CODES)
        rows.append(f"| `{permission.code}` | {permission.sentence} | {marks} |")
    return f"{HEAD}\n" + "\n".join(rows) + "\n"


def cells() -> list[tuple[str, str, bool]]:
    """Code, role and mark of every cell of the page."""
    found = []
    for row in PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []:
        parts = [part.strip() for part in row.strip("|").split("|")]
        if row.startswith("| `"):
            found += [(parts[0].strip("`"), role, mark == "yes") for role, mark in zip(CODES, parts[2:], strict=True)]
    return found


def session(role: str) -> Session:
    clock = FixedClock(datetime(2026, 7, 6, 16, tzinfo=UTC))
    return Session(Clerk(1, "102", "Sam Ortiz", "SO", role), "T1", clock, 1, clock.today())


def test_the_page_is_what_the_program_declares() -> None:
    if os.environ.get("UPDATE_ROLES"):
        PAGE.write_text(written(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written()


def test_every_cell_is_kept() -> None:
    declared = permissions()
    found = cells()
    assert len(found) == len(declared) * len(CODES)
    wrong = []
    for code, role, may in found:
        said = refusal(role, declared[code])
        if may != (said == "") or not (may or said.endswith(declared[code].sentence)):
            wrong.append((code, role, said))
    assert wrong == []


def refusal(role: str, permission: Permission) -> str:
    """What somebody of this role is told, empty when they may."""
    try:
        session(role).require(permission)
    except Refused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("role", ["", "CSR", "csr1", "NOBODY", "POLICE "])
def test_a_role_nobody_knows_may_nothing(role: str) -> None:
    assert [code for code, permission in permissions().items() if permission.allows(role)] == []


@pytest.mark.parametrize("role", CODES)
def test_a_menu_shows_only_what_the_role_may_start(role: str) -> None:
    shown = {entry.number for menu in ("", *menus().menus) for entry in menus().entries(menu, session(role))}
    for program in menus().programs.values():
        assert (program.number in shown) == program.permission.allows(role), program.code


def test_no_counter_role_reaches_the_police_store() -> None:
    guarded = [each for code, each in permissions().items() if code.partition(".")[0] in _POLICE_TOPICS]
    assert guarded
    for permission in guarded:
        for role in ("CSR1", "CSR2", "SUPERVISOR", "FINANCE", "ADMINISTRATOR"):
            assert not permission.allows(role), (permission.code, role)


_POLICE_TOPICS = frozenset(
    {"police", "registrants", "persons", "person", "bookings", "booking", "releases", "clearances", "retention"}
)
"""What stands before the point in the codes of permissions on police records."""
