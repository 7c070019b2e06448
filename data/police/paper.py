"""Papers of the police desk: the print log is written first, and every page says who printed it, when, and for whom.

CJIS Security Policy 6.0: MP-2 to MP-7 (marking, log), AU-3(3) (no personal data in the log: document and record id).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import audit, settings
from data.clock import local_time
from data.permissions import Refused
from data.police import access

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

PRINTER, FOLDER = "PRINTER", "FOLDER"
REPORT = "AUDIT"
"""The type of record of the auditor's own reports."""
DISSEMINATION = "Contains confidential information. For the named recipient only; do not copy or pass on."
PUBLIC = "Public record."
LETTER = ""
"""A letter to somebody from outside is theirs to show."""

PRINTED = {"en": "Printed by {who} on {at}.", "es": "Impreso por {who} el {at}."}
"""Who printed a page and when, by language."""
PAGE = {"en": "Page {n} of {count}", "es": "Página {n} de {count}"}
"""Which page it is, by language."""


def marking(police: PoliceStore, session: Session, words: str = DISSEMINATION, language: str = "en") -> str:
    """What stands at the foot of every page: agency, user, time, and the `words` on who may have it."""
    agency = settings.value(police.city, "police.agency", session.clock.today())
    printed = PRINTED[language].format(who=session.clerk.number, at=local_time(police.now()))
    return f"{agency}. {printed} {words}".rstrip()


def log(
    police: PoliceStore,
    session: Session,
    document: str,
    kind: str,
    object_id: int,
    pages: int,
    purpose: str,
    destination: str,
    *,
    size: int | None = None,
) -> int:
    """Write down that a paper is about to be printed; its number. `document` is its code, `kind` the record's type,
    `size` the bytes of its file.

    Raises `Refused` without the role or a reason; what cannot be written down must not be printed (CJIS AU-5).
    """
    session.require(access.AUDIT if kind == REPORT else access.USE)
    if purpose not in access.CODES:
        raise Refused("Choose the reason why this is printed.")
    with police.writing():
        number = police.insert(
            "prints",
            at=police.now(),
            user_id=session.clerk.id,
            session_id=session.id,
            station=session.station,
            document=document,
            kind=kind,
            object_id=object_id,
            pages=pages,
            purpose=purpose,
            destination=destination,
        )
        audit.record(
            police, session, "print", kind, object_id, purpose=purpose, detail=document, size=size, pages=pages
        )
    return number


def done(police: PoliceStore, session: Session, number: int, *, failed: bool) -> None:
    """Keep what became of a paper, handed over or not, and how long that took."""
    began = str(police.value("SELECT at FROM prints WHERE id = ?", number) or "")
    audit.record(police, session, "print.end", "prints", number, "failed" if failed else "ok", began=began)
