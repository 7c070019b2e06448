"""Invented people and businesses for the sample city, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _list(text: str, mark: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(mark))


SURNAMES = _list(
    "Garcia Hernandez Lopez Martinez Gonzalez Rodriguez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Cruz "
    "Morales Reyes Gutierrez Ortiz Ramos Ruiz Mendoza Aguilar Castillo Jimenez Vargas Romero Herrera Medina Castro "
    "Vasquez Guzman Munoz Rojas Contreras Salazar Luna Delgado Valdez Rios Vega Soto Silva Dominguez Padilla Nunez "
    "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Thompson "
    "White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter "
    "Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan "
    "Bell Murphy Bailey Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks Kelly Sanders Price "
    "Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Washington Butler Simmons "
    "Foster Bryant Alexander Russell Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace Woods Cole West "
    "Nguyen Tran Le Pham Hoang Vu Santos Dela-Cruz Bautista Villanueva Aquino Kim Park Choi Chen Wang Liu Zhang Wong "
    "Patel Singh Shah Haddad Mansour Khalil Yousif Kowalski Nowak Schmidt Schneider Weber Fischer Rossi Moretti "
    "Johansson Larsen Petrov Ivanov Papadopoulos Okafor Adeyemi Tesfaye Abdi O'Neill O'Brien O'Connor D'Angelo "
    "McDonald MacLeod St.-James Van-Dyke De-La-Torre"
)
FIRST_NAMES = _list(
    "Maria Jose Juan Luis Carlos Jesus Miguel Ana Rosa Guadalupe Carmen Francisca Antonio Manuel Francisco Alejandro "
    "Veronica Leticia Patricia Elena Teresa Alicia Ricardo Fernando Eduardo Roberto Jorge Javier Raul Sofia Valentina "
    "Lucia Ximena Angel Martin Ruben Yolanda Irma Silvia Norma James John Robert Michael William David Richard Joseph "
    "Thomas Charles Daniel Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward "
    "Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin "
    "Mary Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley Dorothy "
    "Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy "
    "Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Minh "
    "Linh Huong Thanh Duc Jun Wei Mei Jin-Soo Hye-Jin Priya Raj Anil Fatima Omar Layla Yusuf Chidi Amara Bjorn Ingrid "
    "Giulia Dmitri Olga Jean-Luc Mary-Ann Zoë José María Sofía Raúl Andrés Begoña"
)
TRADES = _list(
    "Plumbing,Nursery,Bakery,Auto Repair,Dental Group,Laundromat,Market,Tire and Brake,Veterinary Clinic,Realty,"
    "Self Storage,Landscape,Florist,Hardware,Coffee Roasters,Mobile Home Park,Apartments,Properties LLC,Car Wash,"
    "Family Restaurant,Body Shop,Upholstery,Pool Supply,Day Care,Brewing Company,Citrus Packing,Machine Shop,Church",
    ",",
)
BUSINESS_NAMES = _list(
    "Vista,Robles,Golden Oak,Sunrise,Canyon,Palomino,El Camino,La Estrella,Three Sisters,Valley,Hidden Creek,Orchard,"
    "Monarch,Blue Heron,Pioneer,Summit,Los Amigos,Ridgeline,Old Town,Silver Spur,A & B,Hillside,Granite,Quail Run",
    ",",
)
LONG_NAMES = (
    "Maria de los Angeles Fernandez de Cordova y Villanueva-Montenegro",
    "The Honorable Bartholomew Fitzgerald-Worthington III and Associates",
    "Iglesia Evangelica Pentecostal Roca de la Eternidad del Valle Inc",
    "Homeowners Association of the Ranch at Old Creek Crossing Phase Two",
)

SPANISH = frozenset(SURNAMES[:46])
"""Surnames whose bearers often ask for Spanish."""


@dataclass(frozen=True)
class Person:
    """A customer as the sample invents one."""

    kind: str
    """P for a person, O for an organization."""
    name: str
    language: str
    surname: str = ""


def person(random: Random, surname: str = "") -> Person:
    """Somebody, of a given family or any."""
    if not surname and random.random() < 0.004:
        return Person("P", LONG_NAMES[0], "es", "Garcia")
    surname = surname or SURNAMES[int(random.random() ** 1.4 * len(SURNAMES))]
    first = random.choice(FIRST_NAMES)
    shown = (
        surname.replace("Dela-Cruz", "Dela Cruz").replace("De-La-Torre", "De La Torre").replace("Van-Dyke", "Van Dyke")
    )
    chance = random.random()
    if chance < 0.06:
        shown = f"{shown}-{random.choice(SURNAMES[:46])}"
    elif chance < 0.08:
        shown += random.choice((" Jr", " Sr", " III"))
    middle = f" {random.choice('ABCDEFGJKLMPRST')}" if random.random() < 0.25 else ""
    language = "es" if surname in SPANISH and random.random() < 0.4 else "en"
    return Person("P", f"{first}{middle} {shown}", language, surname)


def business(random: Random) -> Person:
    """A business, church or association."""
    if random.random() < 0.03:
        return Person("O", random.choice(LONG_NAMES[1:]), "en")
    trade = random.choice(TRADES)
    owner = f"{random.choice(SURNAMES)}'s" if random.random() < 0.3 else random.choice(BUSINESS_NAMES)
    return Person("O", f"{owner} {trade}", "en")


def phone(random: Random) -> str:
    """Ten digits in exchange 555, where ordinary lines have no numbers."""
    area = random.choice(("760", "760", "760", "442", "858", "619"))
    return f"{area}555{random.randrange(10000):04d}"
