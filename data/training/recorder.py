"""Writes an attempt down while it is made: the application tells it of every key, field, fault and display."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from data.training.attempt import Attempt, Check, Fault, FieldTry, Happened, Stroke

_ELSEWHERE = re.compile(r"f\d+|ctrl\+[^uk]")
"""Keys that do nothing in a field."""
SECRET = "secret"
"""Stands for a character typed into a secret field."""


@dataclass(frozen=True)
class Place:
    """Where a key goes: the display's id, the field with the cursor and what it holds; secrets stay out of it."""

    program: str = ""
    field: str = ""
    text: str = ""
    secret: bool = False


@dataclass
class _Draft:
    """One field while it is being filled in."""

    began: float
    ended: float
    text: str = ""
    keys: int = 0
    faults: int = 0
    accepted: str | None = None
    """What it held when the cursor last left it."""
    revised: bool = False


class Recorder:
    """One attempt in the making; `seconds` is a monotonic clock."""

    def __init__(
        self,
        lesson: str,
        seed: int,
        expected: Mapping[str, str] | None = None,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._seconds = seconds
        self._began = seconds()
        self._expected = expected or {}
        self._attempt = Attempt(lesson, seed)
        self._drafts: dict[tuple[str, str], _Draft] = {}
        self._last = Place()
        self._busy = False
        self.forgiven: set[str] = set()
        """Fields, by `PROGRAM.field`, in which the next refusal is no mistake."""

    @property
    def refused(self) -> list[str]:
        """The sentences of all refusals so far."""
        return [one.sentence for one in self._attempt.faults]

    @property
    def now(self) -> float:
        """Seconds since the lesson began."""
        return self._seconds() - self._began

    @property
    def keys(self) -> int:
        """How many keys have been struck."""
        return len(self._attempt.strokes)

    def key(self, key: str, place: Place) -> None:
        """A key is about to be handed to where the cursor is."""
        now = self.now
        self._move(place, now)
        shown = SECRET if place.secret and len(key) == 1 else key
        self._attempt.strokes.append(Stroke(now, shown, place.program, place.field))
        self._busy = True
        if place.field and not _ELSEWHERE.fullmatch(key):
            draft = self._drafts.setdefault((place.program, place.field), _Draft(now, now))
            draft.keys += 1
            draft.ended = now

    def _move(self, place: Place, now: float) -> None:
        """The cursor may be elsewhere than at the last key; what is in its field now is known."""
        here, before = (place.program, place.field), (self._last.program, self._last.field)
        if before != here and before in self._drafts:
            self._drafts[before].accepted = self._drafts[before].text
        if here in self._drafts:
            draft = self._drafts[here]
            draft.text = place.text
            if draft.accepted and draft.accepted != place.text:
                draft.revised = True
        self._last = place

    def ready(self, program: str) -> None:
        """The program waits for the trainee again, on this display."""
        strokes = self._attempt.strokes
        if self._busy and strokes:
            strokes[-1] = replace(strokes[-1], waited=round(self.now - strokes[-1].at, 4))
        self._busy = False

    def fault(self, place: Place, sentence: str) -> None:
        """Something was refused."""
        self._attempt.faults.append(Fault(self.now, place.program, place.field, sentence))
        if (name := f"{place.program}.{place.field}") in self.forgiven:
            self.forgiven.remove(name)
            return
        if (draft := self._drafts.get((place.program, place.field))) is not None:
            draft.faults += 1
            return
        tries = self._attempt.fields
        for n in range(len(tries) - 1, -1, -1):
            if (tries[n].program, tries[n].field) == (place.program, place.field):
                tries[n] = replace(tries[n], faults=tries[n].faults + 1)
                return

    def left(self, program: str, texts: Mapping[str, str] | None = None) -> None:
        """A form was answered; `texts` are its fields when they were taken, None when it was given up."""
        for key in [key for key in self._drafts if key[0] == program]:
            draft = self._drafts.pop(key)
            self._attempt.fields.append(self._closed(key, draft, (texts or {}).get(key[1], draft.text)))

    def _closed(self, key: tuple[str, str], draft: _Draft, text: str) -> FieldTry:
        """A field with what it held when its form was left."""
        again = bool(draft.accepted) and draft.accepted != text and self._last.field == key[1]
        return self._try(key, replace(draft, revised=draft.revised or again), text)

    def _try(self, key: tuple[str, str], draft: _Draft, text: str) -> FieldTry:
        program, field = key
        expected = self._expected.get(f"{program}.{field}")
        return FieldTry(
            program, field, text, draft.began, draft.ended, draft.keys, draft.faults, draft.revised, expected
        )

    def hint(self) -> None:
        """A hint was asked for."""
        self._attempt.hints += 1

    def finish(self, checks: Sequence[Check], happened: Sequence[Happened] = (), *, given_up: bool = False) -> Attempt:
        """The attempt as if it were over now; it may go on all the same."""
        strokes = self._attempt.strokes
        return replace(
            self._attempt,
            strokes=list(strokes),
            fields=[*self._attempt.fields, *(self._closed(key, one, one.text) for key, one in self._drafts.items())],
            faults=list(self._attempt.faults),
            checks=tuple(checks),
            happened=list(happened),
            given_up=given_up,
            ended=strokes[-1].at if strokes and not given_up else self.now,
        )
