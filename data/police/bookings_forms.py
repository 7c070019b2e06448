"""The forms of bookings: the arrest, a charge, a hold, how it ended, the photograph's checklist, the export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from data.clock import Clock
from data.fields import Choice, Code, Count, Date, Field, Money, Text, Yes
from data.forms import Form, Look
from data.frontdesk.timeofday import Time, now
from data.police import persons_rows
from data.police.bookings import Booking, of_person
from data.police.bookings_charges import Charge
from data.police.bookings_log import GROUNDS, ITEMS, charge_line, looks
from data.police.bookings_terms import CHECKLIST, CONSULAR, DISPOSITIONS, LEVELS, MEDICAL, Medical
from data.police.coded import Statute
from data.police.livescan_forms import TAKEN
from data.police.persons import person

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

_ARREST: dict[str, Field] = {
    "arrested_on": Date("Arrested on", required=True, help="The day of the arrest; today unless typed over."),
    "arrested_at": Time("Time of arrest", required=True, help="On the 24-hour clock: 1405."),
    "place": Text("Place of arrest", 50, required=True),
    "circumstances": Text(
        "Circumstances", 76, required=True,
        help="What led to the arrest, in one line. It stands on the arrest log: no victims, witnesses or juveniles.",
    ),
    "officer": Text("Arresting officer", 30, required=True),
    "officer_id": Code("Officer's number", 10),
    "transporting": Text("Transporting officer", 30),
    "agency": Text("Arresting agency", 40, help="Empty: this department."),
    "occupation": Text("Occupation", 30, help="As stated; it is a releasable item."),
    "envelope": Code("Property envelope", 15, help="The number on the sealed envelope."),
    "property_list": Text("Property", 76, help="What is in the envelope; it stands on the receipt."),
    "calls_offered": Yes("Calls offered", default=False, help="Three telephone calls within three hours (PC 851.5)."),
    "calls_made": Count("Calls made", 2, default=0),
    "consular": Choice("Consular notice", 2, options=CONSULAR, default="N"),
    "dna": Yes("DNA collected", default=False),
    "prints_tcn": Code("Prints' TCN", 40, help="The control number the fingerprint device gave."),
    "no_prints": Text("Why no prints", 40, help="Such as: cited in the field."),
    "caution": Text("Caution", 60, help="What other agencies must know (EBTS 2.056)."),
    "emergency": Text("Emergency contact", 60),
    "retain": Yes("Retain", default=True, help="Whether the receiver keeps the prints (EBTS 2.005)."),
    "juvenile": Yes(
        "Juvenile", default=False, help="Under 18 on the day of the arrest; found from the birth date as well."
    ),
}  # fmt: skip
_CHARGE: dict[str, Field] = {
    "section": Statute("Charge", 20, required=True, help="Code and section: PC 484(a)."),
    "level": Choice("Level", 2, required=True, options=LEVELS),
    "description": Text("Description", 50, required=True),
    "offense_on": Date("Offense on", required=True, help="The day of the offense."),
    "counts": Count("Counts", 3, minimum=1, default=1),
    "warrant": Code("Warrant", 20),
    "bail_cents": Money("Bail", minimum_cents=0, help="Empty while no bail is set."),
}
_AT_FIRST = (
    "arrested_on", "arrested_at", "place", "circumstances", "officer", "officer_id", "transporting", "occupation",
    "envelope", "property_list", "calls_offered", "juvenile", "caution",
)  # fmt: skip
_HELP = (
    "The facts of the arrest. What is known is enough to begin; the booking is kept and can be gone on with.\n\n"
    "A juvenile's booking is restricted: it stands in no list and on no arrest log."
)
_POLICY = "Released from the log are only the items of Government Code 7923.610."
ARREST = Form("BOK010", "Booking", {name: _ARREST[name] for name in _AT_FIRST}, help=_HELP, policy=_POLICY)
"""What is asked at once; the rest can be entered when it is known."""
FACTS = Form("BOK011", "Facts of the arrest", _ARREST, help=_HELP, policy=_POLICY)
"""Everything there is to say of an arrest."""
CHARGE = Form("BOK020", "Charge", _CHARGE, help="One charge; a warrant is a charge with its number.")
HOLD = Form(
    "BOK025",
    "Hold",
    {
        "agency": Text("Agency", 40, required=True), "reason": Text("Reason", 50, required=True),
        "reference": Code("Reference", 20),
    },
    help="Another agency wants the arrestee. With a hold an arrestee is only transferred, not released.",
)  # fmt: skip
WHY = Form("BOK026", "Reason", {"why": Text("Why", 60, required=True)})
DISPOSITION = Form(
    "BOK040",
    "Disposition",
    {
        "disposition": Choice("Disposition", 10, required=True, options=DISPOSITIONS),
        "ended_on": Date("On", required=True), "ended_at": Time("Time", required=True),
        "ended_to": Text("Handed to", 40, help="Facility and officer of a transfer; court of a citation."),
    },
    help="How and when the arrestee left.",
)  # fmt: skip
COMPOSED = Form(
    "BOK060",
    "Photograph",
    {
        "composed": Yes("All of it holds", required=True),
        "lower": Yes("Claim less", default=False, help="Y claims profile 20 only; a level is never raised."),
        "angle": Code("Angle", 4, help="Degrees of an angled photograph; toward the arrestee's own left is positive."),
        "why": Text("Taken again because", 50, help="Needed when it replaces one."),
    },
    help="A profile above 20 is claimed only when size and shape are right and everything listed holds.",
)
EXPORT = Form(
    "BOK080",
    "Interchange file",
    {
        "receiver": Text("Receiver", 40, required=True, help="The agency that gets the file."),
        "authorizer": Text("Authorized by", 40, required=True, help="Who decided that it may have it."),
    },
    confirm="Write the file?",
    help="Writes the booking as an ANSI/NIST-ITL file into the folder of police papers, checked and read back.",
    policy="A booking photograph is not published (Penal Code 13665). Every export is logged.",
)
CARD = Form(
    "BOK092",
    "Photographs on paper",
    {"authorizer": Text("Authorized by", 40, required=True, help="Who decided that the photograph may leave.")},
    help="The paper has photographs, so the history of the booking says who authorized it.",
)
LINE_UP = Form(
    "BOK090",
    "Line-up sheet",
    {
        "reference": Code("Case", 20, required=True), "authorizer": Text("Authorized by", 40, required=True),
    },
    help="Six photographs in an order chosen by chance; the order is kept with the sheet.",
)  # fmt: skip
_LOGGED = {name: replace(TAKEN.fields[name], stop=name in ("tcn", "rejects")) for name in
           ("tcn", "rejects", "medium", "cards", "ati", "rolled_by", "note")}  # fmt: skip
PRINTS = Form(
    "BOK052",
    "Fingerprints taken",
    _LOGGED,
    help="The prints of this booking, for the fingerprint log: control number, fingers the device rejected, and who "
    "rolled them when that was somebody else.",
)
WITHHOLD = Form(
    "BOK072",
    "Withhold from the arrest log",
    {
        **{code: Yes(title, default=False, stop=True) for code, title in ITEMS},
        "ground": Choice("It would endanger", 8, options=GROUNDS, stop=True),
    },
    help="The arrest log is public. Only an item that would endanger the safety of a person involved in an "
    "investigation, or its completion, is withheld; the paper says that it was.",
    policy="Government Code 7923.610. When nothing is endangered any more, everything is released again: N on all.",
)
LOG = Form("BOK070", "Arrest log", {"first": Date("From", required=True), "last": Date("Through", required=True)})
GUARDIAN = Form("BOK046", "Guardian told", {"text": Text("Who, when, by whom", 76, required=True)})
MEDICAL_FORM = Form(
    "BOK045",
    "Medical questions",
    {**{code: Yes(title, required=True) for code, title in MEDICAL}, "notes": Text("What was said", 76, stop=True)},
    help="The answers are sealed: shown only with the reason, and never printed or exported.",
)


def opening(clock: Clock) -> dict[str, str]:
    """What the form of an arrest opens with: today at the counter."""
    return {"arrested_on": f"{clock.today():%m/%d/%Y}"}


def facts_as_typed(found: Booking) -> dict[str, str]:
    """The facts of an arrest as the form shows them."""
    return {name: kind.show(getattr(found, name)) for name, kind in _ARREST.items()}


def charge_opening(found: Booking, last: Charge | None) -> dict[str, str]:
    """What the form of a charge opens with: the day of the last one, else of the arrest."""
    return {"offense_on": Date("").show(last.offense_on if last else found.arrested_on)}


def disposition_opening(clock: Clock) -> dict[str, str]:
    """What the form of a disposition opens with: now."""
    return {"ended_on": f"{clock.today():%m/%d/%Y}", "ended_at": now(clock)}


def checklist_look(width: int, height: int) -> Look:
    """What the clerk looks at, under the form."""
    rows = [f"  {title}" for _, title in CHECKLIST]
    return Look((f"{width} x {height} pixels. Look at the person and the picture:", *rows))


def medical_of(values: dict[str, object]) -> Medical:
    """The answers of the form."""
    return Medical(tuple(code for code, _ in MEDICAL if values[code]), str(values["notes"] or ""))


def arrestee_look(police: PoliceStore, session: Session, person_id: int) -> Look:
    """Who is booked, under the form of the arrest; earlier bookings and cautions are said. Journal the view first."""
    who = person(police, session, person_id)
    born = f"  born {who.born:%m/%d/%Y}" if who.born else "  no birth date on the file"
    before = of_person(police, session, person_id)
    rows = [f"{who.number}  {who.name}{born}", looks(police, person_id)]
    if before:
        rows.append(f"Booked before: {len(before)}, the last time {before[0].number}")
    cautions = persons_rows.rows(police, session, "CAUTIONS", person_id, past=False)
    alert = f"CAUTION: {cautions[0].line}"[:76] if cautions else ""
    return Look(tuple(rows), alert=alert)


def charges_look(found: Booking, known: Sequence[Charge]) -> Look:
    """What is charged so far, under the form of the next one."""
    rows = [f"{found.number}: F12 when all charges are entered."]
    return Look((*rows, *(f"  {charge_line(one)}"[:78] for one in known[-6:])))
