"""The yearly review of all accounts: read, and signed by the auditor (CJIS AC-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import account_review
from data.account_review import Account
from data.clock import local_time
from data.fields import Text
from data.forms import Form, Values
from data.text import many
from screens.cells import clip
from screens.entry import fill_in
from screens.pager import PagerDisplay, read

if TYPE_CHECKING:
    from screens.desk import Desk

FINDINGS = Form(
    "ACR020",
    "Sign the yearly review of accounts",
    {"findings": Text("Findings", 60, help="What was found and who puts it right.")},
    help="Your number, the time and how every account stands are kept. It cannot be taken back.",
)


async def show(desk: Desk, rest: str) -> None:
    """Every account on one list; F6 signs."""
    session, store = desk.clerk_session, desk.store
    found = await desk.ask(account_review.accounts, store, session)
    signed = await desk.ask(account_review.reviews, store, session)
    last = next((f"{local_time(one.at)} by {one.clerk}, {one.findings or 'no findings'}" for one in signed), "never")
    head = ["", f"  {many(len(found), 'account')}. Last review: {last}", "", f"  {_titles()}"]

    async def do(values: Values, _: Any) -> int:
        return await desk.ask(account_review.sign, store, session, values["findings"] or "")

    async def sign(_: PagerDisplay) -> int | None:
        return await fill_in(desk, FINDINGS, do, cursor="findings")

    keys = {"new": sign} if account_review.SIGN.allows(session.clerk.role) else {}
    rows = [*head, *(f"  {_line(one)}" for one in found)]
    if await read(desk, "ACR010", "Yearly review of accounts", rows, keys, new_word="Sign"):
        desk.notice = ("The yearly review of accounts is signed.",)


def _titles() -> str:
    return f"{'No.':<5}{'Name':<19}{'Role':<18}{'State':<10}{'Last on':<11}{'Checked':<11}2nd"


def _line(one: Account) -> str:
    second = ("yes" if one.second_factor else "no") if one.police else ""
    state = "MUST CHG" if one.state == "MUST CHANGE" else one.state
    used = one.last_used or "never"
    return f"{one.number:<5}{clip(one.name, 18):<19}{one.role:<18}{state:<10}{used:<11}{one.cleared_on:<11}{second}"
