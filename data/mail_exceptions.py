"""What can be wrong with a payment that comes by mail, and what is done with it.

Government Code 6151.5 and 6157; Commercial Code 3113, 3114, 4401, 4404. Part of the town is served by another
water agency, so a payment meant for that one is common.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MailException:
    """One code: its number on the ten-key, its words, and whether the payment is posted all the same."""

    number: int
    code: str
    title: str
    title_es: str
    posts: bool = False
    """Whether it is posted, with a note; else the item is set aside."""
    returned: bool = True
    """Whether an item set aside goes back to the sender with a letter."""


ALL: tuple[MailException, ...] = (
    MailException(1, "NOSIGN", "Check is not signed", "El cheque no está firmado"),
    MailException(2, "NODATE", "Check is not dated: dated today", "El cheque no tiene fecha", posts=True),
    MailException(3, "POSTDATE", "Check is dated ahead", "El cheque tiene fecha adelantada"),
    MailException(4, "STALE", "Check is too old", "El cheque está vencido"),
    MailException(5, "AMTDIFF", "Words and figures differ", "Las letras y los números no coinciden"),
    MailException(6, "WRONGPAYEE", "Made out to somebody else", "A nombre de otra persona"),
    MailException(7, "NOACCT", "No account can be found", "No se encuentra la cuenta"),
    MailException(8, "WRONGAGENCY", "Meant for another agency", "Destinado a otra agencia"),
    MailException(9, "CASH-IN-MAIL", "Cash was in the envelope", "Dinero en efectivo en el sobre", returned=False),
    MailException(10, "CORRESP", "A letter came with it", "Llegó con una carta", posts=True),
    MailException(11, "MULTI", "Stubs do not add up to the check", "Los talones no suman lo mismo", returned=False),
    MailException(12, "CASHONLY", "The account is cash only", "La cuenta sólo acepta efectivo"),
)
"""Every code, in the order of the numbers."""
BY_CODE = {one.code: one for one in ALL}
OPTIONS: tuple[tuple[str, str], ...] = tuple((one.code, one.title) for one in ALL)
"""For a field that takes one of them."""
