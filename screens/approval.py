"""Approval at the counter: another person's number and password, without leaving the screen."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from data import users
from data.fields import Digits, Secret, Text
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import Refused
from data.session import Approval
from screens.entry import EntryDisplay, fill_in

if TYPE_CHECKING:
    from screens.desk import Desk

FORM = Form(
    "APV010",
    "Approval needed",
    {
        "number": Digits("Approver's number", 6, required=True),
        "password": Secret("Approver's password", 40, required=True),
        "code": Digits("Second factor", 6, help="The six digits of the authenticator, when the approver has one."),
        "reason": Text("Reason", 60, required=True, help="Why this is allowed; both names are recorded with it."),
    },
    help="Another person with the authority gives number, password and reason. Nobody approves their own work.",
)


class ApprovalDisplay(EntryDisplay):
    """The approval form in a window: the work it is needed for stays in sight above it."""

    DEFAULT_CSS = """
    ApprovalDisplay { align: left bottom; background: $background 0%; }
    ApprovalDisplay Panel { height: 10; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._modal = True
        self.title_row.display = False


async def approve(desk: Desk, refusal: Refused) -> Approval | None:
    """Ask for another person's approval; None when the clerk gave that up."""
    session = desk.clerk_session
    alert, *rest = textwrap.wrap(str(refusal), 76)
    lines = (
        " ".join(rest),
        f"Asked for by {session.clerk.number} {session.clerk.name}"
        + (f", amount {show_cents(refusal.amount_cents)}" if refusal.amount_cents else ""),
        "Tab to the reason, or Enter after each field. F12 gives the action up.",
    )

    async def check(values: Values, _: object) -> Approval:
        try:
            return await desk.ask(
                users.approve, desk.store, session, values["number"], values["password"], refusal.approval,
                refusal.amount_cents, values["reason"], code=values["code"] or "",
            )  # fmt: skip
        except users.CodeNeeded as error:
            raise FormError("code", str(error)) from None
        except users.SignOnRefused as error:
            raise FormError("password", str(error)) from None

    return await fill_in(desk, FORM, check, look=Look(lines, alert=alert), kind=ApprovalDisplay)
