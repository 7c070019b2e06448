"""A few accounts, bills and passes for the tests of what can be paid for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.forms import Values
from data.sample import rows_charges, rows_passes
from data.services import Line, Service
from data.session import Session
from data.store import Store

ACCOUNT = "10004567"
BUCKETS = ("WATER-USAGE", "WASTEWATER", "LATE", "WATER-FIXED")


def load_rows(store: Store) -> None:
    """The shipped charge codes, fees, ledger accounts and pass products."""
    rows_charges.load(store)
    rows_passes.load(store)


def add_account(store: Store, number: str = ACCOUNT, **flags: Any) -> int:
    """A customer at a premise with an account; its id. `flags` are columns of the account."""
    with store.writing():
        customer = store.insert("customers", name="Maria López", confidential=flags.pop("confidential", 0))
        premise = store.insert(
            "premises", number=f"P{number}", street="204 E GRAND AVE", unit="5", city="VISTA ROBLES", zip="92025"
        )
        return store.insert(
            "accounts",
            number=number,
            customer_id=customer,
            premise_id=premise,
            status="ACTIVE",
            opened_on="2020-01-01",
            **{"class": "RS", **flags},
        )


def add_bill(store: Store, account_id: int, day: str, amounts: Sequence[tuple[str, int]]) -> list[int]:
    """A bill of this date with lines (bucket, cents), all open; the ids of its lines."""
    with store.writing():
        count = store.value("SELECT COUNT(*) FROM bills")
        bill = store.insert(
            "bills",
            account_id=account_id,
            number=f"B{count + 1}",
            bill_date=day,
            due_date=day[:8] + "28",
            period_from=day,
            period_to=day,
            total_cents=sum(cents for _, cents in amounts),
        )
        return [
            store.insert(
                "bill_lines",
                bill_id=bill,
                account_id=account_id,
                bucket=bucket,
                description=bucket.title(),
                amount_cents=cents,
                open_cents=cents,
            )
            for bucket, cents in amounts
        ]


def add_deposit(store: Store, account_id: int, cents: int, state: str = "BILLED") -> int:
    """A deposit that is due; its id."""
    with store.writing():
        return store.insert(
            "deposits", account_id=account_id, amount_cents=cents, state=state, required_on="2026-06-01"
        )


def document(store: Store, session: Session, kind: str = "RECEIPT", origin_id: int | None = None) -> int:
    """A bare journal row for effects to point at; its id."""
    with store.writing():
        seq = store.value("SELECT COUNT(*) FROM journal") + 1
        return store.insert(
            "journal",
            kind=kind,
            series="01",
            seq=seq,
            business_date="2026-07-06",
            at=store.now(),
            user_id=session.clerk.id,
            station="T1",
            idem_key=f"key-{seq}",
            total_cents=0,
            origin_id=origin_id,
            prev_hash="",
            hash="",
        )


def fill(service: Service, **texts: str) -> Values:
    """The form's clean values as a clerk leaves it: what is not given keeps what the form opens with."""
    return service.form.clean({**service.form.opening(), **texts})


def lines_of(store: Store, service: Service, **texts: str) -> tuple[Line, ...]:
    """The lines a service makes of typed texts, without posting them."""
    values = fill(service, **texts)
    return service.lines(values, service.facts(store, values))


def take(store: Store, session: Session, service: Service, **texts: str) -> tuple[int, tuple[Line, ...]]:
    """Run a service's effects as a posting does; the document's id and the lines."""
    with store.writing():
        lines = lines_of(store, service, **texts)
        posted = document(store, session)
        for n, line in enumerate(lines, 1):
            service.post(store, session, posted, n, line)
    return posted, lines


def give_back(store: Store, session: Session, service: Service, posted: int, lines: Sequence[Line]) -> int:
    """Run a service's void effects as a correction does; the void's document id."""
    with store.writing():
        voided = document(store, session, "VOID", posted)
        for n, line in enumerate(lines, 1):
            service.void(store, session, voided, n, line)
    return voided


def splits_add_up(lines: Sequence[Line]) -> bool:
    """Whether every line's splits add up to its amount."""
    return all(sum(split.amount_cents for split in line.splits) == line.amount_cents for line in lines)
