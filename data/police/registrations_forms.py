"""The forms of a registrant's visit: one for each registry and transaction, made from what the transaction needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.fields import Choice, Code, Count, Date, Digits, Field, Phone, Text, Yes
from data.forms import Form, FormError, Values
from data.police.clocks import TIERS
from data.police.coded import Statute
from data.police.persons_tables import LANGUAGES
from data.police.registrations import BASES, RESIDENT, SUPERVISION, TRANSIENT
from data.police.registrations_codes import GANG, NOTICES, PROOFS, REGISTRIES, SEX, Transaction

MAY_COME_LATER = frozenset({"OUT-STATE", "OUT-AWAY", "OUT-UNKNOWN", "CAMPUS-ADD"})
"""Transactions whose event may still be to come."""

_EXTRA: dict[str, Field] = {
    "basis": Choice("Lives", 12, options=BASES, default=RESIDENT),
    "street": Text("New street", 40, stop=True, help="Left empty when the person file has the new address already."),
    "unit": Text("Apartment", 10),
    "city": Text("City", 30),
    "zip": Code("ZIP", 10),
    "destination": Text("Destination", 60, required=True),
    "returns": Text("Plans to return", 40, stop=True),
    "why": Text("Reason", 60, required=True),
    "stays": Yes("Does not leave after all", default=False, help="Takes back the day of leaving that was told."),
    "court": Text("Court", 40, required=True),
    "case_number": Code("Case number", 20, required=True),
    "certified": Code("Certified mail number", 24, required=True),
    "custody_days": Count("Days in custody", 5, required=True),
    "same_address": Yes("Returns to the same address", required=True),
    "birthday_inside": Yes("Birthday fell in custody", required=True),
}  # fmt: skip
_CUSTODY = frozenset({"custody_days", "same_address", "birthday_inside"})
"""What decides whether somebody released must register again (SX2)."""
_PARENT: dict[str, Field] = {
    "parent_name": Text("Parent or guardian", 40, required=True),
    "parent_relation": Text("Relation", 20, required=True),
    "parent_signed": Yes("Parent signed", required=True),
}


def visit_form(transaction: Transaction, registry: str, *, juvenile: bool = False, leaving: bool = False) -> Form:
    """The form of one visit; `leaving` when a day of leaving was told. Stops are only what nobody can know."""
    fields: dict[str, Field] = {}
    if transaction.event:
        fields["event_on"] = Date(event_label(transaction, registry), required=True)
    left_out = (set() if registry == SEX else _CUSTODY) | (set() if leaving else {"stays"})
    fields |= {name: _EXTRA[name] for name in transaction.extra if name not in left_out}
    if asks_proof(transaction, registry):
        needed = "basis" not in transaction.extra
        fields["proof"] = Choice("Proof of residence", 8, options=PROOFS, required=needed, stop=True)
    if transaction.appears:
        fields |= _appearing(registry, transaction)
    if registry == GANG and juvenile and transaction.appears:
        fields |= _PARENT
    if transaction.appears:
        fields["signed"] = Yes("Registrant signed", required=True)
    fields["language"] = Choice("Papers in", 2, options=LANGUAGES, default="en")
    notices = ", ".join(f"{n} {one.title}" for n, one in enumerate(NOTICES[registry], 1))
    return Form(
        f"RV{registry[0]}{transaction.number:02d}",
        f"{transaction.title} ({registry.lower()})",
        fields,
        help="What the registrant states is taken from the person file. F11 opens that file to change what is new; the "
        "lines below the form show what differs from the last statement.\n\nA missing paper never keeps anybody from "
        f"being registered. There is no fee.\n\nNotices: {notices}.",
    )


def event_label(transaction: Transaction, registry: str) -> str:
    """What the day that a clock counts from is called on the form."""
    return "Released or arrived on" if registry == GANG and transaction.code == "INITIAL" else transaction.event


def asks_proof(transaction: Transaction, registry: str) -> bool:
    """Whether proof of residence is asked for (PC 290.015(a)(5))."""
    return registry == SEX and transaction.registers and transaction.code != "TRANSIENT"


def _appearing(registry: str, transaction: Transaction) -> dict[str, Field]:
    found: dict[str, Field] = {
        "photo_front": Yes("Photograph, front", default=False),
        "photo_profile": Yes("Photograph, profile", default=False),
        "prints_ati": Code("Live Scan ATI", 12),
        "prints_tcn": Code("Live Scan TCN", 20),
        "rolled_by": Digits("Prints rolled by", 6, help="The clerk number of who rolled them, when not yourself."),
        "palms": Yes("Palm prints", default=False),
        "thumb": Yes("Right thumb on the form", default=False),
    }
    if registry == SEX:
        found["dna"] = Yes("DNA on file")
    if registry == GANG and transaction.registers:
        found["officer"] = Text("Notification served by", 30, required=True)
    found["notices"] = Text("Notices given", 20, default="ALL", help="ALL, or their numbers with blanks between.")
    found["initials"] = Code("Registrant's initials", 4, required=True, help="Written beside each notice.")
    return found


def notices_given(registry: str, text: str) -> tuple[str, ...]:
    """The codes of the notices given, for `ALL` or their numbers. Raises `FormError`."""
    known = NOTICES[registry]
    if text.strip().upper() in ("ALL", ""):
        return tuple(one.code for one in known)
    numbers = text.replace(",", " ").split()
    if not all(part.isdecimal() and 1 <= int(part) <= len(known) for part in numbers):
        raise FormError("notices", f"Notices given: ALL, or numbers from 1 to {len(known)}. F1 lists them.")
    return tuple(known[int(part) - 1].code for part in dict.fromkeys(numbers))


def check_visit(transaction: Transaction, registry: str, values: Values, today: date, born: date | None) -> None:
    """Raise `FormError` for what cannot be: an event to come or before birth, a juvenile's parent who did not sign."""
    event, label = values.get("event_on"), event_label(transaction, registry)
    if event is not None:
        if event > today and transaction.code not in MAY_COME_LATER:
            raise FormError("event_on", f"{label}: that day is still to come.")
        if born is not None and event < born:
            raise FormError("event_on", f"{label}: that is before the date of birth.")
    if asks_proof(transaction, registry) and not values.get("proof") and values.get("basis") != TRANSIENT:
        raise FormError("proof", "Proof of residence: what was shown, or NONE; it may follow later.")
    if registry == GANG and transaction.code == "INITIAL":
        if "STEP" not in notices_given(registry, values.get("notices") or "ALL"):
            raise FormError("notices", "The STEP Act notification is served at the first registration (PC 186.32).")
        if values.get("parent_signed") is False:
            raise FormError("parent_signed", "A juvenile registers with a parent or guardian, who signs too.")


