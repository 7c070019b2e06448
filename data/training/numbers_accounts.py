"""Water accounts of the practice city as a lesson's numbers: which there are, and one misread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.scanline import Stub, scan_line
from data.training.numbers_drawn import Cents, Drawn, LessonError
from data.utility import accounts

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Account:
    """A water account of the practice city, as a lesson may speak of it."""

    id: int
    number: str
    name: str
    street: str
    phone: str
    due: Cents
    past_due: Cents
    credit: Cents
    deposit_due: Cents
    stub: str
    """What a scanner reads from its bill."""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


_OPEN = "a.id IN (SELECT account_id FROM bill_lines WHERE open_cents > 0)"
_BILLS = (
    "a.id IN (SELECT account_id FROM bill_lines WHERE open_cents > 0 GROUP BY account_id "
    "HAVING count(DISTINCT bill_id) {})"
)
_QUIET = (
    "a.status = 'ACTIVE' AND a.cash_only = 0 AND a.no_checks = 0 AND a.credit_cents = 0 AND c.confidential = 0 "
    "AND c.bankruptcy = 0 AND c.bad_address = 0 AND a.shutoff_on IS NULL AND length(c.name) < 30 "
    "AND a.id NOT IN (SELECT account_id FROM deposits WHERE state IN ('REQUIRED', 'BILLED'))"
)
WHICH: dict[str, str] = {
    "open bill": f"{_QUIET} AND {_BILLS.format('= 1')}",
    "two bills": f"{_QUIET} AND {_BILLS.format('>= 2')}",
    "nothing due": f"{_QUIET} AND NOT {_OPEN}",
    "cash only": f"a.status = 'ACTIVE' AND a.cash_only = 1 AND {_OPEN}",
    "no checks": f"a.status = 'ACTIVE' AND a.no_checks = 1 AND {_OPEN}",
    "credit": "a.status = 'ACTIVE' AND a.credit_cents > 0",
    "shutoff": f"a.status = 'ACTIVE' AND a.shutoff_on IS NOT NULL AND {_OPEN}",
    "bad address": "c.bad_address = 1",
    "closed": "a.status = 'CLOSED'",
}
"""Which accounts a lesson may ask for, as a condition on accounts `a` and customers `c`."""


def account(drawn: Drawn, which: str = "open bill") -> Account:
    """An account of a kind that this lesson has not used yet. Raises `LessonError` when there is none."""
    if which not in WHICH:
        raise LessonError(f"Accounts are one of {', '.join(WHICH)}, not {which!r}.")
    rows = drawn.store.rows(
        f"SELECT a.id FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE {WHICH[which]} ORDER BY a.id"
    )
    free = [id for (id,) in rows if id not in drawn.used]
    if not free:
        raise LessonError(f"The practice city has no account of the kind {which!r} left.")
    found = read_account(drawn.store, drawn.random.choice(free))
    drawn.used.add(found.id)
    return found


def read_account(store: Store, account_id: int) -> Account:
    """An account as it is now."""
    view = accounts.by_id(store, account_id)
    if view is None:
        raise LessonError(f"There is no account with the id {account_id}.")
    due = Cents(view.due_cents)
    stub = scan_line(Stub(view.number, store.clock.today(), "0001", view.due_cents, view.due_cents))
    past_due, credit, deposit = Cents(view.past_due_cents), Cents(view.credit_cents), Cents(view.deposit_due_cents)
    return Account(
        view.id, view.number, view.name, view.service_address, view.phone, due, past_due, credit, deposit, stub
    )


def misread(drawn: Drawn, of: str) -> str:
    """An account number with two neighboring digits that have changed places; there is no such account.

    Raises `LessonError` when every such number is an account.
    """
    right = str(drawn.at(of))
    swapped = [right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(4, len(right) - 1)]
    for wrong in drawn.random.sample(swapped, len(swapped)):
        if wrong != right and accounts.by_number(drawn.store, wrong) is None:
            return wrong
    raise LessonError(f"{of}: {right} cannot be misread.")
