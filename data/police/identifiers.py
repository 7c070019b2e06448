"""Numbers of people and vehicles: their form and check digits.

What is surely wrong raises `IdentifierError`. What may be right is returned with a `warning`; where the rule is hard
but a document may still say so, with `override`: the record then needs a reason. Nothing here reads a store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.vehicles import VIN_LENGTH, check_digit


class IdentifierError(ValueError):
    """An identifier that cannot be right; the message is the sentence for the message row."""


@dataclass(frozen=True)
class Checked:
    """An identifier as it is stored."""

    value: str
    warning: str = ""
    """What looks wrong though it may be right; shown, and nothing stops."""
    override: str = ""
    """What is wrong by the rule; it may be kept only with a reason."""


def _plain(text: str) -> str:
    """Capitals without blanks, hyphens, points and slashes."""
    return re.sub(r"[\s./-]", "", text).upper()


# People


_ITIN_GROUPS = (("50", "65"), ("70", "88"), ("90", "92"), ("94", "99"))
"""The middle digits of taxpayer numbers (IRS)."""


def ssn(text: str) -> Checked:
    """A social security number as nine digits; an area of 9xx is taken only as an ITIN. Raises `IdentifierError`."""
    digits = _plain(text)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise IdentifierError("SSN: nine digits.")
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in ("000", "666") or group == "00" or serial == "0000":
        raise IdentifierError("SSN: no such number is issued (area 000 or 666, group 00, serial 0000).")
    if area >= "900":
        if not any(first <= group <= last for first, last in _ITIN_GROUPS):
            raise IdentifierError("SSN: numbers from 900 up are taxpayer numbers (ITIN), and this is none.")
        return Checked(digits, "This is a taxpayer number (ITIN), not a social security number.")
    return Checked(digits)


_LICENSES = {
    "AZ": r"[A-Z]\d{8}|\d{9}",
    "CO": r"\d{9}|[A-Z]\d{3,6}|[A-Z]{2}\d{2,5}",
    "FL": r"[A-Z]\d{12}",
    "ID": r"[A-Z]{2}\d{6}[A-Z]|\d{9}",
    "IL": r"[A-Z]\d{11,12}",
    "MI": r"[A-Z]\d{10}|[A-Z]\d{12}",
    "NV": r"\d{9,10}|\d{12}|X\d{8}",
    "NY": r"\d{8,9}|[A-Z]\d{7}|[A-Z]\d{18}",
    "OR": r"\d{1,9}|[A-Z]\d{6}|[A-Z]{2}\d{5}",
    "TX": r"\d{7,8}",
    "UT": r"\d{4,10}",
    "WA": r"[A-Z0-9*]{12}",
}
"""Forms of licenses elsewhere, by place code; they change, so they only warn."""


def license_number(text: str, state: str) -> Checked:
    """A driver license or identification card number. Raises `IdentifierError` for a wrong one of California."""
    number = re.sub(r"[\s-]", "", text).upper()
    if not re.fullmatch(r"[A-Z0-9*]{1,20}", number):
        raise IdentifierError("License: letters and digits, at most 20.")
    if state == "CA":
        if not re.fullmatch(r"[A-Z][0-9]{7}", number):
            raise IdentifierError("License: a California number is one letter and seven digits.")
        return Checked(number)
    pattern = _LICENSES.get(state)
    if pattern and not re.fullmatch(pattern, number):
        return Checked(number, f"That is not how {state or 'this state'} writes its license numbers.")
    return Checked(number)


def cii(text: str) -> Checked:
    """A California CII (SID) number: `A` and eight digits; old ones of 7 or 8 digits get letter and zeros."""
    number = _plain(text)
    if number.startswith("CA") and len(number) > 9:
        number = number[2:]
    if re.fullmatch(r"A?[0-9]{7,8}", number):
        return Checked(f"A{number.removeprefix('A'):0>8}")
    if not re.fullmatch(r"[A-Z0-9]{1,12}", number):
        raise IdentifierError("CII: letter A and eight digits.")
    return Checked(number, "A CII number is the letter A and eight digits.")


SID_DIGITS, SID_WHOLE = "DIGITS", "WHOLE"


def sid_for_export(number: str, form: str = SID_DIGITS) -> str:
    """A CII number as an exchange file has it (EBTS 2.015, at most ten characters): `CA` and the digits of the number.

    `SID_WHOLE` is `CA` and the number with its letter, eleven characters, for a receiver that wants it so [U].
    """
    return f"CA{number if form == SID_WHOLE else number.removeprefix('A')}"


_FBI = re.compile(r"[0-9]{1,7}|[0-9]{1,6}[A-H]|[0-9]{1,6}[J-NP-Z][0-9]{1,2}|[A-Z0-9]{9}")


def fbi(text: str) -> Checked:
    """An FBI number (UCN): 1 to 9 letters and digits. Its check digits are not tested: the rule is not published."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z0-9]{1,9}", number):
        raise IdentifierError("FBI: at most nine letters and digits.")
    return Checked(number, "" if _FBI.fullmatch(number) else "That is not how FBI numbers are written.")


