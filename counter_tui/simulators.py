"""Devices without hardware as programs: each speaks the real protocol, and fails when it is told to.

A fault is named at the start (`--fault die-at-line=20`) or typed while it runs (`die-at-line 20`).
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TextIO

from counter_tui.console import OK, REFUSED, USAGE, CommandError, Console

Act = Callable[[str], str | None]
"""Does a typed command with the words after it; what is said of it. Raises `ValueError`."""


@dataclass
class Simulation:
    """A running simulator."""

    address: str
    """What a station file says to reach it."""
    acts: Mapping[str, tuple[str, Act]]
    """Typed commands: what each does, and the doing."""
    news: Callable[[], list[str]] = list
    """What is to be shown since the last time: its paper, its rows."""


@dataclass(frozen=True)
class Kind:
    """One device that can be simulated."""

    title: str
    port: int
    faults: Callable[[], Any]
    """Makes its faults: a dataclass whose fields are the names of what can go wrong."""
    run: Callable[[argparse.Namespace, Any, Callable[[], None]], Any]
    """A context manager that gives a `Simulation`; the last argument is called, from any thread, when there is news."""


def given_faults(kind: Kind, named: Sequence[str]) -> Any:
    """The faults of a device with those that are named, as `mute` or `die-at-line=20`. Raises `CommandError`."""
    faults = kind.faults()
    acts = fault_acts(lambda name, value: setattr(faults, name, value), faults)
    for each in named:
        name, _, value = each.partition("=")
        if name not in acts:
            raise CommandError(f"{name} is no fault of this device. Its faults: {', '.join(acts)}.", USAGE)
        try:
            acts[name][1](value)
        except ValueError:
            raise CommandError(f"The fault {name} needs a number: {name}=20.", USAGE) from None
    return faults


def fault_acts(set_fault: Callable[[str, Any], None], faults: Any) -> dict[str, tuple[str, Act]]:
    """A typed command for every fault: `name`, `name off`, or `name 20`."""
    acts: dict[str, tuple[str, Act]] = {}
    for each in fields(faults):
        acts[each.name.replace("_", "-")] = ("a fault; 'off' ends it", _fault(set_fault, each.name, each.default))
    return acts


def _fault(set_fault: Callable[[str, Any], None], name: str, default: Any) -> Act:
    def act(rest: str) -> str:
        if rest == "off":
            value = default
        elif isinstance(default, bool):
            value = True
        else:
            value = _number(type(default), name.replace("_", "-"), rest)
        set_fault(name, value)
        return f"{name.replace('_', '-')}: {value}"

    return act


def _number(kind: type[Any], name: str, text: str) -> Any:
    """A fault's number, zero or more. Raises `ValueError`, saying how it is typed."""
    try:
        number = kind(text)
    except ValueError:
        number = -1
    if not number >= 0:
        raise ValueError(f"say a number: {name} 20")
    return number


def run(kind: Kind, options: argparse.Namespace, console: Console, commands: TextIO) -> int:
    """Run a simulator until it is interrupted or told to quit; its exit code. Raises `CommandError`."""
    news = _News()
    faults = given_faults(kind, options.fault)
    try:
        with kind.run(options, faults, news.tell) as simulation:
            console.say(f"{kind.title} at {simulation.address}. Type help for what it can do, Ctrl+C ends it.")
            listener = threading.Thread(
                target=_obey, args=(simulation, console, commands, news), name="commands", daemon=True
            )
            listener.start()
            while not news.over:
                if lines := simulation.news():
                    console.say(*lines)
                news.wait()
    except KeyboardInterrupt:
        return OK
    except OSError as error:
        raise CommandError(f"The simulator cannot start: {error.strerror or error}.", REFUSED) from error
    return OK


class _News:
    """Wakes the program when something has happened, or when it is to end."""

    def __init__(self) -> None:
        self._happened = threading.Event()
        self.over = False

    def tell(self) -> None:
        self._happened.set()

    def quit(self) -> None:
        self.over = True
        self._happened.set()

    def wait(self) -> None:
        self._happened.wait()
        self._happened.clear()


def _obey(simulation: Simulation, console: Console, commands: TextIO, news: _News) -> None:
    """Typed commands until there are no more; the simulator goes on without them."""
    for line in commands:
        word, _, rest = line.strip().partition(" ")
        if word == "quit":
            news.quit()
            return
        said = obey(simulation, word, rest.strip())
        if said:
            console.say(*said)
        news.tell()


def obey(simulation: Simulation, word: str, rest: str = "") -> list[str]:
    """What is said to one typed command."""
    if not word:
        return []
    if word == "help" or word not in simulation.acts:
        width = max(map(len, simulation.acts))
        return [f"  {name:<{width}}  {what}" for name, (what, _) in simulation.acts.items()]
    try:
        said = simulation.acts[word][1](rest)
    except ValueError as error:
        return [f"{word}: {error}"]
    return [said] if said else []
