"""Shipped rows of the training mode: the operators of the keystroke-level model, and what a score asks for.

Card, Moran and Newell, CACM 23 (7), July 1980, and "The Psychology of Human-Computer Interaction", 1983; Kieras, "Using
the Keystroke-Level Model to Estimate Execution Times", University of Michigan, 2001.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"
CARD = "Card, Moran, Newell, CACM 23 (7), 1980"
BOOK = "Card, Moran, Newell, The Psychology of HCI, 1983"
KIERAS = "Kieras, Using the KLM, 2001"

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("klm.key_ms", "280", "count", f"{BOOK}: average non-secretary typist"),
    ("klm.digit_ms", "280", "count", "As klm.key_ms: 12,857 keys an hour"),
    ("klm.mental_ms", "1350", "count", CARD),
    ("klm.home_ms", "400", "count", CARD),
    ("klm.point_ms", "1100", "count", CARD),
    ("klm.button_ms", "100", "count", KIERAS),
    ("score.fields_percent", "98", "count", "Class specification: rapid, accurate; 98 of 100 fields"),
    ("score.good_percent", "200", "count", CITY),
    ("score.easy_percent", "130", "count", CITY),
    ("score.in_a_row", "3", "count", "Three different seeds in a row"),
    ("review.retention_percent", "90", "count", "FSRS: the chance of remembering at which a review is due"),
    ("review.new_a_day", "2", "count", CITY),
)
"""Name, value, unit, authority; milliseconds and percent."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    settings.load_rows(store, SETTING_ROWS)
