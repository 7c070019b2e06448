"""The words an account is found by, and the spellings by which a mistyped word is found again.

Words are folded: capitals without accents or punctuation. Words that begin with `MARK` cannot be typed: old account
numbers, and telephone numbers forwards and backwards, so that the last four or more digits are a beginning.
"""

from __future__ import annotations

import re

from data.text import fold

MARK = "§"

LONG = {
    "N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST", "NE": "NORTHEAST", "NW": "NORTHWEST", "SE": "SOUTHEAST",
    "SW": "SOUTHWEST", "ST": "STREET", "AVE": "AVENUE", "AV": "AVENUE", "RD": "ROAD", "DR": "DRIVE", "LN": "LANE",
    "CT": "COURT", "PL": "PLACE", "BLVD": "BOULEVARD", "CIR": "CIRCLE", "TER": "TERRACE", "PKWY": "PARKWAY",
    "HWY": "HIGHWAY", "TRL": "TRAIL", "GLN": "GLEN", "SQ": "SQUARE", "VW": "VIEW", "HTS": "HEIGHTS", "MT": "MOUNT",
}  # fmt: skip
"""Street words as the Postal Service shortens them (Publication 28) and in full."""

_SHORT = {full: short for short, full in LONG.items() if not full.startswith(short)}

UNIT_WORDS = frozenset({"APT", "UNIT", "STE", "SUITE", "SPC", "SPACE", "NO"})
"""Words before a unit number, which nobody types twice alike."""


_PLAIN = re.compile("[A-Z0-9]+")


def split(text: str) -> list[str]:
    """The words of a text as `fold` makes them; plain ASCII, which nearly everything is, the quick way."""
    if text.isascii():
        return _PLAIN.findall(text.upper().replace("'", "").replace("`", ""))
    return fold(text).split()


def old_number_words(number: str) -> list[str]:
    """A former account number without its punctuation."""
    digits = "".join(split(number))
    return [f"{MARK}N{digits}"] if digits else []


def name_words(*names: str) -> list[str]:
    """The words of names; `O'NEILL` is one word, `GARCIA-LOPEZ` is two."""
    return [word for name in names for word in split(name)]


def address_words(street: str, unit: str = "") -> list[str]:
    """The words of an address; street words are kept in full and, where that does not begin alike, also short."""
    words = []
    for word in split(street):
        full = LONG.get(word, word)
        words += [full] if full not in _SHORT else [full, _SHORT[full]]
    return words + [word for word in split(unit) if word not in UNIT_WORDS]


def phone_words(*phones: str) -> list[str]:
    """Telephone numbers, forwards and backwards; extensions are left out."""
    words = []
    for phone in phones:
        digits = re.sub(r"\D", "", phone.partition("x")[0])
        if len(digits) >= 7:
            words += [f"{MARK}F{digits}", f"{MARK}B{digits[::-1]}"]
    return words


def phone_beginnings(digits: str) -> list[str]:
    """What a telephone number's words begin with, given its last four or more digits, or its first seven or more."""
    words = [f"{MARK}B{digits[::-1]}"] if len(digits) >= 4 else []
    return words + ([f"{MARK}F{digits}"] if len(digits) >= 7 else [])


def sound(word: str) -> str:
    """How a name sounds, in consonants, for English and Spanish ears: JIMENEZ, GIMENEZ and HIMENES are one.

    Vowels count only at the beginning, and there as one; doubled sounds count once.
    """
    for pattern, sounds in _SOUNDS:
        word = pattern.sub(sounds, word)
    head, tail = word[:1], word[1:]
    code = ("A" if head in "AEIOUY" else head) + re.sub(r"[AEIOUYH]", "", tail)
    return re.sub(r"(.)\1+", r"\1", code)


_SOUNDS = tuple(
    (re.compile(pattern), sounds)
    for pattern, sounds in (
        (r"^(?:KN|GN|PN)", "N"),
        (r"^WR", "R"),
        (r"^PS", "S"),
        (r"^H(?=[AEIOU])", "J"),
        (r"^X", "J"),
        (r"PH", "F"),
        (r"SCH|SH|CH", "X"),
        (r"TH", "T"),
        (r"GH(?=[^AEIOU]|$)", ""),
        (r"CK|QU|Q", "K"),
        (r"G(?=[EIY])", "J"),
        (r"C(?=[EIY])|Z", "S"),
        (r"C", "K"),
        (r"^LL(?=[AEIOU])", "Y"),
        (r"X", "X"),
        (r"V", "B"),
        (r"W", "U"),
        (r"DG", "J"),
        (r"MB$", "M"),
    )
)


def spellings(word: str) -> set[str]:
    """The keys under which a word is kept, and looked for when mistyped: itself, its sound, itself less one letter.

    Two words within one slip of each other (a letter wrong, missing, added, or two swapped) share a key.
    """
    keys = {word}
    if len(word) >= 3:
        keys.add(MARK + sound(word))
    if len(word) >= 4:
        keys.update(word[:place] + word[place + 1 :] for place in range(len(word)))
    return keys


def near(first: str, second: str) -> bool:
    """Whether two words differ by at most one slip: a letter wrong, missing, added, or two neighbors swapped."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    start = 0
    while start < len(first) and first[start] == second[start]:
        start += 1
    if len(first) < len(second):
        return first[start:] == second[start + 1 :]
    if first[start + 1 :] == second[start + 1 :]:
        return True
    swapped = first[start : start + 2] == second[start : start + 2][::-1]
    return swapped and first[start + 2 :] == second[start + 2 :]


def can_be_mistyped(word: str) -> bool:
    """Whether spellings are kept for a word: names and streets, not numbers."""
    return len(word) >= 3 and word.isalpha()
