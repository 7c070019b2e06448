"""Who may have which record: kinds of records, relations, what each relation opens, exemptions, reasons.

Sources: Government Code 7920-7930 (Public Records Act), Vehicle Code 20012, Family Code 6228, Penal Code 290.021,
457.1, 186.32, 11105, 13300-13305, Welfare and Institutions Code 827. The relation is chosen first; the rest follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COLLISION, CRIME, VIOLENCE, ABUSE = "TC", "CRIME", "DV", "SA"
ARREST, CALLS, OTHER = "ARREST", "CALLS", "OTHER"
REGISTRANT, CHRI, JUVENILE = "REG", "CHRI", "JUV"
PERSONNEL, CHILD, ELDER, MEDICAL = "PERS", "CHILD", "ELDER", "MED"

RECORDS: tuple[tuple[str, str], ...] = (
    (COLLISION, "Traffic collision"),
    (CRIME, "Crime report"),
    (VIOLENCE, "Domestic violence"),
    (ABUSE, "Assault, stalking, elder"),
    (ARREST, "Arrest log"),
    (CALLS, "Calls for service"),
    (OTHER, "Other record"),
    (JUVENILE, "Juvenile"),
    (REGISTRANT, "Registrant"),
    (CHRI, "Criminal history"),
    (PERSONNEL, "Officer personnel"),
    (CHILD, "Child abuse report"),
    (ELDER, "Elder abuse report"),
    (MEDICAL, "Medical"),
)
"""Kinds of records and their titles."""
BLOCKED: Mapping[str, str] = {
    REGISTRANT: "Registrants: open to peace officers only. Deny, exemption REG.",
    CHRI: "Criminal history is never released at this desk. Deny, exemption CHRI.",
    CHILD: "Child abuse reports are confidential. Deny, exemption CABUSE.",
}
"""Kinds that nobody at this desk may release, and the sentence that says so."""
NEEDS_ORDER: Mapping[str, str] = {
    JUVENILE: "A juvenile record needs the court's order: enter it, or deny, exemption JUV.",
}
"""Kinds that are released against a court order only."""
NEEDS_SUPERVISOR = frozenset({PERSONNEL, ELDER, MEDICAL})
"""Kinds whose release the police supervisor determines."""

CPRA, DV = "CPRA", "DV"
"""Clocks: of the Public Records Act, and of a victim of domestic violence."""


@dataclass(frozen=True)
class Relation:
    """How the requester stands to the record."""

    code: str
    title: str
    opens: frozenset[str] = frozenset()
    """Kinds of records that this relation opens beyond what is public."""
    needs_id: bool = True
    declares: str = ""
    """What must be declared under penalty of perjury; empty: nothing."""


_REPORTS = frozenset({CRIME})
_VICTIM = frozenset({CRIME, VIOLENCE, ABUSE})
RELATIONS: tuple[Relation, ...] = (
    Relation("PUBLIC", "Anyone (public records)", needs_id=False),
    Relation("VICTIM", "Victim", _VICTIM),
    Relation("REP", "Victim's representative", _VICTIM | {COLLISION}),
    Relation("DRIVER", "Driver", frozenset({COLLISION})),
    Relation("PARENT", "Parent of a minor driver", frozenset({COLLISION})),
    Relation("GUARD", "Guardian or conservator", frozenset({COLLISION})),
    Relation("INJURED", "Injured person", _REPORTS | {COLLISION}),
    Relation("OWNER", "Owner of vehicle, property", _REPORTS | {COLLISION}),
    Relation("LIABLE", "May be civilly liable", frozenset({COLLISION})),
    Relation("INSURER", "Insurer of a party", _REPORTS | {COLLISION}),
    Relation("LAWYER", "Attorney of one of these", _REPORTS | {COLLISION}, declares="whom the attorney represents"),
    Relation("PRESS", "Address: listed purpose", frozenset({ARREST}), declares="the purpose (Gov. Code 7923.620)"),
)
"""Relations in the order of the picker."""
BY_CODE: Mapping[str, Relation] = {relation.code: relation for relation in RELATIONS}


@dataclass(frozen=True)
class Output:
    """What may be handed out for a kind of record to somebody of a relation."""

    what: str
    """One or two sentences for the clerk."""
    clock: str
    free: bool
    law: str


_PUBLIC: Mapping[str, Output] = {
    ARREST: Output(
        "Name, occupation, description, times, place, charges, bail and release of each arrest; addresses withheld.",
        CPRA, False, "Government Code 7923.610",
    ),
    CALLS: Output(
        "Time, substance and place of calls, the response, the facts the law lists; some victims' names withheld.",
        CPRA, False, "Government Code 7923.615",
    ),
}  # fmt: skip
_OPENED: Mapping[str, Output] = {
    COLLISION: Output("The entire contents of the collision report.", CPRA, False, "Vehicle Code 20012"),
    CRIME: Output(
        "Names and addresses of those involved, property, date, place, diagrams and statements. Not the officer's "
        "analysis, and no confidential informant.",
        CPRA, False, "Government Code 7923.605",
    ),
    VIOLENCE: Output(
        "The victim's copy: the face sheet first, then the report. Free of charge.", DV, True, "Family Code 6228"
    ),
    ABUSE: Output(
        "The victim's copy: the face sheet first, then the report. Free of charge.", DV, True, "Family Code 6228(g)"
    ),
    ARREST: Output(
        "The public items and addresses, for the declared purpose and not for selling.",
        CPRA, False, "Government Code 7923.620",
    ),
}  # fmt: skip
_NOTHING = Output(
    "Only what the Public Records Act opens: look for exemptions, hand out the rest.", CPRA, False, "Gov. Code 7922.525"
)


def output(record_type: str, relation: str) -> Output:
    """What this relation may have of this kind of record; the Public Records Act's answer when it opens nothing."""
    if record_type in BY_CODE[relation].opens:
        return _OPENED[record_type]
    return _PUBLIC.get(record_type, _NOTHING)


