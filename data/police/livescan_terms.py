"""Live Scan, form BCIA 8016 (rev. 04/2020): its blocks and fields, the lists to choose from, what must be filled in.

The table `livescan` is declared here once; forms, the log and the paper take label, length and rule from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.columns import Record, column
from data.fields import Choice, Code, Date, Digits, Phone, Text, Yes
from data.forms import Values
from data.police.coded import Coded, Height, Weight

Pairs = tuple[tuple[str, str], ...]

REVIEW, SCHOOL, FIREARM = "REVIEW", "SCHOOL", "FIREARM"
APPLICANT_TYPES: Pairs = (
    ("LICENSE", "License, cert or permit"),
    ("EMPLOY", "Employment"),
    ("VOLUNT", "Volunteer"),
    (SCHOOL, "School employee"),
    ("PEACE", "Peace officer"),
    (FIREARM, "Firearms permit"),
    ("ADOPT", "Adoption, guardian"),
    ("VISA", "Visa, immigration"),
    (REVIEW, "Record review (own)"),
    ("OTHER", "Other authorized"),
)
"""Authorized applicant types; a record review is of the applicant's own record and is mailed to the applicant."""
DOJ, FBI, BOTH = "DOJ", "FBI", "BOTH"
LEVELS: Pairs = ((DOJ, "DOJ"), (BOTH, "DOJ and FBI"), (FBI, "FBI"))
PRIMARY: Pairs = (("CDL", "CA driver license"), ("CAID", "CA identification"), ("USDL", "License, other state"))
"""Photo identifications that stand alone (form BCIA 8016)."""
SECONDARY: Pairs = (
    ("PASSPORT", "Passport"),
    ("MILITARY", "Military"),
    ("CONSUL", "Consular"),
    ("PRC", "Resident card"),
    ("OTHER", "Other, with photo"),
)
"""Photo identifications that need two supporting documents."""
ID_KINDS: Pairs = (*PRIMARY, *SECONDARY)
SUPPORTS: Pairs = (
    ("UTILITY", "Utility bill"),
    ("BANK", "Bank statement"),
    ("RENT", "Lease or deed"),
    ("BIRTH", "Birth certificate"),
    ("MARRIAGE", "Marriage paper"),
    ("VEHICLE", "Vehicle registration"),
    ("SCHOOL", "School record"),
    ("COURT", "Court paper"),
)
"""Supporting documents beside a secondary identification; what the agency accepts more is its own [K]."""


class Request(Record):
    """One request: the fields of the form, without what the program writes itself."""

    ori = column(Code("ORI", 9, stop=True, help="Of the form: the code that DOJ gave the agency."))
    applicant_type = column(Choice("Applicant type", 8, options=APPLICANT_TYPES, stop=True))
    working_title = column(Text("License or working title", 30, stop=True, help="At most 30 characters."))
    agency = column(Text("Contributing agency", 40, stop=True))
    mail_code = column(Digits("Mail code", 5, stop=True, help="Five digits, assigned by DOJ."))
    agency_street = column(Text("Street or PO box", 40, stop=True))
    agency_city = column(Text("City", 30, stop=True))
    agency_state = column(Coded("State", table="POB", default="CA"))
    agency_zip = column(Code("ZIP", 10, stop=True))
    contact = column(Text("Contact", 40, stop=True, help="Must be there for schools."))
    agency_phone = column(Phone("Phone"))
    oca = column(Code("Your number (OCA)", 20, help="The agency's own number of the applicant."))
    level = column(Choice("Level of service", 8, options=LEVELS, stop=True))
    billing = column(Code("Billing number", 10, help="The agency pays DOJ and FBI; here only the rolling fee."))

    last = column(Text("Last name", 30, stop=True))
    first = column(Text("First name", 30, stop=True))
    middle = column(Text("Middle name", 20))
    suffix = column(Code("Suffix", 4))
    aka_last = column(Text("AKA last name", 30))
    aka_first = column(Text("AKA first name", 30))
    born = column(Date("Date of birth", pivot=20, stop=True), null=True)
    sex = column(Coded("Sex", table="SEX", stop=True))
    height = column(Height("Height", stop=True))
    weight = column(Weight("Weight", stop=True))
    eyes = column(Coded("Eyes", table="EYE", stop=True))
    hair = column(Coded("Hair", table="HAI", stop=True))
    birth_place = column(Coded("Place of birth", table="POB", stop=True))

    license_state = column(Coded("License of", table="POB", default="CA"))
    street = column(Text("Home address", 40, stop=True))
    city = column(Text("City", 30, stop=True))
    home_state = column(Coded("State", table="POB", default="CA"))
    zip = column(Code("ZIP", 10, stop=True))
    employer = column(Text("Employer", 40))
    employer_street = column(Text("Street or PO box", 40))
    employer_city = column(Text("City", 30))
    employer_state = column(Coded("State", table="POB"))
    employer_zip = column(Code("ZIP", 10))
    employer_mail_code = column(Digits("Mail code", 5))
    employer_phone = column(Phone("Phone"))

    id_kind = column(Choice("Photo ID", 8, options=ID_KINDS, stop=True))
    id_expires_on = column(Date("ID expires", stop=True, help="It must be valid today."), null=True)
    support1 = column(Choice("Supporting paper", 8, options=SUPPORTS, stop=True))
    support2 = column(Choice("Another one", 8, options=SUPPORTS, stop=True))
    signed = column(Yes("Signed, notice read", stop=True, help="The applicant read the privacy notice and signed."))
    complete = column(Yes("Form came complete", stop=True, help="N sends it back: nobody here fills in a box."))

    class Meta:
        table_name = "livescan"


