"""The forms of records requests, clearance letters and retention."""

from __future__ import annotations

from textwrap import wrap

from data.fields import Choice, Code, Count, Date, Text, Yes
from data.forms import Form, Look, Values
from data.police.clearances import PURPOSES, RESULTS
from data.police.persons_tables import LANGUAGES
from data.police.releases_terms import (
    BLOCKED,
    BY_CODE,
    CHANNELS,
    EXEMPTIONS,
    EXTENSIONS,
    HOW,
    ID_KINDS,
    MEDIA,
    NEEDS_ORDER,
    RECORDS,
    RELATIONS,
    output,
)
from data.police.releases_terms import RESULTS as DETERMINATIONS
from data.police.retention import KINDS

FACT_COLUMNS = 76
"""Columns of a row of facts under a form."""

RECEIVE = Form(
    "REL010",
    "Records request",
    {
        "relation": Choice(
            "Who asks", 8, required=True, options=tuple((one.code, one.title) for one in RELATIONS),
            help="Ask how they stand to the record before anything else: it decides what they may have.",
        ),
        "record_type": Choice("Kind of record", 8, required=True, options=RECORDS),
        "id_seen": Choice(
            "ID seen and matched", 8, options=ID_KINDS, default="NONE", stop=True, help="Its kind, never a number."
        ),
        "cases": Code("Case numbers", 40, stop=True, help="Of this department; blanks between several."),
        "requester": Text("Requester", 40, stop=True, help="May stay empty: a public record needs no name."),
        "organization": Text("Organization", 40),
        "contact": Text("Address, phone, e-mail", 60, stop=True),
        "description": Text("What is asked for", 60, stop=True),
        "declaration": Yes("Declared, on file", default=False, help="Signed under penalty of perjury, where needed."),
        "court_order": Code("Court order", 20, help="For juvenile records: the juvenile court's order."),
        "channel": Choice("Came by", 8, options=CHANNELS, default="COUNTER"),
        "language": Choice("Letters in", 2, options=LANGUAGES, default="en"),
        "assigned_to": Text("Assigned to", 30),
    },
    help="Takes a request for records and starts its clock. The relation is chosen first; what it opens, the clock, "
    "the fee and what must be seen or declared are shown under the form.",
    policy="A determination is due within ten days (Government Code 7922.535). Help to describe the records is owed "
    "(7922.600). A requester need not give a name or a purpose.",
)  # fmt: skip
EXTEND = Form(
    "REL020",
    "More time",
    {
        "days": Count("Days more", 3, required=True, minimum=1, help="Calendar days, at most 14."),
        "reason": Choice("Reason", 8, required=True, options=EXTENSIONS),
        "name": Text("Decided by", 40, required=True, help="The head of the department or the designee."),
        "title": Text("Title", 30, required=True),
    },
    help="Extends a request once, before its last day. The letter with the reason and the date goes out today.",
)
DETERMINE = Form(
    "REL030",
    "Determination",
    {
        "result": Choice("Result", 8, required=True, options=DETERMINATIONS),
        "exemptions": Code("Exemptions", 40, stop=True, help="Codes with blanks between; listed under the form."),
        "reasons": Text("Reasons", 60),
        "available_on": Date("Available on", stop=True, help="When the copies are ready."),
        "denier": Text("Responsible", 40, help="Who decided to withhold; named in the letter."),
        "denier_title": Text("Title", 30),
    },
    help="What is withheld needs an exemption and the name and title of who is responsible. A redacted copy then waits "
    "for a second person's look.",
    policy="Parts that are not exempt are handed out (Government Code 7922.525).",
)
RELEASE = Form(
    "REL040",
    "Hand out",
    {
        "pages": Count("Pages", 5, required=True),
        "media": Choice("As", 6, options=MEDIA, default="PAPER"),
        "how": Choice("How", 6, options=HOW, default="HAND"),
    },
    help="Copies cost their duplication, taken by the cashier with the request's number: F6 on the request.",
)
WHY = Form("REL050", "Reason", {"why": Text("Why", 60, required=True)})
SPAN = Form("REL060", "Log of requests", {"first": Date("From", required=True), "last": Date("Through", required=True)})
PAGES = Form("REL045", "Invoice", {"pages": Count("Pages", 5, required=True)})
CLEARANCE = Form(
    "CLR010",
    "Clearance letter",
    {
        "name": Text("Name", 40, required=True, help="LAST, FIRST MIDDLE, as on the identification."),
        "born": Date("Birth date", required=True),
        "id_seen": Choice("ID seen and matched", 8, required=True, options=ID_KINDS),
        "purpose": Choice("Purpose", 8, required=True, options=PURPOSES),
        "aliases": Text("Other names", 60),
        "addressee": Text("Addressed to", 60),
        "language": Choice("Letter in", 2, options=LANGUAGES, default="en"),
    },
    help="The subject is here in person. This department's own files are searched by two people, one after the other; "
    "only clear or see officer is kept.",
    policy="An employer may not demand such a letter (Penal Code 13326; Labor Code 432.7).",
)
FOUND = Form(
    "CLR020",
    "Result of the search",
    {"found": Choice("Result", 8, required=True, options=RESULTS)},
    help="Search persons, bookings and registrations by name, other names and birth date. Sealed and juvenile records "
    "do not count.",
)
PROPOSE = Form(
    "PUR010",
    "Records that may be destroyed",
    {
        "table": Choice("Kind", 14, required=True, options=tuple((kind.table, kind.title) for kind in KINDS)),
        "authority": Text("Written authority", 60, required=True),
    },
    help="Lists finished records older than their period and under no hold. A second supervisor destroys them.",
)
KEEP = Form(
    "PUR020",
    "Record to keep",
    {
        "table": PROPOSE.fields["table"],
        "number": Code("Number", 16, required=True, help="The record's own number, as on its display."),
        "reason": Text("Why it is held", 60, required=True, help="Litigation, an open request: what forbids it."),
    },
    help="A record under a hold is not destroyed, however old it is, also when it is on a list already.",
)


def receive_look(values: Values) -> Look | None:
    """What the relation chosen so far opens, with the clock, the fee and what must be seen."""
    relation, kind = values.get("relation"), values.get("record_type")
    if not relation or not kind:
        return None
    found, asks = output(kind, relation), BY_CODE[relation]
    opened = kind in asks.opens
    needs = [f"Declaration: {asks.declares}."] if opened and asks.declares else []
    if opened and asks.needs_id:
        needs.insert(0, "Look at an identification and match it.")
    fee = "Free of charge by law." if found.free else "Copies at cost."
    alert = BLOCKED.get(kind) or NEEDS_ORDER.get(kind, "")
    return Look((*wrap(found.what, FACT_COLUMNS), f"{found.law}. {fee}", *needs), alert=alert)


def determine_look() -> Look:
    """The exemption codes, for those who do not know them by heart."""
    rows, row = [], ""
    for one in EXEMPTIONS:
        word = f"{one.code} {one.title}"
        if len(row) + len(word) > 74:
            rows.append(row)
            row = ""
        row = f"{row}  {word}" if row else word
    return Look((*rows, row))
