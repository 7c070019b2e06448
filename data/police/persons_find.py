"""Finding persons: by name (also as it sounds), dates of birth, ends of identifiers, looks, marks, address, plate.

Candidates are fetched a limited number at a time and then sorted: whole words first, then beginnings, then words that
sound alike. Sounds are those of `data.find_words.sound`, made for English and Spanish ears. A name, with its date of
birth, is looked for in one run through the index; the pages of an encrypted file are dear to jump between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.find_words import UNIT_WORDS, address_words, sound, split
from data.police import persons_index as index
from data.police.identifiers import cii
from data.police.persons import SEE
from data.police.persons_groups import full_name
from data.police.store import PoliceStore
from data.vehicles import plate_key

if TYPE_CHECKING:
    from data.session import Session

LIMIT = 60
"""Files that one search shows at most."""
ENOUGH = 10
"""With so many hits, names that sound alike are not tried."""
_CANDIDATES = 2
"""How many times the limit is fetched before sorting."""
_KINDS = ("SSN", "DL", "CII", "FBI", "MNU", "NIC")
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Query:
    """What is known of the person looked for; everything given must fit. Heights and weights as stored."""

    name: str = ""
    """Words of a name in any order; beginnings are enough."""
    born_from: date | None = None
    born_to: date | None = None
    number: str = ""
    """An identifier, whole or its last four characters, or a person number."""
    plate: str = ""
    """A plate, a VIN or its last six characters."""
    address: str = ""
    phone: str = ""
    """Last digits of a telephone number."""
    sex: str = ""
    race: str = ""
    hair: str = ""
    eyes: str = ""
    height_from: str = ""
    height_to: str = ""
    weight_from: str = ""
    weight_to: str = ""
    mark: str = ""
    """A code of table SMT, or its beginning."""

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return self == Query()


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


@dataclass(frozen=True)
class _Term:
    """One thing that must be met: a token in one of the ranges (from, up to but not including) that has the rest."""

    ranges: tuple[tuple[str, str], ...]
    rarity: int = 0
    """The rarest leads."""
    holds: tuple[str, ...] = ()
    """Patterns (LIKE) that the token fits as well."""
    born: tuple[str, str] | None = None
    """The dates between which the date at the token's end lies."""


def find(store: PoliceStore, session: Session, query: Query, limit: int = LIMIT) -> list[Found]:
    """The files that fit, best first; the search is journaled without its words. Raises `Refused` without the role."""
    session.require(SEE)
    hits = _search(store, query, limit)
    audit.record(store, session, "search", "PERSON", detail=str(len(hits)))
    return hits


def as_typed(text: str) -> Query:
    """What one typed line may mean: a date of birth, an identifier or its last four, a plate, else a name."""
    plain = " ".join(text.split())
    key = plate_key(plain)
    if born := _date(plain):
        return Query(born_from=born, born_to=born)
    if re.fullmatch(r"P?[0-9]{4,}|A[0-9]{7,8}", key) or re.fullmatch(r"[A-Z]?[0-9]{7,9}", key):
        return Query(number=key)
    if any(character.isdigit() for character in key):
        return Query(plate=key) if " " not in plain else Query(address=plain)
    return Query(name=plain)


