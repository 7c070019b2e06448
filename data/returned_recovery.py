"""Money for a returned item: spread over what is still owed, and told to the departments it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.permissions import Refused
from data.returned_case import Owed, balance, by_id, parts
from data.services.receivables import pay, undo

if TYPE_CHECKING:
    from data.services import Line
    from data.store import Store


@dataclass(frozen=True)
class Group:
    """The parts of a recovery that make one receipt line: one account's, or one department's."""

    account_id: int | None
    department: str
    reference: str
    fee: bool
    parts: tuple[tuple[Owed, int], ...]

    @property
    def cents(self) -> int:
        """The line's amount."""
        return sum(cents for _, cents in self.parts)

    def detail(self, case_id: int) -> dict[str, Any]:
        """What the line's effects need, JSON-able; bill lines and deposits as a water payment has them."""
        found: dict[str, Any] = {"case": case_id, "parts": [[one.id, cents] for one, cents in self.parts]}
        if self.account_id is not None:
            found["bill_lines"] = [[one.bill_line_id, cents] for one, cents in self.parts if one.bill_line_id]
            found["deposits"] = [[one.deposit_id, cents, "REQUIRED"] for one, cents in self.parts if one.deposit_id]
            found["credit"] = 0
        return found


def groups(found: Sequence[Owed], item_cents: int, fee_cents: int) -> tuple[list[Group], int, int]:
    """An amount for the item and one for the charge, spread in the order of the parts; what is left of each.

    One group for each account, department and reference; the charge has a group of its own.
    """
    made: dict[tuple[int | None, str, str, bool], list[tuple[Owed, int]]] = {}
    rest = {False: item_cents, True: fee_cents}
    for one in found:
        fee = one.kind == "FEE"
        if part := min(rest[fee], one.open_cents):
            made.setdefault((one.account_id, one.department, one.reference, fee), []).append((one, part))
            rest[fee] -= part
    return [Group(*key, parts=tuple(value)) for key, value in made.items()], rest[False], rest[True]


def settle(store: Store, document_id: int, line_no: int, line: Line, on: date) -> None:
    """What a recovery's line does to the case, in the posting's transaction. Raises `Refused` when it changed."""
    if line.account_id is not None:
        pay(store, document_id, line_no, line.account_id, line.detail)
    _move(store, document_id, line.detail, 1, on)
    case_id = int(line.detail["case"])
    store.run("UPDATE returned_cases SET version = version + 1 WHERE id = ?", case_id)
    close_if_paid(store, case_id, on)


def unsettle(store: Store, document_id: int, line_no: int, line: Line, on: date) -> None:
    """Undo `settle`, for a void: the case is open again."""
    if line.account_id is not None:
        undo(store, document_id, line_no, line.account_id, line.detail)
    _move(store, document_id, line.detail, -1, on)
    store.run(
        "UPDATE returned_cases SET state = CASE WHEN state = 'PAID' THEN CASE WHEN demand_on IS NOT NULL THEN 'DEMAND' "
        "WHEN notice_on IS NOT NULL THEN 'NOTICE' ELSE 'FEE-POSTED' END WHEN state = 'COLLECTED' THEN 'REFERRED' "
        "ELSE state END, closed_on = NULL, version = version + 1 WHERE id = ?",
        int(line.detail["case"]),
    )


def _move(store: Store, document_id: int, detail: dict[str, Any], sign: int, on: date) -> None:
    for part_id, cents in detail["parts"]:
        changed = store.run(
            "UPDATE returned_parts SET paid_cents = paid_cents + ? WHERE id = ? AND paid_cents + ? BETWEEN 0 AND "
            "amount_cents",
            sign * cents,
            part_id,
            sign * cents,
        )
        if changed != 1:
            raise Refused("What this case owes was paid meanwhile. Nothing was posted: take that line off.")
        store.insert(
            "returned_recoveries",
            case_id=detail["case"],
            part_id=part_id,
            journal_id=document_id,
            business_date=on.isoformat(),
            amount_cents=sign * cents,
        )


