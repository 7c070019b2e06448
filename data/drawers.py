"""Drawers: opening with a change fund, safe drops, paid outs, the X report; counting and closing.

One unfinished drawer per clerk and per till. A drawer left open overnight keeps its business date and must be closed
before its clerk or till can have another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import peewee

from data import audit, authority, jobs
from data.chain import START, LineRow, PostingRow, TenderRow
from data.clock import shown_date
from data.days import require_open
from data.documents.drawer_reports import x_paper
from data.documents.slips import slip
from data.drawers_close import CountResult, ZReport, close, count, counts, recount, z_report
from data.drawers_figures import Figures, cash_in, expected, figures
from data.drawers_state import (
    UNFINISHED,
    Drawer,
    get,
    open_drawer_of,
    overnight,
    overnight_sentence,
    take_up,
    working,
)
from data.ledger_entry import Entry, Written, post_entry
from data.ledger_terms import Terms, terms
from data.money import show_cents
from data.permissions import AUDITOR, FINANCE, SUPERVISOR, Refused
from data.tenders import CASH, dump

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

__all__ = [
    "CountResult",
    "Drawer",
    "Figures",
    "Slip",
    "ZReport",
    "cash_in",
    "close",
    "count",
    "counts",
    "expected",
    "figures",
    "get",
    "open",
    "open_drawer_of",
    "overnight",
    "paid_out",
    "print_x",
    "recount",
    "safe_drop",
    "take_up",
    "x_report",
    "z_report",
]

SEES_CASH = frozenset({SUPERVISOR, FINANCE, AUDITOR})
"""Roles that see what a drawer should hold before it is counted; its own clerk does not."""


@dataclass(frozen=True)
class Slip:
    """A drawer document that was posted; `amount_cents` is what left the drawer."""

    journal_id: int
    amount_cents: int
    repeated: bool = False


def open(store: Store, session: Session, till: str, fund_cents: int, approval: Approval | None = None) -> Drawer:
    """Open a drawer with its change fund (cents) under today's date, and make it the session's.

    Raises `Refused` when the clerk or the till has an unfinished drawer, or today's business date is closed.
    """
    if fund_cents < 0 or not till:
        raise Refused("A drawer needs a till and a change fund.")
    today = session.clock.today()
    with store.writing():
        authority.check(store, session, "drawer.open", fund_cents, approval)
        require_open(store, today)
        _a_drawers_series(store, till)
        _none_unfinished(store, session, till)
        try:
            drawer_id = store.insert(
                "drawers",
                till=till,
                user_id=session.clerk.id,
                station=session.station,
                business_date=today.isoformat(),
                state="OPEN",
                fund_cents=fund_cents,
                opened_at=store.now(),
            )
        except peewee.IntegrityError as error:
            raise Refused("You or this till already have an open drawer.") from error
        store.run("INSERT INTO chains (series, seq, head) VALUES (?, 0, ?) ON CONFLICT DO NOTHING", till, START)
        found = get(store, drawer_id)
        before = (session.drawer_id, session.till, session.business_date)
        take_up(session, found)
        try:
            _fund(store, session, found, approval)
        except BaseException:
            session.drawer_id, session.till, session.business_date = before
            raise
    return found


def _a_drawers_series(store: Store, till: str) -> None:
    """Raise `Refused` for a till whose series belongs to no drawer: the office's, a file's or a petty cash fund's."""
    own = "EXISTS (SELECT 1 FROM drawers d WHERE d.till = c.series)"
    if store.value(f"SELECT 1 FROM chains c WHERE c.series = ? AND NOT {own}", till):
        raise Refused(f"Till {till} is no drawer's: that name belongs to other documents. Choose another till.")


def _none_unfinished(store: Store, session: Session, till: str) -> None:
    own = open_drawer_of(store, session.clerk.id)
    if own is not None:
        if own.business_date < session.clock.today():
            raise Refused(overnight_sentence(own))
        raise Refused(f"You already have a drawer open, till {own.till}.")
    other = store.row(
        "SELECT u.initials, d.business_date FROM drawers d JOIN users u ON u.id = d.user_id "
        "WHERE d.till = ? AND d.state IN (?, ?, ?)",
        till,
        *UNFINISHED,
    )
    if other:
        raise Refused(f"Till {till} is still open for {other[0]} ({shown_date(other[1])}). Take another till.")


def _fund(store: Store, session: Session, found: Drawer, approval: Approval | None) -> None:
    known = terms(store, found.business_date)
    entry = _cash_entry(
        known,
        "FUND",
        f"drawer:{found.id}:fund",
        "Change fund",
        found.fund_cents,
        known.text("gl.safe"),
        cash=known.text("gl.change_fund"),
        approval=approval,
    )
    _write(store, session, known, entry, "drawer.open")


