"""A badge or label as a document: the heading, the name large, what else there is to say, and a barcode."""

from __future__ import annotations

from data.badges import EMPLOYEE, LABEL, VISITOR, Badge
from data.documents import Element
from data.documents.elements import text

WORDS = {
    "en": {VISITOR: "VISITOR", EMPLOYEE: "STAFF", "host": "Visits", "until": "Valid until"},
    "es": {VISITOR: "VISITANTE", EMPLOYEE: "PERSONAL", "host": "Visita a", "until": "Válido hasta"},
}


def badge_elements(badge: Badge, city: str = "") -> list[Element]:
    """The badge from top to bottom; `city` heads it, except on a plain label. Its name has size 2."""
    words = WORDS["es" if badge.language == "es" else "en"]
    found: list[Element] = []
    if badge.kind != LABEL:
        found += [text(city, "center")] if city else []
        found.append(text(words[badge.kind], "center", bold=True))
    found.append(text(badge.name, "center", size=2, bold=True))
    if badge.line:
        found.append(text(badge.line, "center"))
    if badge.host:
        found.append(text(f"{words['host']}: {badge.host}", "center"))
    if badge.valid_until is not None:
        found.append(text(f"{words['until']}: {badge.valid_until:%m/%d/%Y}", "center"))
    if badge.number:
        found.append({"barcode": badge.number})
    return found
