"""Three hundred people who do not exist: words for names, numbers that are never issued, streets of no map.

Nothing here is drawn from a real list. The same seed and day give the same people.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from data.clock import Clock
from data.forms import Values
from data.permissions import POLICE
from data.police import codes, persons, persons_rows, sample_bookings, sample_livescan, sample_registrations
from data.police.persons_history import Why
from data.police.store import PoliceStore
from data.session import Clerk, Session

SEED = 20260706
COUNT = 300
LAST = [
    "Artichoke",
    "Anteater",
    "Badgerfield",
    "Bumblebee",
    "Cauliflower",
    "Chinchilla",
    "Dandelion",
    "Dormouse",
    "Eggplantson",
    "Egretsen",
    "Fiddlehead",
    "Flamingo",
    "Gooseberry",
    "Grasshopper",
    "Hollyhock",
    "Hummingbird",
    "Icicleton",
    "Iguanaman",
    "Jackfruit",
    "Jellybean",
    "Kangarooson",
    "Kumquat",
    "Lemondrop",
    "Lobstertail",
    "Marmalade",
    "Mongoose",
    "Nectarine",
    "Nightingale",
    "Okapi",
    "Onionskin",
    "Pepperpot",
    "Platypus",
    "Quailfeather",
    "Quincejam",
    "Radishberg",
    "Rutabaga",
    "Sassafras",
    "Starling",
    "Tangerine",
    "Toadflax",
    "Umbrella",
    "Urchinson",
    "Vanillabean",
    "Vole",
    "Walnutter",
    "Wombat",
    "Xylophone",
    "Yammer",
    "Yodeler",
    "Zebrafish",
    "Zucchini",
]
FIRST = [
    "Alfa",
    "Bravo",
    "Charlie",
    "Delta",
    "Echo",
    "Foxtrot",
    "Golf",
    "Hotel",
    "India",
    "Juliett",
    "Kilo",
    "Lima",
    "Mike",
    "November",
    "Oscar",
    "Papa",
    "Quebec",
    "Romeo",
    "Sierra",
    "Tango",
    "Uniform",
    "Victor",
    "Whiskey",
    "Yankee",
    "Zulu",
]
STREETS = [
    "Nowhere Way",
    "Imaginary Lane",
    "Fictional Street",
    "Madeup Court",
    "Invented Drive",
    "Pretend Place",
    "Example Avenue",
]
MONIKERS = ["Button", "Teaspoon", "Puddle", "Cricket", "Pickle", "Biscuit", "Thimble", "Pebble"]
EMPLOYERS = ["Example Widgets", "Imaginary Bakery", "Fictional Freight", "Pretend Paints", "Nowhere Nursery"]
MAKES = (("HOND", "Imaginary"), ("TOYT", "Example"), ("FORD", "Fictional"), ("NISS", "Pretend"))
VOID_SSNS = ("078051120", "219099999")
"""Numbers that were printed in advertisements and withdrawn: nobody has them."""


def load(police: PoliceStore, clock: Clock, count: int = COUNT, *, seed: int = SEED) -> int:
    """Fill a police store with the starter codes and `count` invented people; that number, 0 when there are some."""
    codes.load_starter(police)
    if police.value("SELECT 1 FROM persons") is not None:
        return 0
    session, random = _clerk(police, clock), Random(seed)
    with police.writing():
        for number in range(count):
            _person(police, session, random, number)
    sample_registrations.load(police, clock)
    sample_bookings.load(police, clock)
    sample_livescan.load(police, clock)
    return count


def _clerk(police: PoliceStore, clock: Clock) -> Session:
    """In whose name the people are entered: the sample's police clerk."""
    row = police.city.row("SELECT id, name, initials FROM users WHERE number = '401'") or (0, "Sample", "S")
    clerk = Clerk(int(row[0]), "401", str(row[1]), str(row[2]), POLICE)
    return Session(clerk, "SAMPLE", clock, 0, clock.today())


