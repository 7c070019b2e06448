"""What is thrown in while a lesson runs: declared in the lesson's file, set off by what the trainee does.

    [[event]]
    kind = "TORN-CHECK"
    when = "TND002"          # the form that is shown when it happens; or `after = 12`, that many keys
    says = "Oh, it tore. Is that a problem?"
    wants = "receipt has no check"    # the check of the goal, by name, that says it was dealt with rightly

The engine asks `Script.due` after every key, does to the station what the kind stands for, and tells `Script.settled`
when the lesson is over or the goal's check passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.training.attempt import Happened

TORN_CHECK, CHANGES_MIND, PHONE = "TORN-CHECK", "CHANGES-MIND", "PHONE"
PAPER_OUT, SECOND_CUSTOMER, DROPPED_LINE = "PAPER-OUT", "SECOND-CUSTOMER", "DROPPED-LINE"
KINDS: dict[str, str] = {
    TORN_CHECK: "The check is torn and cannot be taken.",
    CHANGES_MIND: "The customer changes his mind.",
    PHONE: "The telephone rings.",
    PAPER_OUT: "The printer is out of paper.",
    SECOND_CUSTOMER: "A second customer must be served first.",
    DROPPED_LINE: "The line drops; sign on again and go on.",
}
"""Every kind of event and what the trainee is told when the lesson does not say."""
STATION = frozenset({PAPER_OUT, DROPPED_LINE})
"""Kinds in which the station itself does something: the simulated printer runs out, the session ends."""


class EventError(ValueError):
    """A lesson's event that cannot be; the message is a sentence for whoever writes the lesson."""


@dataclass(frozen=True)
class Event:
    """One thing thrown in."""

    kind: str
    name: str
    says: str
    """What is heard or seen."""
    when: str = ""
    """The form that sets it off the first time it is shown."""
    after: int = 0
    """How many keys set it off; 0 when `when` does."""
    wants: str = ""
    """The goal's check that says it was dealt with rightly; empty when reaching the goal is enough."""


def declared(tables: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    """The events of a lesson's file. Raises `EventError`."""
    found = []
    for number, table in enumerate(tables, 1):
        kind = str(table.get("kind", ""))
        if kind not in KINDS:
            raise EventError(f"event {number}: the kind is one of {', '.join(KINDS)}, not {kind!r}.")
        if unknown := sorted(set(table) - {"kind", "name", "says", "when", "after", "wants"}):
            raise EventError(f"event {number}: {unknown[0]} has no meaning.")
        when, after = table.get("when", ""), table.get("after", 0)
        if not isinstance(when, str) or not isinstance(after, int):
            raise EventError(f"event {number}: when is a form's id, after a whole number of keys.")
        if bool(when) == (after > 0):
            raise EventError(f"event {number}: either when (a form) or after (a number of keys).")
        name, says = str(table.get("name", kind.lower())), str(table.get("says", KINDS[kind]))
        found.append(Event(kind, name, says, when, after, str(table.get("wants", ""))))
    return tuple(found)


@dataclass
class Script:
    """The events of one attempt and what has become of them; seconds on the attempt's clock."""

    events: tuple[Event, ...]
    _began: dict[Event, float] = field(default_factory=dict)
    _ended: dict[Event, tuple[float, bool]] = field(default_factory=dict)

    def due(self, at: float, program: str, keys: int) -> list[Event]:
        """The events that happen now, each once: a form is shown, or so many keys have been struck."""
        found = [
            event
            for event in self.events
            if event not in self._began and (event.when == program if event.when else 0 < event.after <= keys)
        ]
        self._began.update(dict.fromkeys(found, at))
        return found

    def waiting(self) -> list[Event]:
        """What has happened and is not dealt with."""
        return [event for event in self._began if event not in self._ended]

    def settled(self, event: Event, at: float, right: bool) -> None:
        """An event is dealt with; the first word counts."""
        if event in self._began:
            self._ended.setdefault(event, (at, right))

    def happened(self) -> list[Happened]:
        """What is kept with the attempt."""
        found = []
        for event, began in self._began.items():
            at, right = self._ended.get(event, (None, False))
            found.append(Happened(event.kind, event.name, began, at, right))
        return found
