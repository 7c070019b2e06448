"""The forms of Live Scan and of the fingerprint log. Those with codes are made when they open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.fields import Choice, Code, Count, Date, Digits, Field, Text, Yes
from data.forms import Form, Values
from data.police import codes, persons, persons_rows
from data.police.coded import Coded
from data.police.fingerprints import DEVICE, MEDIA, REASONS, SOURCES
from data.police.livescan import LiveScan
from data.police.livescan_rollers import STANDINGS
from data.police.livescan_terms import BLOCKS, FIELDS, Block
from data.police.livescan_work import REJECTERS

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

_SEALED: dict[str, Field] = {
    "ssn": Code("SSN", 11, help="Nine digits. Shown masked afterwards."),
    "license": Code("License number", 20, help="Shown masked afterwards."),
    "misc": Code("Miscellaneous number", 20, help="With its prefix, as AR-123456. Shown masked afterwards."),
}
ENTRY_HELP = (
    "Type what stands on the form BCIA 8016 that the applicant hands in, box by box. F12 goes back one page.\n\nA box "
    "that is empty on the form stays empty here: the form is then sent back. Nobody at this desk fills it in or gives "
    "advice what to write."
)
FINGERS_HELP = "Finger codes with blanks between: 1-5 right thumb to little, 6-10 left, 11-15 plain."
TRANSMIT = Form(
    "LSC020",
    "Transmitted",
    {
        "lsid": Code("LSID", 10, required=True, stop=True, help="The number of the Live Scan device."),
        "ati": Code("ATI", 12, stop=True, help="As the device prints it; empty while it has not come."),
        "tcn": Code("TCN", 20),
        "rejects": Text("Rejected fingers", 40, help=FINGERS_HELP),
        "rolled_by": Digits("Rolled by", 6, help="The clerk number of who rolled the prints, when not yourself."),
    },
    help="The prints were rolled and sent on the certified device. The fingerprint log gets its row by itself.",
    policy="Who rolls prints is exempt or certified by DOJ (Penal Code 11102.1); menu 22.19 has the standings.",
)
ATI = Form("LSC025", "ATI", {"ati": Code("ATI", 12, required=True, help="As the device prints it.")})
REJECT = Form(
    "LSC030",
    "Prints rejected",
    {
        "on": Date("Rejected on", required=True, stop=True),
        "by": Choice("By", 4, required=True, options=REJECTERS),
        "fingers": Text("Fingers", 40, stop=True, help=FINGERS_HELP),
        "note": Text("Note", 50),
    },
    help="DOJ or the FBI sent word that the prints cannot be used. The applicant may come back with that letter.",
)
WHY = Form("LSC035", "Reason", {"why": Text("Why", 60, required=True)})
SPAN = Form("LSC060", "Live Scan log", {"first": Date("From", required=True), "last": Date("Through", required=True)})
ROLLER = Form(
    "LSC070",
    "Who may roll prints",
    {
        "standing": Choice("Standing", 10, required=True, options=STANDINGS),
        "certificate": Code("Certificate", 20, stop=True, help="Its number, where DOJ certified the person."),
        "since_on": Date("Since", required=True, stop=True),
        "until_on": Date("Until", stop=True, help="The last day on which it counts; empty: it has no end."),
    },
    help="Without a standing that counts, prints that this person rolled are not taken into the logs.",
    policy="Those who roll prints for a clearance are certified by DOJ, or are law enforcement staff who were cleared "
    "(Penal Code 11102.1).",
)
TAKEN = Form(
    "FPL010",
    "Fingerprints taken",
    {
        "subject": Text("Name", 40, stop=True, help="LAST, FIRST. F6 takes a person of the file instead."),
        "reason": Choice("Reason", 10, required=True, options=REASONS),
        "medium": Choice("Taken on", 8, required=True, options=MEDIA, default=DEVICE, stop=True),
        "cards": Count("Cards", 2, stop=True, help="How many cards were rolled."),
        "tcn": Code("TCN", 40, stop=True),
        "ati": Code("ATI", 12),
        "rejects": Text("Rejected fingers", 40, stop=True, help=FINGERS_HELP),
        "rolled_by": Digits("Rolled by", 6, help="The clerk number of who rolled the prints, when not yourself."),
        "note": Text("Note", 50),
    },
    help="One row each time prints are taken. Live Scan requests write theirs by themselves, a booking with its step "
    "6. F6 takes a person of the file.",
)
REJECTED = Form(
    "FPL020",
    "Prints rejected",
    {
        "rejects": Text("Fingers", 40, required=True, help=FINGERS_HELP),
        "source": Choice("By", 8, required=True, options=SOURCES),
        "note": Text("Note", 50),
    },
)
STRIKE = Form(
    "FPL030",
    "Strike a row",
    {"why": Text("Why", 60, required=True)},
    help="The row stays readable and no longer counts. Enter it anew where that is needed.",
)
FINGERPRINT_SPAN = Form(
    "FPL060", "Fingerprint log", {"first": Date("From", required=True), "last": Date("Through", required=True)}
)


def block_form(police: PoliceStore, block: Block, *, again: bool = False) -> Form:
    """The form of one block, with the codes that may be chosen today; `again` asks for the proof of rejection."""
    fields: dict[str, Field] = {"proof": Yes("Proof of rejection", required=True)} if again else {}
    for name in block.names:
        kind: Field = _SEALED[name] if name in _SEALED else FIELDS[name].kind
        if isinstance(kind, Coded):
            kind = replace(kind, options=codes.choices(police, kind.table))
        if not (again and name == "complete"):
            fields[name] = kind
    return Form(f"LSC01{block.number}" if not again else "LSC040", block.title if not again else "Resubmit", fields,
                help=ENTRY_HELP if not again else _AGAIN)  # fmt: skip


_AGAIN = (
    "The applicant brings the letter of rejection and a new form with the original ATI. Everything else is taken from "
    "the rejected request; look at the identification again."
)


def forms(police: PoliceStore) -> tuple[Form, ...]:
    """The pages of a request."""
    return tuple(block_form(police, block) for block in BLOCKS)


def texts(values: Values) -> dict[str, str]:
    """Values of a request as texts of its pages."""
    return {name: kind.kind.show(values.get(name)) for name, kind in FIELDS.items()}


def texts_again(found: LiveScan) -> dict[str, str]:
    """A form that comes back, as it was typed; its sealed numbers stay out."""
    return texts(found.values)


def texts_of_person(police: PoliceStore, session: Session, person_id: int, purpose: str) -> dict[str, str]:
    """What the person file knows of an applicant; SSN and license are revealed, each is journaled. Raises `Refused`."""
    opened = persons.person(police, session, person_id)
    row = police.row("SELECT sex, height, weight, eyes, hair FROM persons WHERE id = ?", person_id) or ("",) * 5
    found = {name: persons.shown(opened.values)[name]
             for name in ("last", "first", "middle", "suffix", "born", "birth_place")}  # fmt: skip
    found |= dict(zip(("sex", "height", "weight", "eyes", "hair"), map(str, row), strict=True))
    for entry in persons_rows.rows(police, session, "NAMES", person_id, past=False):
        if entry.values["kind"] == "AKA":
            found |= {"aka_last": entry.texts["last"], "aka_first": entry.texts["first"]}
            break
    for entry in persons_rows.rows(police, session, "ADDRESSES", person_id, past=False)[:1]:
        street = f"{entry.texts['street']} {entry.texts['unit']}".strip()
        found |= {"street": street[:40], "city": entry.texts["city"], "home_state": entry.texts["state"],
                  "zip": entry.texts["zip"]}  # fmt: skip
    wanted = {"SSN": "ssn", "DL": "license"}
    for entry in persons_rows.rows(police, session, "IDENTIFIERS", person_id, past=False):
        name = wanted.pop(str(entry.values["kind"]), "")
        if name:
            found[name] = persons_rows.reveal(police, session, "IDENTIFIERS", entry.id, purpose)
        if name == "license" and entry.values["place"]:
            found["license_state"] = str(entry.values["place"])
    return {name: text for name, text in found.items() if text}


def agency_texts(found: LiveScan) -> dict[str, str]:
    """The agency's part of an earlier request, offered when its ORI is typed again."""
    names = ("agency", "mail_code", "agency_street", "agency_city", "agency_state", "agency_zip", "contact",
             "agency_phone")  # fmt: skip
    return {name: text for name, text in texts(found.values).items() if name in names and text}


def words(police: PoliceStore, found: LiveScan) -> dict[str, str]:
    """The codes of a request with their meanings, for paper: `BRO Brown`."""
    tables = {"sex": "SEX", "eyes": "EYE", "hair": "HAI", "birth_place": "POB"}
    return {
        name: f"{found.values[name]} {codes.label(police, table, found.values[name])}"
        for name, table in tables.items()
        if found.values[name]
    }
