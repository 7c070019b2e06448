"""The forms of petty cash: voucher, settlement, cancellation, reimbursement."""

from __future__ import annotations

from data.fields import Choice, Code, Lookup, Money, Text, Yes
from data.forms import Form
from data.pettycash_rules import ADVANCE, PURCHASES, REIMBURSE

KINDS: tuple[tuple[str, str], ...] = ((REIMBURSE, "Reimbursement against a receipt"), (ADVANCE, "Advance"))
VOUCHER = Form(
    "PCV010",
    "Petty cash voucher",
    {
        "kind": Choice("Kind", 10, required=True, options=KINDS),
        "amount": Money("Amount", required=True),
        "payee": Text("Paid to", 40, required=True),
        "department": Code("Department", 12, required=True),
        "purpose": Text("Purpose", 50, required=True),
        "purchase": Choice("Purchase", 10, required=True, options=PURCHASES),
        "gl": Lookup("Account", 24, required=True, prompt="GL", help="Its last four digits are enough: 5210."),
        "requested": Text("Requested by", 30, required=True, help="Name or clerk number; not the custodian."),
        "approved": Text("Approved by", 30, required=True, help="Name or clerk number; not the one who asked."),
        "receipt": Yes("Receipt attached", required=True),
        "signed": Yes("Signed for", default=False, help="Y when the one who is paid has signed the voucher."),
        "tax": Money("Tax in it", minimum_cents=0),
        "travel": Code("Travel no.", 16, help="The number of the travel authorization."),
        "language": Choice("Language", 2, default="en", options=(("en", "English"), ("es", "Spanish"))),
    },
    help="Money from the box for a small purchase. Reimbursement: the receipt is there and is paid back. Advance: the "
    "money goes out first; receipt and change come back the next business day.",
    policy="Never from petty cash: personal use, cashing checks, items under a purchasing contract, travel without an "
    "authorization, a purchase split to stay below the limit. The custodian neither asks nor approves.",
)
SETTLE = Form(
    "PCV020",
    "Settle an advance",
    {
        "spent": Money("Spent", required=True, minimum_cents=0, help="The sum of the receipts; 0 when all comes back."),
        "receipt": Yes("Receipt attached", required=True),
        "signed": Yes("Signed for", default=True),
        "tax": Money("Tax in it", minimum_cents=0),
    },
    help="The receipts of an advance and the change that comes back. Spent more than advanced: the rest is paid out.",
)
CANCEL = Form(
    "PCV030",
    "Cancel a voucher",
    {"reason": Text("Reason", 60, required=True)},
    help="The money comes back into the box. Only a voucher that has not been sent for reimbursement.",
)
RECEIVE = Form(
    "PCR020",
    "Reimbursement received",
    {"check": Code("Check number", 16, required=True, help="The number of the check that was cashed.")},
    help="The check of accounts payable has been cashed and all of it is in the box.",
)
WITHDRAW = Form(
    "PCR030",
    "Withdraw a reimbursement",
    {"reason": Text("Reason", 60, required=True)},
    help="Accounts payable did not accept it: its vouchers are open again.",
)
REQUEST = Form(
    "PCR010",
    "Request the reimbursement",
    {"reason": Text("Over/short reason", 60, stop=True, help="Needed when the fund is over or short.")},
    help="All open vouchers, over and short by account. The check restores the fund to its fixed amount. "
    "Another person approves.",
)
