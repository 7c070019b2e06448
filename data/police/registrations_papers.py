"""The papers of a visit, put together from what was stated, DOJ's status and the deadlines that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, settings
from data.documents import Element
from data.documents.police_duties import duties, no_duty, step_act
from data.documents.police_registrations import (
    NEXT,
    Head,
    Next,
    Receipt,
    Row,
    Sheet,
    form_data,
    head,
    receipt,
    signed_by,
    whose,
    worksheet,
)
from data.permissions import Refused
from data.police import clocks, registrations, registrations_stated
from data.police.paper import DISSEMINATION
from data.police.persons_groups import full_name
from data.police.registrations import SEE, WORK, Registration
from data.police.registrations_codes import GANG, NOTICES, PROOFS, REGISTRIES, Transaction
from data.police.registrations_deadlines import Given, given, printed
from data.police.registrations_stated import PERSON, TITLES, Statement
from data.police.registrations_status import Offense, offenses, online_applies
from data.police.registrations_visits import Visit, get, statement

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

WORKSHEET, RECEIPT, DUTIES, STEP, FORM, NO_DUTY = "WORKSHEET", "RECEIPT", "DUTIES", "STEP", "FORM", "NO-DUTY"
KINDS = (
    (WORKSHEET, "Worksheet"),
    (RECEIPT, "Receipt, proof of registration"),
    (DUTIES, "Duties sheet"),
    (STEP, "STEP Act notification"),
    (FORM, "Data for DOJ's form"),
    (NO_DUTY, "No duty to register (narcotics)"),
)
"""Every paper of the registrants' desk, by its code."""
KINDS_ES = {
    RECEIPT: "Comprobante de registro",
    DUTIES: "Hoja de deberes",
    STEP: "Aviso de la ley STEP",
    NO_DUTY: "Sin deber de registro (narcóticos)",
}
"""What is handed out in Spanish, as its foot names it."""

FOR_THE_PERSON = {
    "en": "For the person it was given to, who may show it and keep copies.",
    "es": "Para la persona a quien se entregó, que puede mostrarlo y guardar copias.",
}
"""Who may have a paper that the registrant takes along, by language."""
SIGNERS = {
    "en": ("Registrant", "Parent or guardian", "Officer", "Date"),
    "es": ("Persona registrada", "Padre, madre o tutor", "Oficial", "Fecha"),
}
"""Who signs the STEP Act notification, and the word for the date, by language."""


@dataclass(frozen=True)
class Paper:
    """A paper to be printed: its code, title and content. Print it through the police desk's way out only."""

    code: str
    title: str
    elements: list[Element]
    words: str = DISSEMINATION
    """Who may have it, at the foot of every page."""
    language: str = "en"
    """What it is written in: `en` or `es`."""


def of_visit(police: PoliceStore, session: Session, visit_id: int, code: str, language: str = "") -> Paper:
    """One paper of a visit, in the visit's language unless told. Journal the view first.

    Raises `Refused` for a paper that the registry does not have.
    """
    session.require(SEE)
    visit = get(police, session, visit_id)
    found = registrations.get(police, session, visit.registration_id)
    language = language or visit.language
    of = agency(police, session.clock.today())
    kept = statement(police, visit_id)
    if code == RECEIPT:
        elements = receipt(of, _receipt(police, found, visit, kept, language), language)
    elif code == DUTIES:
        known = clocks.terms(police, session.clock.today())
        initials = dict.fromkeys(visit.notices.split(), visit.initials)
        applies = _applies(police, session, found, visit, known)
        who = whose(_receipt(police, found, visit, kept, language), language)
        lines = _signers(found, kept, language)
        elements = duties(head(of), found.registry, language, known.number, initials, applies, who, lines)
    elif code == STEP and found.registry == GANG and visit.transaction.registers:
        elements = _step_act(of, found, visit, kept, language)
    elif code in (WORKSHEET, FORM):
        sheet = _sheet(found, visit, kept, offenses(police, session, found.id))
        elements = (worksheet if code == WORKSHEET else form_data)(of, sheet)
    else:
        raise Refused("This registry has no such paper.")
    if code not in (RECEIPT, DUTIES, STEP):
        return Paper(code, f"{title_of(code)} {found.number}", elements)
    return Paper(code, f"{title_of(code, language)} {found.number}", elements, FOR_THE_PERSON[language], language)