BEGIN = Form(
    "RGB10",
    "New registration",
    {
        "registry": Choice("Registry", 8, options=REGISTRIES, required=True),
        "juvenile": Yes("Juvenile", default=False),
        "since": Date("Registered here since", help="Only of somebody whom the agency has registered on paper before."),
        "last_on": Date("Last visit on", help="The last annual update, or of a transient the last registration."),
    },
    help="Nobody registers for narcotics any more (HS 11590): NODUTY prints the sheet that says so.\n\nA registration "
    "that is on paper already is taken over by its day: its clocks run from the last visit, and the visit at the desk "
    "today follows as one of its own.",
)
STATUS = Form(
    "RGS10",
    "What DOJ and the courts have said",
    {
        "tier": Choice("Tier by DOJ's letter", 4, options=TIERS),
        "tier_letter_on": Date("Letter of"),
        "svp": Yes("Sexually violent predator", default=False),
        "finding": Text("Finding on Internet names", 40),
        "imposed_on": Date("Duty last imposed on"),
        "supervision": Choice("Supervision", 10, options=SUPERVISION, default="NONE"),
        "agent": Text("Agent", 30),
        "agent_phone": Phone("Agent's phone"),
        "supervised_until": Date("Until"),
        "juvenile": Yes("Juvenile", default=False),
    },
    help="DOJ assigns the tier, never the desk: enter it from the letter, with the letter's date.",
)
OFFENSE = Form(
    "RGO10",
    "Offense that leads to registration",
    {
        "section": Statute("Code and section", 24, required=True, help="For example PC 288(a)."),
        "level": Choice("Level", 2, options=(("F", "Felony"), ("M", "Misdemeanor")), required=True),
        "convicted_on": Date("Convicted on", stop=True),
        "released_on": Date("Released on", stop=True, help="From custody, placement or commitment for it."),
        "court": Text("Court", 40),
        "county": Text("County", 24),
        "case_number": Code("Case number", 20),
        "state": Code("State", 2, default="CA"),
        "victim_age": Code("Victim's age class", 10),
    },
)
CSAR = Form("RGC10", "Entered in CSAR", {"reference": Code("CSAR reference", 24, required=True)})
VERIFY = Form(
    "RGC20",
    "Second person's check",
    {
        "same": Yes("Worksheet and CSAR agree", required=True),
        "discrepancies": Text("What differs", 60, help="Needed when they do not: the entry is opened again."),
    },
    help="Somebody other than who took the statement, and who entered it, compares the worksheet with CSAR.",
)
FORWARDED = Form("RGC30", "Forwarded to DOJ", {"on": Date("Forwarded on", required=True)})
PROOF = Form(
    "RGC40",
    "Proof of residence",
    {"proof": Choice("Proof", 8, options=PROOFS[:-1], required=True), "proof_on": Date("Document of")},
)
SIGNED = Form(
    "RGC50",
    "Signatures, prints and copies",
    {
        "signed_on": Date("Registrant signed on"),
        "parent_signed_on": Date("Parent signed on"),
        "prints_ati": Code("Live Scan ATI", 12),
        "prints_tcn": Code("Live Scan TCN", 20),
        "photo_front": Yes("Photograph, front"),
        "photo_profile": Yes("Photograph, profile"),
        "palms": Yes("Palm prints"),
        "thumb": Yes("Right thumb on the form"),
        "copy_person_on": Date("Copy to registrant"),
        "copy_file_on": Date("Copy to file"),
    },
)
COMPLIANCE = Form(
    "RGC60",
    "Compliance check",
    {"note": Text("What was found", 60, required=True)},
    help="A check at the registered address. Who and when is kept with it.",
)
REVIEW = Form(
    "RGD10",
    "A deadline that would be another day now",
    {
        "decision": Choice("Decision", 8, options=(("KEEP", "Keep it as given"), ("REPLACE", "Give the new day")),
                           required=True),
        "note": Text("Note", 60),
    },
    help="The deadline was given by settings or holidays that have changed since. Whichever is chosen, the old one is "
    "kept as it was printed.",
)  # fmt: skip
OUTCOMES = (("GRANTED", "Granted"), ("DENIED", "Denied"), ("WITHDRAWN", "Withdrawn"))
PETITION = Form(
    "RGP10",
    "Petition to end the duty",
    {
        "served_on": Date("Served on", required=True),
        "served_at": Text("Time", 5, stop=True),
        "served_by": Text("Served by", 40, required=True),
        "court": Text("Court", 40, required=True),
        "case_number": Code("Case number", 20, required=True),
        "tier": Choice("Tier", 4, options=TIERS),
        "minimum_end": Date("Minimum period ends"),
    },
    help="Penal Code 290.5. Receipt of service is reported to DOJ; within 60 days the agency reports to the district "
    "attorney and the court whether the minimum period is met. The registrant keeps registering until a judge rules.",
)
PETITION_STEP = Form(
    "RGP20",
    "Petition: what has happened",
    {
        "doj_notified_on": Date("DOJ notified on"),
        "report_sent_on": Date("Report sent on"),
        "report_result": Choice("Report says", 8, options=(("MET", "Period met"), ("NOT MET", "Period not met"))),
        "hearing": Yes("Hearing asked for", default=False),
        "outcome": Choice("Outcome", 10, options=OUTCOMES),
        "outcome_on": Date("Outcome of"),
        "why": Text("Why another outcome", 60, help="Needed when the outcome that was noted was wrong."),
    },
)
PETITIONS = Form(
    "RGP40",
    "Register of petitions",
    {"first": Date("Served from", required=True), "last": Date("Through", required=True)},
)
LETTER = Form(
    "RGT10",
    "Tier letter asked for",
    {"requested_on": Date("Asked for on", required=True), "given_on": Date("Copy given on")},
)


GIVEN = Form("RGT15", "Copy of the tier letter", {"given_on": Date("Copy given on", required=True)})


def without_stops(form: Form) -> Form:
    """The same form with every field offered as it is: for changing what is kept."""
    return replace(form, fields={name: kind.like(stop=False) for name, kind in form.fields.items()})
