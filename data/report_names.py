"""How a report calls and counts what was taken: titles of charges, services and departments; voids count down."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from data import services
from data.settings import value
from data.store import StoreError

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

LINES = "SUM(CASE WHEN l.origin_line_id IS NULL THEN 1 ELSE -1 END)"
"""SQL: receipt lines that stand; a voided line and its opposite are none."""
TENDERS = (
    "SUM(CASE WHEN j.kind = 'RECEIPT' THEN 1 WHEN EXISTS (SELECT 1 FROM tenders o WHERE o.journal_id = j.origin_id "
    "AND o.kind = t.kind AND o.amount_cents = -t.amount_cents) THEN -1 WHEN EXISTS (SELECT 1 FROM tenders o "
    "WHERE o.journal_id = j.origin_id AND o.kind = t.kind) THEN 0 ELSE 1 END)"
)
"""SQL: tenders that were kept; one handed back whole is none, one handed back in part stays one."""
DOCUMENTS = (
    "SUM(CASE WHEN j.kind = 'RECEIPT' THEN 1 WHEN EXISTS (SELECT 1 FROM journal o WHERE o.id = j.origin_id "
    "AND o.total_cents = -j.total_cents) THEN -1 ELSE 0 END)"
)
"""SQL: receipts that stand; one voided whole is none, one voided in part stays one."""
DEPARTMENT = "COALESCE(NULLIF(c.department, ''), CASE WHEN l.account_id IS NULL THEN 'FINANCE' ELSE 'UTILITIES' END)"
"""SQL: whose money a line is: its charge code's department, the utility's for an account, else finance's."""
CHARGES = (
    "LEFT JOIN (SELECT code, MAX(title) AS title, MAX(department) AS department FROM charge_codes GROUP BY code) c "
    "ON c.code = l.charge_code"
)
"""SQL: the join that `DEPARTMENT` and a charge's title need."""
_OTHERS = {"FX": "Payments in suspense"}
"""Lines that no service of the payment menu makes."""


@cache
def _services() -> dict[str, str]:
    return {**{one.code: one.title for one in services.modules()}, **_OTHERS}


def service_title(code: str, otherwise: str = "") -> str:
    """What a service is called; `otherwise`, then its code, when none is declared under it."""
    return _services().get(code) or otherwise or code


def charge_title(title: str | None, charge: str, service: str, otherwise: str = "") -> str:
    """What a line's charge is called: its title, else its service's with the code that is none of finance's."""
    return title or f"{service_title(service, otherwise)} {charge if charge != service else ''}".strip()


def department_title(store: Store, code: str, on: date) -> str:
    """A department's name: the dated setting `department.CODE`, else its code as a word."""
    try:
        return value(store, f"department.{code}", on)
    except StoreError:
        return code.replace("-", " ").capitalize()
