"""What registrants are told in plain words: duties by registry, the STEP Act notification, no duty for narcotics.

The counts come from the settings of the day; `{sex.move_wd}` stands for one of them. The agency's counsel confirms the
words before the desk opens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, text


@dataclass(frozen=True)
class Duty:
    """One duty: the notice it belongs to, and its words in English and Spanish."""

    notice: str
    en: str
    es: str
    only: str = ""
    """Whom it is for: `SVP`, `RELEASED`, `INTERNET`, `JUVENILE`, `ANNUAL`; empty: everybody of the registry."""


SEX: tuple[Duty, ...] = (
    Duty("ANNUAL", "Every year, come in person within {sex.annual_wd_after} working days of your birthday, beginning "
         "with your first birthday after you register or change your address.",
         "Cada año, venga en persona dentro de {sex.annual_wd_after} días hábiles de su cumpleaños, a partir de su "
         "primer cumpleaños después de registrarse o cambiar de domicilio."),
    Duty("MOVE", "When you come to a city, county or campus, or move within it, register there in person within "
         "{sex.move_wd} working days.",
         "Cuando llegue a una ciudad, condado o campus, o se mude dentro de él, regístrese allí en persona dentro de "
         "{sex.move_wd} días hábiles."),
    Duty("MOVE", "When you move away, tell this agency in person within {sex.move_wd} working days. If you do not "
         "know the "
         "new address yet, send it by certified or registered mail within {sex.move_wd} working days of moving in.",
         "Cuando se mude a otro lugar, avise a esta agencia en persona dentro de {sex.move_wd} días hábiles. Si aún no "
         "conoce el nuevo domicilio, envíelo por correo certificado o registrado dentro de {sex.move_wd} días "
         "hábiles de "
         "mudarse."),
    Duty("MOVE", "If you live at more than one address regularly, register each one, whatever the number of nights.",
         "Si vive regularmente en más de un domicilio, registre cada uno, sin importar cuántas noches pase allí."),
    Duty("TRANSIENT", "Without a residence, register again at least every {sex.transient_days} days where you are, and "
         "also at your birthday. When you get a residence, register it within {sex.status_wd} working days.",
         "Sin domicilio, vuelva a registrarse al menos cada {sex.transient_days} días donde se encuentre, y también "
         "en su "
         "cumpleaños. Cuando tenga domicilio, regístrelo dentro de {sex.status_wd} días hábiles."),
    Duty("NAME", "When you change your name, come in person within {sex.name_wd} working days.",
         "Si cambia de nombre, venga en persona dentro de {sex.name_wd} días hábiles."),
    Duty("CAMPUS", "When you begin or stop to study, work or volunteer on a California campus, register with the "
         "campus police within {sex.campus_wd} working days.",
         "Cuando empiece o deje de estudiar, trabajar o ser voluntario en un campus de California, regístrese con la "
         "policía del campus dentro de {sex.campus_wd} días hábiles."),
    Duty("STATES", "When you leave California, tell this agency in person within {sex.leave_state_wd} working days "
         "where you "
         "go and whether you plan to return. Other states may have duties to register of their own.",
         "Cuando salga de California, avise a esta agencia en persona dentro de {sex.leave_state_wd} días hábiles a "
         "dónde va y si piensa volver. Otros estados pueden tener sus propios deberes de registro."),
    Duty("INTERNET", "If a court found that you must register Internet identifiers, tell this agency in writing of any "
         "change within {sex.internet_wd} working days.",
         "Si un tribunal determinó que debe registrar identificadores de internet, avise por escrito a esta agencia de "
         "cualquier cambio dentro de {sex.internet_wd} días hábiles.", "INTERNET"),
    Duty("", "If you have been declared a sexually violent predator, come in person every {sex.svp_days} days.",
         "Si fue declarado depredador sexual violento, venga en persona cada {sex.svp_days} días.", "SVP"),
    Duty("", "After custody or on probation, register within {sex.release_wd} working days of release.",
         "Después de estar bajo custodia o en libertad condicional, regístrese dentro de {sex.release_wd} días "
         "hábiles.", "RELEASED"),
)  # fmt: skip
ARSON: tuple[Duty, ...] = (
    Duty("", "Every year, come in person within {arson.annual_wd} working days of your birthday.",
         "Cada año, venga en persona dentro de {arson.annual_wd} días hábiles de su cumpleaños.", "ANNUAL"),
    Duty("MOVE", "When you come to a city or county, or move within it, register in person within {arson.move_days} "
         "days. Without a residence, register where you are.",
         "Cuando llegue a una ciudad o condado, o se mude dentro de él, regístrese en persona dentro de "
         "{arson.move_days} días. Sin domicilio, regístrese donde se encuentre."),
    Duty("MOVE", "When you change your address, tell the agency where you last registered in writing within "
         "{arson.change_days} days.",
         "Cuando cambie de domicilio, avise por escrito a la agencia donde se registró por última vez dentro de "
         "{arson.change_days} días."),
    Duty("CAMPUS", "If you live on or attend a campus, register with the campus police too.",
         "Si vive en un campus o asiste a él, regístrese también con la policía del campus."),
)  # fmt: skip
GANG: tuple[Duty, ...] = (
    Duty("MOVE", "When you are released, or come to a city or county, register in person within {gang.days} days, "
         "whichever is first.",
         "Cuando salga en libertad, o llegue a una ciudad o condado, regístrese en persona dentro de {gang.days} "
         "días, lo que ocurra primero."),
    Duty("", "Until you are 18, come with a parent or guardian, who signs too.",
         "Hasta cumplir 18 años, venga con su padre, madre o tutor, quien también firma.", "JUVENILE"),
    Duty("MOVE", "When you move, tell the agency where you last registered in writing within {gang.move_days} days.",
         "Cuando se mude, avise por escrito a la agencia donde se registró por última vez dentro de {gang.move_days} "
         "días."),
    Duty("", "The duty ends {gang.years} years after it was last imposed.",
         "El deber termina {gang.years} años después de haberse impuesto por última vez."),
)  # fmt: skip
DUTIES: Mapping[str, tuple[Duty, ...]] = {"SEX": SEX, "ARSON": ARSON, "GANG": GANG}
"""The duties of each registry, in the order of the sheet."""

STEP_ACT: Mapping[str, tuple[str, ...]] = {
    "en": (
        "The California Street Terrorism Enforcement and Prevention (STEP) Act is in Penal Code sections 186.20 to "
        "186.36.",
        "A court has ordered you to register under Penal Code section 186.30. You have been told that a criminal "
        "street gang has been identified, and that taking an active part in it, knowing of its pattern of criminal "
        "activity, and willfully promoting, furthering or assisting felonious conduct by its members, is a crime "
        "(section 186.22).",
        "This notification is served in person under section 186.32. Signing it says that you received it, nothing "
        "more.",
    ),
    "es": (
        "La Ley de California para la Prevención y el Control del Terrorismo Callejero (STEP) está en las secciones "
        "186.20 a 186.36 del Código Penal.",
        "Un tribunal le ordenó registrarse conforme a la sección 186.30 del Código Penal. Se le informa que se ha "
        "identificado una pandilla criminal callejera, y que participar activamente en ella, conociendo su patrón de "
        "actividad criminal, y promover, fomentar o ayudar voluntariamente en delitos graves de sus miembros, es un "
        "delito (sección 186.22).",
        "Este aviso se entrega en persona conforme a la sección 186.32. Firmarlo dice que lo recibió, nada más.",
    ),
}
"""The notification served on gang registrants, by language."""
NO_DUTY: Mapping[str, tuple[str, ...]] = {
    "en": (
        "There is no duty to register for narcotics offenses in California. Health and Safety Code sections 11590 to "
        "11595 were repealed by Assembly Bill 1261 of 2019, as of January 1, 2020.",
        "This agency takes no registration for them. There is nothing to pay and nothing to sign.",
        "Other duties, such as those of Penal Code sections 290, 457.1 and 186.30, or terms of probation or parole, "
        "are not changed by this. A lawyer or the public defender can tell you about your own case.",
    ),
    "es": (
        "En California no hay deber de registrarse por delitos de narcóticos. Las secciones 11590 a 11595 del Código "
        "de Salud y Seguridad fueron derogadas por la ley AB 1261 de 2019, a partir del 1 de enero de 2020.",
        "Esta agencia no toma ese registro. No hay nada que pagar ni que firmar.",
        "Otros deberes, como los de las secciones 290, 457.1 y 186.30 del Código Penal, o las condiciones de libertad "
        "condicional, no cambian por esto. Un abogado o el defensor público puede informarle sobre su caso.",
    ),
}
"""The sheet handed out instead of a narcotics registration, by language."""

TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {"duties": "YOUR DUTIES AS A REGISTRANT", "step": "STEP ACT NOTIFICATION", "none": "NO DUTY TO REGISTER",
           "free": "Registering is free of charge.", "told": "I have been told my duties and have this sheet."},
    "es": {"duties": "SUS DEBERES COMO PERSONA REGISTRADA", "step": "AVISO DE LA LEY STEP",
           "none": "SIN DEBER DE REGISTRARSE", "free": "Registrarse no cuesta nada.",
           "told": "Me informaron de mis deberes y tengo esta hoja."},
}  # fmt: skip
_COUNT = re.compile(r"\{([a-z_.]+)\}")


def said(words: str, count: Callable[[str], int]) -> str:
    """A duty's words with the counts of its settings, `count(name)`, put in."""
    return _COUNT.sub(lambda found: str(count(found[1])), words)


