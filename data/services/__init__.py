"""Everything that can be paid for, one module each; a module ends with its `SERVICE`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.forms import Form, Look, LookFunction, Values
from data.permissions import Permission

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


@dataclass(frozen=True)
class Split:
    """A part of a line's amount for one general ledger account, in cents; credits are positive here."""

    gl: str
    amount_cents: int


@dataclass(frozen=True)
class Line:
    """One line of a receipt, before it is posted. All amounts are integer cents."""

    service: str
    description: str
    amount_cents: int
    splits: tuple[Split, ...]
    """Where the money is credited; adds up to `amount_cents`."""
    description_es: str = ""
    reference: str = ""
    """Account, citation, permit or license number."""
    charge_code: str = ""
    account_id: int | None = None
    customer: str = ""
    quantity: int = 1
    unit_cents: int = 0
    custody_cents: int = 0
    """Money of others taken in custody (a State Department check): shown apart, never added to the total."""
    detail: dict[str, Any] = field(default_factory=dict)
    """What `post` and `void` need, JSON-able: bill lines paid, serials sold."""
    tenders: tuple[str, ...] = ()
    """The kinds of tender that may pay it, when the rules name them; empty means any."""


def _no_facts(store: Store, values: Values) -> Any:
    return None


def _no_look(store: Store, session: Session, values: Values) -> Look:
    return Look()


def _nothing(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    return None


LineEffect = Callable[["Store", "Session", int, int, Line], None]


@dataclass(frozen=True)
class Service:
    """Something that can be paid for.

    `facts(store, values)` reads what the price depends on; `lines(values, facts)` is pure and gives the ledger
    lines; both run again inside the posting transaction. `post` and `void` change the records a line touches
    (bill lines, serial stock), in the same transaction. Raise `data.permissions.Refused` or `FormError` to refuse.
    """

    code: str
    number: int
    """Its number on the payment menu, for the ten-key."""
    title: str
    title_es: str
    permission: Permission
    form: Form
    lines: Callable[[Values, Any], tuple[Line, ...]]
    facts: Callable[[Store, Values], Any] = _no_facts
    look: LookFunction = _no_look
    post: LineEffect = _nothing
    void: LineEffect = _nothing
    returned: LineEffect = _nothing
    """What the bank's return of its payment does to the records of a line that is no account's: goods stay sold."""
    typed: tuple[str, ...] = ()
    """Field names in the order of a typed transaction: `UB account amount`."""
    scan: Callable[[Store, str], Values | None] | None = None
    """Values from a scanned code of this service, None when the code is not its own."""


def modules() -> tuple[Service, ...]:
    """The services of this package, by their menu number."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        service = getattr(module, "SERVICE", None)
        if service is not None:
            found.append(service)
    return tuple(sorted(found, key=lambda service: service.number))
