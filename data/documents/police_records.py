"""Letters of records requests and the clearance letter, in English and Spanish.

Government Code 7922.535 (determination, extension), 7922.540 (denial in writing with names and titles).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, day, heading, money, pair, signature, text
from data.police.releases_terms import BY_EXEMPTION

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.police.clearances import Clearance
    from data.police.releases import Release
    from data.police.releases_terms import Exemption

ACKNOWLEDGED, EXTENDED, DETERMINED, DENIED, NONE, INVOICE = "ACK", "EXT", "DET", "DEN", "NON", "INV"
LETTERS: Mapping[str, Mapping[str, str]] = {
    "en": {
        ACKNOWLEDGED: "WE HAVE YOUR REQUEST",
        EXTENDED: "MORE TIME FOR YOUR REQUEST",
        DETERMINED: "YOUR REQUEST FOR RECORDS",
        DENIED: "YOUR REQUEST IS DENIED",
        NONE: "NO RECORDS FOUND",
        INVOICE: "INVOICE FOR COPIES",
    },
    "es": {
        ACKNOWLEDGED: "RECIBIMOS SU SOLICITUD",
        EXTENDED: "MÁS TIEMPO PARA SU SOLICITUD",
        DETERMINED: "SU SOLICITUD DE REGISTROS",
        DENIED: "SU SOLICITUD FUE NEGADA",
        NONE: "NO SE ENCONTRARON REGISTROS",
        INVOICE: "FACTURA DE COPIAS",
    },
}
"""Titles by language and letter."""
_BODY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        ACKNOWLEDGED: (
            "We received your request named below. We will tell you by {due} whether we have records that may be "
            "disclosed. If it helps, we will work with you to describe what you are looking for.",
        ),
        EXTENDED: (
            "We need more time to answer your request: {reason}. We will answer by {due} (Government Code 7922.535). "
            "This extension was decided by {by}.",
        ),
        DETERMINED: (
            "We have records that may be disclosed. They will be ready on {ready}. Copies cost no more than their "
            "duplication.",
        ),
        DENIED: ("The records named below, or the parts that were taken out, are exempt from disclosure:",),
        NONE: ("We searched the files of this department and found no record that answers your request.",),
        INVOICE: ("The copies you asked for are ready. Please pay the amount below; bring this letter.",),
    },
    "es": {
        ACKNOWLEDGED: (
            "Recibimos la solicitud indicada abajo. Le diremos a más tardar el {due} si tenemos registros que pueden "
            "darse a conocer. Si le ayuda, le asistiremos en describir lo que busca.",
        ),
        EXTENDED: (
            "Necesitamos más tiempo para responder: {reason}. Responderemos a más tardar el {due} (Código de "
            "Gobierno 7922.535). Decidió esta extensión {by}.",
        ),
        DETERMINED: (
            "Tenemos registros que pueden darse a conocer. Estarán listos el {ready}. Las copias cuestan solo su "
            "reproducción.",
        ),
        DENIED: ("Los registros indicados abajo, o las partes que se quitaron, están exentos de divulgación:",),
        NONE: ("Buscamos en los archivos de este departamento y no hallamos registros que respondan a su solicitud.",),
        INVOICE: ("Las copias que pidió están listas. Pague el importe de abajo y traiga esta carta.",),
    },
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "date": "Date", "number": "Request", "received": "Received", "cases": "Case numbers", "asked": "Records asked",
        "responsible": "Responsible for this denial: {name}, {title}.", "pages": "Pages", "amount": "AMOUNT DUE",
        "sign": "For the Police Department", "part": "The rest of the records will be ready on {ready}.",
        "clear": "CLEARANCE LETTER", "subject": "Name", "born": "Born", "also": "Also known as", "for": "For",
        "said": "No record was found in the files of this department between {first} and {last} for the person named "
        "here, who appeared in person with identification.",
        "limits": "This letter speaks of the local files of this department only. It is no statement of the "
        "California Department of Justice or of the FBI.",
        "seal": "Embossed seal",
    },
    "es": {
        "date": "Fecha", "number": "Solicitud", "received": "Recibida", "cases": "Números de caso",
        "asked": "Registros pedidos", "responsible": "Responsable de esta negativa: {name}, {title}.",
        "pages": "Páginas", "amount": "IMPORTE", "sign": "Por el Departamento de Policía",
        "part": "El resto de los registros estará listo el {ready}.", "clear": "CARTA DE ANTECEDENTES",
        "subject": "Nombre", "born": "Fecha de nacimiento", "also": "También conocido como", "for": "Para",
        "said": "No se encontró registro en los archivos de este departamento entre el {first} y el {last} de la "
        "persona aquí nombrada, quien se presentó con identificación.",
        "limits": "Esta carta se refiere solo a los archivos locales de este departamento. No es declaración del "
        "Departamento de Justicia de California ni del FBI.",
        "seal": "Sello en relieve",
    },
}  # fmt: skip
_REASONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "FIELD": "the records must be searched for and collected in other facilities",
        "VOLUME": "a voluminous amount of separate records must be searched",
        "CONSULT": "another agency must be consulted",
        "COMPILE": "data must be compiled or a program written",
        "EMERG": "an emergency proclaimed by the Governor affects this agency",
        "CYBER": "a cyberattack affects this agency",
    },
    "es": {
        "FIELD": "los registros deben buscarse en otras instalaciones",
        "VOLUME": "debe revisarse una gran cantidad de registros",
        "CONSULT": "debe consultarse a otra agencia",
        "COMPILE": "deben reunirse datos o escribirse un programa",
        "EMERG": "una emergencia declarada por el Gobernador afecta a esta agencia",
        "CYBER": "un ataque informático afecta a esta agencia",
    },
}
_GROUNDS_ES: Mapping[str, str] = {
    "INV": "Registro de investigación",
    "ADR": "Domicilio de persona arrestada o víctima",
    "JUV": "Registro de menores",
    "PERS": "Expediente personal de oficiales",
    "REG": "Persona registrada",
    "CHRI": "Antecedentes penales",
    "CABUSE": "Informe de abuso de menores",
    "ELDER": "Informe de abuso de personas mayores",
    "TC": "Informe de colisión, sin interés legítimo",
    "MED": "Datos médicos",
    "CATCH": "Interés público en no divulgar",
}
"""The grounds of `releases_terms.EXEMPTIONS` in Spanish, by code."""
_CODES_ES: Mapping[str, str] = {
    "Government Code": "Código de Gobierno",
    "Penal Code": "Código Penal",
    "Vehicle Code": "Código de Vehículos",
    "Welfare and Institutions Code": "Código de Bienestar e Instituciones",
}
"""The codes that grounds stand in."""


def _ground(one: Exemption, spoken: str) -> str:
    """A ground for withholding as a letter names it, with where it stands."""
    if spoken != "es":
        return f"- {one.title} ({one.cite})"
    name, _, sections = one.cite.partition(" Code ")
    return f"- {_GROUNDS_ES[one.code]} ({_CODES_ES[f'{name} Code']} {sections})"


def _spoken(language: str) -> str:
    return language if language in _BODY else "en"


def letter_of(found: Release) -> tuple[str, ...]:
    """The letters that fit the state of a request, the usual one first."""
    if found.determination in ("DENIED", "PARTIAL"):
        return (DENIED, INVOICE) if found.determination == "PARTIAL" else (DENIED,)
    if found.determination == "NONE":
        return (NONE,)
    if found.determination == "FULL":
        return (DETERMINED, INVOICE)
    return (EXTENDED, ACKNOWLEDGED) if found.extended_on else (ACKNOWLEDGED,)


def request_letter(
    terms: Terms, code: str, found: Release, on: date, *, pages: int = 0, cents: int = 0
) -> tuple[str, list[Element]]:
    """The title and paper of a letter; `pages` and `cents` belong to the invoice."""
    spoken = _spoken(found.language)
    words, title = _WORDS[spoken], LETTERS[spoken][code]
    facts = {
        "due": day(found.due_on),
        "ready": day(found.available_on) if found.available_on else "",
        "by": found.extended_by,
        "reason": _REASONS[spoken].get(found.extension_reason, ""),
    }
    out = heading(terms, title)
    out.append(pair(f"{words['date']} {on:%m/%d/%Y}", f"{words['number']} {found.number}"))
    out += [BLANK, *(text(line) for line in (found.requester, found.organization, found.contact) if line), BLANK]
    for paragraph in _BODY[spoken][code]:
        out += [text(paragraph.format(**facts)), BLANK]
    if code == DENIED:
        out += _grounds(found, spoken, facts["ready"])
    out += [RULE, pair(words["received"], day(found.received_on))]
    out += [text(f"{words[name]}: {value}") for name, value in (("cases", found.cases), ("asked", found.description))
            if value]  # fmt: skip
    if code == INVOICE:
        out += [pair(words["pages"], str(pages)), money(words["amount"], cents, bold=True)]
    return title, [*out, RULE, *signature(words["sign"]), CUT]


def _grounds(found: Release, spoken: str, ready: str) -> list[Element]:
    words, them = _WORDS[spoken], map(BY_EXEMPTION.get, found.exemptions.split())
    out = [text(_ground(one, spoken)) for one in them if one]
    if found.reasons:
        out += [BLANK, text(found.reasons)]
    if found.determination == "PARTIAL" and ready:
        out += [BLANK, text(words["part"].format(ready=ready))]
    return [*out, BLANK, text(words["responsible"].format(name=found.denier, title=found.denier_title)), BLANK]


def clearance_letter(terms: Terms, found: Clearance, on: date) -> tuple[str, list[Element]]:
    """The title and paper of a clearance letter, in the subject's language, with room for the seal."""
    words = _WORDS[_spoken(found.language)]
    out = heading(terms, words["clear"])
    out.append(pair(f"{words['date']} {on:%m/%d/%Y}", found.number))
    out += [BLANK, *([text(found.addressee), BLANK] if found.addressee else [])]
    out += [pair(words["subject"], found.name), pair(words["born"], day(found.born))]
    if found.aliases:
        out.append(pair(words["also"], found.aliases))
    out += [BLANK, text(words["said"].format(first=day(found.from_on), last=day(found.to_on))), BLANK]
    out += [text(words["limits"]), RULE, *signature(words["sign"]), *signature(words["seal"]), CUT]
    return words["clear"], out


def release_log(terms: Terms, found: Sequence[Release], first: date, last: date) -> list[Element]:
    """The register of requests of a span of days: what was asked, when it was due, and how it ended."""
    out = heading(terms, f"RECORDS REQUESTS {first:%m/%d/%Y} - {last:%m/%d/%Y}")
    for one in found:
        out.append(pair(f"{one.number} {one.record_type} {one.relation}", one.determination or one.state))
        out.append(text(f"   {day(one.received_on)}, due {day(one.due_on)} {one.exemptions}".rstrip()))
    return [*out, RULE, pair("Requests", str(len(found)), bold=True), CUT]
