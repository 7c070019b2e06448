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
    """`LAST,FIRST MIDDLE SUFFIX`, at most 30 characters; what is too long loses its end (EBTS 2.018)."""
    family, given = (plain(part).replace(",", " ") for part in (last, f"{first} {middle} {suffix}"))
    return re.sub(r"[^A-Z0-9 .',-]", "", f"{family},{given}")[:LONGEST_NAME].rstrip()


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