def _date(text: str) -> date | None:
    found = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", text)
    try:
        return date(int(found[3]), int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _search(store: PoliceStore, query: Query, limit: int) -> list[Found]:
    found: dict[int, int] = {}
    if re.fullmatch(r"[Pp][0-9]{1,6}", query.number):
        numbered = store.rows("SELECT id FROM persons WHERE number = ?", f"P{int(query.number[1:]):06d}")
        return _ranked(store, query, {int(key): 0 for (key,) in numbered}, limit)
    for stage in range(3):
        if stage and (not query.name or len(found) >= (limit if stage == 1 else ENOUGH)):
            break
        for person_id in _matching(store, query, _terms(store, query, stage), limit * _CANDIDATES):
            found.setdefault(person_id, stage)
    return _ranked(store, query, found, limit)


# What is asked, in tokens


def _beginning(prefix: str) -> tuple[str, str]:
    return prefix, prefix + _LAST


def _word(token: str) -> tuple[str, str]:
    return token + " ", token + "!"


def _exactly(token: str) -> tuple[str, str]:
    return token, token + "\x01"


def _terms(store: PoliceStore, query: Query, stage: int) -> list[_Term]:
    """What must be met, the rarest first; names in stage 0 as whole words, 1 by beginnings, 2 as they sound."""
    terms: list[_Term] = []
    words = split(query.name)
    born = (query.born_from or date(1800, 1, 1), query.born_to or date(2999, 1, 1))
    dates = (born[0].isoformat(), born[1].isoformat()) if query.born_from or query.born_to else None
    if words:
        terms.append(_name_term(words, stage, dates))
    elif dates:
        terms.append(_Term(((index.BORN + dates[0], index.BORN + dates[1] + "\x01"),), 1))
    if query.number:
        terms.append(_Term(_number_ranges(store, query.number), 100))
    if query.plate:
        key = plate_key(query.plate)
        terms.append(_Term((_beginning(index.PLATE + key), _beginning(index.VIN + key)), 50 + len(key)))
    if words := [word for word in address_words(query.address) if word not in UNIT_WORDS]:
        terms.append(_street_term(words))
    if digits := re.sub(r"\D", "", query.phone):
        terms.append(_Term((_beginning(index.PHONE + digits[::-1]),), 10 + len(digits)))
    if query.mark:
        terms.append(_Term((_beginning(index.MARK + query.mark.upper()),), 2))
    return sorted(terms, key=lambda term: -term.rarity)


def _name_term(words: list[str], stage: int, born: tuple[str, str] | None) -> _Term:
    """All words of a name in one term, led by the longest."""
    first = max(words, key=len)
    others = list(words)
    others.remove(first)
    if stage == 0:
        return _Term((_word(index.NAME + first),), 5 + len(first), tuple(f"% {word} %" for word in others), born)
    if stage == 1 or len(first) < 3 or not first.isalpha():
        return _Term((_beginning(index.NAME + first),), 4 + len(first), tuple(f"% {word}%" for word in others), born)
    sounds = tuple(f"% {sound(word)}%" for word in others if len(word) > 2 and word.isalpha())
    return _Term((_word(index.SOUND + sound(first)),), 4, sounds, born)


def _street_term(words: list[str]) -> _Term:
    """All words of an address in one term; its house number leads, else the longest word."""
    first = next((word for word in words if word.isdigit()), max(words, key=len))
    others = list(words)
    others.remove(first)
    lead = _word(index.STREET + first) if first.isdigit() else _beginning(index.STREET + first)
    return _Term((lead,), 20 if first.isdigit() else 1 + len(first), tuple(f"% {word}%" for word in others))


def _number_ranges(store: PoliceStore, text: str) -> tuple[tuple[str, str], ...]:
    """The marks of an identifier of any kind, or of its last four characters."""
    key = plate_key(text)
    if len(key) <= 4:
        return (_exactly(index.LAST4 + store.cipher.digest("LAST4", key)),)
    spellings = {key, cii(key).value} if re.fullmatch(r"A?[0-9]{7,8}", key) else {key}
    ranges = [_exactly(index.WHOLE + index.mark_of(store.cipher, kind, one)) for kind in _KINDS for one in spellings]
    return tuple(ranges)


# The question to the store


def _matching(store: PoliceStore, query: Query, terms: list[_Term], limit: int) -> list[int]:
    """Ids of files that meet every term and look, in no order; at most `limit` for each range of the leading term."""
    conditions, params = _looks(query)
    if not terms:
        if not conditions:
            return []
        rows = store.rows(f"SELECT p.id FROM persons p WHERE {' AND '.join(conditions)} LIMIT ?", *params, limit)
        return [int(key) for (key,) in rows]
    driver, *others = terms
    for term in others:
        sql, values = _meets("x", term)
        conditions.append(f"EXISTS (SELECT 1 FROM person_tokens x WHERE x.person_id = t.person_id AND ({sql}))")
        params += values
    join = "JOIN persons p ON p.id = t.person_id " if any(one.startswith("p.") for one in conditions) else ""
    found: dict[int, None] = {}
    for one in driver.ranges:
        sql, values = _meets("t", replace(driver, ranges=(one,)))
        where = " AND ".join((sql, *conditions))
        rows = store.rows(
            f"SELECT t.person_id FROM person_tokens t {join}WHERE {where} ORDER BY t.token LIMIT ?",
            *values, *params, limit,
        )  # fmt: skip
        found.update((int(key), None) for (key,) in rows)
    return list(found)


def _meets(name: str, term: _Term) -> tuple[str, list[str]]:
    """The condition on a token that meets a term, with its parameters."""
    parts = " OR ".join(f"({name}.token >= ? AND {name}.token < ?)" for _ in term.ranges)
    params = [end for pair in term.ranges for end in pair]
    conditions = [f"({parts})", *(f"{name}.token LIKE ?" for _ in term.holds)]
    params += term.holds
    if term.born:
        conditions.append(f"substr({name}.token, length({name}.token) - 9) BETWEEN ? AND ?")
        params += term.born
    return " AND ".join(conditions), params


def _looks(query: Query) -> tuple[list[str], list[Any]]:
    """Conditions on the person's own row."""
    conditions: list[str] = []
    params: list[Any] = []
    for name in ("sex", "race", "hair", "eyes"):
        if code := getattr(query, name):
            conditions.append(f"p.{name} = ?")
            params.append(code)
    for name in ("height", "weight"):
        first, last = getattr(query, f"{name}_from"), getattr(query, f"{name}_to")
        if first or last:
            conditions.append(f"p.{name} BETWEEN ? AND ?")
            params += [first or "001", last or "999"]
    return conditions, params


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
        return _matching(store, Query(), [_name_term(words, 2, None)], LIMIT) if words else []
    day = born.isoformat()
    terms = [_name_term([word], 2, (day, day)) for word in (*split(last), *split(first)[:1])]
    return list(dict.fromkeys(key for term in terms for key in _matching(store, Query(), [term], LIMIT)))
