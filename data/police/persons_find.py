"""Finding persons: by name (also as it sounds), dates of birth, ends of identifiers, looks, marks, address, plate.

Candidates are fetched a limited number at a time and then sorted: whole words first, then beginnings, then words that
sound alike. Sounds are those of `data.find_words.sound`, made for English and Spanish ears.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.find_words import sound, split
from data.police import persons_index as index
from data.police.persons import SEE
from data.police.persons_groups import full_name
from data.police.persons_query import Query, as_typed, matching, name_term, terms_of
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

__all__ = ["LIMIT", "Found", "Query", "Similar", "as_typed", "find", "similar"]

LIMIT = 60
"""Files that one search shows at most."""
ENOUGH = 10
"""With so many hits, names that sound alike are not tried."""
_CANDIDATES = 2
"""How many times the limit is fetched before sorting."""


@dataclass(frozen=True)
class Found:
    """A file that fits: what a list may show of it (security: only the year of birth, no identifier)."""

    id: int
    number: str
    name: str
    year: str
    sex: str
    race: str
    height: str
    hair: str
    eyes: str
    also: str = ""
    """The other name by which it was found."""


def find(store: PoliceStore, session: Session, query: Query, limit: int = LIMIT) -> list[Found]:
    """The files that fit, best first; the search is journaled without its words. Raises `Refused` without the role."""
    session.require(SEE)
    hits = _search(store, query, limit)
    audit.record(store, session, "search", "PERSON", detail=str(len(hits)))
    return hits


def _search(store: PoliceStore, query: Query, limit: int) -> list[Found]:
    found: dict[int, int] = {}
    if re.fullmatch(r"[Pp][0-9]{1,6}", query.number):
        numbered = store.rows("SELECT id FROM persons WHERE number = ?", f"P{int(query.number[1:]):06d}")
        return _ranked(store, query, {int(key): 0 for (key,) in numbered}, limit)
    for stage in range(3):
        if stage and (not query.name or len(found) >= (limit if stage == 1 else ENOUGH)):
            break
        for person_id in matching(store, query, terms_of(store, query, stage), limit * _CANDIDATES):
            found.setdefault(person_id, stage)
    return _ranked(store, query, found, limit)


# What is shown


def _ranked(store: PoliceStore, query: Query, found: dict[int, int], limit: int) -> list[Found]:
    """The files found, those merged into another under that one, best first."""
    words = split(query.name)
    people = _people(store, list(found))
    best: dict[int, tuple[tuple[Any, ...], Found]] = {}
    for key, stage in found.items():
        person, names, head = people[key]
        rank, also = _rank(words, person.name, names)
        entry = ((stage, *rank, person.name, person.number), replace(person, also=also))
        if head != key:
            entry = (entry[0], replace(_people(store, [head])[head][0], also=person.name))
        if entry[1].id not in best or entry[0] < best[entry[1].id][0]:
            best[entry[1].id] = entry
    return [person for _, person in sorted(best.values(), key=lambda entry: entry[0])[:limit]]


def _rank(words: list[str], name: str, others: list[str]) -> tuple[tuple[int, int, int], str]:
    """How well a person's names meet the words (the least is the best), and the other name that did it."""
    if not words:
        return (0, 0, 0), ""
    marks = [(_marks(words, one), number) for number, one in enumerate((name, *others))]
    (far, order), number = min(marks)
    return (far, int(number > 0), order), others[number - 1] if number else ""


def _marks(words: list[str], name: str) -> tuple[int, int]:
    """How far words are from a name (0 a beginning, 1 a sound, 3 nothing of it), and whether the last name fails."""
    parts = split(name)
    far = 0
    for word in words:
        if not any(part.startswith(word) for part in parts):
            far += 1 if sound(word) in {sound(part) for part in parts} else 3
    return far, int(not parts or not parts[0].startswith(words[0]))


_PERSON = (
    "SELECT id, number, last, first, middle, suffix, born, sex, race, height, hair, eyes, merged_into FROM persons "
    "WHERE id IN ({})"
)


def _people(store: PoliceStore, ids: list[int]) -> dict[int, tuple[Found, list[str], int]]:
    """What a list shows of each person, the other names, and the file it belongs to."""
    from data.police.persons import head_of

    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    found: dict[int, tuple[Found, list[str], int]] = {}
    for key, number, last, first, middle, suffix, born, *look, merged in store.rows(_PERSON.format(marks), *ids):
        name = full_name({"last": last, "first": first, "middle": middle, "suffix": suffix})
        person = Found(int(key), number, name, (born or "")[:4], *look)
        found[int(key)] = (person, [], head_of(store, int(key)) if merged else int(key))
    others = f"SELECT person_id, last, first, middle, suffix FROM person_names WHERE person_id IN ({marks}) ORDER BY id"
    for key, last, first, middle, suffix in store.rows(others, *ids):
        name = full_name({"last": last, "first": first, "middle": middle, "suffix": suffix})
        found[int(key)][1].append(name)
    return found


# Before a new file is opened


@dataclass(frozen=True)
class Similar:
    """A file that may be of the same person, and why."""

    person: Found
    why: str


def similar(
    store: PoliceStore, session: Session, last: str, first: str, born: date | None, numbers: dict[str, str]
) -> list[Similar]:
    """Files that may be of a person about to be entered: the same identifier, or a name that sounds alike and the
    date of birth (or the same name, when no date is known). `numbers` are identifiers as stored, by kind.
    """
    session.require(SEE)
    why: dict[int, str] = {}
    for kind, number in numbers.items():
        token = index.WHOLE + index.mark_of(store.cipher, kind, number)
        for (key,) in store.rows("SELECT person_id FROM person_tokens WHERE token = ?", token):
            why.setdefault(int(key), f"same {kind}")
    for key in _sounding(store, last, first, born):
        why.setdefault(key, "name and date of birth" if born else "name")
    people = _people(store, list(why))
    heads = {key: head for key, (_, _, head) in people.items()}
    shown = {key: person for key, (person, _, _) in _people(store, sorted(set(heads.values()))).items()}
    kept = {heads[key]: Similar(shown[heads[key]], said) for key, said in reversed(list(why.items()))}
    audit.record(store, session, "search.similar", "PERSON", detail=str(len(kept)))
    return sorted(kept.values(), key=lambda one: (not one.why.startswith("same"), one.person.name))


def _sounding(store: PoliceStore, last: str, first: str, born: date | None) -> list[int]:
    """Ids of persons with this date of birth and a name that sounds alike; without a date, last and first name must."""
    if born is None:
        words = [*split(last), *split(first)[:1]]
        return matching(store, Query(), [name_term(words, 2, None)], LIMIT) if words else []
    day = born.isoformat()
    terms = [name_term([word], 2, (day, day)) for word in (*split(last), *split(first)[:1])]
    return list(dict.fromkeys(key for term in terms for key in matching(store, Query(), [term], LIMIT)))