def duties(
    head: list[Element], registry: str, language: str, count: Callable[[str], int], given: Mapping[str, str],
    applies: frozenset[str], who: list[Element], lines: list[Element],
) -> list[Element]:  # fmt: skip
    """The sheet of the duties that apply: those of everybody, and those whose `only` is in `applies`.

    `given` are the initials written beside a notice, by its code; `who` says whom it was given to, `lines` are signed.
    """
    words = TITLES[language]
    out = [*head, text(words["duties"], "center", bold=True), RULE, *who, RULE]
    them = [duty for duty in DUTIES[registry] if not duty.only or duty.only in applies]
    for number, duty in enumerate(them, 1):
        initials = f"   [{given[duty.notice]}]" if duty.notice in given else ""
        out += [text(f"{number}. {said(duty.es if language == 'es' else duty.en, count)}{initials}"), BLANK]
    return [*out, text(words["free"]), BLANK, text(words["told"]), *lines, CUT]


def step_act(head: list[Element], language: str, served: str, lines: list[Element]) -> list[Element]:
    """The STEP Act notification with who served it and the lines to sign."""
    out = [*head, text(TITLES[language]["step"], "center", bold=True), RULE]
    for paragraph in STEP_ACT[language]:
        out += [text(paragraph), BLANK]
    return [*out, text(served), *lines, CUT]


def no_duty(head: list[Element], language: str) -> list[Element]:
    """The sheet that narcotics offenses lead to no registration."""
    out = [*head, text(TITLES[language]["none"], "center", bold=True), RULE]
    for paragraph in NO_DUTY[language]:
        out += [text(paragraph), BLANK]
    return [*out, CUT]
