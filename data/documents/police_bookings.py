"""The papers of a booking: sheet, property receipt, transfer sheet, and the arrest log of a span of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, money, pair, text
from data.documents.police_registrations import Head, head, signed_by
from data.money import show_cents
from data.police.bookings_log import WITHHELD, Arrest

WIDTH = 78
"""Characters of a line of text."""


@dataclass(frozen=True)
class Sheet:
    """Everything the papers of one booking say of it."""

    number: str
    name: str
    born: str
    look: str
    facts: tuple[tuple[str, str], ...]
    """Pairs of label and value; those without a value are left out."""
    charges: tuple[tuple[str, str], ...]
    """Each charge and its bail."""
    bail_cents: int
    holds: tuple[str, ...]
    left: str
    photographs: tuple[str, ...]
    envelope: str
    property_list: str
    caution: str
    juvenile: bool = False


def _long(label: str, value: str) -> list[Element]:
    """A label and a value that may take several lines."""
    return [text(label), *(text(f"  {row}") for row in wrap(value, WIDTH - 2))] if value else []


def _top(of: Head, sheet: Sheet, title: str) -> list[Element]:
    out = [*head(of), text(title, "center", bold=True), RULE, pair(sheet.name, sheet.number, bold=True)]
    if sheet.juvenile:
        out.append(text("JUVENILE: RESTRICTED (WIC 827)", bold=True))
    return [*out, pair(f"Born {sheet.born}" if sheet.born else "", sheet.look)]


def _charged(sheet: Sheet) -> list[Element]:
    out = [RULE, text("Charges", bold=True), *(pair(f"  {words}", bail) for words, bail in sheet.charges)]
    if not sheet.charges:
        out.append(text("  none"))
    out.append(money("  Bail in all", sheet.bail_cents))
    return [*out, *([text("Holds", bold=True)] if sheet.holds else []), *(text(f"  {row}") for row in sheet.holds)]


def booking_sheet(of: Head, sheet: Sheet) -> list[Element]:
    """The booking sheet: everything but sealed answers and numbers of the person."""
    out = [*_top(of, sheet, "BOOKING SHEET"), RULE]
    for label, value in sheet.facts:
        out += [pair(label, value)] if len(label) + len(value) < WIDTH - 2 else _long(label, value)
    out += [*_charged(sheet), RULE, pair("Disposition", sheet.left)]
    out += [*_long("Photographs", ", ".join(sheet.photographs)), *_long("Caution", sheet.caution)]
    return [*out, *signed_by("Booking clerk", "Arresting officer"), CUT]


def property_receipt(of: Head, sheet: Sheet) -> list[Element]:
    """What was taken for safekeeping, signed by both; signed again when it is given back."""
    out = [*_top(of, sheet, "PROPERTY RECEIPT"), RULE, pair("Sealed envelope", sheet.envelope or "none")]
    out += _long("Property", sheet.property_list or "none")
    out += [BLANK, text("This is what was taken from me."), *signed_by("Arrestee", "Officer or clerk")]
    return [*out, BLANK, RULE, text("I have received all of it back."), *signed_by("Owner", "Officer or clerk"), CUT]


def transfer_sheet(of: Head, sheet: Sheet, *, asked: bool) -> list[Element]:
    """What goes with an arrestee to another facility; `asked`: whether the medical questions were asked."""
    out = [*_top(of, sheet, "TRANSFER SHEET"), RULE, pair("Handed over", sheet.left), *_long("Caution", sheet.caution)]
    said = "asked; the answers are told in person" if asked else "NOT ASKED"
    out += [pair("Medical questions", said), pair("Property envelope", sheet.envelope or "none")]
    return [*out, *_charged(sheet), RULE, *signed_by("Handed over by", "Received by (name, badge, agency)"), CUT]


def arrest_log(of: Head, found: Sequence[Arrest], first: date, last: date) -> list[Element]:
    """The arrest log for whoever asks: the items of Government Code 7923.610 and nothing else."""
    out = [*head(of), text(f"ARREST LOG {first:%m/%d/%Y} - {last:%m/%d/%Y}", "center", bold=True)]
    out += [text("Government Code 7923.610", "center"), RULE]
    for one in found:
        out += [*_released(one), RULE]
    if any(WITHHELD in (*vars(one).values(), *one.charges) for one in found):
        out += [*(text(row) for row in wrap(WITHHELD_BECAUSE, WIDTH)), RULE]
    return [*out, pair("Arrests", str(len(found)), bold=True), CUT]


WITHHELD_BECAUSE = (
    "What is withheld would endanger the safety of a person involved in an investigation, or the successful "
    "completion of an investigation (Government Code 7923.610)."
)


def _released(one: Arrest) -> Iterable[Element]:
    bail = "not set" if one.bail_cents is None else show_cents(one.bail_cents)
    look = (one.sex, one.height, one.weight, f"hair {one.hair.lower()}", f"eyes {one.eyes.lower()}")
    yield pair(one.name, f"born {one.born:%m/%d/%Y}" if one.born else "", bold=True)
    yield text(f"  {', '.join(part for part in look if part.strip() not in ('', 'hair', 'eyes'))}")
    yield pair(f"  Occupation: {one.occupation or 'not stated'}", f"Bail: {bail}")
    yield pair(f"  Arrested {one.arrested}", f"Booked {one.booked}")
    yield text(f"  At {one.place}")
    yield from (text(f"  {row}") for row in wrap(one.circumstances, WIDTH - 2))
    yield from (text(f"  Charge: {row}") for row in one.charges)
    yield from (text(f"  Hold: {row}") for row in one.holds)
    yield text(f"  {one.left}")
