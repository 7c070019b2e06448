"""Finding what a returned item was posted as, and who wrote it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.ledger_read import receipt
from data.money import show_cents
from data.permissions import Refused
from data.returned_shares import NEVER_RETURNED, tender_of
from data.tenders import title
from data.text import fold

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Paid:
    """A posted tender that may be the returned item; cents."""

    journal_id: int
    n: int
    kind: str
    number: str
    amount_cents: int
    receipt: str
    business_date: str
    payer: str
    """The name on the item, else the receipt's payer, else the customer paid for."""
    case: str
    """The case in which it was returned already, empty when it was not."""

    @property
    def title(self) -> str:
        """The tender in words: `Check 1021`."""
        return f"{title(self.kind)} {self.number}"


@dataclass(frozen=True)
class Payer:
    """Who wrote a returned item, and where a letter reaches them."""

    name: str
    key: str
    """What tells one payer from another: the customer, the bank account's hash, or the name."""
    customer_id: int | None
    account_id: int | None
    language: str
    street: str
    place: str
    routing: str
    last4: str
    account_hash: str


_FOUND = """
SELECT t.journal_id, t.n, t.kind, t.number, t.amount_cents, j.receipt, j.business_date, j.payer, t.detail,
  (SELECT MAX(l.customer) FROM journal_lines l WHERE l.journal_id = j.id),
  (SELECT c.number FROM returned_tenders r JOIN returned_cases c ON c.id = r.case_id
   WHERE r.journal_id = t.journal_id AND r.tender_n = t.n AND r.redeposited_on IS NULL)
FROM tenders t JOIN journal j ON j.id = t.journal_id
WHERE t.number = ? AND t.number <> '' AND j.kind = 'RECEIPT' AND t.amount_cents > 0
ORDER BY j.id DESC LIMIT 200
"""


def candidates(store: Store, check_number: str, amount_cents: int | None = None, payer: str = "") -> list[Paid]:
    """Posted tenders of a number, newest first; those of this amount, and then of this payer, come first."""
    wanted = fold(payer)
    found = []
    for journal_id, n, kind, number, cents, said, day, payer_said, detail, customer, case in store.rows(
        _FOUND, check_number
    ):
        if kind not in NEVER_RETURNED:
            name = str(json.loads(detail).get("drawer") or payer_said or customer or "")
            found.append(Paid(journal_id, n, kind, number, cents, said, day, name, case or ""))
    return sorted(
        found,
        key=lambda one: (
            bool(one.case),
            amount_cents is not None and one.amount_cents != amount_cents,
            bool(wanted) and wanted not in fold(one.payer),
        ),
    )


def matched(
    store: Store, check_number: str, amount_cents: int, chosen: Sequence[tuple[int, int]], payer: str = ""
) -> list[Paid]:
    """The posted tenders that are the returned item, exactly of its amount.

    Without `chosen` it must be one tender, or all tenders of this number from one payer on one day. Raises `Refused`.
    """
    found = candidates(store, check_number, amount_cents, payer)
    if chosen:
        picked = [one for one in found if (one.journal_id, one.n) in set(chosen)]
        if len(picked) != len(set(chosen)):
            raise Refused(f"Those payments were not made with number {check_number}.")
    else:
        picked = _guess(found, check_number, amount_cents, payer)
    total = sum(one.amount_cents for one in picked)
    if total != amount_cents:
        raise Refused(
            f"Number {check_number} was posted for {show_cents(total)}, the bank returned {show_cents(amount_cents)}."
        )
    for one in picked:
        tender_of(store, receipt(store, one.journal_id), one.n)
    return picked


def _guess(found: Sequence[Paid], check_number: str, amount_cents: int, payer: str) -> list[Paid]:
    if not found:
        raise Refused(f"No check, money order or file payment {check_number} was posted. Look at the number again.")
    open_ones = [one for one in found if not one.case] or list(found)
    if payer and (named := [one for one in open_ones if fold(payer) in fold(one.payer)]):
        open_ones = named
    exact = [one for one in open_ones if one.amount_cents == amount_cents]
    if len(exact) == 1:
        return exact
    if len(exact) > 1:
        raise Refused(f"Several payments of {show_cents(amount_cents)} have number {check_number}: choose one (F4).")
    first = open_ones[0]
    same = [one for one in open_ones if (one.business_date, one.payer) == (first.business_date, first.payer)]
    return same if len(same) > 1 and sum(one.amount_cents for one in same) == amount_cents else [first]


_CUSTOMER = """
SELECT a.id, a.customer_id, c.name, c.language, c.mail_street, c.mail_city, c.mail_state, c.mail_zip, p.street, p.unit,
  p.city, p.state, p.zip
FROM accounts a JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id WHERE a.id = ?
"""


def payer_of(store: Store, paid: Sequence[Paid], name: str, bank: str, routing: str, last4: str) -> Payer:
    """The payer of posted tenders: their account's customer where there is one, the name on the item otherwise."""
    details = [_detail(store, one) for one in paid]
    bank = bank or next((str(d["account_hash"]) for d in details if d.get("account_hash")), "")
    routing = routing or next((str(d["routing"]) for d in details if d.get("routing")), "")
    last4 = last4 or next((str(d["last4"]) for d in details if d.get("last4")), "")
    said = name or paid[0].payer
    account = store.value(
        "SELECT l.account_id FROM journal_lines l WHERE l.journal_id = ? AND l.account_id IS NOT NULL ORDER BY l.n",
        paid[0].journal_id,
    )
    found = store.row(_CUSTOMER, account or 0)
    if found is None:
        key = f"H:{bank}" if bank else f"N:{fold(said)}" if fold(said) else f"R:{paid[0].receipt}"
        return Payer(said, key, None, None, _language(store, paid[0]), "", "", routing, last4, bank)
    account_id, customer_id, customer, language, *where = found
    street, place = address(tuple(where))
    return Payer(
        said or customer, f"C:{customer_id}", customer_id, account_id, language, street, place, routing, last4, bank
    )


def address(row: tuple[str, ...]) -> tuple[str, str]:
    """The mailing address (street; city, state and ZIP), the premise's when the customer has none."""
    mail_street, mail_city, mail_state, mail_zip, street, unit, city, state, zip_code = row
    if mail_street:
        return mail_street, f"{mail_city}, {mail_state} {mail_zip}"
    return (f"{street} #{unit}" if unit else street), f"{city}, {state} {zip_code}"


def _detail(store: Store, one: Paid) -> dict[str, object]:
    text = store.value("SELECT detail FROM tenders WHERE journal_id = ? AND n = ?", one.journal_id, one.n)
    return dict(json.loads(str(text)))


def _language(store: Store, one: Paid) -> str:
    return str(store.value("SELECT language FROM journal WHERE id = ?", one.journal_id))
