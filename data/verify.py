"""Proving the books: every sum, sequence, trigger and hash is recomputed, and the first wrong row is named.

Nothing is changed. Rows are read in pages, so that a million accounts need no more memory than a hundred. A chain
cannot see that its last rows were cut off: give it a head printed on a receipt or Z report to prove that it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from data import attest, audit
from data.ddl import missing_triggers
from data.progress import Progress, silent
from data.verify_audit import COUNTER, DESTROYED, lost, people
from data.verify_balances import BALANCES
from data.verify_closing import CLOSING
from data.verify_journal import Head, Walk

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: which check found it, and a sentence that names the row."""

    check: str
    sentence: str


@dataclass(frozen=True)
class Findings:
    """What a verification found: what was counted, the head of each series, and what is wrong."""

    wrong: tuple[Finding, ...]
    heads: Mapping[str, Head] = field(default_factory=dict)
    documents: int = 0
    checks: int = 0
    logs: Mapping[str, Head] = field(default_factory=dict)
    """The audit logs by name, with their last rows."""

    @property
    def ok(self) -> bool:
        """Whether the books are right."""
        return not self.wrong

    def with_more(self, found: Iterable[Finding | None], logs: Mapping[str, Head]) -> Findings:
        """These findings and those of another store's checks and logs; a check that found nothing gives None."""
        more = list(found)
        wrong = (*self.wrong, *(one for one in more if one))
        return replace(self, wrong=wrong, checks=self.checks + len(more), logs={**self.logs, **logs})

    def to_json(self) -> dict[str, Any]:
        """The same for another program."""
        return {
            "ok": self.ok,
            "documents": self.documents,
            "checks": self.checks,
            "heads": {series: {"seq": head.seq, "hash": head.hash} for series, head in self.heads.items()},
            "logs": {name: {"seq": head.seq, "hash": head.hash} for name, head in self.logs.items()},
            "wrong": [{"check": one.check, "sentence": one.sentence} for one in self.wrong],
        }

    def lines(self) -> list[str]:
        """The same for a person."""
        out = [f"{one.check}: {one.sentence}" for one in self.wrong]
        out += [f"Till {series}: {head.seq} documents, head {head.hash[:8]}" for series, head in self.heads.items()]
        out += [f"{name}: {head.seq} rows, head {head.hash[:8]}" for name, head in self.logs.items()]
        verdict = "The books are right" if self.ok else "THE BOOKS ARE WRONG"
        return [*out, f"{verdict}: {self.documents} documents, {self.checks} checks."]


def verify(store: Store, expect_head: Mapping[str, str] | str | None = None, progress: Progress = silent) -> Findings:
    """Recompute everything. Of each check only the first wrong row is named, in the order of the checks.

    `expect_head` is a head as printed (eight or more hex digits, blanks ignored), `series:head`, or heads by series;
    the audit log's series is AUDIT.
    """
    with _snapshot(store):
        return _verify(store, _wanted(expect_head), progress)


@contextmanager
def _snapshot(store: Store) -> Iterator[None]:
    """See the books as they are at this moment, while the counter goes on posting."""
    postgresql = store.kind == "postgresql"
    store.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
    try:
        yield
    finally:
        store.run("ROLLBACK")


def _verify(store: Store, wanted: Mapping[str, str], progress: Progress) -> Findings:
    walk = Walk(store, wanted)
    checks: list[tuple[str, Callable[[], str]]] = [
        ("triggers", lambda: _triggers(store)),
        ("journal", lambda: walk.run(progress)),
        ("chain heads", walk.heads_wrong),
        ("expected head", walk.expected_missing),
        ("heads of closed dates", walk.printed_missing),
        ("receipt numbers", walk.numbers_wrong),
        ("row counts", walk.strays),
        ("audit log", lambda: audit.verify(store)),
        ("attested rows", lambda: attest.verify(store)),
        ("audited records", lambda: lost(store, leave=DESTROYED)),
        ("who did it", lambda: people(store, COUNTER)),
    ]
    checks += [(name, lambda check=check: check(store)) for name, check in (*BALANCES, *CLOSING)]  # type: ignore[misc]
    wrong = []
    for n, (name, check) in enumerate(checks, 1):
        if sentence := _sentence(check):
            wrong.append(Finding(name, sentence))
        progress(n, len(checks))
    logs = {"Audit log": Head(*audit.last(store))}
    return Findings(tuple(wrong), walk.heads, walk.documents, len(checks), logs)


def _sentence(check: Callable[[], str]) -> str:
    """What a check found; one that meets text it cannot read, which somebody wrote there, has found something too."""
    try:
        return check()
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        return f"A row that this check reads was damaged ({type(error).__name__}: {error})."


def _wanted(expect_head: Mapping[str, str] | str | None) -> dict[str, str]:
    """Expected heads by series; the series `*` means any."""
    if not expect_head:
        return {}
    if isinstance(expect_head, str):
        series, _, value = expect_head.rpartition(":")
        expect_head = {series or "*": value}
    return {series: value.replace(" ", "").lower() for series, value in expect_head.items()}


def _triggers(store: Store) -> str:
    missing = missing_triggers(store.db)
    return f"Trigger {missing[0]} is missing or was changed: journal rows could be changed." if missing else ""
