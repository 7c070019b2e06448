"""Files of payments from banks: looked at first, then posted in parts that can be stopped and taken up again.

However often a file or one of its records comes, it is posted once: every record has a key of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from data import audit, authority, rights
from data.files_accounts import account_key, read_many
from data.files_draft import Work, problem_of, work_of
from data.files_post import RECORD_COLUMNS, Tally, before, office, post_some
from data.files_read import FileRefused, Parsed
from data.ledger_entry import insert
from data.money import show_cents
from data.permissions import Refused
from data.progress import Progress, silent
from data.settings import value
from data.tenders import title

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

TAKE = rights.FILES
CHUNK = 200
"""Payments posted in one transaction: the counter waits for one of them at most."""
REASONS: dict[str, str] = {
    "NOACCT": "No such account",
    "CHECKDIGIT": "The account's check digit is wrong",
    "CLOSED": "The account is closed",
    "CASHONLY": "The account is cash only",
    "NOSTUB": "A check without a stub",
    "MULTI": "Several stubs that do not add up to the check",
    "REVERSAL": "A reversal: nothing was posted",
}
"""Why a record waits in the queue."""


@dataclass(frozen=True)
class Preview:
    """What posting a file would do; amounts in cents."""

    parsed: Parsed
    new: int
    """Payments and reversals that did not come before."""
    new_cents: int
    already: int
    exceptions: dict[str, int] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The same for a person."""
        parsed, layout = self.parsed, self.parsed.layout
        out = [f"File      {parsed.name}", f"Profile   {layout.code}  {layout.title}"]
        out += [f"Counts as {title(layout.tender)}", *(f"Checked   {fact}" for fact in parsed.facts), ""]
        out.append(_counted(len(parsed.payments), "payment", "payments", parsed.total_cents))
        out.append(_counted(self.new, "is new", "are new", self.new_cents))
        if self.already:
            out.append(f"{self.already:>9,} posted before, not posted again")
        if parsed.notices:
            out.append(f"{len(parsed.notices):>9,} returns and change notices, for the queue")
        if reversals := self.exceptions.get("REVERSAL"):
            word = "is a reversal" if reversals == 1 else "are reversals"
            out.append(f"{reversals:>9,} {word}, for the queue: nothing is posted")
        if suspense := {reason: count for reason, count in self.exceptions.items() if reason != "REVERSAL"}:
            out += ["", "Of these for the queue of exceptions, money in suspense:"]
            out += [f"{count:>9,} {reason}: {REASONS.get(reason, reason)}" for reason, count in suspense.items()]
        return out


def _counted(count: int, one: str, more: str, cents: int) -> str:
    """How many of something, in words, and their cents, in columns."""
    return f"{count:>9,} {one if count == 1 else more:<18}{show_cents(cents):>17}"


@dataclass
class Run:
    """A file that is being posted."""

    parsed: Parsed
    work: Work
    session: Session
    """The session as the file till."""
    next: int = 0
    """How many payments have been gone through."""
    tally: Tally = field(default_factory=Tally)

    @property
    def done(self) -> bool:
        """Whether all payments have been gone through."""
        return self.next >= len(self.parsed.payments)

    def lines(self) -> list[str]:
        """The result for a person."""
        tally = self.tally
        return [
            _counted(tally.posted, "payment posted", "payments posted", tally.posted_cents),
            _counted(tally.suspense, "in suspense", "in suspense", tally.suspense_cents),
            f"{tally.already:>9,} posted before, not posted again",
            f"{tally.queued:>9,} returns, reversals and notices for the queue",
        ]


def preview(store: Store, session: Session, parsed: Parsed) -> Preview:
    """What posting would do; nothing is changed. Raises `Refused`, `FileRefused` when a record's amount was another."""
    session.require(TAKE)
    seen = _before(store, parsed)
    fresh = [one for one in parsed.payments if one.key not in seen]
    keys = {text: account_key(text) for one in fresh for text, _ in one.parts}
    owed = read_many(store, {number for number, _ in keys.values()})
    reasons = Counter(
        reason
        for one in fresh
        if (reason := one.problem or next(filter(None, (problem_of(t, keys, owed) for t, _ in one.parts)), ""))
    )
    cents = sum(one.amount_cents for one in fresh)
    return Preview(parsed, len(fresh), cents, len(parsed.payments) - len(fresh), dict(sorted(reasons.items())))


def _before(store: Store, parsed: Parsed) -> set[str]:
    """The keys of payments taken in earlier. Raises `FileRefused` when one has another amount now."""
    seen: set[str] = set()
    with store.writing():
        for at in range(0, len(parsed.payments), 400):
            some = {one.key: one for one in parsed.payments[at : at + 400]}
            for key, cents in before(store, list(some)).items():
                if cents != some[key].amount_cents:
                    raise FileRefused(
                        some[key].line,
                        f"this payment came before with {show_cents(cents)}, now with "
                        f"{show_cents(some[key].amount_cents)}. Ask the bank.",
                    )
                seen.add(key)
    return seen


