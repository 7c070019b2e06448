"""Who may do what: permissions are declared beside what they guard, with the sentence that explains them."""

from __future__ import annotations

from dataclasses import dataclass

CSR1, CSR2, SUPERVISOR, FINANCE = "CSR1", "CSR2", "SUPERVISOR", "FINANCE"
POLICE, POLICE_SUPERVISOR, OFFICER = "POLICE", "POLSUP", "OFFICER"
AUDITOR, ADMINISTRATOR = "AUDITOR", "ADMINISTRATOR"

ROLES: tuple[tuple[str, str], ...] = (
    (CSR1, "CSR I"),
    (CSR2, "CSR II"),
    (SUPERVISOR, "Supervisor"),
    (FINANCE, "Finance"),
    (POLICE, "Police clerk"),
    (POLICE_SUPERVISOR, "Police supervisor"),
    (OFFICER, "Officer"),
    (AUDITOR, "Auditor"),
    (ADMINISTRATOR, "Administrator"),
)
COUNTER = frozenset({CSR1, CSR2, SUPERVISOR})
"""The roles that work at the counter."""
DESK = COUNTER | {POLICE, POLICE_SUPERVISOR}
"""Everyone who takes money: the counter and the police front desk."""
POLICE_ROLES = frozenset({POLICE, POLICE_SUPERVISOR, OFFICER})
"""The only roles that open the police store (CJIS AC-3, AC-6)."""
STAFF = DESK | {FINANCE, AUDITOR}
"""Everyone who may read the counter's own records."""


class Refused(Exception):
    """The rules do not allow it; the message is a sentence that names the rule.

    `approval` is the action that another person may approve, empty when nobody can.
    """

    def __init__(self, sentence: str, approval: str = "", amount_cents: int = 0) -> None:
        super().__init__(sentence)
        self.approval = approval
        self.amount_cents = amount_cents


@dataclass(frozen=True)
class Permission:
    """A thing that may be done, the sentence that explains it, and the roles that may; deny by default."""

    code: str
    sentence: str
    roles: frozenset[str] = frozenset()

    def allows(self, role: str) -> bool:
        """Whether this role may."""
        return role in self.roles