@dataclass(frozen=True)
class Exemption:
    """A ground on which a record, or a part of it, is withheld."""

    code: str
    title: str
    cite: str
    supervisor: bool = False
    """Whether only the police supervisor may use it."""


EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption("INV", "Investigatory record", "Government Code 7923.600"),
    Exemption("ADR", "Address of arrestee or victim", "Government Code 7923.620"),
    Exemption("JUV", "Juvenile record", "Welfare and Institutions Code 827, 828"),
    Exemption("PERS", "Officer personnel", "Penal Code 832.7"),
    Exemption("REG", "Registrant", "Penal Code 290.021, 457.1, 186.32"),
    Exemption("CHRI", "Criminal history", "Penal Code 11105, 13300-13305"),
    Exemption("CABUSE", "Child abuse report", "Penal Code 11167.5"),
    Exemption("ELDER", "Elder abuse report", "Welfare and Institutions Code 15633"),
    Exemption("TC", "Collision report, no proper interest", "Vehicle Code 20012"),
    Exemption("MED", "Medical", "Government Code 7927.700"),
    Exemption("CATCH", "Public interest in withholding", "Government Code 7922.000", supervisor=True),
)
"""Grounds for withholding; VIC and PUB of the sheet open records and are what `output` says."""
BY_EXEMPTION: Mapping[str, Exemption] = {exemption.code: exemption for exemption in EXEMPTIONS}

EXTENSIONS: tuple[tuple[str, str], ...] = (
    ("FIELD", "Search in other facilities"),
    ("VOLUME", "Voluminous records"),
    ("CONSULT", "Consult another agency"),
    ("COMPILE", "Compile data, write a program"),
    ("EMERG", "Emergency of the Governor"),
    ("CYBER", "Cyberattack"),
)
"""Reasons that extend the determination (Government Code 7922.535); the last is not confirmed."""
CHANNELS = (("COUNTER", "Counter"), ("MAIL", "Mail"), ("EMAIL", "E-mail"), ("PORTAL", "Portal"))
ID_KINDS = (("NONE", "None"), ("CDL", "California license"), ("CAID", "California ID"), ("PASSPORT", "Passport"),
            ("MILITARY", "Military"), ("CONSUL", "Consular"), ("OTHER", "Other"))  # fmt: skip
"""What was seen and matched; never a number."""
FULL, PARTIAL, DENIED, NONE = "FULL", "PARTIAL", "DENIED", "NONE"
RESULTS = ((FULL, "Released in full"), (PARTIAL, "In part, redacted"), (DENIED, "Denied"), (NONE, "No such record"))
MEDIA = (("PAPER", "Paper"), ("PDF", "Electronic"), ("DISC", "Disc"), ("VIEW", "Inspection only"))
HOW = (("HAND", "Handed over"), ("MAIL", "Mailed"), ("EMAIL", "E-mailed"), ("PORTAL", "Portal"))
