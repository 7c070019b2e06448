"""The index persons are found by: one token for each word, sound, date and number, kept with each change.

Restricted identifiers are never in it: only keyed marks of the whole number and of its last four characters. Names,
plates and addresses stand in clear, inside the encrypted file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from data.find_words import UNIT_WORDS, address_words, sound, split
from data.police import identifiers
from data.police.cipher import Cipher
from data.police.store import PoliceStore

NAME, SOUND, BORN, WHOLE, LAST4 = "N:", "S:", "B:", "I:", "F:"
PLATE, VIN, STREET, PHONE, MARK, ONLINE = "P:", "V:", "A:", "T:", "M:", "E:"
LICENSES = ("DL", "ID")
"""Kinds whose number is looked for whatever the state."""


def name_tokens(births: Iterable[str], *names: str) -> set[str]:
    """The tokens of names: each word, then the others of its name and a date of birth (ISO): `N:OKAPI ECHO #1994-…`.

    So one run through the tokens of a word finds it together with others and with a range of dates. The sounds of
    the words stand likewise under `S:`; initials have none. A name such as O'NEILL is one word, and two.
    """
    dates = list(births) or [""]
    found: set[str] = set()
    for name in {*names, *(re.sub("['’`]", " ", name) for name in names)}:
        words = split(name)
        for place, word in enumerate(words):
            others = words[:place] + words[place + 1 :]
            lines = [f"{NAME}{' '.join((word, *others))}"]
            if len(word) > 2 and word.isalpha():
                lines.append(f"{SOUND}{' '.join(sound(one) for one in (word, *others))}")
            found.update(f"{line} #{born}" for line in lines for born in dates)
    return found


def mark_of(cipher: Cipher, kind: str, value: str) -> str:
    """The keyed mark of a whole identifier: equal numbers of one kind have equal marks."""
    return cipher.digest("DL" if kind in LICENSES else kind, value)


def identifier_tokens(cipher: Cipher, kind: str, value: str) -> set[str]:
    """The marks of an identifier and of its last four characters."""
    end = identifiers.last_four(value)
    return {WHOLE + mark_of(cipher, kind, value), LAST4 + cipher.digest("LAST4", end)}


def plate_tokens(plate: str, vin: str = "") -> set[str]:
    """A plate, a whole VIN and its last six characters."""
    found = {PLATE + plate} if plate else set()
    return found | ({VIN + vin, VIN + vin[-6:]} if vin else set())


def street_tokens(street: str, unit: str, city: str) -> set[str]:
    """The words of an address, each followed by the others, without those nobody types."""
    words = [word for word in (*address_words(street, unit), *split(city)) if word not in UNIT_WORDS]
    return {f"{STREET}{' '.join((word, *words[:place], *words[place + 1 :]))} " for place, word in enumerate(words)}


def phone_tokens(value: str) -> set[str]:
    """A telephone number from its end, so that its last digits are a beginning; an e-mail address by its words."""
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) >= 7 and "@" not in value:
        return {PHONE + digits[::-1]}
    return {ONLINE + word for word in split(value)}


_SOURCES: tuple[tuple[str, str], ...] = (
    ("person_vehicles", "plate, vin"),
    ("person_addresses", "street, unit, city"),
    ("person_contacts", "value"),
    ("person_marks", "code"),
    ("person_online", "identifier"),
)


def _tokens_of(table: str, row: Sequence[Any]) -> set[str]:
    """What a row of a table is found by."""
    if table == "person_vehicles":
        return plate_tokens(*row)
    if table == "person_addresses":
        return street_tokens(*row)
    if table == "person_contacts":
        return phone_tokens(row[0])
    if table == "person_marks":
        return {MARK + row[0]} if row[0] else set()
    return {ONLINE + word for word in split(row[0])}


def tokens(store: PoliceStore, person_id: int) -> set[str]:
    """Everything one person is found by, past values included."""
    person = store.row("SELECT last, first, middle, born FROM persons WHERE id = ?", person_id)
    if person is None:
        return set()
    given = store.rows("SELECT last, first, middle FROM person_names WHERE person_id = ?", person_id)
    births = {str(born) for (born,) in store.rows("SELECT born FROM person_births WHERE person_id = ?", person_id)}
    births |= {person[3]} if person[3] else set()
    found = name_tokens(births, *(" ".join(parts) for parts in (person[:3], *given)))
    found |= {BORN + born for born in births}
    for table, columns in _SOURCES:
        for row in store.rows(f"SELECT {columns} FROM {table} WHERE person_id = ?", person_id):
            found |= _tokens_of(table, row)
    for kind, value in _identifiers(store, person_id):
        found |= identifier_tokens(store.cipher, kind, value)
    return found


def _identifiers(store: PoliceStore, person_id: int) -> Iterator[tuple[str, str]]:
    table = "person_identifiers"
    for key, kind, sealed in store.rows(f"SELECT id, kind, value_sealed FROM {table} WHERE person_id = ?", person_id):
        yield kind, store.cipher.open_text(table, "value_sealed", key, sealed)


def reindex(store: PoliceStore, person_id: int) -> None:
    """Index one person anew; call it in the transaction that changed something of the person."""
    wanted = tokens(store, person_id)
    present = {str(token) for (token,) in store.rows("SELECT token FROM person_tokens WHERE person_id = ?", person_id)}
    with store.writing():
        for token in present - wanted:
            store.run("DELETE FROM person_tokens WHERE person_id = ? AND token = ?", person_id, token)
        insert(store, person_id, wanted - present)


def insert(store: PoliceStore, person_id: int, new: Iterable[str]) -> None:
    """Add tokens that are not there yet."""
    for token in sorted(new):
        store.run("INSERT INTO person_tokens (person_id, token) VALUES (?, ?)", person_id, token)
