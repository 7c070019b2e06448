"""A program is what a menu option or a typed command starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from data.permissions import Permission, Refused
from data.session import Session

if TYPE_CHECKING:
    from screens.desk import Desk

Flow = Callable[["Desk", str], Awaitable[None]]
"""What a program does; the text after the code on the command line comes with it."""


def flow_at(place: str) -> Callable[..., Coroutine[Any, Any, None]]:
    """A flow by where it stands in `screens`, as `drawer.open_drawer`. Its module is imported now if it was not yet."""
    module, _, name = place.partition(".")
    flow: Callable[..., Coroutine[Any, Any, None]] = getattr(import_module(f"screens.{module}"), name)
    return flow


@dataclass(frozen=True)
class Program:
    """One thing a clerk can start."""

    code: str
    """The typed command."""
    number: str
    """Its place in the menus: `3` on the main menu, `3.2` on the menu behind it."""
    title: str
    run: Flow | str
    """The flow, or where it stands in `screens`, as `drawer.open_drawer`; see `flow_at`."""
    permission: Permission
    needs_drawer: bool = False
    """Whether the clerk must have an open drawer."""

    def flow(self) -> Flow:
        """What it does."""
        return flow_at(self.run) if isinstance(self.run, str) else self.run


@dataclass(frozen=True)
class Menu:
    """A menu behind the main menu."""

    number: str
    title: str
    help: str = ""


class Directory:
    """All menus and programs, found by number or by code."""

    def __init__(self, menus: Iterable[Menu], programs: Iterable[Program]) -> None:
        """Raises `ValueError` when two share a code or number."""
        self.menus = {menu.number: menu for menu in menus}
        self.programs: dict[str, Program] = {}
        self._by_number: dict[str, Program] = {}
        for program in programs:
            if program.code in self.programs or program.number in self._by_number:
                raise ValueError(f"Program {program.code} {program.number}: its code or number is already taken.")
            self.programs[program.code] = program
            self._by_number[program.number] = program

    def with_(self, *programs: Program) -> Directory:
        """The same menus with more programs. Raises `ValueError` as the making of one does."""
        return Directory(self.menus.values(), [*self.programs.values(), *programs])

    def find(self, word: str, within: str = "") -> Program | Menu | None:
        """What a code or number stands for; a number is first looked for on the menu `within`."""
        for number in (f"{within}.{word}" if within else word, word):
            if found := self._by_number.get(number) or self.menus.get(number):
                return found
        return self.programs.get(word.upper())

    def entries(self, within: str, session: Session) -> list[Menu | Program]:
        """What a clerk may choose on the main menu (`within` empty) or on a menu behind it, by number."""
        found: list[Menu | Program] = [
            program
            for program in self._by_number.values()
            if parent(program.number) == within and program.permission.allows(session.clerk.role)
        ]
        if not within:
            found += [menu for menu in self.menus.values() if self.entries(menu.number, session)]
        return sorted(found, key=lambda entry: [int(part) for part in entry.number.split(".")])


def parent(number: str) -> str:
    """The menu a number stands on, empty for the main menu."""
    return number.rpartition(".")[0]


async def run(desk: Desk, program: Program, rest: str = "") -> None:
    """Start a program. Raises `Refused` when this clerk may not, or has no drawer open."""
    session = desk.clerk_session
    session.require(program.permission)
    if program.needs_drawer and session.drawer_id is None:
        raise Refused("Open your drawer first: option 3, then 1 (or type OPEN).")
    await program.flow()(desk, rest)
