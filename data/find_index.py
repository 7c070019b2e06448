"""The look-up's index, kept by explicit calls in the same transaction as the change it follows.

A confidential customer's address and phone stand apart (`hidden`), so that only a supervisor finds by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.find_words import MARK, address_words, can_be_mistyped, name_words, old_number_words, phone_words, spellings
from data.progress import Progress, silent
from data.store import Store

START = "^"
"""Before the beginning of a word, in PostgreSQL's index."""
SHORT = 3
"""The longest beginning, in letters, that both stores index as such."""
_CHUNK = 5_000

_ACCOUNTS = (
    "SELECT a.id, a.old_number, a.billing_name, c.name, c.care_of, c.phone, c.phone2, c.mail_street, "
    "c.confidential, p.street, p.unit "
    "FROM accounts a JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id "
)


def reindex(store: Store, account_id: int) -> None:
    """Index one account anew; call it in the transaction that changed its names, address or phone."""
    _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.id = ?", account_id))


def reindex_customer(store: Store, customer_id: int) -> None:
    """Index all accounts of a customer anew, after a change of name, phone, mailing address or confidentiality."""
    _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.customer_id = ?", customer_id))


def reindex_premise(store: Store, premise_id: int) -> None:
    """Index all accounts of a premise anew, after a change of address."""
    _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.premise_id = ?", premise_id))


def reindex_many(store: Store, account_ids: Sequence[int]) -> None:
    """Index accounts anew that came together, in the caller's transaction."""
    for first in range(0, len(account_ids), _CHUNK):
        some = account_ids[first : first + _CHUNK]
        _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.id IN ({', '.join('?' * len(some))})", *some))


def rebuild(store: Store, progress: Progress = silent) -> int:
    """Index every account anew, a chunk at a time; the number of accounts."""
    whole = int(store.value("SELECT COUNT(*) FROM accounts"))
    with store.writing():
        if store.kind == "sqlite":
            store.run("INSERT INTO find_words (find_words) VALUES ('delete-all')")
        else:
            store.run("TRUNCATE find_words")
        store.run("DELETE FROM find_spellings")
    known: set[str] = set()
    done = last = 0
    while rows := store.rows(f"{_ACCOUNTS}WHERE a.id > ? ORDER BY a.id LIMIT {_CHUNK}", last):
        with store.writing():
            _add(store, rows, known)
        done, last = done + len(rows), rows[-1][0]
        progress(done, whole)
    _settle(store)
    return done


def _settle(store: Store) -> None:
    """Merge what many insertions left behind, so that look-ups read one tree."""
    if store.kind == "sqlite":
        with store.writing():
            store.run("INSERT INTO find_words (find_words) VALUES ('optimize')")
    else:
        store.run("ANALYZE find_words")


def _reindex(store: Store, rows: list[tuple[Any, ...]]) -> None:
    with store.writing():
        for row in rows:
            key = "rowid" if store.kind == "sqlite" else "account_id"
            store.run(f"DELETE FROM find_words WHERE {key} = ?", row[0])
        _add(store, rows, set())


def _add(store: Store, rows: list[tuple[Any, ...]], known: set[str]) -> None:
    entries = [(row[0], *_words(row)) for row in rows]
    _insert(store, entries)
    words = {word for _, shown, hidden in entries for word in (*shown, *hidden) if can_be_mistyped(word)}
    pairs = sorted((spelling, word) for word in words - known for spelling in spellings(word))
    known |= words
    many(store, "INSERT INTO find_spellings (spelling, word) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs)


def _words(row: tuple[Any, ...]) -> tuple[list[str], list[str]]:
    """The words anybody may find an account by, and those that only a supervisor may."""
    _, old_number, billing_name, name, care_of, phone, phone2, mail_street, confidential, street, unit = row
    shown = name_words(name, billing_name) + old_number_words(old_number)
    private = phone_words(phone, phone2) + address_words(street, unit) + address_words(mail_street)
    private += name_words(care_of)
    if confidential:
        return list(dict.fromkeys(shown)), list(dict.fromkeys(private))
    return list(dict.fromkeys(shown + private)), []


def _insert(store: Store, entries: list[tuple[int, list[str], list[str]]]) -> None:
    if store.kind == "sqlite":
        sql = "INSERT INTO find_words (rowid, words, hidden) VALUES (?, ?, ?)"
        many(store, sql, [(key, " ".join(words), " ".join(hidden)) for key, words, hidden in entries])
        return
    sql = (
        "INSERT INTO find_words (account_id, words, everything) "
        "VALUES (?, array_to_tsvector(?::text[]), array_to_tsvector(?::text[]))"
    )
    rows = [(key, _lexemes(words), _lexemes(words + hidden) if hidden else None) for key, words, hidden in entries]
    many(store, sql, rows)


def _lexemes(words: list[str]) -> list[str]:
    """Words and their beginnings up to `SHORT` letters, which PostgreSQL would be slow to gather from longer ones."""
    starts = {START + word[:size] for word in words if word[0] != MARK for size in range(1, SHORT + 1)}
    return sorted({*words, *starts})


def many(store: Store, sql: str, rows: list[tuple[Any, ...]]) -> None:
    """Run one statement for many rows of parameters, in the caller's transaction."""
    cursor = store.db.cursor()
    cursor.executemany(sql.replace("?", "%s") if store.kind == "postgresql" else sql, rows)