def title_of(code: str, language: str = "en") -> str:
    """What a paper is called, in the language that it is written in."""
    return KINDS_ES[code] if language == "es" else dict(KINDS)[code]


def _applies(
    police: PoliceStore, session: Session, found: Registration, visit: Visit, known: clocks.Terms
) -> frozenset[str]:
    """Which duties that not everybody has are this registrant's: see `Duty.only`."""
    today = session.clock.today()
    said = {
        "SVP": found.svp,
        "RELEASED": visit.code == "RELEASED" or found.supervision != "NONE",
        "INTERNET": online_applies(police, found, today),
        "JUVENILE": found.juvenile and not registrations.grown(found.born, today, unknown=False),
        "ANNUAL": known.on("arson.annual"),
    }
    return frozenset(name for name, holds in said.items() if holds)


def codes_of(registry: str, transaction: Transaction) -> tuple[str, ...]:
    """The papers of a registry's visit, in the order they are offered."""
    if registry != GANG:
        return (WORKSHEET, RECEIPT, DUTIES, FORM)
    return (WORKSHEET, RECEIPT, DUTIES, STEP) if transaction.registers else (WORKSHEET, RECEIPT, DUTIES)


def at_the_counter(registry: str, transaction: Transaction) -> tuple[str, ...]:
    """The papers printed by themselves when a visit has been taken."""
    if not transaction.appears:
        return (WORKSHEET,)
    if not transaction.registers:
        return (WORKSHEET, RECEIPT)
    return (WORKSHEET, RECEIPT, DUTIES, STEP) if registry == GANG else (WORKSHEET, RECEIPT, DUTIES)


def no_duty_sheet(police: PoliceStore, session: Session, language: str) -> Paper:
    """The sheet for somebody who comes to register for narcotics. It names nobody."""
    session.require(SEE)
    of = agency(police, session.clock.today())
    return Paper(NO_DUTY, title_of(NO_DUTY, language), no_duty(head(of), language), words="", language=language)


def agency(police: PoliceStore, on: date) -> Head:
    """The agency as its papers name it on a day."""
    name, ori, phone = (settings.value(police, f"police.{key}", on) for key in ("agency", "ori", "desk_phone"))
    return Head(name, ori, phone)


def given_out(police: PoliceStore, session: Session, visit_id: int, code: str) -> None:
    """Note that a paper of a visit was printed; a receipt fixes the deadlines that stand on it as given."""
    session.require(WORK)
    visit = get(police, session, visit_id)
    with police.writing():
        if code == RECEIPT:
            found = registrations.get(police, session, visit.registration_id)
            printed(police, [one.id for one in _next(police, found)])
            police.run(
                "UPDATE registration_visits SET copy_person_on = ?, version = version + 1 "
                "WHERE id = ? AND copy_person_on IS NULL",
                session.clock.today().isoformat(),
                visit_id,
            )
        audit.record(police, session, "registration.paper", "registration_visits", visit_id, detail=code)


def _next(police: PoliceStore, found: Registration) -> list[Given]:
    """The deadlines that stand on a receipt: the registrant's own, before a day of leaving that was told."""
    leaves = found.leaves_on or date.max
    return [one for one in given(police, found.id) if one.rule in NEXT["en"] and one.legal < leaves]


def _receipt(police: PoliceStore, found: Registration, visit: Visit, kept: Statement, language: str) -> Receipt:
    transaction = visit.transaction
    title = transaction.title_es if language == "es" else transaction.title
    due = tuple(Next(one.rule, one.opens, one.legal, one.desk, one.note) for one in _next(police, found))
    own = kept.stated[PERSON]["0"]
    born = f"{date.fromisoformat(own['born']):%m/%d/%Y}" if own["born"] else ""
    return Receipt(full_name(own), born, found.number, title, f"{visit.came_on:%m/%d/%Y}", visit.clerk, due)


