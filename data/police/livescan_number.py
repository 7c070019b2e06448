"""Numbers of the police desk's logs: letters, fiscal year, five digits without gaps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.clock import fiscal_year
from data.ledger_entry import next_number

if TYPE_CHECKING:
    from data.police.store import PoliceStore


def next_log_number(police: PoliceStore, letters: str, on: date) -> str:
    """The next number of a log, `LS27-00012`, in the caller's transaction."""
    year = f"{fiscal_year(on) % 100:02d}"
    return f"{letters}{year}-{next_number(police, f'log:{letters}{year}'):05d}"
