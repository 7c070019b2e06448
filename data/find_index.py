"""The look-up's index, kept by explicit calls in the same transaction as the change it follows.

A confidential customer's address and phone stand apart (`hidden`), so that only a supervisor finds by them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data.find_words import address_words, can_be_mistyped, name_words, number_words, phone_words, spellings
from data.progress import Progress, silent
from data.store import Store

_CHUNK = 5_000

_ACCOUNTS = (
    "SELECT a.id, a.number, a.old_number, a.billing_name, c.name, c.care_of, c.phone, c.phone2, c.mail_street, "
    "c.confidential, p.street, p.unit, a.premise_id "
    "FROM accounts a JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id "
)
_SERIALS = (
    "SELECT s.premise_id, m.serial FROM service_points s JOIN meters m ON m.service_point_id = s.id "
    "WHERE s.premise_id BETWEEN ? AND ?"
)


def reindex(store: Store, account_id: int) -> None:
    """Index one account anew; call it in the transaction that changed its number, names, address, phone or meter."""
    _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.id = ?", account_id))


def reindex_customer(store: Store, customer_id: int) -> None:
    """Index all accounts of a customer anew, after a change of name, phone, mailing address or confidentiality."""
    _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.customer_id = ?", customer_id))


def reindex_premise(store: Store, premise_id: int) -> None:
    """Index all accounts of a premise anew, after a change of address or meter."""
    _reindex(store, store.rows(f"{_ACCOUNTS}WHERE a.premise_id = ?", premise_id))


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
    serials = _serials(store, [row[12] for row in rows])
    entries: list[tuple[int, list[str], list[str]]] = []
    words: set[str] = set()
    for row in rows:
        entry = _words(row, serials.get(row[12], ()))
        entries.append((row[0], *entry))
        words.update(entry[0], entry[1])
    _insert(store, entries)
    fresh = {word for word in words if can_be_mistyped(word)} - known
    known |= fresh
    pairs = sorted((spelling, word) for word in fresh for spelling in spellings(word))
    many(store, "INSERT INTO find_spellings (spelling, word) VALUES (?, ?) ON CONFLICT DO NOTHING", pairs)


def _words(row: tuple[Any, ...], serials: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words anybody may find an account by, and those that only a supervisor may."""
    (_, number, old_number, billing_name, name, care_of, phone, phone2, mail_street, confidential, street, unit, _) = (
        row
    )
    open_words = number_words(number, old_number, *serials) + name_words(name, billing_name)
    private = phone_words(phone, phone2) + address_words(street, unit) + address_words(mail_street)
    private += name_words(care_of)
    if confidential:
        return list(dict.fromkeys(open_words)), list(dict.fromkeys(private))
    return list(dict.fromkeys(open_words + private)), []


def _serials(store: Store, premises: list[int]) -> dict[int, list[str]]:
    """The serial numbers of the meters at premises; few premises are asked one by one, a chunk as a range."""
    found: dict[int, list[str]] = {}
    ranges = [(key, key) for key in set(premises)]
    if len(premises) > 10 and max(premises) - min(premises) <= 4 * len(premises):
        ranges = [(min(premises), max(premises))]
    for first, last in ranges:
        for premise_id, serial in store.rows(_SERIALS, first, last):
            found.setdefault(premise_id, []).append(serial)
    return found


def _insert(store: Store, entries: list[tuple[int, list[str], list[str]]]) -> None:
    if store.kind == "sqlite":
        sql = "INSERT INTO find_words (rowid, words, hidden) VALUES (?, ?, ?)"
        many(store, sql, [(key, " ".join(words), " ".join(hidden)) for key, words, hidden in entries])
        return
    sql = (
        "INSERT INTO find_words (account_id, words, everything) "
        "VALUES (?, array_to_tsvector(?::text[]), array_to_tsvector(?::text[]))"
    )
    many(store, sql, [(key, words, list({*words, *hidden}) if hidden else None) for key, words, hidden in entries])


def many(store: Store, sql: str, rows: list[tuple[Any, ...]]) -> None:
    """Run one statement for many rows of parameters, in the caller's transaction."""
    cursor = store.db.cursor()
    cursor.executemany(sql.replace("?", "%s") if store.kind == "postgresql" else sql, rows)