FIELDS: Mapping[str, Any] = {name: field for name, field in Request._meta.fields.items() if hasattr(field, "kind")}
"""The columns of a request that are typed, by name."""
SEALED = ("ssn", "license", "misc")
"""What is stored sealed, in `<name>_sealed`, and shown masked."""


@dataclass(frozen=True)
class Block:
    """A block of the form, typed on one display."""

    number: int
    title: str
    names: tuple[str, ...]


BLOCKS: tuple[Block, ...] = (
    Block(1, "Request and agency", (
        "ori", "applicant_type", "working_title", "level", "agency", "mail_code", "agency_street", "agency_city",
        "agency_state", "agency_zip", "contact", "agency_phone", "oca", "billing",
    )),
    Block(2, "Applicant", (
        "last", "first", "middle", "suffix", "aka_last", "aka_first", "born", "sex", "height", "weight", "eyes", "hair",
        "birth_place",
    )),
    Block(3, "Numbers, home, employer", (
        "ssn", "license", "license_state", "misc", "street", "city", "home_state", "zip", "employer", "employer_street",
        "employer_city", "employer_state", "employer_zip", "employer_mail_code", "employer_phone",
    )),
    Block(4, "Identification, signature", ("id_kind", "id_expires_on", "support1", "support2", "signed", "complete")),
)  # fmt: skip
"""The blocks in the order in which they are typed."""
APPLICANT = (*BLOCKS[1].names, *BLOCKS[2].names)
"""What stays the same when the applicant has another form for another purpose."""

_ALWAYS = ("ori", "applicant_type", "level", "last", "first", "born", "sex", "height", "weight", "eyes", "hair",
           "birth_place", "street", "city", "home_state", "zip", "signed", "complete")  # fmt: skip
_AGENCY = ("working_title", "agency", "mail_code", "agency_street", "agency_city", "agency_state", "agency_zip")
_WORDS = {"signed": "applicant's signature", "complete": "a box of the form"}


def label(name: str) -> str:
    """The label of a field, with its block's word where labels repeat."""
    if name in _WORDS:
        return _WORDS[name]
    if name in SEALED:
        return {"ssn": "SSN", "license": "License number", "misc": "Miscellaneous number"}[name]
    said = str(FIELDS[name].kind.label)
    if name.startswith("agency_"):
        return f"Agency {_inside(said)}"
    return f"Employer {_inside(said)}" if name.startswith("employer_") else said


def _inside(said: str) -> str:
    """A label inside a sentence: `street or PO box`, `ZIP`."""
    return said if said.isupper() else said[0].lower() + said[1:]


def missing(values: Values) -> list[str]:
    """The names of the fields that the form must have and does not, in the order of the form.

    A record review goes to the applicant, so it names no agency; a school must name a contact.
    """
    wanted = set(_ALWAYS)
    if values.get("applicant_type") != REVIEW:
        wanted.update(_AGENCY)
    if values.get("applicant_type") == SCHOOL:
        wanted.add("contact")
    return [name for block in BLOCKS for name in block.names if name in wanted and not values.get(name)]
