"""The groups of the person file: lists of rows of one person, as they stand on the person's menu.

Rows are ended with a date, never deleted; what identifies a row of `fixed` columns is not changed but ended and entered
anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from data.columns import Record
from data.police.coded import heavy, tall
from data.police.persons_tables import (
    Address,
    Birth,
    Caution,
    Contact,
    Description,
    Identifier,
    Job,
    Mark,
    Name,
    Online,
    PlaceSeen,
    Proof,
    Relation,
    School,
    Vehicle,
)

Words = Mapping[str, str]
"""The fields of a row as they are shown, by name."""


@dataclass(frozen=True)
class Group:
    """A list of rows of one person."""

    code: str
    """Its name in programs: `ADDRESSES`."""
    number: int
    """Its number on the person's menu."""
    title: str
    one: str
    """One of its rows, in words: `address`."""
    model: type[Record]
    line: Callable[[Words], str]
    """A row in one line, without its dates."""
    fixed: frozenset[str] = frozenset()
    """Columns that are not changed: such a row is ended and entered anew."""
    sealed: bool = False
    """Whether a row may hold restricted values, which are sealed."""

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model._meta.table_name)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns with fields, in the order of the form."""
        return tuple(name for name, kind in self.model._meta.fields.items() if hasattr(kind, "kind"))


def _of(*names: str) -> Callable[[Words], str]:
    return lambda words: _line(words.get(name, "") for name in names)


def _line(parts: Iterable[str]) -> str:
    return "  ".join(part for part in parts if part)


def full_name(words: Words) -> str:
    """`LAST, FIRST MIDDLE SUFFIX`; a moniker alone as it is."""
    given = " ".join(words[name] for name in ("first", "middle", "suffix") if words.get(name))
    return f"{words['last']}, {given}" if given else words["last"]


def _name(words: Words) -> str:
    return _line((words["kind"], full_name(words), words["note"]))


def _look(words: Words) -> str:
    known = (words.get(name, "") for name in ("sex", "race", "ethnicity"))
    rest = (words.get(name, "") for name in ("hair", "eyes", "skin", "build", "note"))
    return _line((*known, tall(words.get("height", "")), heavy(words.get("weight", "")), *rest))


def _address(words: Words) -> str:
    street = words["street"] + (f" #{words['unit']}" if words["unit"] else "")
    return _line((words["kind"], street, words["city"], f"{words['state']} {words['zip']}".strip()))


def _vehicle(words: Words) -> str:
    plate = f"{words['plate']} {words['state']}".strip() if words["plate"] else ""
    color = "/".join(part for part in (words["color"], words["color2"]) if part)
    kind = (words[name] for name in ("year", "make", "model", "style"))
    return _line((words["relation"], plate, *kind, color, words["vin"]))


GROUPS: dict[str, Group] = {
    group.code: group
    for group in (
        Group("NAMES", 2, "Other names", "name", Name, _name),
        Group("BIRTHS", 3, "Other dates of birth", "date of birth", Birth, _of("born", "note")),
        Group(
            "IDENTIFIERS", 4, "Identifiers", "identifier", Identifier, _of("kind", "place", "value", "note"),
            frozenset({"kind", "place"}), sealed=True,
        ),
        Group("DESCRIPTIONS", 5, "Descriptions", "description", Description, _look),
        Group("MARKS", 6, "Scars, marks, tattoos", "mark", Mark, _of("code", "meaning", "description"), sealed=True),
        Group("CAUTIONS", 7, "Cautions", "caution", Caution, _of("code", "meaning", "description"), sealed=True),
        Group("ADDRESSES", 8, "Addresses", "address", Address, _address),
        Group("PROOFS", 9, "Proofs of residence", "proof", Proof, _of("kind", "dated_on", "note")),
        Group("PLACES", 10, "Places of a transient", "place", PlaceSeen, _of("kind", "place", "cross_streets")),
        Group("CONTACTS", 11, "Telephone and e-mail", "contact", Contact, _of("kind", "value", "note")),
        Group("JOBS", 12, "Employment", "employment", Job, _of("employer", "occupation", "work_address")),
        Group("SCHOOLS", 13, "Schools and campuses", "school", School, _of("status", "institution", "campus")),
        Group("VEHICLES", 14, "Vehicles", "vehicle", Vehicle, _vehicle),
        Group("ONLINE", 15, "Internet identifiers", "identifier", Online, _of("kind", "identifier", "provider")),
        Group(
            "RELATIONS", 16, "Relatives and contacts", "person", Relation, _of("relation", "name", "phone", "address")
        ),
    )
}  # fmt: skip
"""Every group, in the order of the person's menu, where 1 is the person's own row."""
