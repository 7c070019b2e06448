"""A Live Scan request as rows of its display; numbers are masked."""

from __future__ import annotations

from datetime import date
from textwrap import wrap

from data.clock import local_time
from data.money import show_cents
from data.police import livescan_fees, livescan_paper
from data.police.coded import heavy, tall
from data.police.livescan import BACK, OPEN, SENT, STATES, LiveScan
from data.police.livescan_terms import APPLICANT_TYPES, ID_KINDS, LEVELS, label
from screens.lines import Line

COLUMNS = 65
"""Columns of what stands beside a word."""


def request_rows(found: LiveScan, owed: dict[str, int], paid: dict[str, int], receipts: str) -> list[Line]:
    """What is known about a request, in rows; numbers are masked."""
    values = found.values
    kind, level = dict(APPLICANT_TYPES).get(values["applicant_type"], "-"), dict(LEVELS).get(values["level"], "-")
    rows = [
        Line(f"  {found.number}  {STATES[found.state].upper()}  {kind}"[:79], "title"),
        Line(f"  For        {values['working_title'] or '-'}; level {level}; ORI {values['ori'] or '-'}"[:79]),
        Line(f"  Agency     {values['agency'] or '-'}, mail code {values['mail_code'] or '-'}"[:79]),
        Line(f"  Applicant  {found.name}{_aka(found)}"[:79]),
        Line(f"  Born       {_born(found)}; {_look(found)}"[:79]),
        Line(f"  Numbers    {_numbers(found)}"[:79]),
        Line(f"  Home       {values['street'] or '-'}, {values['city'] or '-'} {values['zip'] or ''}"[:79]),
        Line(f"  Photo ID   {_identification(found)}"[:79]),
    ]
    if found.missing:
        rows += _lacks(found)
    if found.sent_at:
        sent = f"{local_time(found.sent_at)} by {found.operator}; LSID {found.lsid}"
        rows.append(Line(f"  Sent       {sent}"[:79]))
        numbers = f"{found.ati or 'NOT YET'}  TCN {found.tcn or '-'}"
        rows.append(Line(f"  ATI        {numbers}"[:79], "text" if found.ati else "alert"))
    rows += [Line(f"  Chain      {words}"[:79]) for words in livescan_paper.chain_words(found)]
    return [*rows, Line(f"  Fees       {_fees(found, owed, paid)}"[:79]), Line(f"  Receipt    {receipts or '-'}"[:79])]


def _lacks(found: LiveScan) -> list[Line]:
    """What the form lacks, and what to do about it."""
    words = ", ".join(label(name) for name in found.missing.split())
    said = wrap(f"{words}. Give it back with the slip: 3.", COLUMNS, max_lines=3, placeholder=" ...")
    return [Line(f"  {'LACKS' if not n else '':<10} {row}", "alert") for n, row in enumerate(said)]


def _aka(found: LiveScan) -> str:
    also = ", ".join(found.values[name] for name in ("aka_last", "aka_first") if found.values[name])
    return f"; also {also}" if also else ""


def _born(found: LiveScan) -> str:
    born: date | None = found.values["born"]
    return f"{born:%m/%d/%Y} in {found.values['birth_place'] or '-'}" if born else "-"


def _look(found: LiveScan) -> str:
    values = found.values
    parts = (values["sex"] or "", tall(values["height"] or ""), heavy(values["weight"] or ""))
    colors = f"eyes {values['eyes'] or '-'}, hair {values['hair'] or '-'}"
    return ", ".join([*(part for part in parts if part), colors])


def _numbers(found: LiveScan) -> str:
    said = {"ssn": "SSN", "license": "License", "misc": "Other"}
    return "  ".join(f"{said[name]} {shown}" for name, shown in found.masked.items() if shown) or "-"


def _identification(found: LiveScan) -> str:
    expires: date | None = found.values["id_expires_on"]
    if not found.values["id_kind"]:
        return "-"
    papers = " ".join(found.values[name] for name in ("support1", "support2") if found.values[name])
    until = f" until {expires:%m/%d/%Y}" if expires else ""
    return f"{dict(ID_KINDS)[found.values['id_kind']]}{until}{f'; papers {papers}' if papers else ''}"


def _fees(found: LiveScan, owed: dict[str, int], paid: dict[str, int]) -> str:
    """The parts by payee: what was taken, what is to be paid, and that the agency is billed."""
    names = livescan_fees.PAYEES
    parts = [f"{names[payee]} {show_cents(cents)}" for payee, cents in paid.items()]
    if not paid and found.state in (OPEN, SENT, BACK):
        parts = [f"{names[payee]} {show_cents(cents)} due" for payee, cents in owed.items()]
    if found.billed:
        parts.append(f"rest billed to {found.values['billing']}")
    return ", ".join(parts) or "none"
