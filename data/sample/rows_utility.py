"""Sample rows of the water utility: two published tariffs, and settings of bills. Replace them with the city's own.

Sources: T1 is the City of Escondido's schedule effective 2016-03-01, monthly, per 100 cubic feet, as published in the
open water rate survey; T2 is San Dieguito Water District's effective 2024-01-01, every two months. Prices in cents.
"""

from __future__ import annotations

from data.store import Store

T1_SOURCE = "Escondido water rates 2016-03-01"
T2_SOURCE = "San Dieguito Water District rates 2024-01-01"
INVENTED = "Sample figure, not published; replace before use"

_SIZES = ("5/8", "3/4", "1", "1 1/2", "2", "3", "4", "6", "8")
_T1_FIXED = (3011, 3011, 4731, 9032, 14190, 30529, 54606, 120821, 206812)
_T2_FIXED = (5278, 5278, 7806, 14072, 21621, 39247, 64423, 127305, 202793)
_T2_PASS = (882, 882, 1410, 2646, 4586, 8466, 14464, 26460, 45864)
_T2_FIRE = (1108, 1108, 1108, 986, 1710, 4307, 8784, 24855, 52575)
_T1_USAGE = (
    ("RES-SINGLE", ((0, 533), (9360, 688), (20050, 875))),
    ("RES-MULTI", ((0, 533), (6680, 689), (9360, 873))),
    ("COMMERCIAL", ((0, 498),)),
    ("IRRIGATION", ((0, 540),)),
)
_T2_USAGE = (
    ("RES-SINGLE", ((0, 368), (12000, 661), (20000, 747), (40000, 887)), 0),
    ("RES-MULTI", ((0, 368), (8000, 661), (12000, 747), (16000, 887)), 1),
    ("AGRICULTURE", ((0, 634),), 0),
    ("COMMERCIAL", ((0, 634),), 0),
    ("PUBLIC", ((0, 699),), 0),
    ("IRRIGATION", ((0, 733),), 0),
    ("CONSTRUCTION", ((0, 748),), 0),
)

Row = tuple[str, str, str, str, int, int, str, int, str, str]
"""code, class, meter size, charge, tier from (milli), price (cents), unit, per dwelling, valid from, authority."""


def _t1() -> list[Row]:
    code, day = "T1", "2016-03-01"
    fixed = zip(_SIZES, _T1_FIXED, strict=True)
    rows: list[Row] = [(code, "", size, "FIXED", 0, cents, "month", 0, day, T1_SOURCE) for size, cents in fixed]
    for rate_class, tiers in _T1_USAGE:
        rows += [(code, rate_class, "", "USAGE", start, price, "ccf", 0, day, T1_SOURCE) for start, price in tiers]
    for rate_class, cents, unit, per_dwelling in (
        ("RES-SINGLE", 5400, "month", 0),
        ("RES-MULTI", 4300, "month", 1),
        ("COMMERCIAL", 525, "ccf", 0),
    ):
        rows.append((code, rate_class, "", "WASTEWATER", 0, cents, unit, per_dwelling, day, INVENTED))
    return rows


def _t2() -> list[Row]:
    code, day = "T2", "2024-01-01"
    rows: list[Row] = []
    for charge, table in (("FIXED", _T2_FIXED), ("PASS-THROUGH", _T2_PASS), ("FIRE", _T2_FIRE)):
        for size, cents in zip(_SIZES, table, strict=True):
            rows.append((code, "", size, charge, 0, cents, "two months", 0, day, T2_SOURCE))
    for rate_class, tiers, per_dwelling in _T2_USAGE:
        for start, price in tiers:
            rows.append((code, rate_class, "", "USAGE", start, price, "ccf", per_dwelling, day, T2_SOURCE))
    return rows


TARIFFS: list[Row] = _t1() + _t2()

SETTINGS = [
    ("utility.tariff", "T1", "", "2016-03-01", INVENTED),
    ("utility.due_days", "21", "days", "2016-03-01", INVENTED),
    ("utility.deposit", "15000", "cents", "2016-03-01", "Rincon del Diablo MWD minimum, as a sample"),
]
"""name, value, unit, valid from, authority."""


def load(store: Store) -> None:
    """Put in the tariffs and settings that are absent; what is there already stays."""
    with store.writing():
        for code, day in (("T1", "2016-03-01"), ("T2", "2024-01-01")):
            if store.value("SELECT COUNT(*) FROM tariffs WHERE code = ? AND valid_from = ?", code, day):
                continue
            for row in TARIFFS:
                if row[0] == code:
                    _insert_tariff(store, row)
        for name, value, unit, valid_from, authority in SETTINGS:
            if store.value("SELECT COUNT(*) FROM settings WHERE name = ?", name) == 0:
                store.insert("settings", name=name, value=value, unit=unit, valid_from=valid_from, authority=authority)


def _insert_tariff(store: Store, row: Row) -> None:
    code, rate_class, size, charge, start, cents, unit, per_dwelling, valid_from, authority = row
    values = {"code": code, "class": rate_class, "meter_size": size, "charge": charge, "tier_from_milli": start}
    values |= {"price_cents": cents, "unit": unit, "per_dwelling": per_dwelling}
    store.insert("tariffs", **values, valid_from=valid_from, authority=authority)
