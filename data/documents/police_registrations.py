"""The papers of a registration: worksheet with changes marked, DOJ form data, and the registrant's receipt.

The receipt has no offense and no medical code on it. Nothing says that anything was submitted to DOJ: CSAR is typed
from the worksheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, pair, text
from data.text import many


@dataclass(frozen=True)
class Head:
    """Who gives the paper out: the agency, its ORI (blank until it has one) and telephone."""

    agency: str
    ori: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Row:
    """A stated row: its line, whether it is new or changed, and what stood there before."""

    line: str
    changed: bool = False
    before: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything on a worksheet, in the order of DOJ's form."""

    number: str
    registry: str
    transaction: str
    came_on: str
    clerk: str
    status: tuple[tuple[str, str], ...]
    """Pairs of label and value: event, tier and letter, supervision, biometrics, CSAR."""
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    """Title and rows of each group."""
    offenses: tuple[str, ...]
    notices: tuple[tuple[str, str], ...]
    """Pairs of notice and initials."""
    juvenile: bool = False


@dataclass(frozen=True)
class Next:
    """What a registrant has to do next, by when in law, and the last day the desk is open."""

    rule: str
    opens: date | None
    legal: date
    desk: date | None
    note: str = ""


@dataclass(frozen=True)
class Receipt:
    """What stands on the receipt: proof of current registration."""

    name: str
    born: str
    number: str
    transaction: str
    came_on: str
    clerk: str
    next: tuple[Next, ...] = field(default=())


def head(of: Head) -> list[Element]:
    """The agency's name, ORI and telephone."""
    out = [text(of.agency, "center", bold=True)]
    below = "  ".join(part for part in (f"ORI {of.ori}" if of.ori else "", of.phone) if part)
    return [*out, text(below, "center"), BLANK] if below else [*out, BLANK]


def signed_by(*labels: str, day: str = "Date") -> list[Element]:
    """Lines to sign and date, each with its label; `day` is the word for the date."""
    out: list[Element] = []
    for label in labels:
        out += [{"blank": 2}, pair("_" * 36, "_" * 14), pair(label, day)]
    return out


THUMB: tuple[Element, ...] = (
    BLANK,
    text("+----------------------+", "right"),
    *(text("|                      |", "right") for _ in range(6)),
    text("+----------------------+", "right"),
    text("Right thumb", "right"),
)
"""The box for the right thumbprint."""


def worksheet(of: Head, sheet: Sheet) -> list[Element]:
    """The worksheet, for signing and for typing into CSAR: changed rows begin with a star."""
    out = [*head(of), text(f"REGISTRATION WORKSHEET  {sheet.registry}", "center", bold=True), RULE]
    out += [pair(sheet.transaction, sheet.number), pair(f"Appeared on {sheet.came_on}", f"Taken by {sheet.clerk}")]
    out += [pair(label, value) for label, value in sheet.status if value]
    out += _groups(sheet.groups)
    if sheet.offenses:
        out += [RULE, text("Offenses", bold=True), *(text(f"  {line}") for line in sheet.offenses)]
    if sheet.notices:
        out += [RULE, text("Notices given, initialed by the registrant", bold=True)]
        out += [pair(f"  {title}", f"[{initials or '      '}]") for title, initials in sheet.notices]
    out += [RULE, text("* changed since the last statement"), text("What I have stated here is true.")]
    lines = ("Registrant", "Parent or guardian", "Clerk") if sheet.juvenile else ("Registrant", "Clerk")
    return [*out, *signed_by(*lines), *THUMB, CUT]


def _groups(groups: Iterable[tuple[str, tuple[Row, ...]]]) -> list[Element]:
    out: list[Element] = []
    for title, rows in groups:
        out += [RULE, text(title, bold=True)]
        for row in rows:
            out.append(text(f"{'*' if row.changed else ' '} {row.line}", bold=row.changed))
            if row.before:
                out.append(text(f"    before: {row.before}"))
        if not rows:
            out.append(text("  none"))
    return out


def form_data(of: Head, sheet: Sheet) -> list[Element]:
    """The data of DOJ's form in its order, label by label, for typing; nothing to sign."""
    out = [*head(of), text(f"DATA FOR DOJ'S FORM  {sheet.registry}", "center", bold=True), RULE]
    out += [pair("Agency record", sheet.number), pair("Transaction", sheet.transaction), pair("Date", sheet.came_on)]
    out += [pair(label, value) for label, value in sheet.status if value]
    out += _groups(sheet.groups)
    out += [RULE, text("Offenses", bold=True), *(text(f"  {line}") for line in sheet.offenses)]
    return [*out, CUT]


