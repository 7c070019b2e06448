"""The desk's own words in the interchange file's: plain ASCII, NCIC race and sex, hair, height and weight.

The traps at this boundary (code tables): California's race code U is Hawaiian and NCIC's is unknown; bald is BAL here,
BLD or XXX elsewhere; a nonbinary sex is exchanged as unknown.
"""

from __future__ import annotations

import re
from datetime import date

from anyascii import anyascii

LONGEST_NAME = 30


def plain(text: str, longest: int = 0) -> str:
    """Text as capitals in ASCII, accents taken off, cut to `longest` characters; nothing below a blank remains."""
    flat = " ".join(re.sub(r"[^ -~]", " ", anyascii(text)).upper().split())
    return flat[:longest].rstrip() if longest else flat


def name(last: str, first: str, middle: str = "", suffix: str = "") -> str:
    """`LAST,FIRST MIDDLE SUFFIX`, at most 30 characters (EBTS 2.018).

    One that is longer loses the middle name but for its initial, then all of it and the suffix, then the ends of the
    last name (of which as much stays as leaves the first two letters of the first) and of the first.
    """
    family, given, between, after = (_letters(part) for part in (last, first, middle, suffix))
    short = family[: LONGEST_NAME - 1 - len(given[:2])].rstrip()
    ways = (f"{given} {between} {after}", f"{given} {between[:1]} {after}", given)
    found = next((way for way in ways if len(f"{family},{_once(way)}") <= LONGEST_NAME), given)
    return f"{short},{_once(found)}"[:LONGEST_NAME].rstrip()


def is_shortened(last: str, first: str, middle: str = "", suffix: str = "") -> bool:
    """Whether a name loses something in `name`."""
    given = _once(f"{_letters(first)} {_letters(middle)} {_letters(suffix)}")
    return len(f"{_letters(last)},{given}") > LONGEST_NAME


def _letters(part: str) -> str:
    return _once(re.sub(r"[^A-Z0-9 .'-]", "", plain(part).replace(",", " ")))


def _once(text: str) -> str:
    return " ".join(text.split())


def day(value: date) -> str:
    """CCYYMMDD."""
    return f"{value:%Y%m%d}"


def sex(code: str) -> str:
    """M and F; everything else is unknown."""
    return code if code in ("F", "M") else "U"


def hair(code: str) -> str:
    """Hair as EBTS knows it: bald is BAL."""
    return "BAL" if code == "BLD" else code or "XXX"


def height(inches: int | None) -> str:
    """Feet and inches in three digits, 400 to 711; 000 when unknown."""
    if not inches:
        return "000"
    feet, rest = divmod(min(max(inches, 48), 95), 12)
    return f"{feet}{rest:02d}"


def weight(pounds: int | None) -> str:
    """Three digits, 050 to 499; 000 when unknown."""
    return f"{min(max(pounds, 50), 499):03d}" if pounds else "000"
