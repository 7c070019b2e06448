"""Confirming deposits from the bank's BAI2 file: each credit once, however often the file comes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import audit, authority
from data.bai2 import Bai2Error, Transaction, parse
from data.deposits import Deposit, sent
from data.deposits_post import confirm
from data.permissions import Refused
from data.settings import value

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


@dataclass(frozen=True)
class Match:
    """A credit of the bank and the deposit it is, None when none fits; amounts in cents."""

    credit: Transaction
    deposit: Deposit | None
    known: bool = False
    """Whether this credit was taken before."""

    @property
    def difference_cents(self) -> int:
        """Credited less deposited."""
        return self.credit.amount_cents - self.deposit.total_cents if self.deposit else 0


def read(text: str) -> list[Transaction]:
    """The details of a BAI2 file. Raises `Refused` with line and reason for a damaged or foreign file."""
    try:
        return parse(text)
    except Bai2Error as error:
        raise Refused(f"{error} The file is refused whole.") from None


def preview(store: Store, session: Session, text: str) -> list[Match]:
    """What a bank file would confirm; nothing changes. Raises `Refused` for a file that cannot be taken."""
    today = session.clock.today()
    account, codes = value(store, "deposit.account", today), value(store, "deposit.codes", today).split()
    credits = [one for one in read(text) if one.account == account and one.type_code in codes]
    file_hash = digest(text)
    waiting = sent(store)
    found = []
    for credit in credits:
        known = _known(store, file_hash, credit)
        deposit = None if known else _fitting(credit, waiting)
        waiting = [one for one in waiting if one is not deposit]
        found.append(Match(credit, deposit, known))
    return found


def _known(store: Store, file_hash: str, credit: Transaction) -> bool:
    """Whether this credit was taken before, from this file or under the bank's reference from another."""
    return (
        store.value(
            "SELECT 1 FROM bank_credits WHERE (file_hash = ? AND n = ?) OR (bank_reference <> '' AND "
            "bank_reference = ? AND account = ? AND credited_on = ? AND amount_cents = ?)",
            file_hash,
            credit.line,
            credit.bank_reference,
            credit.account,
            credit.on.isoformat(),
            credit.amount_cents,
        )
        is not None
    )


def _fitting(credit: Transaction, waiting: Sequence[Deposit]) -> Deposit | None:
    """The deposit that a credit names by number or bag, else the only one of its amount that could be it."""
    said = {_plain(part) for part in (credit.customer_reference, credit.bank_reference, *credit.text.split())} - {""}
    for one in waiting:
        if {_plain(one.number), _plain(one.bag)} & said:
            return one
    same = [one for one in waiting if one.total_cents == credit.amount_cents and one.prepared_on <= credit.on]
    return same[0] if len(same) == 1 else None


def _plain(text: str) -> str:
    return text.replace("-", "").replace(" ", "").lstrip("0").upper()


def take(store: Store, session: Session, text: str) -> list[Match]:
    """Confirm every deposit that a bank file names; those that differ become DIFF, each credit counts once.

    Raises `Refused` for a file that cannot be taken and without the authority `deposit.confirm`.
    """
    with store.writing():
        authority.check(store, session, "deposit.confirm")
        matches = preview(store, session, text)
        file_hash = digest(text)
        for one in matches:
            if one.known:
                continue
            _keep(store, session, file_hash, one)
            if one.deposit is not None:
                reference = one.credit.bank_reference or one.credit.customer_reference
                confirm(store, session, one.deposit.id, one.credit.on, one.credit.amount_cents, reference)
        audit.record(store, session, "deposit.bank_file", "bank_credits", file_hash[:16], detail=str(len(matches)))
    return matches


def _keep(store: Store, session: Session, file_hash: str, one: Match) -> None:
    store.insert(
        "bank_credits",
        file_hash=file_hash,
        n=one.credit.line,
        at=store.now(),
        user_id=session.clerk.id,
        account=one.credit.account,
        credited_on=one.credit.on.isoformat(),
        type_code=one.credit.type_code,
        amount_cents=one.credit.amount_cents,
        bank_reference=one.credit.bank_reference,
        customer_reference=one.credit.customer_reference,
        deposit_id=one.deposit.id if one.deposit else None,
    )


def digest(text: str) -> str:
    """What a bank file is known by: the SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()
