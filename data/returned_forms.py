"""The forms of returned items, and what is known while the first of them is filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.clock import shown_date
from data.fields import Choice, Code, Date, Digits, Money, Text, Yes
from data.forms import Form, Look, Values
from data.money import show_cents
from data.returned_match import candidates

if TYPE_CHECKING:
    from data.store import Store

ROOM = 4
"""Candidates shown under the form."""

TAKE = Form(
    "RET010",
    "Returned item",
    {
        "number": Code("Check or trace no.", 20, required=True, help="As on the item, or the trace number of a file."),
        "amount": Money("Amount", required=True, help="What the bank took off; it must be what was posted."),
        "reason": Choice("Reason", 6, required=True, default="NSF", help="Its number, or F4 for the list."),
        "returned": Date("Returned on", required=True, stop=False, help="The date of the bank's notice."),
        "fee": Money("Service charge", minimum_cents=0, help="Empty takes the rule's; another one needs a supervisor."),
        "cost": Money("Bank's cost", minimum_cents=0, help="Empty takes the setting returned.bank_cost."),
        "cash_only": Yes("Stop checks", required=True, default=True, help="Y puts the payer on the hot list."),
        "reference": Code("Bank reference", 20),
        "payer": Text("Name on item", 40, help="When several payments have this number."),
        "routing": Digits("Routing number", 9, check="routing"),
        "bank_account": Digits("Bank account", 17, check="none", help="Never kept: only a keyed mark of it."),
        "note": Text("Note", 60),
    },
    help="Takes up a check, money order or file payment that the bank returned. The payment is reversed on every "
    "account it had paid, the service charge is made, the payer's checks are stopped, and the notice is written.\n\n"
    "Only the number and the amount must be typed.",
    policy="Civil Code 1719: 25.00 for the first check, 35.00 for each later one. Government Code 6157(b): after a "
    "returned check another way of paying may be prescribed.",
)
DEMAND = Form(
    "RET030",
    "Demand of Civil Code 1719",
    {
        "certified": Code("Certified mail no.", 24, required=True, help="The article number on the mailing receipt."),
        "mailed": Date("Mailed on", required=True, stop=False),
        "cost": Money("Cost of mailing", minimum_cents=0, help="Empty takes the setting returned.mailing_cost."),
    },
    help="Writes the demand and starts its 30 days. A court wants the copy and the certified-mail receipt.",
)
DELIVERED = Form("RET032", "Return receipt", {"on": Date("Delivered on", required=True)})
AGREED = Form("RET034", "What was agreed", {"note": Text("What was said", 60, required=True)})
REFER = Form(
    "RET036",
    "Refer to the collection officer",
    {"officer": Text("Officer", 40, stop=True, help="Empty takes the setting returned.officer.")},
    help="After the 30 days. Writes NSF-3 and puts the packet (PDF and CSV) into the outbox.",
)
WRITE_OFF = Form("RET038", "Write off", {"why": Text("Why", 60, required=True)})
AGAIN = Form("RET040", "Presented again", {"on": Date("Credited on", required=True, stop=False)})
PERIOD = Form(
    "RET050",
    "Recoveries by department",
    {"first": Date("From", required=True, stop=False), "last": Date("Through", required=True)},
)
REMOVE = Form("HOT020", "Take off the hot list", {"why": Text("Why", 60, required=True)})


def take_form(store: Store) -> Form:
    """The form of a returned item with the active reasons, numbered in the order of paper first."""
    rows = store.rows("SELECT code, title FROM return_reasons WHERE active = 1 ORDER BY source DESC, id")
    reason = TAKE.fields["reason"]
    assert isinstance(reason, Choice)
    options = tuple((str(code), str(title)) for code, title in rows)
    return replace(TAKE, fields={**TAKE.fields, "reason": replace(reason, options=options)})


def take_look(store: Store, values: Values) -> Look:
    """What was posted under the typed number; offers the amount when there is only one."""
    if not values.get("number"):
        return Look()
    found = candidates(store, values["number"], values.get("amount"), values.get("payer") or "")
    if not found:
        return Look((), {}, f"Nothing was posted as {values['number']}")
    rows = tuple(
        f"{one.title[:16]:<16}  {one.receipt:<10} {shown_date(one.business_date)}{show_cents(one.amount_cents):>12}  "
        + (f"RETURNED {one.case}" if one.case else one.payer[:20])
        for one in found[:ROOM]
    )
    more = (f"and {len(found) - ROOM} more",) if len(found) > ROOM else ()
    fill = {"amount": show_cents(found[0].amount_cents)} if len(found) == 1 and not found[0].case else {}
    return Look((*rows, *more), fill)
