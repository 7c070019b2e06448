"""The forms of the person file. They are made when they open, with the codes that may be chosen on that day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.fields import Choice, Code, Date, Field, Text, Yes
from data.forms import Form, FormError, Values
from data.police import codes
from data.police.coded import Coded, Height, Weight
from data.police.persons import NAMES, Opened
from data.police.persons_groups import Group
from data.police.persons_history import CHANGE, CORRECTION, Why
from data.police.persons_query import Query, as_typed
from data.police.persons_rows import Entry
from data.police.persons_tables import IDENTIFIER_KINDS, Address, Description, Identifier, Person
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

WHY = Choice(
    "Change or correction", 10, options=((CHANGE, "It has changed"), (CORRECTION, "It was wrong")), default=CHANGE,
    help="A correction puts right what was wrong from the beginning, and says why.",
)  # fmt: skip
BECAUSE = Text("Reason", 50, help="Needed for a correction; kept in the history.")
END = Form(
    "PER060",
    "End a row",
    {"on": Date("It held until", required=True), "because": BECAUSE},
    help="The row stays on the file as a past one. Nothing is deleted.",
)
MERGE = Form(
    "PER070",
    "Merge two files",
    {"reason": Text("Reason", 60, required=True, help="How it is known that both are one person.")},
    confirm="Make them one file?",
    help="Nothing is rewritten: the other file becomes a part of this one, keeps its number and history, and can be "
    "taken out again. It takes two people, one of them the police supervisor.",
)
UNDO = Form(
    "PER075",
    "Undo a merge",
    {"reason": Text("Reason", 60, required=True)},
    confirm="Make them two files again?",
    help="Both files stand by themselves again, with what was entered on each.",
)


def with_codes(store: PoliceStore, kind: Field, kept: str = "") -> Field:
    """A field with the codes of its table put in; `kept` is on the record already and may stay."""
    return replace(kind, options=codes.choices(store, kind.table, kept)) if isinstance(kind, Coded) else kind


def _coded(store: PoliceStore, kinds: dict[str, Field], texts: dict[str, str] | None = None) -> dict[str, Field]:
    return {name: with_codes(store, kind, (texts or {}).get(name, "")) for name, kind in kinds.items()}


# Search


def search_form(store: PoliceStore) -> Form:
    """What a person may be looked for by; Enter after the name searches."""
    kinds: dict[str, Field] = {
        "name": Text("Name", 50, stop=True, help="Words in any order; beginnings are enough, and so is how it sounds."),
        "born_from": Date("Born from", pivot=20),
        "born_to": Date("Born until", pivot=20),
        "number": Code("Number or last four", 20, help="CII, FBI, license, SSN, or the last four of one; or P000123."),
        "plate": Code("Plate or VIN", 17, help="A plate, a VIN, or the last six of one."),
        "address": Text("Address", 40),
        "phone": Code("Phone, last digits", 12),
        "sex": Coded("Sex", table="SEX"),
        "race": Coded("Race", table="RAC"),
        "hair": Coded("Hair", table="HAI"),
        "eyes": Coded("Eyes", table="EYE"),
        "height_from": Height("Height from"),
        "height_to": Height("Height to"),
        "weight_from": Weight("Weight from"),
        "weight_to": Weight("Weight to"),
        "mark": Coded("Scar, mark, tattoo", 20, table="SMT", free=True, help="A code, its beginning, or its meaning."),
    }
    return Form("PER010", "Find a person", _coded(store, kinds), help=_SEARCH_HELP)


_SEARCH_HELP = (
    "Type a name and press Enter; or Tab to what else is known, and F10. All that is given must fit. A name is found "
    "by its beginning and by its sound; other names and dates of birth that were given count as well.\n\n"
    "F6 enters a new person."
)


def query_of(values: Values) -> Query:
    """What the search form asks. Raises `FormError` when it asks nothing."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    query = Query(**given)
    if query.empty:
        raise FormError("name", "Name: type a name, or something else that is known.")
    if set(given) == {"name"}:
        return as_typed(query.name)
    if query.born_from and not query.born_to:
        return replace(query, born_to=query.born_from)
    return query


# One person


