"""Text to one forced printer code page through an allow-list, so that no character can become a command."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from devices.states import DeviceError, ErrorCode

CODECS = {
    "CP437": "cp437",
    "CP850": "cp850",
    "CP852": "cp852",
    "CP858": "cp858",
    "CP860": "cp860",
    "CP863": "cp863",
    "CP865": "cp865",
    "CP1252": "cp1252",
}
"""Printer code page to the Python codec of the same table."""
_SPELLED = {
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‹": "<", "›": ">", "′": "'", "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...", "•": "*", "·": "*",
    "€": "EUR", "£": "GBP", "™": "(TM)", "©": "(C)", "®": "(R)", "№": "No.", "×": "x", "÷": "/", "≤": "<=", "≥": ">=",
    "ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d",
    "ð": "d", "Þ": "Th", "þ": "th", "ı": "i",
}  # fmt: skip
_REPLACEMENT = "?"


def codec(code_page: str) -> str:
    """The Python codec of a printer code page. Raises DeviceError NOSERVICE for a page that cannot be forced."""
    if code_page not in CODECS:
        raise DeviceError(
            f"There is no printer code page {code_page!r}. The pages are: {', '.join(CODECS)}.", ErrorCode.NOSERVICE
        )
    return CODECS[code_page]


def fold(text: str, code_page: str) -> str:
    """`text` with every character that the page lacks spelled with those it has, or `?`."""
    name = codec(code_page)
    return "".join(_fold_character(character, name) for character in text)


@lru_cache(maxsize=4096)
def _fold_character(character: str, codec_name: str) -> str:
    if _fits(character, codec_name):
        return character
    if character in _SPELLED:
        return _SPELLED[character]
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if plain and all(_fits(c, codec_name) for c in plain):
        return plain
    return "" if unicodedata.combining(character) else _REPLACEMENT


def _fits(character: str, codec_name: str) -> bool:
    try:
        encoded = character.encode(codec_name)
    except UnicodeEncodeError:
        return False
    return len(encoded) == 1 and encoded[0] >= 0x20 and encoded[0] != 0x7F
