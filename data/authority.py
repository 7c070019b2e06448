"""Authority limits: what each role may do alone, up to which amount, and what another person must approve.

The rows are dated and belong to finance; a role without a row may not (deny by default).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Date, Money, Text
from data.forms import Form, FormError, Values
from data.money import show_cents
from data.permissions import ADMINISTRATOR, FINANCE, ROLES, STAFF, Permission, Refused
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown
from data.session import Approval

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

ACTIONS: dict[str, str] = {
    "void.receipt": "void your own receipt of the same day",
    "void.line": "void a line of your own receipt of the same day",
    "void.others": "void another clerk's receipt of the same day",
    "void.prior_day": "void a receipt of an earlier day",
    "reprint": "print a receipt again",
    "no_sale": "open the drawer without a sale",
    "paid_out": "pay cash out of the drawer",
    "safe_drop": "drop cash from the drawer to the safe",
    "drawer.open": "open a drawer with its change fund",
    "drawer.variance": "accept a drawer that is over or short",
    "drawer.verify": "verify another clerk's closed drawer",
    "drawer.audit": "count another clerk's drawer by surprise",
    "deposit.prepare": "prepare a bank deposit",
    "deposit.verify": "verify a bank deposit",
    "deposit.send": "send a bank deposit",
    "deposit.confirm": "confirm a bank deposit",
    "day.close": "close a business date",
    "gl.export": "export a business date to the general ledger",
    "gl.rerun": "export a business date again",
    "drawer.close_others": "count and close another clerk's drawer",
    "returned.take": "take up a returned item",
    "returned.fee": "change or waive the charge for a returned item",
    "returned.demand": "mail the demand of Civil Code 1719",
    "returned.refer": "refer a returned item to the collection officer",
    "returned.write_off": "write off a returned item",
    "hotlist.remove": "take a payer off the hot list",
    "refund.request": "request a refund",
    "refund.verify": "verify a refund request",
    "refund.special": "verify a refund with another payee or of an estate",
    "refund.approve": "approve a refund",
    "refund.send": "send refunds to accounts payable",
    "unclaimed.keep": "keep the list of unclaimed money",
    "unclaimed.transfer": "transfer unclaimed money to the city",
    "check.override": "accept a check against the acceptance rules",
    "credit.apply": "pay with a credit on account",
    "deposit.waive": "waive a deposit",
    "settings.change": "change a setting, fee or rate",
    "limits.change": "change an authority limit",
    "rows.confirm": "confirm another person's change of a setting, fee, rate or limit",
    "petty.voucher": "pay a petty cash voucher",
    "petty.over_limit": "pay a petty cash voucher above the limit of its fund",
    "petty.cancel": "cancel a petty cash voucher or reimbursement",
    "petty.replenish": "send a petty cash reimbursement",
    "batch.post": "post a mail batch",
    "file.post": "post a file of payments",
    "suspense.settle": "settle an unidentified payment",
    "impound.override": "override a line of a vehicle's release checklist",
    "impound.waive": "waive the fee for a stored vehicle",
    "person.merge": "merge two person files, or undo it",
    "person.second": "confirm a police supervisor's merge of two person files",
    "works.take": "take up another clerk's unfinished work",
}
"""Every action a limit may name, in words that follow "may"."""
TITLES = dict(ROLES)

_ROW = (
    "SELECT rule, limit_cents FROM authority_limits WHERE action = ? AND role = ? AND valid_from <= ? "
    "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY valid_from DESC, id DESC LIMIT 1"
)


@dataclass(frozen=True)
class Limit:
    """What a role may do: `YES`, `LIMIT` (up to `limit_cents`), `REQUEST` (another approves) or `NO`."""

    rule: str
    limit_cents: int = 0

    def allows(self, amount_cents: int) -> bool:
        """Whether this person may do it alone for this amount (its sign does not matter)."""
        return self.rule == "YES" or (self.rule == "LIMIT" and abs(amount_cents) <= self.limit_cents)


def limit(store: Store, role: str, action: str, on: date) -> Limit:
    """The limit of a role for an action on a day; `NO` when there is no row."""
    day = on.isoformat()
    row = store.rules.row(_ROW, action, role, day, day)
    return Limit(str(row[0]), int(row[1] or 0)) if row else Limit("NO")


def check(store: Store, session: Session, action: str, amount_cents: int = 0, approval: Approval | None = None) -> None:
    """Raise `Refused` unless this clerk may do it for this amount, alone or with another person's approval.

    The refusal names the action to approve when another person can. An approval counts once, for the person who asked
    for it, this action and at most its amount. Look for a repeated idempotency key before calling this.
    """
    own = limit(store, session.clerk.role, action, session.clock.today())
    if own.allows(amount_cents):
        return
    if own.rule == "NO":
        raise Refused(f"{_a(session.clerk.role)} may not {ACTIONS.get(action, action)}.")
    if approval is None:
        raise Refused(_needs_approval(session, action, amount_cents, own), approval=action, amount_cents=amount_cents)
    if problem := _approval_problem(store, session, action, amount_cents, approval):
        raise Refused(problem, approval=action, amount_cents=amount_cents)


CONFIRM = "rows.confirm"
"""What the second person does to a changed setting, fee, rate or limit."""


def second_person(store: Store, session: Session, action: str, approval: Approval | None) -> int | None:
    """Who confirmed a change that needs two people, as a user id; None where this role's rule for `action` is not
    With approval. Raises `Refused`, which names what to approve, until somebody else has.
    """
    if limit(store, session.clerk.role, action, session.clock.today()).rule != "REQUEST":
        return None
    if approval is None:
        raise Refused(f"Two people {ACTIONS[action]}: another one confirms it.", approval=CONFIRM)
    if problem := _approval_problem(store, session, CONFIRM, 0, approval):
        raise Refused(problem, approval=CONFIRM)
    return approval.approver_id


def _needs_approval(session: Session, action: str, amount_cents: int, own: Limit) -> str:
    what = ACTIONS.get(action, action)
    if own.rule == "LIMIT":
        return (
            f"{_a(session.clerk.role)} may {what} up to {show_cents(own.limit_cents)}; "
            f"{show_cents(abs(amount_cents))} needs approval."
        )
    return f"{_a(session.clerk.role)} needs approval to {what}."


def _approval_problem(store: Store, session: Session, action: str, amount_cents: int, approval: Approval) -> str:
    """Why an approval does not count, as a sentence; empty when it does."""
    store = store.rules
    row = store.row("SELECT action, amount_cents, requester_id, approver_id FROM approvals WHERE id = ?", approval.id)
    if row is None or tuple(row) != (approval.action, approval.amount_cents, session.clerk.id, approval.approver_id):
        return "That approval was not given to you. Ask for it again."
    if approval.action != action or abs(amount_cents) > abs(approval.amount_cents):
        return "The approval was given for something else. Ask for it again."
    if store.value("SELECT 1 FROM journal WHERE approval_id = ?", approval.id):
        return "That approval has been used. Ask for it again."
    return ""


def _a(role: str) -> str:
    title = TITLES.get(role, role)
    return f"{'An' if title[:1] in 'AEIOU' else 'A'} {title}"


# The register that finance maintains

RULES = (("YES", "Alone"), ("LIMIT", "Up to the limit"), ("REQUEST", "With approval"), ("NO", "Never"))


class AuthorityLimit(Record):
    """A dated row: what a role may do."""

    action = column(Text("Action", 20, required=True))
    role = column(Choice("Role", 14, options=ROLES, required=True))
    rule = column(Choice("Rule", 8, options=RULES, required=True))
    limit_cents = column(Money("Limit", minimum_cents=0), null=True)
    valid_from = column(Date("Valid from", required=True))
    valid_to = column(Date("Valid to"), null=True)
    authority = column(Text("Authority", 80))

    class Meta:
        table_name = "authority_limits"


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse unknown actions, a limit without an amount, and rewriting a row that is in force."""
    values["action"] = str(values["action"]).lower()
    if values["action"] not in ACTIONS:
        raise FormError("action", f"Action: there is no {values['action']}. F1 lists them.")
    if (values["rule"] == "LIMIT") != (values["limit_cents"] is not None):
        raise FormError("limit_cents", "Limit: an amount with the rule Up to the limit, and only then.")
    if record_id is None:
        return
    row = store.row("SELECT action, role, rule, limit_cents, valid_from FROM authority_limits WHERE id = ?", record_id)
    new = tuple(values[name] for name in ("action", "role", "rule", "limit_cents"))
    if (
        row
        and str(row[4]) <= store.clock.today().isoformat()
        and tuple(row) != (*new, values["valid_from"].isoformat())
    ):
        raise FormError("rule", "A row already in force is not rewritten: F6 adds one that is valid from a later day.")


_FIELDS = ("action", "role", "rule", "limit_cents", "valid_from", "valid_to", "authority")

REGISTER = Register(
    code="LIMITS",
    number=2,
    title="Authority limits",
    model=AuthorityLimit,
    columns=(Shown("action"), Shown("role"), Shown("rule"), Shown("limit_cents"), Shown("valid_from", width=10)),
    order=("action", "role", "valid_from"),
    form=Form(
        "LIM01",
        "Authority limit",
        {name: ref(getattr(AuthorityLimit, name)) for name in _FIELDS},
        help="\n\n".join(f"{action}: {sentence}" for action, sentence in ACTIONS.items()),
    ),
    view=Permission("limits.view", "authority limits are read by staff", STAFF | {ADMINISTRATOR}),
    change=Permission("limits.change", "authority limits are maintained by finance", frozenset({FINANCE})),
    second="limits.change",
    options=(CHANGE, DISPLAY, HISTORY),
    check=_check,
    empty="There are no limits: nobody may do what needs one. F6 adds one.",
)
