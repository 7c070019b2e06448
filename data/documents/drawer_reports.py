"""The X and the Z report of a drawer, in English, for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents import Element
from data.documents.elements import CUT, RULE, heading, money, pair, signature, text
from data.tenders import COUNTED, title

if TYPE_CHECKING:
    from data.drawers_close import CountResult, ZReport
    from data.drawers_figures import Figures
    from data.ledger_terms import Terms

COUNTED_KINDS: tuple[tuple[str, str], ...] = (
    ("RECEIPT", "Receipts"),
    ("VOID", "Voids"),
    ("CANCEL", "Voided before posting"),
    ("REPRINT", "Reprints"),
    ("NO-SALE", "No-sales"),
    ("DROP", "Safe drops"),
    ("PAID-OUT", "Paid outs"),
)
"""What happened in a drawer, in the order of the report."""
NAME = 24
"""Characters of a title before its count and amount, on the narrowest paper."""


def x_paper(terms: Terms, found: Figures, clerk: str, at: str) -> list[Element]:
    """The X report: the drawer so far; without cash and totals while its count is blind."""
    return [*heading(terms, "X REPORT"), *_about(found, clerk, at), *_figures(found), *_expected(found), CUT]


def z_paper(terms: Terms, z: ZReport) -> list[Element]:
    """The Z report: figures, counts, over/short, perpetual total and the chain's head, with lines to sign."""
    found = z.figures
    out = [*heading(terms, f"Z REPORT {z.z_number}"), *_about(found, z.clerk, z.closed_at), *_figures(found)]
    for result in z.counts:
        out += _count(result)
    if z.reason:
        out.append(text(f"Reason: {z.reason} {z.note}".rstrip()))
    out += [
        RULE,
        money("Net receipts", found.net_cents, bold=True),
        money("Perpetual total of the till", z.perpetual_cents),
        pair("Closed by", z.closed_by),
        pair("Journal", z.hash8),
    ]
    return [*out, *signature("Clerk"), *signature("Verified by"), CUT]


def _about(found: Figures, clerk: str, at: str) -> list[Element]:
    drawer = found.drawer
    return [
        pair(f"Till {drawer.till}", f"Clerk {clerk}"),
        pair(f"Business date {drawer.business_date:%m/%d/%Y}", local_time(at)),
        pair("Receipts", f"{found.first} - {found.last}" if found.first else "none"),
        RULE,
    ]


def _figures(found: Figures) -> list[Element]:
    out: list[Element] = []
    for kind, said in COUNTED_KINDS:
        number = found.counts.get(kind, 0)
        if found.totals.get(kind):
            out.append(money(f"{said} ({number})", found.totals[kind]))
        else:
            out.append(pair(said, str(number)))
    if found.services:
        out.append(RULE)
    for one in found.services:
        name = f"{one.title[:NAME]} ({one.count})"
        if one.amount_cents or not one.custody_cents:
            out.append(money(name, one.amount_cents))
        if one.custody_cents:
            out += [text("In custody, held for others:"), money(f"  {name}", one.custody_cents)]
    if found.tenders:
        out.append(RULE)
    for tender in found.tenders:
        out.append(money(f"{title(tender.kind)} taken in", tender.taken_cents))
        if tender.change_cents:
            out.append(money("  change paid", -tender.change_cents))
        if tender.refunded_cents:
            out.append(money("  returned", -tender.refunded_cents))
    return out


def _expected(found: Figures) -> list[Element]:
    if found.expected is None:
        return [RULE, text("Blind count: cash and totals are not shown.")]
    out: list[Element] = [RULE, money("Change fund", found.drawer.fund_cents)]
    return out + [money(f"{title(kind)} expected", cents) for kind, cents in found.expected.items() if cents]


def _count(result: CountResult) -> list[Element]:
    out: list[Element] = [RULE, text(f"Count {result.n}", bold=True)]
    for kind in COUNTED:
        cents, wanted = result.counted.get(kind, 0), result.expected.get(kind, 0)
        if not cents and not wanted:
            continue
        out += [money(f"{title(kind)} expected", wanted), money(f"{title(kind)} counted", cents)]
        if kind in result.variance:
            over = result.variance[kind]
            out.append(money("  OVER" if over > 0 else "  SHORT", over, bold=True))
    if not result.variance:
        out.append(text("Balances."))
    return out
