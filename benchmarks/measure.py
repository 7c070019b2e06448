"""One measured figure with its floor from the same run, and the bar it is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A figure; ratios travel between machines, milliseconds do not."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    """What the figure is compared with, in the same unit; None when the bar is absolute."""
    ratio: float | None = None
    bar: float | None = None
    """The most the ratio (the value, when there is no floor) may be; None when the figure is only shown."""
    passed: bool | None = None
    note: str = ""


def against_floor(
    name: str, value: float, unit: str, floor: float, bar: float | None = None, note: str = ""
) -> Measure:
    """A figure judged by its ratio to a floor."""
    ratio = value / floor if floor else 0.0
    return Measure(name, value, unit, floor, ratio, bar, None if bar is None else ratio <= bar, note)


def absolute(name: str, value: float, unit: str, bar: float | None = None, note: str = "") -> Measure:
    """A figure judged by itself."""
    return Measure(name, value, unit, None, None, bar, None if bar is None else value <= bar, note)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100) - 1).__int__())]


def table(measures: Sequence[Measure]) -> str:
    """The measures as text, one per row."""
    rows = []
    for measure in measures:
        ratio = "" if measure.ratio is None else f"{measure.ratio:.2f} x"
        bar = "" if measure.bar is None else f"<= {measure.bar:g}"
        verdict = {None: "", True: "ok", False: "OVER"}[measure.passed]
        figure = f"{measure.value:.3f} {measure.unit}"
        rows.append(f"{measure.name:<44} {figure:>16} {ratio:>8} {bar:>9} {verdict:<5} {measure.note}".rstrip())
    return "\n".join(rows)
