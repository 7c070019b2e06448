"""Shipped authority limits and sign-on settings.

Limits: cashiering sample rows (CSR I works under close supervision, CSR II within policy), to be set by the city.
Sign-on: CJIS Security Policy 6.0 (27 Dec 2024), AC-2, AC-7, AC-11, IA-5, IA-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings

if TYPE_CHECKING:
    from data.store import Store

CITY = "Sample row; the city sets its own"
CJIS = "CJIS Security Policy 6.0"

SETTINGS: tuple[settings.SettingRow, ...] = (
    ("auth.max_failures", "5", "count", f"{CJIS} AC-7"),
    ("auth.window_min", "15", "minutes", f"{CJIS} AC-7"),
    ("auth.max_age_days", "365", "days", f"{CJIS} IA-5"),
    ("auth.min_len", "8", "characters", f"{CJIS} IA-5(1)"),
    ("auth.reauth_hours", "12", "hours", f"{CJIS} IA-11"),
    ("auth.mfa", "POLICE POLSUP OFFICER", "text", f"{CJIS} IA-2(1): roles that sign on with a second factor"),
    ("auth.max_pin_failures", "3", "count", CITY),
    ("auth.hash", "ARGON2ID", "text", f"{CJIS} IA-5(1); PBKDF2 on a host in FIPS mode"),
    ("auth.pbkdf2_rounds", "600000", "rounds", "NIST SP 800-132; OWASP 2023 for HMAC-SHA-256"),
    ("auth.argon2_time", "3", "passes", "RFC 9106, low-memory recommendation"),
    ("auth.argon2_memory_kib", "65536", "KiB", "RFC 9106, low-memory recommendation"),
    ("auth.argon2_parallelism", "1", "lanes", CITY),
    ("acct.inactive_days", "90", "days", f"{CJIS} AC-2(3)"),
    ("lock.idle_min", "10", "minutes", f"{CJIS} AC-11"),
    ("session.net_min", "60", "minutes", f"{CJIS} SC-10"),
    (
        "auth.banner",
        "This system is for authorized city staff only. Use is monitored, recorded and audited. Unauthorized use is "
        "prohibited and subject to criminal and civil penalties. Use of this system is consent to monitoring.",
        "text",
        f"{CJIS} AC-8",
    ),
)

ROLES = ("CSR1", "CSR2", "SUPERVISOR", "FINANCE", "POLICE")
"""The columns of `ROWS`; roles that are not named may not."""

ROWS: tuple[tuple[str, tuple[str | int, ...]], ...] = (
    ("void.receipt", ("REQUEST", 100_00, "YES", "YES", "REQUEST")),
    ("void.line", ("REQUEST", 100_00, "YES", "YES", "REQUEST")),
    ("void.others", ("REQUEST", "REQUEST", "YES", "YES", "REQUEST")),
    ("void.prior_day", ("NO", "REQUEST", 1_000_00, "YES", "NO")),
    ("reprint", ("YES", "YES", "YES", "YES", "YES")),
    ("no_sale", ("YES", "YES", "YES", "NO", "YES")),
    ("paid_out", ("REQUEST", 50_00, 200_00, "YES", "REQUEST")),
    ("safe_drop", ("YES", "YES", "YES", "YES", "YES")),
    ("drawer.open", ("YES", "YES", "YES", "NO", "YES")),
    ("drawer.variance", (2_00, 5_00, 25_00, "YES", 2_00)),
    ("drawer.close_others", ("NO", "NO", "YES", "YES", "NO")),
    ("check.override", ("REQUEST", "REQUEST", "YES", "YES", "REQUEST")),
    ("credit.apply", ("YES", "YES", "YES", "YES", "NO")),
    ("deposit.waive", ("REQUEST", "REQUEST", "YES", "YES", "NO")),
    ("settings.change", ("NO", "NO", "NO", "REQUEST", "NO")),
    ("limits.change", ("NO", "NO", "NO", "REQUEST", "NO")),
    ("rows.confirm", ("NO", "NO", "YES", "YES", "NO")),
    ("works.take", ("NO", "YES", "YES", "NO", "NO")),
)
"""Action, then YES, REQUEST (another person approves), NO, or the most this role may do alone, in cents."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    settings.load_rows(store, SETTINGS)
    load_limits(store, ROWS)


def load_limits(store: Store, rows: tuple[tuple[str, tuple[str | int, ...]], ...]) -> None:
    """Add limits as in `ROWS` for roles that have none for that action."""
    with store.writing():
        present = {tuple(row) for row in store.rows("SELECT DISTINCT action, role FROM authority_limits")}
        for action, rules in rows:
            for role, rule in zip(ROLES, rules, strict=True):
                if (action, role) not in present:
                    store.insert(
                        "authority_limits",
                        action=action,
                        role=role,
                        rule="LIMIT" if isinstance(rule, int) else rule,
                        limit_cents=rule if isinstance(rule, int) else None,
                        valid_from=settings.SHIPPED_FROM,
                        authority=CITY,
                    )
