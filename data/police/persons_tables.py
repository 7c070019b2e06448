"""The tables of the person file and their fields: labels, lengths and rules, which forms take by reference."""

from __future__ import annotations

from typing import Any

from data.columns import Record, column
from data.fields import Choice, Code, Date, Phone, Text, Yes
from data.police.coded import Coded, Height, Weight
from data.vehicles import Plate

Pairs = tuple[tuple[str, str], ...]
NAME = 50
"""Characters of each part of a name; files exchanged with others take 30 in all: a longer name is shortened there."""

NAME_KINDS: Pairs = (
    ("AKA", "Also known as"), ("FORMER", "Former name"), ("MAIDEN", "Maiden name"), ("MONIKER", "Moniker, nickname"),
)  # fmt: skip
IDENTIFIER_KINDS: Pairs = (
    ("SSN", "Social security number"), ("DL", "Driver license"), ("ID", "Identification card"), ("CII", "CII (SID)"),
    ("FBI", "FBI number (UCN)"), ("MNU", "Miscellaneous number"), ("NIC", "NCIC record number"),
)  # fmt: skip
CONTACT_KINDS: Pairs = (
    ("CELL", "Cell phone"), ("HOME", "Home phone"), ("WORK", "Work phone"), ("EMAIL", "E-mail"),
)  # fmt: skip
ADDRESS_KINDS: Pairs = (
    ("PRIMARY", "Primary residence"), ("SECONDARY", "Other residence"), ("CAMPUS", "On a campus"),
    ("MAILING", "Mailing"),
)  # fmt: skip
PROOF_KINDS: Pairs = (
    ("CDL", "California driver license"), ("CAID", "California ID card"), ("RENT", "Recent rent receipt"),
    ("UTILITY", "Recent utility bill"), ("BANK", "Printed checks, bank paper"), ("OTHER", "Other reliable paper"),
)  # fmt: skip
PLACE_KINDS: Pairs = (
    ("SLEEPS", "Sleeps"), ("EATS", "Eats"), ("WORKS", "Works"), ("FREQUENTS", "Frequents"), ("LEISURE", "Leisure"),
)  # fmt: skip
SCHOOL_STATUS: Pairs = (
    ("STUDENT", "Student"), ("EMPLOYEE", "Employee"), ("VOLUNTEER", "Volunteer"), ("RESIDENT", "Resident"),
)  # fmt: skip
VEHICLE_RELATIONS: Pairs = (("OWNED", "Owned"), ("DRIVEN", "Regularly driven"), ("REGISTERED", "Registered to"))
ONLINE_KINDS: Pairs = (
    ("EMAIL", "E-mail address"), ("USER", "User name"), ("SOCIAL", "Social media"), ("MESSAGE", "Messages"),
    ("OTHER", "Other"),
)  # fmt: skip
RELATIONS: Pairs = (
    ("SPOUSE", "Spouse or partner"), ("PARENT", "Parent"), ("GUARDIAN", "Guardian"), ("CHILD", "Child"),
    ("SIBLING", "Sibling"), ("RELATIVE", "Other relative"), ("FRIEND", "Friend"), ("AGENT", "Parole or probation"),
    ("OTHER", "Other contact"),
)  # fmt: skip
LANGUAGES: Pairs = (("en", "English"), ("es", "Spanish"))


def _from() -> Any:
    return column(Date("From"), null=True)


def _to() -> Any:
    return column(Date("To"), null=True)


class Person(Record):
    """One human being. Its description columns are those of the newest description."""

    number = column(Code("Number", 10, protected=True), unique=True)
    last = column(Text("Last name", NAME, required=True))
    first = column(Text("First name", NAME))
    middle = column(Text("Middle name", NAME))
    suffix = column(Code("Suffix", 4))
    born = column(Date("Date of birth", pivot=20), null=True)
    birth_place = column(Coded("Place of birth", table="POB"))
    citizenship = column(Coded("Citizenship", table="POB"))
    language = column(Choice("Language", 8, options=LANGUAGES, default="en"))
    transient = column(Yes("Transient", default=False))
    deceased_on = column(Date("Deceased on"), null=True)

    class Meta:
        table_name = "persons"


class Name(Record):
    """Another name."""

    kind = column(Choice("Kind", 10, options=NAME_KINDS, default="AKA", stop=True))
    last = column(Text("Last name or moniker", NAME, required=True))
    first = column(Text("First name", NAME))
    middle = column(Text("Middle name", NAME))
    suffix = column(Code("Suffix", 4))
    from_on = _from()
    to_on = _to()
    note = column(Text("Note", 50))

    class Meta:
        table_name = "person_names"


class Birth(Record):
    """Another date of birth that was given."""

    born = column(Date("Date of birth", pivot=20, required=True))
    from_on = column(Date("First given on"), null=True)
    to_on = _to()
    note = column(Text("Note", 50))

    class Meta:
        table_name = "person_births"


class Identifier(Record):
    """A number by which others know the person; the number itself is sealed."""

    kind = column(Choice("Kind", 6, options=IDENTIFIER_KINDS, required=True))
    place = column(Coded("State or place", table="POB"))
    expires_on = column(Date("Expires"), null=True)
    from_on = _from()
    to_on = _to()
    note = column(Text("Note", 50))

    class Meta:
        table_name = "person_identifiers"