def safe_drop(
    store: Store,
    session: Session,
    amount_cents: int,
    bag: str,
    witness: str,
    key: str = "",
    approval: Approval | None = None,
) -> Slip:
    """Move cash from the drawer to the safe in a sealed bag, before a witness. Raises `Refused`."""
    if not bag or not witness:
        raise Refused("A safe drop needs the bag or seal number and a witness.")
    if witness.strip().upper() in (session.clerk.number, session.clerk.initials.upper(), session.clerk.name.upper()):
        raise Refused("The witness must be somebody else.")
    return _out(
        store,
        session,
        "DROP",
        "safe_drop",
        amount_cents,
        f"Safe drop, bag {bag}",
        "gl.safe",
        key,
        approval,
        detail={"bag": bag, "witness": witness},
    )


def paid_out(
    store: Store,
    session: Session,
    amount_cents: int,
    payee: str,
    reason: str,
    gl: str = "",
    key: str = "",
    approval: Approval | None = None,
) -> Slip:
    """Pay cash out of the drawer for a purchase, charged to `gl` (or the setting `gl.paid_out`). Raises `Refused`."""
    if not payee or not reason:
        raise Refused("A paid out needs who is paid and what for.")
    return _out(
        store,
        session,
        "PAID-OUT",
        "paid_out",
        amount_cents,
        f"Paid out to {payee}",
        "gl.paid_out",
        key,
        approval,
        gl=gl,
        reason=reason,
        detail={"payee": payee, "gl": gl},
    )


def _out(
    store: Store,
    session: Session,
    kind: str,
    action: str,
    amount_cents: int,
    said: str,
    role: str,
    key: str,
    approval: Approval | None,
    *,
    gl: str = "",
    reason: str = "",
    detail: dict[str, Any],
) -> Slip:
    """Cash that leaves the drawer, with its slip; once per key."""
    if amount_cents <= 0:
        raise Refused("The amount must be more than nothing.")
    key = key or uuid4().hex
    with store.writing():
        found = working(store, session, key)
        if isinstance(found, int):
            return Slip(found, amount_cents, repeated=True)
        drawer, known = found
        authority.check(store, session, action, amount_cents, approval)
        if gl and store.value("SELECT 1 FROM gl_accounts WHERE gl = ? AND active = 1", gl) is None:
            raise Refused(f"There is no account {gl}.")
        enough(store, drawer.id, amount_cents)
        entry = _cash_entry(
            known,
            kind,
            key,
            said,
            -amount_cents,
            gl or known.text(role),
            approval=approval,
            reason=reason,
            detail=detail,
        )
        written = _write(store, session, known, entry, f"drawer.{action}")
    return Slip(written.id, amount_cents)


def enough(store: Store, drawer_id: int, cents: int) -> None:
    """Raise `Refused` unless the drawer holds that much cash: it may never be negative."""
    if cash_in(store, drawer_id) < cents:
        raise Refused(f"There is not {show_cents(cents)} of cash in the drawer.")


def _cash_entry(
    known: Terms,
    kind: str,
    key: str,
    said: str,
    cents: int,
    account: str,
    *,
    cash: str = "",
    approval: Approval | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """A document that moves cash: `cents` into the drawer (negative: out), against one account."""
    drawer_gl = cash or known.text("gl.cash_undeposited")
    if not cents:
        return Entry(kind=kind, key=key, reason=reason, detail=dump(detail) if detail else "")
    return Entry(
        kind=kind,
        key=key,
        lines=(LineRow(1, kind, "", "", None, "", said, "", 1, cents, cents, 0, "{}", None),),
        tenders=(TenderRow(1, CASH, cents, cents, 0, "", "{}"),),
        postings=(PostingRow(1, 0, drawer_gl, cents), PostingRow(2, 1, account, -cents)),
        reason=reason,
        approval_id=approval.id if approval else None,
        detail=dump(detail) if detail else "",
    )


def _write(store: Store, session: Session, known: Terms, entry: Entry, event: str) -> Written:
    """Post a drawer document, pulse the drawer and print its slip."""
    written = post_entry(store, session, entry)
    jobs.add(store, session, jobs.DRAWER, entry.kind, [], written.id)
    jobs.add(store, session, jobs.REPORT, entry.kind, slip(known, session, written), written.id)
    audit.record(store, session, event, "journal", written.id)
    return written


def x_report(store: Store, session: Session, drawer_id: int | None = None) -> Figures:
    """A drawer's figures so far. Its own clerk sees no cash and no totals before the first count (`drawer.blind`)."""
    wanted = drawer_id or session.drawer_id
    if wanted is None:
        raise Refused("You have no open drawer.")
    found = figures(store, wanted)
    own = found.drawer.user_id == session.clerk.id
    if not own and session.clerk.role not in SEES_CASH:
        raise Refused("Only a supervisor, finance or the auditor may see another clerk's drawer.")
    blind = own and found.drawer.state == "OPEN" and terms(store, found.drawer.business_date).yes("drawer.blind")
    return found.blind() if blind else found


def print_x(store: Store, session: Session, drawer_id: int | None = None) -> int:
    """Queue the X report that this clerk may see; the job's id."""
    found = x_report(store, session, drawer_id)
    known = terms(store, found.drawer.business_date)
    elements = x_paper(known, found, session.clerk.initials, store.now())
    return jobs.add(store, session, jobs.REPORT, f"X report till {found.drawer.till}", elements)