def close_if_paid(store: Store, case_id: int, on: date) -> bool:
    """End a case of which nothing is owed any more: PAID, or COLLECTED once it was referred; whether it ended."""
    case = by_id(store, case_id)
    if not case.open or case.state in ("RECEIVED", "MATCHED") or balance(store, case_id).total_cents:
        return False
    store.run(
        "UPDATE returned_cases SET state = ?, closed_on = ?, version = version + 1 WHERE id = ?",
        "COLLECTED" if case.state == "REFERRED" else "PAID",
        on.isoformat(),
        case_id,
    )
    return True


def close_paid(store: Store, on: date) -> int:
    """End every case that was paid on its account, as a water bill; how many ended."""
    rows = store.rows(
        "SELECT id FROM returned_cases WHERE state IN ('REVERSED', 'FEE-POSTED', 'NOTICE', 'PLAN', 'DISPUTED', "
        "'DEMAND', 'REFERRED') ORDER BY id"
    )
    with store.writing():
        return sum(close_if_paid(store, int(row[0]), on) for row in rows)


@dataclass(frozen=True)
class Recovered:
    """What a department got back of one case in a period; cents."""

    department: str
    case: str
    payer: str
    description: str
    gl: str
    kind: str
    """What kind of part of the case: BILL, DEPOSIT, OTHER or FEE."""
    amount_cents: int


_RECOVERED = """
SELECT p.department, c.number, c.payer, p.description, p.gl, p.kind, SUM(x.amount_cents)
FROM returned_parts p JOIN returned_cases c ON c.id = p.case_id JOIN (
  SELECT part_id, amount_cents FROM returned_recoveries WHERE business_date >= ? AND business_date <= ?
  UNION ALL
  SELECT b.id, a.amount_cents FROM applications a JOIN journal j ON j.id = a.journal_id
  JOIN returned_parts b ON b.bill_line_id = a.bill_line_id
  JOIN returned_tenders t ON t.case_id = b.case_id
  WHERE j.business_date >= ? AND j.business_date <= ? AND j.id > t.return_id AND j.kind IN ('RECEIPT', 'VOID')
  AND t.id = (SELECT MIN(id) FROM returned_tenders WHERE case_id = b.case_id)
  AND j.id NOT IN (SELECT journal_id FROM returned_recoveries)
) x ON x.part_id = p.id
GROUP BY p.department, c.number, c.payer, p.description, p.gl, p.kind HAVING SUM(x.amount_cents) <> 0
ORDER BY p.department, c.number, p.description
"""


def recovered(store: Store, first: date, last: date) -> list[Recovered]:
    """What was recovered by department from `first` to `last`: through the case, and as payments on its accounts."""
    days = (first.isoformat(), last.isoformat())
    return [
        Recovered(where, case, payer, text, gl, kind, int(cents))
        for where, case, payer, text, gl, kind, cents in store.rows(_RECOVERED, *days, *days)
    ]


def slip_of(store: Store, journal_id: int, part_ids: Sequence[int] = ()) -> list[tuple[str, str, str, int]]:
    """The distribution of a recovery receipt, or of some of its parts: department, description, account, cents."""
    only = f" AND p.id IN ({', '.join('?' * len(part_ids))})" if part_ids else ""
    rows = store.rows(
        "SELECT p.department, p.description, p.gl, SUM(r.amount_cents) FROM returned_recoveries r "
        f"JOIN returned_parts p ON p.id = r.part_id WHERE r.journal_id = ?{only} "
        "GROUP BY p.department, p.description, p.gl ORDER BY p.department, p.gl, p.description",
        journal_id,
        *part_ids,
    )
    return [(where, text, gl, int(cents)) for where, text, gl, cents in rows]


def paid_between(store: Store, case_id: int, first: date, last: date) -> int:
    """What was paid toward the item from `first` to `last`, without the charge, in cents."""
    case = by_id(store, case_id)
    found = [one for one in recovered(store, first, last) if one.case == case.number and one.kind != "FEE"]
    return sum(one.amount_cents for one in found)


def still_owed(store: Store, case_id: int) -> list[Owed]:
    """The parts of which something is owed."""
    return [one for one in parts(store, case_id) if one.open_cents]
