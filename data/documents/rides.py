"""The papers of a ride-along: confirmation letter and waiver in English and Spanish, and the day sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, pair, signature, text

if TYPE_CHECKING:
    from data.ledger_terms import Terms

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "letter": "RIDE-ALONG CONFIRMED", "waiver": "RIDE-ALONG WAIVER", "number": "Application", "on": "Date",
        "DAY": "Day", "SWING": "Swing", "NIGHT": "Night",
        "shift": "Shift", "starts": "Please come at", "officer": "Officer", "hours": "The ride lasts {hours} hours.",
        "rules": "Bring your identification. Casual dress. No weapons, no alcohol, no medication that impairs you. You "
        "follow the officer's instructions; the ride may be ended at any time. You may be named in reports and called "
        "as a witness.",
        "minor": "You are under 18: your parent or guardian signs the waiver in person at the department before the "
        "ride.",
        "release": "I ask to ride along with an officer of the Police Department. I know that police work is "
        "dangerous. I release the City, its officers and employees from claims for injury or loss that come from the "
        "ride. I have no disability that the ride would make worse or that would keep me from following instructions "
        "or leaving the vehicle.",
        "rider": "Rider", "guardian": "Parent or guardian, in person", "witness": "Witness", "born": "Date of birth",
        "emergency": "Emergency contact",
    },
    "es": {
        "letter": "ACOMPAÑAMIENTO CONFIRMADO", "waiver": "EXENCIÓN DE RESPONSABILIDAD", "number": "Solicitud",
        "on": "Fecha",
        "DAY": "Día", "SWING": "Tarde", "NIGHT": "Noche",
        "shift": "Turno", "starts": "Preséntese a las", "officer": "Oficial", "hours": "El recorrido dura {hours} "
        "horas.",
        "rules": "Traiga su identificación. Ropa informal. Sin armas, sin alcohol, sin medicamentos que le afecten. "
        "Usted sigue las instrucciones del oficial; el recorrido puede terminar en cualquier momento. Usted puede ser "
        "nombrado en informes y citado como testigo.",
        "minor": "Usted es menor de 18 años: su padre, madre o tutor firma la exención en persona en el departamento "
        "antes del recorrido.",
        "release": "Solicito acompañar a un oficial del Departamento de Policía. Sé que el trabajo policial es "
        "peligroso. Libero a la Ciudad, sus oficiales y empleados de reclamos por lesión o pérdida que resulten del "
        "recorrido. No tengo una discapacidad que el recorrido agrave o que me impida seguir instrucciones o salir del "
        "vehículo.",
        "rider": "Acompañante", "guardian": "Padre, madre o tutor, en persona", "witness": "Testigo",
        "born": "Fecha de nacimiento", "emergency": "Contacto de emergencia",
    },
}  # fmt: skip
"""What the papers say, by language. The city's attorney should read the waiver before use."""


def _spoken(values: Mapping[str, Any]) -> Mapping[str, str]:
    return WORDS.get(str(values.get("language") or "en"), WORDS["en"])


def confirmation(terms: Terms, values: Mapping[str, Any], number: str, hours: int, minor: bool) -> list[Element]:
    """The letter that confirms the day of a ride of so many hours."""
    words = _spoken(values)
    out = [*heading(terms, words["letter"]), text(str(values["name"]), bold=True), pair(words["number"], number)]
    out += [
        pair(words["on"], f"{values['ride_on']:%m/%d/%Y}"),
        pair(words["shift"], words[str(values["shift"])]),
        pair(words["starts"], str(values["starts_at"]), bold=True),
        pair(words["officer"], str(values["officer"])),
        RULE,
        text(words["hours"].format(hours=hours)),
        BLANK,
        text(words["rules"]),
    ]
    if minor:
        out += [BLANK, text(words["minor"], bold=True)]
    return [*out, CUT]


def waiver(terms: Terms, values: Mapping[str, Any], number: str, minor: bool) -> list[Element]:
    """The waiver with its lines to sign; a guardian's line for a rider under 18."""
    words = _spoken(values)
    out = [*heading(terms, words["waiver"]), pair(words["number"], number), text(str(values["name"]), bold=True)]
    out += [
        pair(words["born"], f"{values['born_on']:%m/%d/%Y}"),
        text(f"{words['emergency']}: {values['emergency']}"),
        RULE,
        text(words["release"]),
        BLANK,
        text(words["rules"]),
        *signature(words["rider"]),
    ]
    if minor:
        out += signature(words["guardian"])
    return [*out, *signature(words["witness"]), CUT]


def day_sheet(terms: Terms, on: date, rows: Sequence[tuple[str, str, str, str, str, bool]]) -> list[Element]:
    """The riders of a day for the watch commander: shift, time, officer, name, number, whether the waiver is signed."""
    out = [*heading(terms, f"RIDE-ALONGS {on:%m/%d/%Y}")]
    for shift, at, officer, name, number, signed in rows:
        out += [
            pair(f"{at} {shift}  {officer}", number, bold=True),
            pair(name, "waiver signed" if signed else "NO WAIVER"),
        ]
    return [*(out if rows else [*out, text("Nobody rides along.")]), RULE, CUT]
