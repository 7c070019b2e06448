"""The one look-up: accounts by number, name, address, phone or meter, and receipts, as typed.

Candidates are fetched a limited number at a time and then sorted: exact words first, then beginnings, then words that
sound or look alike. A confidential customer is found by address or phone only by a supervisor, and nobody else sees
them (CJIS-style masking: lists obey the mask).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.find_index import SHORT, START, rebuild, reindex, reindex_customer, reindex_premise
from data.find_words import (
    UNIT_WORDS,
    can_be_mistyped,
    near,
    old_number_words,
    phone_beginnings,
    sound,
    spellings,
    split,
)
from data.money import show_cents
from data.permissions import STAFF, Permission
from data.session import Session
from data.store import Store
from data.text import TextError, clean_text, luhn_ok
from data.utility.accounts import CONFIDENTIAL, HIDDEN, number_shown

__all__ = ["FIND", "Hit", "find", "rebuild", "reindex", "reindex_customer", "reindex_premise"]

FIND = Permission("find", "looking up accounts and receipts is for those who work with them.", STAFF)

_CANDIDATES = 2
"""How many times the limit is fetched before sorting."""
_CORRECTIONS = 12
"""The most words tried instead of a mistyped one."""
_ENOUGH = 10
"""With so many hits, words that sound or look alike are not tried."""
_WORDS = 8
"""Words of a query beyond these are not looked at."""


@dataclass(frozen=True)
class Hit:
    """Something found. `kind` is `account` or `receipt`, `id` its row, `number` what names it."""

    kind: str
    id: int
    number: str
    title: str
    """A name."""
    detail: str
    """Address and state, or date and amount."""


@dataclass(frozen=True)
class _Term:
    """One typed word, with what else it may stand for (True: as a beginning)."""

    word: str
    others: tuple[tuple[str, bool], ...] = ()

    def marks(self, text: set[str]) -> int:
        """How well the words of a record meet it: 0 exactly, 1 by a beginning, 2 within a slip, 3 by sound."""
        if self.word in text:
            return 0
        if any(word.startswith(self.word) for word in text):
            return 1
        return 2 if any(near(self.word, word) for word in text) else 3


def find(store: Store, session: Session, text: str, limit: int = 50) -> list[Hit]:
    """What `text` may mean, best first. Raises `Refused` when the clerk may not look up records."""
    session.require(FIND)
    try:
        plain = clean_text(text)
    except TextError:
        return []
    trusted = CONFIDENTIAL.allows(session.clerk.role)
    hits = _receipts(store, plain) + _by_number(store, plain, trusted, limit)
    if len(hits) < limit:
        hits += _by_words(store, _terms(plain), trusted, limit)
    return list({(hit.kind, hit.id): hit for hit in hits}.values())[:limit]


# Receipts and whole numbers


_RECEIPT = re.compile(r"(?:([A-Z]{1,4})-)?(\d\d)-(\d{1,6})", re.ASCII)


def is_receipt_number(text: str) -> bool:
    """Whether a text is written as receipt numbers are: what their barcode says."""
    return _RECEIPT.fullmatch(text.strip().upper()) is not None


def _receipts(store: Store, text: str) -> list[Hit]:
    """A receipt by its number; the zeros and the training prefix may be left off: `27-123`."""
    match = _RECEIPT.fullmatch(text.upper())
    if not match:
        return []
    prefix, year, number = match.groups()
    names = {f"{before}{year}-{int(number):06d}" for before in ("", f"{prefix or 'T'}-")}
    marks = ", ".join("?" * len(names))
    sql = f"SELECT id, receipt, payer, business_date, total_cents FROM journal WHERE receipt IN ({marks})"
    return [
        Hit("receipt", key, receipt, payer, f"{day[5:7]}/{day[8:]}/{day[:4]}  {show_cents(cents)}")
        for key, receipt, payer, day, cents in store.rows(sql, *sorted(names))
    ]


_ROW = (
    "SELECT a.id, a.number, a.old_number, a.status, "
    "CASE WHEN a.billing_name <> '' THEN a.billing_name ELSE c.name END, c.name, p.street, p.unit, c.confidential FROM "
)
_JOINS = "JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id"


_NUMBERED = (
    f"{_ROW}accounts a {_JOINS} WHERE a.number = ? OR a.old_number = ? ORDER BY a.id LIMIT ?",
    f"{_ROW}(SELECT * FROM accounts WHERE number >= ? AND number < ? ORDER BY number LIMIT ?) a {_JOINS}",
    f"{_ROW}(SELECT * FROM accounts WHERE old_number >= ? AND old_number < ? ORDER BY old_number LIMIT ?) a {_JOINS}",
    f"{_ROW}(SELECT * FROM meters WHERE serial >= ? AND serial < ? ORDER BY serial LIMIT ?) m "
    f"JOIN service_points s ON s.id = m.service_point_id JOIN accounts a ON a.premise_id = s.premise_id {_JOINS}",
)
"""Whole numbers first, then the beginnings of account numbers, old numbers and meter serials."""
_NUMBERED_BYTES = tuple(
    re.sub(r"(ORDER BY \w+)( LIMIT)", r"\1 USING ~<~\2", sql.replace(">= ?", "~>=~ ?").replace("< ?", "~<~ ?"))
    for sql in _NUMBERED
)
"""The same compared byte by byte, whatever the collation of a PostgreSQL database is."""


def _by_number(store: Store, text: str, trusted: bool, limit: int) -> list[Hit]:
    """Accounts whose number (check digit allowed), old number or meter serial was typed, or at least its beginning."""
    wanted = text.upper()
    digits = wanted.replace("-", "").replace(" ", "")
    if not re.fullmatch(r"(?=.*\d)[0-9A-Z./ -]{3,20}", wanted, re.ASCII) or len(digits) < 3:
        return []
    whole = digits[:8] if len(digits) == 9 and digits.isdigit() and luhn_ok(digits) else digits
    number = digits if digits.isdigit() and len(digits) <= 8 else wanted
    exact, *beginnings = _NUMBERED if store.kind == "sqlite" else _NUMBERED_BYTES
    rows = store.rows(exact, whole, wanted, limit)
    for sql, beginning in zip(beginnings, (number, wanted, wanted), strict=True):
        if len(rows) < limit:
            found = store.rows(sql, beginning, f"{beginning}\U0010ffff", limit - len(rows))
            rows += sorted(found, key=lambda row: str(row[1]))
    return [_hit(row, trusted) for row in rows]


def _hit(row: tuple[Any, ...], trusted: bool) -> Hit:
    key, number, _, status, shown, _, street, unit, confidential = row
    address = f"{street} #{unit}" if unit else street
    if confidential and not trusted:
        address = HIDDEN
    return Hit("account", key, number_shown(number), shown, address if status == "ACTIVE" else f"{address}  {status}")


# Words


def _terms(text: str) -> list[_Term]:
    """The words to look for, the longest (and so the rarest) first."""
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"[\d ().+-]+", text, re.ASCII) and len(digits) >= 4:
        phone = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
        others = [(word, True) for word in phone_beginnings(phone)] + [
            (word, False) for word in old_number_words(digits)
        ]
        return [_Term(digits, tuple(others))]
    words = [word for word in split(text) if word not in UNIT_WORDS] or split(text)
    return sorted((_Term(word) for word in words[:_WORDS]), key=lambda term: -len(term.word))


def _by_words(store: Store, terms: Sequence[_Term], trusted: bool, limit: int) -> list[Hit]:
    """Accounts that have every word, by exact word, then beginning, then what it may have been meant to be."""
    found: dict[int, tuple[int, tuple[Any, ...]]] = {}
    stages = ((_exactly, limit), (_beginning, limit), (_meant, _ENOUGH))
    for stage, (question, wanted) in enumerate(stages):
        groups = question(store, terms) if len(found) < wanted else []
        if groups:
            for row in _matching(store, groups, trusted, limit * _CANDIDATES):
                found.setdefault(row[0], (stage, row))
    ranked = sorted(found.values(), key=lambda entry: _rank(entry[0], entry[1], terms))
    return [_hit(row, trusted) for _, row in ranked[:limit]]


def _rank(stage: int, row: tuple[Any, ...], terms: Sequence[_Term]) -> tuple[Any, ...]:
    _, number, old_number, status, shown, name, street, unit, confidential = row
    names = set(split(f"{shown} {name}"))
    everything = names | {number, "".join(split(old_number)), *split(f"{street} {unit}")}
    return (
        stage,
        sum(term.marks(everything) for term in terms),
        sum(term.marks(names) for term in terms),
        status != "ACTIVE",
        shown,
        "" if confidential else street,
        number,
    )


_Groups = Sequence[Sequence[tuple[str, bool]]]
"""Every group must be met by one of its words; True: by its beginning."""


def _exactly(store: Store, terms: Sequence[_Term]) -> _Groups:
    return [[(term.word, False), *(other for other in term.others if not other[1])] for term in terms]


def _beginning(store: Store, terms: Sequence[_Term]) -> _Groups:
    return [[(term.word, True), *term.others] for term in terms]


def _meant(store: Store, terms: Sequence[_Term]) -> _Groups:
    """Mistyped words or known words near to them; empty when none is known."""
    groups, corrected = [], False
    for term in terms:
        group = [(term.word, True), *term.others]
        if can_be_mistyped(term.word):
            known = _corrections(store, term.word)
            group += [(word, False) for word in known]
            corrected = corrected or bool(known)
        groups.append(group)
    return groups if corrected else []


def _corrections(store: Store, word: str) -> list[str]:
    """Known words within one slip of `word`, then those that sound like it."""
    keys = sorted(spellings(word))
    sql = f"SELECT DISTINCT word FROM find_spellings WHERE spelling IN ({', '.join('?' * len(keys))})"
    code = sound(word)
    close = [known for (known,) in store.rows(sql, *keys) if near(word, known) or sound(known) == code]
    close.sort(key=lambda known: (not near(word, known), abs(len(known) - len(word)), known))
    return [known for known in close if known != word][:_CORRECTIONS]


def _matching(store: Store, groups: _Groups, trusted: bool, count: int) -> list[tuple[Any, ...]]:
    inner, params = _sqlite_query(groups, trusted) if store.kind == "sqlite" else _postgresql_query(groups, trusted)
    return store.rows(f"{_ROW}({inner} LIMIT ?) w JOIN accounts a ON a.id = w.account_id {_JOINS}", *params, count)


def _sqlite_query(groups: _Groups, trusted: bool) -> tuple[str, list[str]]:
    """Words hold no quotes: they are folded."""
    parts = [" OR ".join(f'"{word}"{" *" if begins else ""}' for word, begins in group) for group in groups]
    query = " AND ".join(f"({part})" for part in parts)
    query = query if trusted else f"words : ({query})"
    return "SELECT rowid AS account_id FROM find_words WHERE find_words MATCH ?", [query]


def _postgresql_query(groups: _Groups, trusted: bool) -> tuple[str, list[str]]:
    """Short beginnings are words of the index themselves there."""
    parts = [" | ".join(_lexeme(word, begins) for word, begins in group) for group in groups]
    query = " & ".join(f"({part})" for part in parts)
    sql = "SELECT account_id FROM find_words WHERE words @@ ?::tsquery"
    return (f"{sql} OR everything @@ ?::tsquery", [query, query]) if trusted else (sql, [query])


def _lexeme(word: str, begins: bool) -> str:
    if begins and len(word) <= SHORT:
        return f"'{START}{word}'"
    return f"'{word}'{':*' if begins else ''}"
