"""Counting and closing a drawer: blind count, one recount, over/short with reason, the Z report.

`OPEN → COUNTED → (RECOUNT) → CLOSED`. What is expected is known to the clerk only after the first count is stored,
and a stored count is final (GFOA revenue control policy).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data import audit, authority, denominations, jobs, tenders
from data.chain import LineRow, PostingRow, TenderRow, head8
from data.documents.drawer_reports import z_paper
from data.drawers_figures import Figures, expected, figures
from data.drawers_state import COUNTED, OPEN, RECOUNT, Drawer, get, state_after_close
from data.ledger_entry import Entry, next_number, post_entry
from data.ledger_terms import terms
from data.permissions import Refused
from data.tenders import CASH, KINDS, title

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.session import Approval, Session
    from data.store import Store

REASONS: tuple[tuple[str, str], ...] = (
    ("CHANGE", "Wrong change given"),
    ("TENDER", "Wrong tender entered"),
    ("AMOUNT", "Wrong amount entered"),
    ("UNPOSTED", "Money taken but not posted"),
    ("COUNTERFEIT", "Counterfeit bill"),
    ("UNKNOWN", "Not found"),
)
"""Why a drawer is over or short."""


@dataclass(frozen=True)
class CountResult:
    """A stored count: number 1 or 2, and cents by tender."""

    n: int
    counted: dict[str, int]
    expected: dict[str, int]

    @property
    def variance(self) -> dict[str, int]:
        """Counted less expected by tender in cents, negative is short; only what is not zero."""
        found = {kind: cents - self.expected.get(kind, 0) for kind, cents in self.counted.items()}
        return {kind: cents for kind, cents in found.items() if cents}

    @property
    def variance_cents(self) -> int:
        """What an authority limit is compared with: the variances of all tenders, signs left off."""
        return sum(abs(cents) for cents in self.variance.values())


@dataclass(frozen=True)
class ZReport:
    """A closed drawer's figures, counts and place in the chain; amounts in cents."""

    figures: Figures
    counts: tuple[CountResult, ...]
    z_number: int
    perpetual_cents: int
    """Receipts less voids of this till since it began, this drawer included."""
    clerk: str
    closed_by: str
    closed_at: str
    reason: str
    note: str
    hash8: str
    """The chain's head after the close, as printed."""


def mine(store: Store, session: Session, drawer_id: int | None, approval: Approval | None = None) -> Drawer:
    """The drawer to count or close, locked: the clerk's own, or another's with authority. Raises `Refused`."""
    wanted = drawer_id or session.drawer_id
    if wanted is None:
        raise Refused("You have no open drawer.")
    found = get(store, wanted, lock=True)
    if found.user_id != session.clerk.id:
        authority.check(store, session, "drawer.close_others", 0, approval)
    return found


def acting(session: Session, found: Drawer) -> Session:
    """The session as it acts for a drawer: in its till, under its business date."""
    return replace(session, drawer_id=found.id, till=found.till, business_date=found.business_date)


def count(
    store: Store,
    session: Session,
    values: Mapping[str, Any],
    drawer_id: int | None = None,
    approval: Approval | None = None,
) -> CountResult:
    """Store the first count of an open drawer, from a count form's values; it takes no more money from now on."""
    return _count(store, session, values, drawer_id, approval, 1)


def recount(
    store: Store,
    session: Session,
    values: Mapping[str, Any],
    drawer_id: int | None = None,
    approval: Approval | None = None,
) -> CountResult:
    """Store the second and last count of a drawer that did not balance. Raises `Refused` otherwise."""
    return _count(store, session, values, drawer_id, approval, 2)


def _count(
    store: Store,
    session: Session,
    values: Mapping[str, Any],
    drawer_id: int | None,
    approval: Approval | None,
    n: int,
) -> CountResult:
    with store.writing():
        found = mine(store, session, drawer_id, approval)
        _may_count(store, found, n)
        result = CountResult(n, denominations.counted(values), expected(store, found.id))
        store.insert(
            "drawer_counts",
            drawer_id=found.id,
            n=n,
            at=store.now(),
            user_id=session.clerk.id,
            denominations=tenders.dump(denominations.pieces(values)),
            counted=tenders.dump(result.counted),
            expected=tenders.dump(result.expected),
        )
        store.run("UPDATE drawers SET state = ? WHERE id = ?", COUNTED if n == 1 else RECOUNT, found.id)
        audit.record(store, session, "drawer.count", "drawers", found.id, detail=str(n))
    return result


def _may_count(store: Store, found: Drawer, n: int) -> None:
    if n == 1 and found.state != OPEN:
        raise Refused("This drawer has been counted already.")
    if n == 2:
        if found.state != COUNTED:
            raise Refused("A drawer is recounted once, after its first count.")
        if not counts(store, found.id)[-1].variance:
            raise Refused("The drawer balances. Close it.")


