"""A returned item from the bank's file: its case is opened, matched to the payment, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import exceptions_notices
from data.forms import FormError, Values
from data.money import show_cents
from data.permissions import Refused
from data.returned import Case
from data.returned_follow import notice
from screens.entry import fill_in
from screens.returned_case import show_case

if TYPE_CHECKING:
    from screens.desk import Desk


async def work_on_return(desk: Desk, record_id: int) -> None:
    """Open the case of a return in the queue and reverse its payment; what cannot be matched stays received."""
    case = await desk.ask(exceptions_notices.open_case, desk.store, desk.clerk_session, record_id)
    try:
        await matched(desk, case, case.check_number)
    except (Refused, FormError) as error:
        desk.notice = (f"Case {case.number} is opened. {error} Option 13 matches it.",)
    await show_case(desk, case.id)


async def ask_match(desk: Desk, case: Case) -> None:
    """Ask for the number the payment was posted under, then match the case to it."""

    async def do(values: Values, _: Any) -> Case | None:
        return await matched(desk, case, values["number"])

    if case.state != "RECEIVED":
        raise Refused(f"Case {case.number} was matched already.")
    await fill_in(desk, exceptions_notices.MATCH, do, {"number": case.check_number})


async def matched(desk: Desk, case: Case, number: str) -> Case | None:
    """Match a received case and write its notice; None when the approval was given up."""
    found = await desk.approved(
        lambda approval: desk.ask(
            exceptions_notices.match, desk.store, desk.clerk_session, desk.catalog, case.id, number, approval
        )
    )
    if found is not None:
        await desk.ask(notice, desk.store, desk.clerk_session, case.id)
        desk.wake_worker()
        desk.notice = (f"Case {found.number}: {show_cents(found.amount_cents)} reversed, charge "
                       f"{show_cents(found.fee_cents)}; the notice prints.",)  # fmt: skip
    return found