def nic(text: str) -> Checked:
    """An NCIC record number: one letter and nine digits."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z][0-9]{9}", number):
        raise IdentifierError("NIC: one letter and nine digits.")
    return Checked(number)


def miscellaneous(prefix: str, text: str) -> Checked:
    """A miscellaneous number with its NCIC prefix: `AR-123456`."""
    number = text.strip().upper().removeprefix(f"{prefix}-")
    if not re.fullmatch(r"[A-Z0-9 ]{1,15}", number):
        raise IdentifierError("Number: letters and digits, at most 15.")
    return Checked(f"{prefix}-{number}")


# Agencies and transactions


def ori(text: str) -> Checked:
    """An agency's ORI: two letters of the state, three digits of the county, four more characters."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{3}[A-Z0-9]{4}", number):
        raise IdentifierError("ORI: nine characters, state, county and agency, as CA0370000.")
    return Checked(number)


def live_scan_ori(text: str) -> Checked:
    """The ORI of a Live Scan request: 5 to 9 letters and digits, such as `A1234`."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z0-9]{1,9}", number):
        raise IdentifierError("ORI: letters and digits, at most nine.")
    return Checked(number, "" if len(number) >= 5 else "A Live Scan ORI has five to nine characters.")


def mail_code(text: str) -> Checked:
    """The five-digit code of the agency that gets the reply (form BCIA 8016)."""
    number = text.strip()
    if not re.fullmatch(r"[0-9]{5}", number):
        raise IdentifierError("Mail code: five digits.")
    return Checked(number)


def ati(text: str) -> Checked:
    """The transaction number that the Live Scan device prints: about ten letters and digits."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z0-9]{1,20}", number):
        raise IdentifierError("ATI: letters and digits.")
    return Checked(number, "" if len(number) == 10 else "An ATI number usually has ten characters.")


_CHARGE = re.compile(r"[A-Z&]{2,5} [0-9]{1,6}(\.[0-9]{1,4})?[A-Z]?(\([A-Z0-9]{1,4}\))*")


def charge(text: str) -> Checked:
    """A California charge: code and section, `PC 290.018(b)`."""
    said = " ".join(text.split())
    head, _, section = said.partition(" ")
    shown = f"{head.upper()} {section.lower()}".strip()
    right = _CHARGE.fullmatch(said.upper()) is not None
    return Checked(shown, "" if right else "A charge is written as code and section: PC 290.018(b).")


# Vehicles

FIRST_VIN_YEAR = 1981
"""From this model year on every vehicle identification number has 17 characters and a check digit (49 CFR 565)."""


def vin(text: str, year: int | None = None) -> Checked:
    """A vehicle identification number. A wrong one is returned with `override`; other characters raise."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z0-9]{1,17}", number):
        raise IdentifierError("VIN: letters and digits, at most 17.")
    if len(number) < VIN_LENGTH:
        if year is not None and year < FIRST_VIN_YEAR:
            return Checked(number)
        return Checked(number, override=f"VIN: {len(number)} characters; since {FIRST_VIN_YEAR} there are 17.")
    if wrong := sorted(set("IOQ") & set(number)):
        return Checked(number, override=f"VIN: the letter {wrong[0]} is never used; look for 1, 0 or 9.")
    if check_digit(number) != number[8]:
        return Checked(number, override="VIN: the check digit is wrong. Read it again from the vehicle.")
    return Checked(number)


def plate(text: str) -> Checked:
    """A license plate without blanks and hyphens: up to eight letters and digits."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z0-9]{1,10}", number):
        raise IdentifierError("Plate: letters and digits.")
    return Checked(number, "" if len(number) <= 8 else "A plate has at most eight characters.")


# Measures and dates


def height(text: str) -> str:
    """Feet and inches in three digits, 400 to 711 (000 unknown), of `511` or `5'11"`. Raises `IdentifierError`."""
    found = re.fullmatch(r"([0-9])\s*['’-]?\s*([0-9]{1,2})\s*(?:\"|”|'')?", text.strip())
    if found is None or int(found[2]) > 11:
        raise IdentifierError("Height: feet and inches in three digits, 511 is 5 feet 11.")
    feet, inches = int(found[1]), int(found[2])
    if (feet, inches) == (0, 0):
        return "000"
    return min(max(f"{feet}{inches:02d}", "400"), "711")


def inches(stored: str) -> int:
    """The inches of a stored height; 0 when unknown."""
    return int(stored[0]) * 12 + int(stored[1:]) if stored else 0


def weight(text: str) -> str:
    """Pounds in three digits, 050 to 499 (000 unknown). Raises `IdentifierError`."""
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{1,4}", digits):
        raise IdentifierError("Weight: pounds, in digits.")
    pounds = int(digits)
    if pounds and pounds < 50:
        raise IdentifierError("Weight: the least is 50 pounds; 000 is unknown.")
    return f"{min(pounds, 499):03d}"


def last_four(value: str) -> str:
    """The end of an identifier as lists show it."""
    return _plain(value)[-4:]


def masked(kind: str, value: str) -> str:
    """An identifier with all but its last four characters hidden: `***-**-1234` for an SSN (Civil Code 1798.85)."""
    end = last_four(value) if len(value) > 4 else ""
    return f"***-**-{end}" if kind == "SSN" else f"{'*' * max(4, len(value) - len(end))}{end}"
