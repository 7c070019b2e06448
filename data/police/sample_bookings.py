"""Bookings of some of the people who do not exist, with photographs that are plainly not people: gray shapes.

The last ones are not finished, so that a desk has something to do.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from data.clock import Clock, FixedClock
from data.forms import Values
from data.permissions import POLICE
from data.police import bookings, bookings_charges, bookings_end, bookings_photos
from data.police.bookings import Booking
from data.police.bookings_photos import Taken, View
from data.police.bookings_terms import CHECKLIST
from data.session import Clerk, Session

if TYPE_CHECKING:
    from data.police.store import PoliceStore

COUNT, OPEN = 40, 3
"""Bookings in all, and those that are not finished."""
EVENING = time(21, 10)
"""When they are booked, at the counter."""
SIZE = (480, 600)
BACKGROUND = 119
"""Of 255: a gray of 18 percent."""
CHARGES = (
    ("PC 484", "M", "Petty theft", 100_000), ("PC 647", "M", "Disorderly conduct", None),
    ("VC 23152", "M", "Driving under the influence", 500_000), ("PC 459", "F", "Burglary", 5_000_000),
    ("HS 11377", "M", "Possession", 250_000), ("PC 594", "M", "Vandalism", 1_000_000),
)  # fmt: skip
WAYS = ("CITED", "849B", "BAILED", "TRANSFER")
PLACES = ("100 Example Avenue", "1 Madeup Court", "Imaginary Lane at Pretend Place", "20 Fictional Street")


def load(police: PoliceStore, clock: Clock) -> int:
    """Book some of the sample's people over the months before today; how many, 0 without enough of them."""
    people = _people(police)
    row = police.city.row("SELECT id, name, initials FROM users WHERE number = '401'")
    if row is None or len(people) < COUNT or police.value("SELECT 1 FROM bookings") is not None:
        return 0
    clerk = Clerk(int(row[0]), "401", str(row[1]), str(row[2]), POLICE)
    now, today = police.clock, clock.today()
    try:
        with police.writing():
            _know(police, clerk)
            for n, person_id in enumerate(people[:COUNT]):
                day = today - timedelta(days=3 * (COUNT - n - 1) + 1)
                police.clock = at = FixedClock(datetime.combine(day, EVENING).astimezone(UTC))
                _book(police, Session(clerk, "SAMPLE", at, 0, day), n, person_id)
    finally:
        police.clock = now
    return COUNT


def _people(police: PoliceStore) -> list[int]:
    """Adults with a description, those of the most frequent sex and race first: line-ups need people who look alike."""
    rows = police.rows(
        "SELECT p.id FROM persons p WHERE p.born < '2000-01-01' AND p.height <> '' ORDER BY "
        "(SELECT count(*) FROM persons q WHERE q.sex = p.sex AND q.race = p.race) DESC, p.sex, p.race, p.id"
    )
    return [int(key) for (key,) in rows]


def _know(police: PoliceStore, clerk: Clerk) -> None:
    values = (clerk.id, clerk.number, clerk.name, clerk.initials, clerk.role)
    police.run(
        "INSERT INTO users (id, number, name, initials, role) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", *values
    )


def _book(police: PoliceStore, session: Session, n: int, person_id: int) -> None:
    on, unfinished = session.business_date, n >= COUNT - OPEN
    found = bookings.begin(police, session, person_id, _facts(n, on, unfinished), f"sample-booking-{n}")
    for each in range(1 + n % 2):
        section, level, words, bail = CHARGES[(n + each) % len(CHARGES)]
        charge: Values = {"section": section, "level": level, "description": words, "offense_on": on, "counts": 1,
                          "warrant": "", "bail_cents": bail}  # fmt: skip
        bookings_charges.charge(police, session, found, charge)
    if not unfinished or n % 2:
        _photograph(police, session, found, n)
    if not unfinished:
        _finish(police, session, found, WAYS[n % len(WAYS)], on)


def _facts(n: int, on: date, unfinished: bool) -> Values:
    return {
        "arrested_on": on, "arrested_at": f"{18 + n % 3:02d}:{n % 60:02d}", "place": PLACES[n % len(PLACES)],
        "circumstances": "Invented for the sample; nothing of this happened", "officer": "Example Officer",
        "officer_id": f"{900 + n % 7}", "transporting": "", "agency": "", "occupation": "Tester",
        "envelope": f"TEST-{n + 1:04d}", "property_list": "Invented keys, a pretend wallet",
        "calls_offered": not unfinished, "calls_made": n % 4, "consular": "N", "dna": False,
        "prints_tcn": "", "no_prints": "" if unfinished else "Sample: no device", "caution": "", "emergency": "",
        "retain": True, "juvenile": False,
    }  # fmt: skip


def _photograph(police: PoliceStore, session: Session, found: Booking, n: int) -> None:
    ticked = frozenset(code for code, _ in CHECKLIST)
    bookings_photos.keep(police, session, found, Taken(silhouette(n), b""), View("F"), ticked=ticked)


def _finish(police: PoliceStore, session: Session, found: Booking, how: str, on: date) -> None:
    to = "Example County Jail" if how == "TRANSFER" else ""
    found = bookings_end.dispose(
        police, session, bookings.get(police, session, found.id),
        {"disposition": how, "ended_on": on, "ended_at": "21:05", "ended_to": to},
    )  # fmt: skip
    bookings_end.complete(police, session, found)


def silhouette(n: int) -> bytes:
    """A JPEG of a round shape over a bow, in grays, and the word SAMPLE: plainly nobody. No two `n` look the same."""
    from PIL import Image, ImageDraw

    width, height = SIZE
    image = Image.new("RGB", SIZE, (BACKGROUND,) * 3)
    draw = ImageDraw.Draw(image)
    shade, wide = (60 + n % 40,) * 3, width // 4 + n % 9
    middle, eyes = width // 2, round(height * 0.45)
    draw.ellipse((middle - 2 * wide, round(height * 0.8), middle + 2 * wide, height * 2), fill=shade)
    draw.ellipse((middle - wide, eyes - round(1.3 * wide), middle + wide, eyes + round(1.4 * wide)), fill=shade)
    draw.text((12, height - 24), f"SAMPLE {n + 1:02d}", fill=(230, 230, 230))
    data = BytesIO()
    image.save(data, "JPEG", quality=80, dpi=(300, 300))
    return data.getvalue()
