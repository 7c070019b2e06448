"""F7: one look-up over accounts and receipts, by anything a customer may say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from data import find
from data.fields import Text
from data.find import FIND, Hit
from data.forms import Form, FormError, Values
from data.police.access import USE
from screens.entry import EntryDisplay, fill_in
from screens.listing import Listing, fixed_rows, pick
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

FORM = Form(
    "FND010",
    "Find",
    {"text": Text("Find", 50, required=True, help="Number, name, address, phone, meter serial or receipt number.")},
    help="Type what the customer says: an account number, a name (words in any order, beginnings are enough), a "
    "service address, the last digits of a phone number, a meter serial, or a receipt number.",
)
COLUMNS = (Column("Number", 11), Column("Name", 28), Column("Where or what", 29))


async def search(desk: Desk, text: str = "", only: str = "") -> Hit | None:
    """Ask for words and let the clerk pick from what they find; None when given up."""
    session = desk.clerk_session

    async def do(values: Values, _: object) -> Hit | None:
        hits = [
            hit for hit in await desk.ask(find.find, desk.store, session, values["text"], 200) if only in ("", hit.kind)
        ]
        if not hits:
            raise FormError("text", "Nothing was found. Try fewer letters, or the address, or the phone number.")
        if len(hits) == 1:
            return hits[0]
        rows = [Row((hit.kind, hit.id), (hit.number, hit.title, hit.detail)) for hit in hits]
        listing = Listing("FND020", f"Found for {values['text']}", COLUMNS, fixed_rows(rows), pick=True)
        row = await pick(desk, listing)
        return next((hit for hit in hits if row is not None and (hit.kind, hit.id) == row.key), None)

    if text:
        try:
            if found := await do({"text": text}, None):
                return found
        except FormError:
            pass
    keys = {} if only else _persons(desk)
    return await fill_in(desk, FORM, do, {"text": text} if text else None, keys=keys)


def _persons(desk: Desk) -> dict[str, Callable[[EntryDisplay], Awaitable[None]]]:
    """F11 for those who may look up persons of the police desk: the same words there."""
    if desk.police is None or not USE.allows(desk.clerk_session.clerk.role):
        return {}

    async def look(display: EntryDisplay) -> None:
        from screens.persons import search as search_persons

        await search_persons(desk, display.panel.texts().get("text", ""))

    return {"more": look}


async def find_anything(desk: Desk, text: str = "") -> None:
    """Find something and show it."""
    from screens.receipts import show_receipt
    from screens.utility import show_account

    desk.clerk_session.require(FIND)
    hit = await search(desk, text)
    if hit is None:
        return
    if hit.kind == "receipt":
        await show_receipt(desk, hit.number)
    else:
        await show_account(desk, hit.number)


async def find_account(desk: Desk, text: str = "") -> str | None:
    """F4 of an account field: the number of the account picked."""
    hit = await search(desk, text, only="account")
    return None if hit is None else hit.number
