"""One customer's unfinished payment: what is on it, what is being typed, and how both are kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from data.chain import LineRow
from data.forms import Values
from data.ledger import Item
from data.money import show_cents
from data.services import Line, Service
from screens.lines import Line as Row

NAME_WIDTH = 40
"""Columns of the name of suspended work."""


@dataclass
class Basket:
    """One customer's unfinished payment."""

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    """The idempotency key, made when the payment begins."""
    items: list[Item] = field(default_factory=list)
    priced: list[tuple[Line, ...]] = field(default_factory=list)
    """The receipt lines of each item, in the order of the items."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """What was taken up again and is not on it yet, as it is kept: service, texts, and `open` for a form half typed."""
    language: str = "en"
    payer: str = ""
    open_service: str = ""
    """The service whose form is being filled in, if any."""
    open_title: str = ""
    open_texts: dict[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[Line]:
        """The receipt lines of all items."""
        return [line for lines in self.priced for line in lines]

    @property
    def total_cents(self) -> int:
        """What is due for all lines."""
        return sum(line.amount_cents for line in self.lines)

    @property
    def name(self) -> str:
        """A short name under which the clerk finds suspended work again."""
        if self.lines:
            main = max(self.lines, key=lambda line: line.amount_cents)
            title, who = main.description, main.customer or main.reference
        else:
            title, who = self.open_title, next((text for text in self.open_texts.values() if text), "")
        total = show_cents(self.total_cents) if self.lines else ""
        title = title[:20]
        who = who[: NAME_WIDTH - len(title) - len(total) - 2]
        return " ".join(f"{title} {who} {total}".split())

    @property
    def empty(self) -> bool:
        """Whether there is nothing on it that would be missed."""
        return not self.items and not self.waiting and not any(self.open_texts.values())

    def payload(self, services: dict[str, Service]) -> dict[str, Any]:
        """The basket as it is kept; tenders are asked again."""
        return {
            "items": [
                *({"service": one.service, "texts": texts_of(services[one.service], one.values)} for one in self.items),
                *self.waiting,
            ],
            "cents": self.total_cents,
            "language": self.language,
            "payer": self.payer,
            "service": self.open_service,
            "texts": self.open_texts,
        }


def texts_of(service: Service, values: Values) -> dict[str, str]:
    """Clean values as the texts of the service's form."""
    return {name: kind.show(values.get(name)) for name, kind in service.form.fields.items()}


def words_of(line: Line | LineRow) -> str:
    """What a receipt line is for: its description, reference, and whose it is."""
    return " ".join(dict.fromkeys(filter(None, (line.description, line.reference, line.customer))))


def basket_rows(lines: list[Line]) -> list[Row]:
    """The lines of a payment, one row each, custody apart, and the total."""
    rows = []
    for number, line in enumerate(lines, 1):
        what = words_of(line)
        quantity = f" x{line.quantity}" if line.quantity != 1 else ""
        rows.append(Row(f" {number:>2} {what[:54] + quantity:<60}{show_cents(line.amount_cents):>12}", "protected"))
        if line.custody_cents:
            rows.append(
                Row(f"    held in custody, not part of the total {show_cents(line.custody_cents):>32}", "label")
            )
    if lines:
        rows.append(Row(f"    {'Total':<60}{show_cents(sum(line.amount_cents for line in lines)):>12}", "title"))
    return rows