def _step_act(of: Head, found: Registration, visit: Visit, kept: Statement, language: str) -> list[Element]:
    said = {"en": "Served in person on", "es": "Entregado en persona el"}[language]
    served = f"{said} {visit.came_on:%m/%d/%Y}: {kept.details.get('officer', '')}".strip()
    officer = SIGNERS[language][2]
    return step_act(head(of), language, served, _signers(found, kept, language, officer))


def _signers(found: Registration, kept: Statement, language: str, *more: str) -> list[Element]:
    """Lines to sign: the registrant, a juvenile's parent or guardian, and `more`."""
    registrant, parent, _, day = SIGNERS[language]
    parents = [f"{parent}: {kept.details.get('parent_name', '')}"] if found.juvenile else []
    return signed_by(registrant, *parents, *more, day=day)


def _sheet(found: Registration, visit: Visit, kept: Statement, them: list[Offense]) -> Sheet:
    titles = {one.code: one.title for one in NOTICES[found.registry]}
    notices = visit.notices.split()
    return Sheet(
        number=found.number,
        registry=dict(REGISTRIES)[found.registry],
        transaction=visit.transaction.title,
        came_on=f"{visit.came_on:%m/%d/%Y}",
        clerk=visit.clerk,
        status=tuple(_status(found, visit, kept)),
        groups=tuple((TITLES[code], _rows(code, kept)) for code in kept.stated),
        offenses=tuple(map(_offense, them)),
        notices=tuple((title, visit.initials if code in notices else "") for code, title in titles.items()),
        juvenile=found.juvenile,
    )


def _status(found: Registration, visit: Visit, kept: Statement) -> list[tuple[str, str]]:
    letter = f"DOJ letter of {found.tier_letter_on:%m/%d/%Y}" if found.tier_letter_on else ""
    agent = " ".join(part for part in (found.supervision, found.agent, found.agent_phone) if part not in ("", "NONE"))
    taken = [name for name, done in (("front", visit.photo_front), ("profile", visit.photo_profile)) if done]
    details = [(name.replace("_", " ").capitalize(), str(value)) for name, value in kept.details.items()]
    return [
        (visit.transaction.event, f"{visit.event_on:%m/%d/%Y}" if visit.event_on else ""),
        *details,
        ("Lives", dict(registrations.BASES)[found.basis]),
        ("Tier", f"{dict(clocks.TIERS).get(found.tier, '')} {letter}".strip()),
        ("SVP", "Yes" if found.svp else ""),
        ("Supervision", agent),
        ("Proof of residence", dict(PROOFS).get(visit.proof, "")),
        ("Photographs", " and ".join(taken)),
        ("Live Scan ATI", visit.prints_ati),
        ("Live Scan TCN", visit.prints_tcn),
        ("Palm prints", "Yes" if visit.palms else ""),
        ("DNA on file", "" if visit.dna is None else "Yes" if visit.dna else "No"),
        ("CSAR reference", visit.csar_reference),
    ]


def _rows(code: str, kept: Statement) -> tuple[Row, ...]:
    """The stated rows of a group, changed ones with what they said before, ended ones at the end."""
    changed: dict[str, dict[str, str]] = {}
    for one in kept.differs:
        if one.group == code:
            changed.setdefault(one.row, {})[one.field] = one.before
    rows = []
    for key, fields in kept.stated[code].items():
        before = {**fields, **changed[key]} if key in changed else {}
        was = registrations_stated.line(code, before) if any(changed.get(key, {}).values()) else ""
        rows.append(Row(registrations_stated.line(code, fields), key in changed, was))
    ended = [fields for key, fields in changed.items() if key not in kept.stated[code] and code != PERSON]
    return (*rows, *(Row("no longer", True, registrations_stated.line(code, fields)) for fields in ended))


def _offense(one: Offense) -> str:
    convicted = f"convicted {one.convicted_on:%m/%d/%Y}" if one.convicted_on else ""
    released = f"released {one.released_on:%m/%d/%Y}" if one.released_on else ""
    age = f"victim {one.victim_age}" if one.victim_age else ""
    parts = (one.section, one.level, convicted, one.court, one.county, one.state, one.case_number, released, age)
    return "  ".join(part for part in parts if part)