def counts(store: Store, drawer_id: int) -> list[CountResult]:
    """A drawer's stored counts, in order."""
    return [
        CountResult(n, json.loads(counted), json.loads(wanted))
        for n, counted, wanted in store.rows(
            "SELECT n, counted, expected FROM drawer_counts WHERE drawer_id = ? ORDER BY n", drawer_id
        )
    ]


def close(
    store: Store,
    session: Session,
    reason: str = "",
    note: str = "",
    drawer_id: int | None = None,
    approval: Approval | None = None,
) -> ZReport:
    """Close a counted drawer: post over/short, return the change fund to the safe, number and print the Z report.

    Raises `Refused` without a count, without a reason for a variance, or above the clerk's limit `drawer.variance`.
    """
    with store.writing():
        found = mine(store, session, drawer_id, approval)
        if found.state not in (COUNTED, RECOUNT):
            raise Refused("Count the drawer first." if found.state == OPEN else "This drawer is closed.")
        last = counts(store, found.id)[-1]
        if last.variance:
            if reason not in dict(REASONS):
                raise Refused("The drawer is over or short: give a reason.")
            authority.check(store, session, "drawer.variance", last.variance_cents, approval)
        _write_close(store, acting(session, found), found, last, reason if last.variance else "", note, approval)
        found_report = z_report(store, found.id)
        elements = z_paper(terms(store, found.business_date), found_report)
        jobs.add(store, session, jobs.REPORT, f"Z report {found_report.z_number} till {found.till}", elements)
    if session.drawer_id == found.id:
        session.drawer_id, session.till, session.business_date = None, "", session.clock.today()
    return found_report


def _write_close(
    store: Store, session: Session, found: Drawer, last: CountResult, reason: str, note: str, approval: Approval | None
) -> None:
    net = figures(store, found.id).net_cents
    number = next_number(store, f"z:{found.till}")
    perpetual = int(
        store.value(
            "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
            "SET value = counters.value + excluded.value RETURNING value",
            f"perpetual:{found.till}",
            net,
        )
    )
    detail = {"z": number, "perpetual_cents": perpetual, "net_cents": net, "variance": last.variance}
    known = terms(store, found.business_date)
    lines, paid, parts = _close_rows(known, found, last)
    entry = Entry(
        kind="CLOSE",
        key=f"drawer:{found.id}:close",
        lines=lines,
        tenders=paid,
        postings=parts,
        reason=reason,
        approval_id=approval.id if approval else None,
        detail=tenders.dump(detail),
    )
    post_entry(store, session, entry)
    store.run(
        "UPDATE drawers SET state = ?, closed_at = ?, z_number = ?, over_short_reason = ?, over_short_note = ?, "
        "version = version + 1 WHERE id = ?",
        state_after_close(known, bool(last.variance)),
        store.now(),
        number,
        reason,
        note,
        found.id,
    )
    audit.record(store, session, "drawer.close", "drawers", found.id, detail=str(last.variance_cents))


def _close_rows(
    known: Terms, found: Drawer, last: CountResult
) -> tuple[tuple[LineRow, ...], tuple[TenderRow, ...], tuple[PostingRow, ...]]:
    """Lines, tenders and postings of a close: each variance to over/short, and the change fund back to the safe."""
    moves = [
        (f"{'Over' if cents > 0 else 'Short'}, {title(kind).lower()}", kind, cents, KINDS[kind].gl, "gl.over_short")
        for kind, cents in last.variance.items()
    ]
    if found.fund_cents:
        moves.append(("Change fund returned", CASH, -found.fund_cents, "gl.change_fund", "gl.safe"))
    lines, paid, parts = [], [], []
    for n, (said, kind, cents, debit, credit) in enumerate(moves, 1):
        lines.append(LineRow(n, "CLOSE", "", "", None, "", said, "", 1, cents, cents, 0, "{}", None))
        paid.append(TenderRow(n, kind, cents, cents, 0, "", "{}"))
        parts.append(PostingRow(2 * n - 1, 0, known.text(debit), cents))
        parts.append(PostingRow(2 * n, n, known.text(credit), -cents))
    return tuple(lines), tuple(paid), tuple(parts)


def z_report(store: Store, drawer_id: int) -> ZReport:
    """The Z report of a closed drawer, the same whenever it is asked for. Raises `Refused` while it is open."""
    found = store.row(
        "SELECT j.detail, j.hash, j.at, u.initials, c.initials, d.over_short_reason, d.over_short_note "
        "FROM drawers d JOIN journal j ON j.drawer_id = d.id AND j.kind = 'CLOSE' JOIN users u ON u.id = d.user_id "
        "JOIN users c ON c.id = j.user_id WHERE d.id = ?",
        drawer_id,
    )
    if found is None:
        raise Refused("The drawer is not closed.")
    detail, value, at, clerk, closer, reason, note = found
    known: dict[str, Any] = json.loads(detail)
    return ZReport(
        figures(store, drawer_id),
        tuple(counts(store, drawer_id)),
        int(known["z"]),
        int(known["perpetual_cents"]),
        clerk,
        closer,
        at,
        reason,
        note,
        head8(value),
    )