def day_list(of: Head, title: str, rows: Iterable[tuple[str, str]]) -> list[Element]:
    """A list for the desk: number and day at the right, what waits at the left; nobody is named on it."""
    them = list(rows)
    out = [*head(of), text(title, "center", bold=True), RULE]
    out += [pair(left, right) for left, right in them]
    return [*out, RULE, text(many(len(them), "row")), CUT]


def petition_register(
    of: Head, title: str, entries: Iterable[tuple[str, str, Iterable[tuple[str, str]]]]
) -> list[Element]:
    """The register of petitions: of each who and which record, then pairs of label and value."""
    them = list(entries)
    out = [*head(of), text(title, "center", bold=True), RULE]
    for who, number, pairs in them:
        out += [pair(who, number), *(pair(f"  {label}", value) for label, value in pairs), BLANK]
    return [*out, RULE, text(f"{len(them)} petition{'s' if len(them) != 1 else ''}"), CUT]


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "PROOF OF CURRENT REGISTRATION",
        "name": "Name",
        "born": "Date of birth",
        "number": "Record",
        "what": "Transaction",
        "on": "Date",
        "by": "Clerk",
        "next": "What is next",
        "from": "from",
        "legal": "at the latest",
        "desk": "last day the desk is open",
        "closed": "the desk is closed until then: call",
        "free": "There is no fee for registering.",
        "keep": "Keep this paper. It proves that you registered on this date.",
    },
    "es": {
        "title": "COMPROBANTE DE REGISTRO VIGENTE",
        "name": "Nombre",
        "born": "Fecha de nacimiento",
        "number": "Expediente",
        "what": "Trámite",
        "on": "Fecha",
        "by": "Empleado",
        "next": "Lo que sigue",
        "from": "desde",
        "legal": "a más tardar",
        "desk": "último día que abre la oficina",
        "closed": "la oficina cierra hasta entonces: llame",
        "free": "Registrarse no cuesta nada.",
        "keep": "Conserve este papel. Comprueba que se registró en esta fecha.",
    },
}
"""What a receipt says, by language."""
NEXT: Mapping[str, Mapping[str, str]] = {
    "en": {
        "SX3": "Annual update, in person",
        "SX4": "Come in person (every 90 days)",
        "SX5": "Register again (transient)",
        "SX15": "Bring proof of residence",
        "AR7": "Annual update, in person",
    },
    "es": {
        "SX3": "Actualización anual, en persona",
        "SX4": "Venir en persona (cada 90 días)",
        "SX5": "Registrarse de nuevo (sin domicilio)",
        "SX15": "Traer comprobante de domicilio",
        "AR7": "Actualización anual, en persona",
    },
}
"""What a registrant does about a deadline, by language and rule; rules of the agency alone are not on the receipt."""


def whose(found: Receipt, language: str) -> list[Element]:
    """Whom a paper was given to, for what, when and by whom."""
    words = WORDS[language]
    return [
        pair(words["name"], found.name),
        pair(words["born"], found.born),
        pair(words["number"], found.number),
        pair(words["what"], found.transaction),
        pair(words["on"], found.came_on),
        pair(words["by"], found.clerk),
    ]


def receipt(of: Head, found: Receipt, language: str) -> list[Element]:
    """The receipt and proof of current registration: what was done, and what is next with both of its days."""
    words = WORDS[language]
    out = [*head(of), text(words["title"], "center", bold=True), RULE, *whose(found, language)]
    told = [one for one in found.next if one.rule in NEXT[language]]
    if told:
        out += [RULE, text(words["next"], bold=True)]
    for one in told:
        out += _next(one, language)
    return [*out, RULE, text(words["keep"]), text(words["free"]), CUT]


def _next(one: Next, language: str) -> list[Element]:
    words = WORDS[language]
    out = [text(NEXT[language][one.rule], bold=True)]
    if one.opens:
        out.append(pair(f"  {words['from']}", f"{one.opens:%m/%d/%Y}"))
    out.append(pair(f"  {words['legal']}", f"{one.legal:%m/%d/%Y}"))
    if one.desk is None:
        out.append(text(f"  {words['closed']}"))
    else:
        out.append(pair(f"  {words['desk']}", f"{one.desk:%m/%d/%Y}"))
    return out
