"""What returned items, refunds and unclaimed money share: numbers, the steps of a case, its papers, office documents.

Office documents belong to no drawer: they stand in a series of their own, so that no drawer's count changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data import contacts, jobs
from data.clock import fiscal_year
from data.days import open_date
from data.ledger_entry import next_number

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

SERIES = "OF"
"""The series of the office's documents; no till may have it."""
RETURNED, REFUND, UNCLAIMED = "RETURNED", "REFUND", "UNCLAIMED"
"""Subjects of steps and papers."""

Elements = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One thing that was done in a case; `at` is UTC text."""

    at: str
    clerk: str
    state: str
    note: str
    journal_id: int | None


@dataclass(frozen=True)
class Paper:
    """A letter or form that was made in a case."""

    id: int
    code: str
    language: str
    title: str
    at: str
    elements: list[dict[str, Any]]


def office(store: Store, session: Session) -> Session:
    """The same clerk without a drawer, for a document that belongs to none; the business date is open."""
    day = open_date(store, session.clock.today())
    return replace(session, drawer_id=None, till=SERIES, business_date=day)


def number(store: Store, session: Session, prefix: str) -> str:
    """The next number of a kind of case, `RI27-000012`, without gaps; in the caller's transaction."""
    year = f"{fiscal_year(session.clock.today()) % 100:02d}"
    return f"{prefix}{year}-{next_number(store, f'{prefix}:{year}'):06d}"


def step(
    store: Store,
    session: Session,
    subject: str,
    subject_id: int,
    state: str,
    note: str = "",
    journal_id: int | None = None,
) -> None:
    """Write down what was done in a case, in the caller's transaction."""
    store.insert(
        "steps",
        subject=subject,
        subject_id=subject_id,
        at=store.now(),
        user_id=session.clerk.id,
        state=state,
        note=note,
        journal_id=journal_id,
    )


def steps(store: Store, subject: str, subject_id: int) -> list[Step]:
    """What was done in a case, oldest first."""
    return [
        Step(*row)
        for row in store.rows(
            "SELECT s.at, u.initials, s.state, s.note, s.journal_id FROM steps s JOIN users u ON u.id = s.user_id "
            "WHERE s.subject = ? AND s.subject_id = ? ORDER BY s.id",
            subject,
            subject_id,
        )
    ]


def keep_paper(
    store: Store,
    session: Session,
    subject: str,
    subject_id: int,
    code: str,
    title: str,
    elements: Elements,
    *,
    language: str = "en",
    account_id: int | None = None,
) -> int:
    """Keep a letter in its case and on the account, print it at this station, and note the contact; its id."""
    paper_id = store.insert(
        "papers",
        subject=subject,
        subject_id=subject_id,
        account_id=account_id,
        code=code,
        language=language,
        title=title,
        elements=json.dumps(list(elements), ensure_ascii=False, separators=(",", ":")),
        at=store.now(),
        user_id=session.clerk.id,
    )
    jobs.add(store, session, jobs.REPORT, title, elements)
    if account_id is not None:
        contacts.add(store, session, account_id, "MAIL", title[:40], f"{code} {title} was written.")
    return paper_id


def papers(store: Store, subject: str, subject_id: int) -> list[Paper]:
    """The papers of a case, oldest first."""
    return [
        Paper(key, code, language, title, at, json.loads(elements))
        for key, code, language, title, at, elements in store.rows(
            "SELECT id, code, language, title, at, elements FROM papers WHERE subject = ? AND subject_id = ? "
            "ORDER BY id",
            subject,
            subject_id,
        )
    ]
