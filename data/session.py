"""One clerk at one station: who acts, where, on which business date, with which drawer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.clock import Clock
from data.permissions import Permission, Refused


@dataclass(frozen=True)
class Clerk:
    """A person who has signed on."""

    id: int
    number: str
    name: str
    initials: str
    role: str


@dataclass
class Session:
    """A sign-on. Rules take it to know who acts; screens take it to know what to show."""

    clerk: Clerk
    station: str
    clock: Clock
    id: int
    business_date: date
    """The date the work counts for: the open drawer's, else today's."""
    drawer_id: int | None = None
    """The clerk's open drawer, if any."""
    till: str = ""
    """The series of that drawer, as printed on receipts."""

    def require(self, permission: Permission) -> None:
        """Raise `Refused` unless this clerk's role has the permission."""
        if not permission.allows(self.clerk.role):
            raise Refused(f"You may not do this: {permission.sentence}")


@dataclass(frozen=True)
class Approval:
    """Another person's consent, recorded with its reason; made only by `users.approve`."""

    id: int
    action: str
    amount_cents: int
    approver_id: int
    approver_name: str
    approver_role: str
    reason: str