class Description(Record):
    """How the person looked on a day."""

    from_on = column(Date("As of", required=True))
    sex = column(Coded("Sex", stop=True, table="SEX"))
    race = column(Coded("Race", stop=True, table="RAC"))
    ethnicity = column(Coded("Ethnicity", table="ETN"))
    height = column(Height("Height", stop=True))
    weight = column(Weight("Weight", stop=True))
    hair = column(Coded("Hair", stop=True, table="HAI"))
    eyes = column(Coded("Eyes", stop=True, table="EYE"))
    skin = column(Coded("Skin", table="SKN"))
    build = column(Coded("Build", table="BLD"))
    to_on = _to()
    note = column(Text("Note", 50))

    class Meta:
        table_name = "person_descriptions"


class Mark(Record):
    """A scar, mark or tattoo; medical ones are sealed."""

    code = column(Coded("Mark", 30, table="SMT", required=True))
    description = column(Text("Description", 50))
    from_on = column(Date("First seen"), null=True)
    to_on = column(Date("Gone on"), null=True)

    class Meta:
        table_name = "person_marks"


class Caution(Record):
    """A caution; medical ones are sealed."""

    code = column(Coded("Caution", 30, table="CMC", required=True))
    description = column(Text("Description", 50))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_cautions"


class Contact(Record):
    """A telephone number or e-mail address."""

    kind = column(Choice("Kind", 6, options=CONTACT_KINDS, default="CELL", stop=True))
    value = column(Text("Number or address", 50, required=True))
    from_on = _from()
    to_on = _to()
    note = column(Text("Note", 50))

    class Meta:
        table_name = "person_contacts"


class Address(Record):
    """Where the person lives or gets mail."""

    kind = column(Choice("Kind", 10, options=ADDRESS_KINDS, default="PRIMARY", stop=True))
    street = column(Text("Street", 40, required=True))
    unit = column(Text("Apartment", 10))
    city = column(Text("City", 30, required=True))
    state = column(Coded("State", table="POB", default="CA"))
    zip = column(Code("ZIP", 10))
    county = column(Text("County", 24))
    lives_with = column(Text("Lives with", 50))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_addresses"


class Proof(Record):
    """A proof of residence that was shown."""

    kind = column(Choice("Paper", 8, options=PROOF_KINDS, required=True))
    dated_on = column(Date("Dated"), null=True)
    expires_on = column(Date("Expires"), null=True)
    from_on = column(Date("Shown on"), null=True)
    to_on = _to()
    note = column(Text("Note", 50))

    class Meta:
        table_name = "person_proofs"


class PlaceSeen(Record):
    """Where a person without a residence is found."""

    kind = column(Choice("Kind", 10, options=PLACE_KINDS, default="SLEEPS", stop=True))
    place = column(Text("Place", 50, required=True))
    cross_streets = column(Text("Cross streets", 50))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_places"


class Job(Record):
    """Employment: the employer's main address, and where the person works when that is elsewhere (PC 290.015(a)(1))."""

    employer = column(Text("Employer", 40, required=True))
    main_address = column(Text("Main address", 50))
    work_address = column(Text("Works at (if elsewhere)", 50))
    occupation = column(Text("Occupation", 30))
    phone = column(Phone("Phone"))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_jobs"


class School(Record):
    """A school or campus."""

    institution = column(Text("Institution", 40, required=True))
    campus = column(Text("Campus", 30))
    status = column(Choice("Status", 10, options=SCHOOL_STATUS, default="STUDENT", stop=True))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_schools"


class Vehicle(Record):
    """A vehicle owned, regularly driven or registered to the person (PC 290.015(a)(3))."""

    relation = column(Choice("Relation", 10, options=VEHICLE_RELATIONS, default="OWNED", stop=True))
    plate = column(Plate("Plate", stop=True))
    state = column(Coded("Plate state", table="LIS", default="CA"))
    plate_type = column(Coded("Plate type", table="LIT"))
    year = column(Code("Year", 4))
    make = column(Coded("Make", 24, table="VMA", free=True))
    model = column(Text("Model", 24))
    style = column(Coded("Style", 20, table="VST"))
    color = column(Coded("Color", 20, table="VCO"))
    color2 = column(Coded("Lower color", 20, table="VCO"))
    vin = column(Code("VIN", 17))
    reason = column(Text("Why the VIN is kept", 50, help="Needed when the VIN's check digit or length is wrong."))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_vehicles"


class Online(Record):
    """An Internet identifier; kept only where a court's finding requires it (PC 290.024)."""

    kind = column(Choice("Kind", 8, options=ONLINE_KINDS, default="EMAIL", stop=True))
    identifier = column(Text("Identifier", 60, required=True))
    provider = column(Text("Provider", 40))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_online"


class Relation(Record):
    """A relative or contact."""

    relation = column(Choice("Relation", 10, options=RELATIONS, required=True))
    name = column(Text("Name", 40, required=True))
    phone = column(Phone("Phone"))
    address = column(Text("Address", 50))
    emergency = column(Yes("In an emergency", default=False))
    from_on = _from()
    to_on = _to()

    class Meta:
        table_name = "person_relations"