def own_form(store: PoliceStore, opened: Opened) -> Form:
    """The person's own row, for change or correction."""
    kinds: dict[str, Field] = {name: Person._meta.fields[name].kind for name in NAMES}
    texts = own_texts(opened)
    return Form("PER101", "Name and birth", {**_coded(store, kinds, texts), "why": WHY, "because": BECAUSE}, help=_OWN)


_OWN = (
    "A changed name stays on the file as a former name. A corrected one does not: choose It was wrong, and say why. "
    "Both are kept in the history."
)


def own_texts(opened: Opened) -> dict[str, str]:
    """The same row as texts of the form."""
    return {name: Person._meta.fields[name].kind.show(opened.values[name]) for name in NAMES}


def why_of(values: Values) -> Why:
    """Why a form is saved."""
    return Why(values.get("why") or CHANGE, values.get("because") or "")


VALUE = Text("Number", 24, required=True, help="Shown masked afterwards.")


def row_form(store: PoliceStore, session: Session, group: Group, entry: Entry | None) -> Form:
    """A row of a group: a new one, or one for change or correction."""
    kinds: dict[str, Field] = {name: group.model._meta.fields[name].kind for name in group.names}
    if group.code == "IDENTIFIERS" and entry is None:
        kinds = {"kind": kinds.pop("kind"), "place": kinds.pop("place"), "value": VALUE, **kinds}
    if entry is None:
        kinds.pop("to_on")
        if group.code == "DESCRIPTIONS":
            kinds["from_on"] = kinds["from_on"].like(default=session.clock.today())
        return Form(f"PER1{group.number:02d}", f"New {group.one}", _coded(store, kinds), help=_HELP.get(group.code, ""))
    fixed = set(group.fixed)
    if entry.restricted and group.code != "IDENTIFIERS":
        fixed |= {"code", "description"}
    kept = {name: kind for name, kind in kinds.items() if name not in fixed}
    fields = {**_coded(store, kept, entry.texts), "why": WHY, "because": BECAUSE}
    return Form(f"PER1{group.number:02d}", f"Change {group.one}", fields, help=_HELP.get(group.code, ""))


_HELP = {
    "IDENTIFIERS": "A license needs its state. A miscellaneous number is typed with its prefix: AR-123456. The number "
    "is stored sealed and shown masked. A wrong number is ended and the right one entered.",
    "MARKS": "Type the code, or words of its meaning: tattoo forearm left. F4 shows what fits. Codes are never put "
    "together from parts. Medical codes are sealed and stay hidden until they are revealed.",
    "CAUTIONS": "Medical cautions are sealed and stay hidden until they are revealed.",
    "DESCRIPTIONS": "A new description ends the one before it; both stay on the file.",
    "ADDRESSES": "Enter the new address first, then end the old one. A person who is no transient has an address.",
    "VEHICLES": "A VIN whose check digit or length is wrong is kept only with a reason.",
    "ONLINE": "Only where the conviction is of 2017 or later and the court found that they must be registered "
    "(PC 290.024).",
}


# A new file


def new_form(store: PoliceStore) -> Form:
    """A new person with first description, one number and an address."""
    own, look, home = Person._meta.fields, Description._meta.fields, Address._meta.fields
    kinds: dict[str, Field] = {name: own[name].kind for name in ("last", "first", "middle", "suffix", "born")}
    kinds["first"] = kinds["first"].like(stop=True)
    kinds["born"] = kinds["born"].like(stop=True)
    kinds |= {name: look[name].kind.like(stop=False) for name in ("sex", "race", "height", "weight", "hair", "eyes")}
    kinds["kind"] = Choice("Number known: kind", 6, options=IDENTIFIER_KINDS)
    kinds["place"] = Identifier._meta.fields["place"].kind.like(label="Its state")
    kinds["value"] = VALUE.like(required=False)
    kinds["transient"] = Yes("Transient", default=False)
    kinds |= {name: home[name].kind.like(required=False) for name in ("street", "unit", "city", "state", "zip")}
    kinds["street"] = kinds["street"].like(stop=True)
    kinds["city"] = kinds["city"].like(stop=True)
    return Form("PER012", "New person", _coded(store, kinds), help=_NEW)


_NEW = (
    "Before the file is opened, files that may be of the same person are shown: the same number, or a name that sounds "
    "alike with the same date of birth. Open one of those instead where it is the same person.\n\n"
    "A person has an address or is a transient."
)
