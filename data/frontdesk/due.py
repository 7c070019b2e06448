"""What is to be done at the front desk, on a list with the oldest day first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Due:
    """One thing to do."""

    by: date
    kind: str
    """What it is about, which says how its record is opened."""
    id: int
    """The row."""
    number: str
    what: str

    def late(self, on: date) -> bool:
        """Whether its day has passed."""
        return on > self.by
