"""Shipped pass products: the transit district's fares of September 2019; today's are maintained on the screen."""

from __future__ import annotations

from datetime import date

from data import passes, settings
from data.store import Store

VALID_FROM = "2019-09-01"
AGENCY = "NCTD"
SOURCE = "NCTD fare changes 2019"

ROWS: tuple[tuple[str, str, str, str, int, int, int], ...] = (
    ("ONE-WAY", "One-way ticket", "Boleto de ida", "ADULT", 250, 0, 0),
    ("DAY-A", "Day pass, adult", "Pase diario, adulto", "ADULT", 600, 0, 0),
    ("DAY-R", "Day pass, reduced", "Pase diario, reducido", "REDUCED", 300, 0, 1),
    ("MONTH-A", "Month pass, adult", "Pase mensual, adulto", "ADULT", 7200, 1, 0),
    ("MONTH-Y", "Month pass, youth", "Pase mensual, joven", "YOUTH", 2300, 1, 1),
    ("MONTH-S", "Month pass, senior, disabled, Medicare", "Pase mensual, mayores, Medicare", "SENIOR", 2300, 1, 1),
    ("PREMIUM-A", "Premium regional day, adult", "Día regional premium, adulto", "ADULT", 1200, 0, 0),
    ("PREMIUM-R", "Premium regional day, reduced", "Día regional premium, reducido", "REDUCED", 600, 0, 1),
    ("COASTER-A", "COASTER regional day, adult", "Día regional COASTER, adulto", "ADULT", 1500, 0, 0),
    ("COASTER-R", "COASTER regional day, reduced", "Día regional COASTER, reducido", "REDUCED", 750, 0, 1),
)
"""Code, title, Spanish title, category, price in cents, serialized, proof needed."""


LOTS: tuple[tuple[str, str, str], ...] = (
    ("MONTH-A", "A010001", "A010050"),
    ("MONTH-Y", "Y020001", "Y020040"),
    ("MONTH-S", "S030001", "S030040"),
)
"""The sample city's stock: product, first and last serial."""


def load(store: Store) -> None:
    """Add the shipped products that are not there yet; running it twice changes nothing."""
    with store.writing():
        settings.load_rows(store, (("passes.commission", "0", "hundredths of a percent", "Agreement not published"),))
        present = {code for (code,) in store.rows("SELECT code FROM pass_products")}
        for code, title, title_es, category, cents, serialized, proof in ROWS:
            if code not in present:
                store.insert(
                    "pass_products",
                    code=code,
                    agency=AGENCY,
                    title=title,
                    title_es=title_es,
                    category=category,
                    price_cents=cents,
                    serialized=serialized,
                    proof_needed=proof,
                    valid_from=VALID_FROM,
                    authority=SOURCE,
                )


def load_stock(store: Store, user_id: int, on: date) -> None:
    """Put the sample city's lots into stock, received by a user on a day; nothing when there are lots already."""
    if store.value("SELECT COUNT(*) FROM pass_lots"):
        return
    with store.writing():
        for code, first, last in LOTS:
            serials = passes.expand(first, last)
            product_id = store.value("SELECT id FROM pass_products WHERE code = ?", code)
            lot = store.insert(
                "pass_lots",
                product_id=product_id,
                serial_from=first,
                serial_to=last,
                quantity=len(serials),
                received_on=on.isoformat(),
                user_id=user_id,
            )
            passes.stock(store, product_id, lot, serials)
