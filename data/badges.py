"""Badges for visitors and staff, and plain labels: what is asked, what is checked, and who printed one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.fields import Choice, Code, Count, Date, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import ADMINISTRATOR, STAFF, Permission

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

VISITOR, EMPLOYEE, LABEL = "VISITOR", "STAFF", "LABEL"
KINDS = ((VISITOR, "Visitor's badge"), (EMPLOYEE, "Badge of staff"), (LABEL, "Label, no heading"))
MOST_COPIES = 20
PRINT = Permission("badges.print", "a badge is printed by staff and is kept in the audit.", STAFF | {ADMINISTRATOR})


@dataclass(frozen=True)
class Badge:
    """What a badge says."""

    kind: str
    name: str
    line: str = ""
    """A second line: company, department, title."""
    host: str = ""
    """Whom a visitor sees, or who goes along."""
    valid_until: date | None = None
    number: str = ""
    """Printed as a barcode; printable ASCII."""
    language: str = "en"


FORM = Form(
    "BDG010",
    "Print a badge or label",
    {
        "kind": Choice("Kind", 8, required=True, options=KINDS, default=VISITOR, stop=True),
        "name": Text("Name", 40, required=True),
        "line": Text("Second line", 40, help="Company, department or title; an address on a label."),
        "host": Text("Visits", 30, help="Whom the visitor sees, or who goes along."),
        "until": Date("Valid until", help="A visitor's badge is good today unless a later day is given."),
        "number": Code("Number", 16, help="Printed as a barcode."),
        "photo": Yes("Photograph", default=False, help="Y takes one with this station's camera."),
        "copies": Count("Copies", 2, default=1, minimum=1, maximum=MOST_COPIES),
        "language": Choice("Language", 2, default="en", options=(("en", "English"), ("es", "Spanish"))),
    },
    help="A badge comes out of the label printer. Without one it is written as a PDF of its own size, into the folder "
    "of the setting outbox.folder, and goes to the printer of letters where there is one.",
    policy="A visitor's badge is handed back when the visitor leaves. Every badge is kept in the audit by its number.",
)


def badge_of(values: Values, today: date) -> Badge:
    """The badge of a clean form; a visitor's is good for one day unless told otherwise. Raises `FormError`."""
    until = values["until"] or (today if values["kind"] == VISITOR else None)
    if until is not None and until < today:
        raise FormError("until", "Valid until: today or later.")
    return Badge(
        values["kind"], values["name"], values["line"] or "", values["host"] or "", until, values["number"] or "",
        values["language"] or "en",
    )  # fmt: skip


def keep_printed(store: Store, session: Session, kind: str, number: str, copies: int) -> None:
    """Write into the audit that a badge is being printed; names are left out. Raises `Refused`."""
    session.require(PRINT)
    audit.record(store, session, "badge.print", "badges", number, detail=f"{kind} x {copies}")