def begin(store: Store, session: Session, parsed: Parsed, approval: Approval | None = None) -> Run:
    """Start posting a file, or go on with one that was cut off. Raises `Refused`."""
    session.require(TAKE)
    _before(store, parsed)
    mine = office(store, session)
    with store.writing():
        file_id = store.value("SELECT id FROM payment_files WHERE hash = ?", parsed.hash)
        if file_id is None:
            authority.check(store, session, "file.post", parsed.total_cents, approval)
            file_id = _note(store, mine, parsed)
        run = Run(parsed, work_of(store, int(file_id), parsed.layout.tender, mine.business_date), mine)
        run.tally = Tally(queued=_queue(store, run))
        audit.record(store, session, "file.begin", "payment_files", file_id)
    return run


def _note(store: Store, mine: Session, parsed: Parsed) -> int:
    """Write a file down as being posted; its id, also when another station has done so in this moment."""
    store.run(
        "INSERT INTO payment_files (layout, tender, hash, name, state, records, total_cents, business_date, at, "
        "user_id) VALUES (?, ?, ?, ?, 'POSTING', ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        parsed.layout.code,
        parsed.layout.tender,
        parsed.hash,
        parsed.name,
        parsed.records,
        parsed.total_cents,
        mine.business_date.isoformat(),
        store.now(),
        mine.clerk.id,
    )
    return int(store.value("SELECT id FROM payment_files WHERE hash = ?", parsed.hash))


def _queue(store: Store, run: Run) -> int:
    """Put the returns and change notices of a file into the queue; how many are new."""
    rows = []
    for one in run.parsed.notices:
        if store.value("SELECT 1 FROM payment_records WHERE record_key = ?", one.key) is None:
            origin = store.value("SELECT journal_id FROM payment_records WHERE number = ? AND number <> ''", one.number)
            rows.append(
                (
                    run.work.file_id,
                    one.key,
                    one.line,
                    one.kind,
                    one.account,
                    one.amount_cents,
                    one.payer,
                    one.number,
                    "",
                    one.reason,
                    one.note,
                    "OPEN",
                    origin,
                )
            )
    if rows:
        tables = [("payment_records", RECORD_COLUMNS, rows)]
        insert(store, tables, "UPDATE payment_files SET state = state WHERE id = ?", (run.work.file_id,))
    return len(rows)


def step(store: Store, run: Run, count: int = CHUNK) -> None:
    """Post the next payments in one transaction. Raises `Refused`, `StoreError`; then nothing of these happened."""
    some = run.parsed.payments[run.next : run.next + count]
    run.tally = run.tally.plus(store.retrying(lambda: post_some(store, run.session, run.work, some)))
    run.next += len(some)


def finish(store: Store, run: Run) -> None:
    """Note that a whole file was gone through."""
    with store.writing():
        changed = store.run(
            "UPDATE payment_files SET state = 'POSTED', finished_at = ? WHERE id = ? AND state = 'POSTING'",
            store.now(),
            run.work.file_id,
        )
        if changed:
            audit.record(store, run.session, "file.finish", "payment_files", run.work.file_id)


def post(
    store: Store, session: Session, parsed: Parsed, progress: Progress = silent, approval: Approval | None = None
) -> Run:
    """Post a whole file, telling how far it is. Raises `Refused`; what was posted by then stays."""
    run = begin(store, session, parsed, approval)
    while not run.done:
        step(store, run)
        progress(run.next, len(parsed.payments))
    finish(store, run)
    return run


@dataclass(frozen=True)
class Taken:
    """A file that was taken in; amounts in cents."""

    id: int
    at: str
    name: str
    layout: str
    state: str
    records: int
    total_cents: int
    open: int
    """Records that wait in the queue."""


def taken(store: Store, session: Session, limit: int = 200) -> list[Taken]:
    """The files taken in, newest first."""
    session.require(TAKE)
    rows = store.rows(
        "SELECT f.id, f.at, f.name, f.layout, f.state, f.records, f.total_cents, "
        "(SELECT count(*) FROM payment_records r WHERE r.file_id = f.id AND r.state = 'OPEN') "
        "FROM payment_files f ORDER BY f.id DESC LIMIT ?",
        limit,
    )
    return [Taken(*row) for row in rows]


def waiting(store: Store, session: Session) -> list[Path]:
    """The files in the inbox (setting `files.inbox`), newest first. Raises `Refused` when there is no such folder."""
    session.require(TAKE)
    folder = Path(value(store, "files.inbox", session.clock.today()))
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder} (setting files.inbox).")
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    return sorted(files, key=lambda path: (-path.stat().st_mtime, path.name))
