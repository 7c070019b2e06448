"""Addresses of the sample city: invented streets, houses, buildings with several dwellings, shops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


CITY, STATE = "VISTA ROBLES", "CA"
ZIPS = ("92990", "92991", "92992")
"""ZIP codes that no post office has."""

_BASES = _list(
    "MAIN,OAK,ELM,MAPLE,CEDAR,JUNIPER,LAUREL,MANZANITA,SYCAMORE,EUCALYPTUS,ROSE,LILAC,AVOCADO,CITRUS,LEMON,ORANGE,"
    "GRAPE,OLIVE,FIG,PALM,PEPPERTREE,WILLOW,ALDER,BIRCH,QUINCE,IVY,HAWTHORN,GRAND,VALLEY,MISSION,CENTER,PARK,LAKE,"
    "HILLCREST,SUNSET,RIDGEVIEW,CANYON,COUNTRY CLUB,OLD RANCH,QUAIL RUN,ROADRUNNER,FALCON,HAWK,EAGLE CREST,"
    "LA PALOMA,EL MONTE,LAS FLORES,LOMA ALTA,VIA ROBLE,CAMINO REAL,BUENA VISTA,DEL DIOS,SAN PABLO,SANTA INEZ,"
    "ALAMO,ENCINO,PASEO DEL SOL,CALLE LUNA,WASHINGTON,LINCOLN,JEFFERSON,MADISON,HARDING,FIRST,SECOND,THIRD,FOURTH,"
    "FIFTH,SIXTH,SEVENTH,STATION,RAILROAD,DEPOT,ORCHARD,VINEYARD,HARVEST,MEADOW,CREEKSIDE,STONEGATE,WAGON WHEEL"
)
_SUFFIXES = ("ST", "AVE", "DR", "LN", "CT", "RD", "WAY", "PL", "CIR", "BLVD", "GLN", "TER")
_DIRECTIONS = ("", "", "N ", "S ", "E ", "W ")
_SPANISH_STREETS = ("VIA", "CAMINO", "PASEO", "CALLE")


@dataclass(frozen=True)
class Place:
    """Where an account is served."""

    street: str
    """House number and street."""
    unit: str
    zip: str
    rate_class: str
    dwelling_units: int = 1
    """Dwellings behind the one meter."""


def streets(random: Random) -> list[str]:
    """Street names in a random order, each once."""
    names = set()
    for base in _BASES:
        for suffix in _SUFFIXES:
            if base.startswith(_SPANISH_STREETS):
                names.add(base)
            else:
                names.update(f"{direction}{base} {suffix}" for direction in _DIRECTIONS)
    ordered = sorted(names)
    random.shuffle(ordered)
    return ordered


def places(random: Random) -> Iterator[Place]:
    """Addresses street by street, never the same one twice; the first is 1204 N MAIN ST."""
    yield Place("1204 N MAIN ST", "", ZIPS[0], "RES-SINGLE")
    round_, names = 0, streets(random)
    while True:
        for name in names:
            number = 100 + round_ * 2000
            for _ in range(random.randint(14, 60)):
                number += random.choice((2, 4, 4, 6, 8, 10, 12))
                if f"{number} {name}" != "1204 N MAIN ST":
                    yield from _lot(random, f"{number} {name}")
        round_ += 1


def _lot(random: Random, street: str) -> Iterator[Place]:
    """The accounts at one house number: usually one, several in a row of condominiums."""
    zip_code, chance = random.choice(ZIPS), random.random()
    if chance < 0.87:
        yield Place(street, "", zip_code, "RES-SINGLE")
    elif chance < 0.89:
        for unit in range(1, random.randint(3, 9)):
            yield Place(street, str(unit), zip_code, "RES-SINGLE")
    elif chance < 0.93:
        yield Place(street, "", zip_code, "RES-MULTI", random.choice((2, 2, 3, 4, 4, 6, 8, 12, 24)))
    elif chance < 0.98:
        yield Place(street, random.choice(("", "", "A", "B", "101")), zip_code, "COMMERCIAL")
    else:
        yield Place(street, "", zip_code, "IRRIGATION")
