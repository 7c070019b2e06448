"""The few elements papers are made of, and the head that every paper of the city has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.documents import Element
from data.money import show_cents

if TYPE_CHECKING:
    from data.ledger_terms import Terms


def text(content: str, align: str = "left", *, size: int = 1, bold: bool = False) -> Element:
    """A line of text; size 2 is double."""
    found: Element = {"text": content}
    if align != "left":
        found["align"] = align
    if size != 1:
        found["size"] = size
    if bold:
        found["bold"] = True
    return found


def pair(left: str, right: str, *, bold: bool = False) -> Element:
    """A description at the left and something at the right edge."""
    return {"pair": [left, right], "bold": True} if bold else {"pair": [left, right]}


def money(left: str, cents: int, *, bold: bool = False) -> Element:
    """A description and an amount in cents."""
    return pair(left, show_cents(cents), bold=bold)


def day(stored: str) -> str:
    """A stored date as `MM/DD/YYYY`."""
    return f"{date.fromisoformat(stored):%m/%d/%Y}"


RULE: Element = {"rule": "-"}
BLANK: Element = {"blank": 1}
CUT: Element = {"cut": True}


def heading(terms: Terms, title: str = "") -> list[Element]:
    """The logo when there is one, the city's name, address and phone, the training notice, the title."""
    name, address, phone, notice = (
        terms.text(key) for key in ("city.name", "city.address", "city.phone", "receipt.notice")
    )
    logo = terms.values.get("receipt.logo", "")
    found: list[Element] = [{"image": logo}] if logo else []
    found.append(text(name, "center", size=2 if len(name) <= 20 else 1, bold=True))
    found += [text(line, "center") for line in (address, phone) if line]
    if notice:
        found.append(text(notice, "center", bold=True))
    if title:
        found += [BLANK, text(title, "center", bold=True)]
    found.append(RULE)
    return found


def signature(label: str) -> list[Element]:
    """A line to sign on."""
    return [{"blank": 2}, text("_" * 30), text(label)]
