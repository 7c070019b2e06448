"""What water costs: dated price rows and the formula that turns usage into bill lines.

A line is rounded half up by itself, then lines are added. Prices are cents per unit, usage and tier starts are
thousandths of a unit, and the row states the unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.money import half_up, show_cents
from data.store import Store


@dataclass(frozen=True)
class Price:
    """One row of a tariff."""

    rate_class: str
    """The class it is for; empty for all."""
    meter_size: str
    """The meter size it is for; empty for all."""
    charge: str
    """FIXED, USAGE, PASS-THROUGH, FIRE or WASTEWATER."""
    tier_from_milli: int
    price_cents: int
    unit: str
    """`month`, `two months`, `ccf` or `kgal`."""
    per_dwelling: bool = False


@dataclass(frozen=True)
class Charge:
    """One line of a bill before it is stored; cents."""

    bucket: str
    description: str
    amount_cents: int


_TITLES = {"FIXED": "Water service", "PASS-THROUGH": "Infrastructure pass-through", "FIRE": "Fire line"}


def prices(store: Store, code: str, on: date) -> list[Price]:
    """The rows of a tariff in force on a day."""
    sql = (
        "SELECT class, meter_size, charge, tier_from_milli, price_cents, unit, per_dwelling FROM tariffs "
        "WHERE code = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) "
        "ORDER BY charge, tier_from_milli, id"
    )
    day = on.isoformat()
    return [
        Price(rate_class, size, charge, start, cents, unit, bool(per_dwelling))
        for rate_class, size, charge, start, cents, unit, per_dwelling in store.rows(sql, code, day, day)
    ]


def charges(
    tariff: Iterable[Price],
    rate_class: str,
    meter_size: str,
    usage_milli: int,
    *,
    dwelling_units: int = 1,
    fire_line: bool = False,
) -> list[Charge]:
    """The bill lines of one whole period of service. Source: the formula of the tariff schedule, no prorating."""
    rows = [row for row in tariff if row.rate_class in ("", rate_class) and row.meter_size in ("", meter_size)]
    lines = []
    for row in rows:
        if row.charge in ("FIXED", "PASS-THROUGH") or (row.charge == "FIRE" and fire_line):
            size = f", {meter_size} in meter" if row.meter_size else ""
            lines.append(Charge("WATER-FIXED", f"{_TITLES[row.charge]}{size}", row.price_cents))
    lines += tiered([row for row in rows if row.charge == "USAGE"], usage_milli, dwelling_units)
    lines += _wastewater([row for row in rows if row.charge == "WASTEWATER"], usage_milli, dwelling_units)
    return lines


def tiered(tiers: list[Price], usage_milli: int, dwelling_units: int = 1) -> list[Charge]:
    """Usage priced tier by tier; widths are multiplied by the dwelling units where the row says so."""
    starts = [tier.tier_from_milli * (dwelling_units if tier.per_dwelling else 1) for tier in tiers]
    lines = []
    for number, (tier, start) in enumerate(zip(tiers, starts, strict=True), 1):
        end = starts[number] if number < len(tiers) else usage_milli
        used = min(usage_milli, end) - start
        if used > 0:
            title = f"Water tier {number}" if len(tiers) > 1 else "Water"
            cents = half_up(used * tier.price_cents, 1000)
            lines.append(Charge("WATER-USAGE", f"{title}: {_worth(used, tier)}", cents))
    return lines


def _wastewater(rows: list[Price], usage_milli: int, dwelling_units: int) -> list[Charge]:
    lines = []
    for row in rows:
        if row.unit in ("month", "two months"):
            count = dwelling_units if row.per_dwelling else 1
            text = "Wastewater" + (f": {count} dwellings x {show_cents(row.price_cents)}" if count > 1 else "")
            lines.append(Charge("WASTEWATER", text, row.price_cents * count))
        elif usage_milli > 0:
            cents = half_up(usage_milli * row.price_cents, 1000)
            lines.append(Charge("WASTEWATER", f"Wastewater: {_worth(usage_milli, row)}", cents))
    return lines


def _worth(milli: int, price: Price) -> str:
    return f"{show_milli(milli)} {price.unit.upper()} x {show_cents(price.price_cents)}"


def show_milli(milli: int) -> str:
    """Thousandths of a unit as `9.360`."""
    sign = "-" if milli < 0 else ""
    return f"{sign}{abs(milli) // 1000:,}.{abs(milli) % 1000:03d}"
