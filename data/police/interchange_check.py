"""Everything that must be true of a transaction before it is written and after it is read, as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from data.police.interchange import Exchanged, Transaction
from data.police.interchange_images import image_problems
from data.police.interchange_rules import FIRST_2011, LATER_IMAGE_KINDS, LATER_PROFILES, MARKS, RULES, Tag

Codes = Mapping[str, frozenset[str]]
NEVER_SET = {"", "000", "0"}
"""What programs write for an agency or control number that nobody gave them."""


def problems(given: Transaction, codes: Codes) -> list[str]:
    """What is wrong, a sentence each; empty when the transaction may be exchanged."""
    return [*_header(given), *(each for record in given.records for each in _record(record, codes)), *_whole(given)]


def _header(given: Transaction) -> Iterator[str]:
    if not given.records or given.records[0].type != 1:
        yield "A transaction begins with its Type-1 header."
        return
    header = given.records[0]
    for number, name in ((4, "type of transaction (TOT)"), (7, "destination (DAI)"), (8, "agency's ORI")):
        if header.text(number).strip("0 ") in NEVER_SET:
            yield f"The {name} is not set. Ask the receiving agency and enter it in the settings."
    if header.text(9).strip("0 ") in NEVER_SET:
        yield "The transaction has no control number (TCN)."
    if header.fields.get(3) != given.content:
        yield "The header counts other records than there are (1.003)."


def _record(record: Exchanged, codes: Codes) -> Iterator[str]:
    rules = RULES.get(record.type)
    if rules is None:
        yield f"Records of type {record.type} are not exchanged here."
        return
    for number in record.fields:
        if number not in rules:
            yield f"Field {record.type}.{number:03d} is not one of this record."
    for tag in rules.values():
        for problem in _field(record, tag, codes):
            yield f"{tag.mnemonic} ({record.type}.{tag.number:03d}): {problem}"
    if record.type == 10:
        yield from _picture(record)
    if record.type in (10, 14):
        yield from image_problems(record)
    elif record.image:
        yield f"A record of type {record.type} holds no image."


def _field(record: Exchanged, tag: Tag, codes: Codes) -> Iterator[str]:
    value = record.fields.get(tag.number, ())
    if len(value) < tag.least:
        yield "this is needed."
    if len(value) > tag.most:
        yield f"{len(value)} values; at most {tag.most} are allowed."
    for items in value:
        if not 1 <= len(items) <= tag.items:
            yield f"{len(items)} parts in a value; at most {tag.items} are allowed."
        for item in items:
            yield from _text(item, tag)
        if items:
            yield from _meaning(items[0], tag, codes)


def _text(item: str, tag: Tag) -> Iterator[str]:
    if any(not " " <= character <= "~" for character in item):
        yield "only plain ASCII text is exchanged, no control characters."
    if tag.longest and len(item) > tag.longest:
        yield f"{len(item)} characters; at most {tag.longest} are allowed."


def _meaning(item: str, tag: Tag, codes: Codes) -> Iterator[str]:
    if not item:
        yield "a value is empty."
    elif tag.is_date and not _is_date(item):
        yield f"{item} is no date (CCYYMMDD)."
    elif tag.pattern and not re.fullmatch(tag.pattern, item):
        yield f"{item} does not have the right form."
    elif tag.codes and item not in tag.codes:
        yield f"{item} is not one of its codes."
    elif tag.table and item not in codes.get(tag.table, frozenset()):
        yield f"{item} is not in the code table {tag.table}."


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"(?:19|20)\d{6}", text):
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def _picture(record: Exchanged) -> Iterator[str]:
    """What one field of a Type-10 record demands of another (ITL 8.10)."""
    kind, pose = record.text(3), record.text(20)
    name = f"Image {record.idc}"
    if kind == "FACE":
        if not record.text(13):
            yield f"{name}: a face needs its acquisition profile (SAP)."
        if not pose:
            yield f"{name}: a face needs its pose (POS)."
    elif record.text(13):
        yield f"{name}: only a face has an acquisition profile (SAP)."
    if (pose == "A") != bool(record.text(21)):
        yield f"{name}: the angle (POA) belongs to pose A, and only to it."
    if kind in MARKS and 40 not in record.fields:
        yield f"{name}: a picture of a scar, mark or tattoo needs its code (SMT)."
    if kind not in MARKS | LATER_IMAGE_KINDS and 40 in record.fields:
        yield f"{name}: SMT belongs to pictures of scars, marks and tattoos."


def _whole(given: Transaction) -> Iterator[str]:
    """What is true only of all records together."""
    others = given.records[1:]
    if sum(record.type == 2 for record in others) != 1:
        yield "A booking has exactly one Type-2 record."
    numbers = [record.idc for record in others if record.type != 2]
    if len(set(numbers)) != len(numbers):
        yield "Two images have the same number (IDC)."
    fronts = sum(record.type == 10 and record.text(3) == "FACE" and record.text(20) == "F" for record in others)
    if fronts != 1:
        yield f"A booking has exactly one frontal photograph (pose F); this one has {fronts}."
    header = given.records[0] if given.records else None
    if header is None:
        return
    for record in others:
        if record.type in (10, 14) and record.text(4) != header.text(8):
            yield f"Image {record.idc}: its source is not this agency (SRC)."
        if header.text(2) < FIRST_2011 and record.type == 10:
            yield from _too_new(record)


def _too_new(record: Exchanged) -> Iterator[str]:
    for number, later in ((3, LATER_IMAGE_KINDS), (13, LATER_PROFILES)):
        if record.text(number) in later:
            yield f"Image {record.idc}: {record.text(number)} came with version {FIRST_2011}; this file is older."