def _person(police: PoliceStore, session: Session, random: Random, number: int) -> None:
    today = session.clock.today()
    first, last = FIRST[number % len(FIRST)], LAST[(number * 7 + number // len(FIRST)) % len(LAST)]
    born = date(1950, 1, 1) + timedelta(days=random.randrange(20_000))
    if number == 17:
        born = date(1984, 2, 29)
    transient = number % 25 == 24
    values: Values = {
        "last": last, "first": first, "middle": random.choice(("", "Q", "X")), "born": born, "birth_place": "CA",
        "citizenship": "US", "language": "es" if number % 6 == 5 else "en", "transient": transient,
    }  # fmt: skip
    person_id = persons.add(police, session, values, Why(reference="sample"))
    _describe(police, session, random, person_id, today)
    _number(police, session, number, person_id)
    _live(police, session, random, person_id, transient, today)
    if number % 4 == 0:
        _put(police, session, "NAMES", person_id, kind="MONIKER", last=random.choice(MONIKERS))
    if number % 5 == 0:
        other = LAST[(number + 11) % len(LAST)]
        _put(police, session, "NAMES", person_id, kind="AKA", last=other, first=first)
    if number % 3 == 0:
        code = random.choice(("TAT L ARM", "TAT NECK", "SC R CHK", "TAT RF ARM", "SC CHIN", "PRCD EARS"))
        _put(police, session, "MARKS", person_id, code=code, description="invented", from_on=today)
    if number % 2 == 0:
        _work(police, session, random, number, person_id)


def _put(police: PoliceStore, session: Session, group: str, person_id: int, /, **values: object) -> None:
    persons_rows.add(police, session, group, person_id, values, Why(reference="sample"))


def _describe(police: PoliceStore, session: Session, random: Random, person_id: int, today: date) -> None:
    _put(
        police, session, "DESCRIPTIONS", person_id, from_on=today - timedelta(days=random.randrange(900)),
        sex=random.choice("FMMMX"), race=random.choice("ABFHHOWW"), ethnicity=random.choice("HNN"),
        height=f"{random.choice('56')}{random.randrange(12):02d}", weight=f"{random.randrange(110, 280):03d}",
        hair=random.choice(("BLK", "BRO", "BLN", "GRY", "RED")), eyes=random.choice(("BRO", "BLU", "GRN", "HAZ")),
    )  # fmt: skip


def _number(police: PoliceStore, session: Session, number: int, person_id: int) -> None:
    """Numbers that are plainly invented: licenses of letter Z, CII numbers of zeros."""
    _put(police, session, "IDENTIFIERS", person_id, kind="CII", value=f"A0000{number:04d}")
    if number % 3 != 2:
        _put(police, session, "IDENTIFIERS", person_id, kind="DL", place="CA", value=f"Z000{number:04d}")
    if number < len(VOID_SSNS):
        _put(police, session, "IDENTIFIERS", person_id, kind="SSN", value=VOID_SSNS[number])


def _live(police: PoliceStore, session: Session, random: Random, person_id: int, transient: bool, today: date) -> None:
    since = today - timedelta(days=random.randrange(30, 2000))
    if transient:
        _put(police, session, "PLACES", person_id, kind="SLEEPS", place="Under the invented bridge", from_on=since)
        return
    street = f"{random.randrange(1, 999)} {random.choice(STREETS)}"
    _put(
        police, session, "ADDRESSES", person_id, kind="PRIMARY", street=street, city="Vista Robles", state="CA",
        zip="00000", county="Nowhere", from_on=since,
    )  # fmt: skip
    _put(police, session, "CONTACTS", person_id, kind="CELL", value=f"760 555 01{random.randrange(100):02d}")


def _work(police: PoliceStore, session: Session, random: Random, number: int, person_id: int) -> None:
    employer = random.choice(EMPLOYERS)
    _put(police, session, "JOBS", person_id, employer=employer, occupation="Tester", main_address="1 Example Plaza")
    make, model = random.choice(MAKES)
    _put(
        police, session, "VEHICLES", person_id, relation="OWNED", plate=f"0TST{number:03d}", state="CA",
        plate_type="PC", year=str(2000 + number % 25), make=make, model=model, style="4D",
        color=random.choice(("BLK", "WHI", "SIL")),
    )  # fmt: skip
