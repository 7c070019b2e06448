"""The papers of Live Scan: the data of form BCIA 8016, the slip of a form sent back, and the two logs.

SSN and license stand in full only on the form, and only until the request is closed; the logs have neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents.elements import BLANK, CUT, RULE, day, heading, pair, signature, text
from data.money import show_cents
from data.police.fingerprints import MEDIA, REASONS, by_finger
from data.police.livescan_fees import PAYEES
from data.police.livescan_terms import APPLICANT_TYPES, BLOCKS, FIELDS, ID_KINDS, LEVELS, label

if TYPE_CHECKING:
    from data.documents import Element
    from data.ledger_terms import Terms
    from data.police.fingerprints import Prints
    from data.police.livescan import LiveScan

TITLE = "REQUEST FOR LIVE SCAN SERVICE (BCIA 8016)"
COPIES = ("Copy 1: agency that rolled the prints", "Copy 2: applicant's agency", "Copy 3: applicant")
"""Whose copy each is; the second goes to the applicant's agency (BSIS)."""
_MEANINGS: Mapping[str, Mapping[str, str]] = {
    "applicant_type": dict(APPLICANT_TYPES), "level": dict(LEVELS), "id_kind": dict(ID_KINDS),
}  # fmt: skip


def form_data(
    terms: Terms, found: LiveScan, numbers: Mapping[str, str], codes: Mapping[str, str], copies: int
) -> list[Element]:
    """The data of a request, once for each copy; `numbers` in clear where they may be, `codes` in words by name."""
    pages: list[Element] = []
    for n in range(copies):
        pages += [*_form(terms, found, numbers, codes), text(COPIES[n] if n < len(COPIES) else f"Copy {n + 1}"), CUT]
    return pages


def _form(terms: Terms, found: LiveScan, numbers: Mapping[str, str], codes: Mapping[str, str]) -> list[Element]:
    out = [text(TITLE, "center", bold=True), pair(f"Log number {found.number}", local_time(found.at)), RULE]
    for block in BLOCKS[:3]:
        out.append(text(block.title.upper(), bold=True))
        for name in block.names:
            if shown := _shown(found, name, numbers, codes):
                out.append(pair(label(name), shown))
    out += [text("TRANSACTION", bold=True), *_transaction(found)]
    out += [RULE, text("I have read the privacy notice and the applicant's privacy rights.")]
    signed = " on file" if found.values["signed"] else ""
    return [*out, *signature(f"Applicant's signature{signed}")]


def _shown(found: LiveScan, name: str, numbers: Mapping[str, str], codes: Mapping[str, str]) -> str:
    if name in found.masked:
        return numbers.get(name) or found.masked[name]
    value = found.values[name]
    if name in _MEANINGS:
        return _MEANINGS[name].get(value or "", value or "")
    return codes.get(name) or str(FIELDS[name].kind.show(value))


def _transaction(found: LiveScan) -> list[Element]:
    rows = [
        ("Operator", found.operator),
        ("Date", local_time(found.sent_at) if found.sent_at else ""),
        ("Transmitting agency", found.transmitter),
        ("LSID", found.lsid),
        ("ATI", found.ati),
        ("Original ATI (resubmission)", found.original_ati),
        ("Receipt", found.receipt),
    ]
    collected = found.doj_cents + found.fbi_cents + found.firearm_cents + found.roll_cents
    if found.closed_at or collected:
        rows += [("Amount collected", show_cents(collected)), ("Amount billed", show_cents(found.billed_cents))]
    return [pair(left, right) for left, right in rows if right]


def slip(terms: Terms, found: LiveScan) -> list[Element]:
    """What the applicant gets with a form that is sent back: the boxes that are empty, and nothing what to write."""
    out = heading(terms, "YOUR LIVE SCAN FORM IS NOT COMPLETE")
    out += [pair("Log number", found.number), BLANK]
    out += [text("These boxes of your form BCIA 8016 are empty:"), BLANK]
    out += [text(f"  - {label(name)}") for name in found.missing.split()]
    said = (
        "Please have the agency that asked for your fingerprints complete its part, and complete yours. We may not "
        "fill in the form or advise you what to write. Bring it back with your identification."
    )
    return [*out, BLANK, text(said), CUT]


def log(terms: Terms, found: Sequence[LiveScan], receipts: Mapping[int, str], first: date, last: date) -> list[Element]:
    """The Live Scan log of a span of days, with the fees by payee and their sums."""
    out = heading(terms, f"LIVE SCAN LOG {first:%m/%d/%Y} - {last:%m/%d/%Y}")
    for one in found:
        out.append(pair(f"{one.number} {local_time(one.at)} {one.name}"[:60], one.waits_for))
        level = dict(LEVELS).get(one.values["level"] or "", "")
        out.append(text(f"   ORI {one.values['ori'] or '-'}  {one.values['applicant_type'] or '-'}  {level}  "
                        f"ATI {one.ati or '-'}  LSID {one.lsid or '-'}"))  # fmt: skip
        out.append(text(f"   {fee_words(one)}  Receipt {receipts.get(one.id) or '-'}  {one.operator}".rstrip()))
        out += [text(f"   {words}") for words in chain_words(one)]
    sums = {payee: sum(getattr(one, f"{payee.lower()}_cents") for one in found) for payee in PAYEES}
    out += [RULE, *(pair(PAYEES[payee], show_cents(cents)) for payee, cents in sums.items())]
    out.append(pair("Billed to agencies", show_cents(sum(one.billed_cents for one in found))))
    return [*out, pair("Requests", str(len(found)), bold=True), CUT]


def fee_words(found: LiveScan) -> str:
    """The fees of a closed request by payee in one line."""
    cents = {payee: int(getattr(found, f"{payee.lower()}_cents")) for payee in PAYEES}
    parts = [f"{PAYEES[payee]} {show_cents(amount)}" for payee, amount in cents.items() if amount]
    if found.billed_cents:
        parts.append(f"billed {show_cents(found.billed_cents)}")
    return ", ".join(parts) or "no fee taken"


def chain_words(found: LiveScan) -> list[str]:
    """What a request has to do with a rejection, in words."""
    words = []
    if found.original_ati:
        words.append(f"Resubmission, original ATI {found.original_ati}")
    if found.rejected_on:
        words.append(f"Rejected by {found.rejected_by} on {day(found.rejected_on)}")
    return words


def fingerprint_log(
    terms: Terms, rows: Sequence[Prints], names: Mapping[str, str], first: date, last: date
) -> list[Element]:
    """The fingerprint log of a span of days, and how often each finger was rejected; `names` are the finger codes'."""
    reasons, media = dict(REASONS), dict(MEDIA)
    out = heading(terms, f"FINGERPRINT LOG {first:%m/%d/%Y} - {last:%m/%d/%Y}")
    for one in rows:
        out.append(pair(f"{one.number} {local_time(one.at)} {one.subject}"[:60], reasons[one.reason]))
        cards = f", {one.cards} cards" if one.cards else ""
        out.append(text(f"   {media[one.medium]}{cards}  TCN {one.tcn or '-'}  ATI {one.ati or '-'}  {one.clerk}"))
        if one.rejects:
            out.append(text(f"   Rejected: {one.rejected}"))
        if one.struck_at:
            out.append(text(f"   STRUCK {local_time(one.struck_at)}: {one.struck_why}"))
    out.append(RULE)
    out += [pair(f"Rejected: {code} {names.get(code, '')}".strip(), str(count)) for code, count in by_finger(rows)]
    return [*out, pair("Rows", str(len(rows)), bold=True), CUT]
