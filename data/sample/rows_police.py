"""Shipped settings of the police desk's security (CJIS Security Policy 6.0), and its supervisor's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings
from data.permissions import POLICE_SUPERVISOR

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

LIMITS: tuple[tuple[str, str | int], ...] = (
    ("void.receipt", "YES"), ("void.line", "YES"), ("void.others", "YES"), ("void.prior_day", "REQUEST"),
    ("reprint", "YES"), ("no_sale", "YES"), ("paid_out", 200_00), ("safe_drop", "YES"), ("drawer.open", "YES"),
    ("drawer.variance", 25_00), ("drawer.close_others", "YES"), ("check.override", "YES"), ("works.take", "YES"),
)  # fmt: skip
"""What the police supervisor may do at the counter, as in `rows_authority`; amounts in cents."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    settings.load_rows(store, SETTINGS)
    with store.writing():
        for action, rule in LIMITS:
            known = "SELECT 1 FROM authority_limits WHERE action = ? AND role = ?"
            if store.row(known, action, POLICE_SUPERVISOR) is None:
                store.insert(
                    "authority_limits",
                    action=action,
                    role=POLICE_SUPERVISOR,
                    rule="LIMIT" if isinstance(rule, int) else rule,
                    limit_cents=rule if isinstance(rule, int) else None,
                    valid_from=settings.SHIPPED_FROM,
                    authority=CITY,
                )
