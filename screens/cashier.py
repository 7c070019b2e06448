"""Taking payments: what is paid for, one line after another; then how it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.permissions import Refused
from data.services import Service
from screens import programs
from screens.basket import Basket
from screens.till import Till, typed_parts

if TYPE_CHECKING:
    from screens.desk import Desk


async def pay(desk: Desk, rest: str = "") -> None:
    """Take payments, one customer after another, until the clerk leaves."""
    till = Till(desk)
    async with till.kept_when_left():
        if rest and not await till.chosen(rest):
            return
        while till.basket.items or await till.choose():
            await till.settle()


async def take_up(desk: Desk, key: str, payload: dict[str, Any]) -> None:
    """Go on with a suspended payment: its lines are priced again, its tender is asked again.

    A line that no longer fits, because somebody else has paid it, comes back as its form, which says why.
    """
    till = Till(desk, Basket(key=key, language=payload.get("language", "en"), payer=payload.get("payer", "")))
    till.basket.waiting = list(payload.get("items", []))
    if payload.get("service"):
        till.basket.waiting.append({"service": payload["service"], "texts": payload.get("texts") or {}, "open": True})
    async with till.kept_when_left():
        await till.take_up()
        await till.settle()


async def pay_scanned(desk: Desk, text: str) -> bool:
    """Begin a payment from a scanned code; False when no service knows the code."""
    till = Till(desk)
    found = await till.scanned(text)
    if found is None:
        return False
    await programs.run(desk, desk.directory.programs["PAY"], f"{found[0].code} {next(iter(found[1].values()))}")
    return True


async def typed_transaction(desk: Desk, service: Service, words: list[str]) -> None:
    """`UB 10004567 18811 CK 1021`: shown once, posted by one Enter. Raises `Refused` or `FormError`."""
    session = desk.clerk_session
    if session.drawer_id is None:
        raise Refused("Open your drawer first: option 3, then 1 (or type OPEN).")
    texts, tender = typed_parts(service, words)
    till = Till(desk)
    async with till.kept_when_left():
        if await till.add(service, texts, straight=True):
            till.tender = tender
            await till.settle()
