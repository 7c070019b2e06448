"""What is asked of the index of persons: a question as typed or from the form, the tokens it means, the SQL of it.

A name, with its date of birth, is looked for in one run through the index: the pages of an encrypted file are dear to
jump between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.find_words import UNIT_WORDS, address_words, sound, split
from data.police import persons_index as index
from data.police.identifiers import cii
from data.police.store import PoliceStore
from data.vehicles import plate_key

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


@dataclass(frozen=True)
class Term:
    """One thing that must be met: a token in one of the ranges (from, up to but not including) that has the rest."""

    ranges: tuple[tuple[str, str], ...]
    rarity: int = 0
    """The rarest leads."""
    holds: tuple[str, ...] = ()
    """Patterns (LIKE) that the token fits as well."""
    born: tuple[str, str] | None = None
    """The dates between which the date at the token's end lies."""


def _beginning(prefix: str) -> tuple[str, str]:
    return prefix, prefix + _LAST


def _word(token: str) -> tuple[str, str]:
    return token + " ", token + "!"


def _exactly(token: str) -> tuple[str, str]:
    return token, token + "\x01"


def terms_of(store: PoliceStore, query: Query, stage: int) -> list[Term]:
    """What must be met, the rarest first; names in stage 0 as whole words, 1 by beginnings, 2 as they sound."""
    terms: list[Term] = []
    words = split(query.name)
    born = (query.born_from or date(1800, 1, 1), query.born_to or date(2999, 1, 1))
    dates = (born[0].isoformat(), born[1].isoformat()) if query.born_from or query.born_to else None
    if words:
        terms.append(name_term(words, stage, dates))
    elif dates:
        terms.append(Term(((index.BORN + dates[0], index.BORN + dates[1] + "\x01"),), 1))
    if query.number:
        terms.append(Term(_number_ranges(store, query.number), 100))
    if query.plate:
        key = plate_key(query.plate)
        terms.append(Term((_beginning(index.PLATE + key), _beginning(index.VIN + key)), 50 + len(key)))
    if words := [word for word in address_words(query.address) if word not in UNIT_WORDS]:
        terms.append(_street_term(words))
    if digits := re.sub(r"\D", "", query.phone):
        terms.append(Term((_beginning(index.PHONE + digits[::-1]),), 10 + len(digits)))
    if query.mark:
        terms.append(Term((_beginning(index.MARK + query.mark.upper()),), 2))
    return sorted(terms, key=lambda term: -term.rarity)


def name_term(words: list[str], stage: int, born: tuple[str, str] | None) -> Term:
    """All words of a name in one term, led by the longest."""
    first = max(words, key=len)
    others = list(words)
    others.remove(first)
    if stage == 0:
        return Term((_word(index.NAME + first),), 5 + len(first), tuple(f"% {word} %" for word in others), born)
    if stage == 1 or len(first) < 3 or not first.isalpha():
        return Term((_beginning(index.NAME + first),), 4 + len(first), tuple(f"% {word}%" for word in others), born)
    sounds = tuple(f"% {sound(word)}%" for word in others if len(word) > 2 and word.isalpha())
    return Term((_word(index.SOUND + sound(first)),), 4, sounds, born)


def _street_term(words: list[str]) -> Term:
    """All words of an address in one term; its house number leads, else the longest word."""
    first = next((word for word in words if word.isdigit()), max(words, key=len))
    others = list(words)
    others.remove(first)
    lead = _word(index.STREET + first) if first.isdigit() else _beginning(index.STREET + first)
    return Term((lead,), 20 if first.isdigit() else 1 + len(first), tuple(f"% {word}%" for word in others))


def _number_ranges(store: PoliceStore, text: str) -> tuple[tuple[str, str], ...]:
    """The marks of an identifier of any kind, or of its last four characters."""
    key = plate_key(text)
    if len(key) <= 4:
        return (_exactly(index.LAST4 + store.cipher.digest("LAST4", key)),)
    spellings = {key, cii(key).value} if re.fullmatch(r"A?[0-9]{7,8}", key) else {key}
    ranges = [_exactly(index.WHOLE + index.mark_of(store.cipher, kind, one)) for kind in _KINDS for one in spellings]
    return tuple(ranges)


# The question to the store


def matching(store: PoliceStore, query: Query, terms: list[Term], limit: int) -> list[int]:
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


def _meets(name: str, term: Term) -> tuple[str, list[str]]:
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
