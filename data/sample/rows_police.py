"""Shipped settings of the police desk's security: training, masking, reviews (CJIS Security Policy 6.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings

if TYPE_CHECKING:
    from data.store import Store

CJIS = "CJIS Security Policy 6.0"
CITY = "Sample row; the agency sets its own"

SETTINGS: tuple[settings.SettingRow, ...] = (
    ("police.agency", "Vista Robles Police Department", "text", "Invented; replace before use"),
    ("police.ori", "", "text", "The agency's ORI, nine characters; blank until set"),
    ("police.training_days", "365", "days", f"{CJIS} AT-2: every year"),
    ("police.training_warn_days", "30", "days", CITY),
    ("mask.seconds", "20", "count", f"{CJIS} PE-5; the agency sets its own"),
)


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    settings.load_rows(store, SETTINGS)
