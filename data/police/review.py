"""Who looked at whom, what was printed, and the weekly review of the audit logs with its sign-off.

CJIS Security Policy 6.0: AU-6 (weekly review), AU-2 (reading the log is itself logged), AU-3(3) (record type and id
only).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from data import audit
from data.clock import local_time, stamp
from data.permissions import Refused
from data.police import access

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store

WEEK = timedelta(days=7)
MOST_WEEKS = 60
"""Weeks offered for review, newest first: more than the year for which the log is kept at least (AU-11)."""
VIEWS, PRINTS = "views", "prints"


@dataclass(frozen=True)
class Wanted:
    """Which rows are asked for; days by the machine's calendar, both included; empty and 0 mean all."""

    first: date
    last: date
    number: str = ""
    """The clerk's number."""
    kind: str = ""
    object_id: int = 0


@dataclass(frozen=True)
class Looked:
    """One look at a record, or one printed paper."""

    id: int
    at: str
    clerk: str
    """Number and name."""
    initials: str
    station: str
    kind: str
    object_id: int
    purpose: str
    what: str
    """The revealed field, empty for a look at the record; of a paper its code and pages."""


_WHAT = {VIEWS: "t.revealed", PRINTS: "t.document || ', pages ' || t.pages"}


def looked(
    police: PoliceStore,
    session: Session,
    table: str,
    wanted: Wanted,
    direction: str = "first",
    key: int = 0,
    count: int = 500,
) -> tuple[list[Looked], bool, bool]:
    """Rows of `VIEWS` or `PRINTS`, newest first, and whether there are more before and after them.

    `direction` is `first`, `next` or `previous` with the id of the last or first row shown, or `again` with that of the
    first one. The first page is itself written down. Raises `Refused` without the permission.
    """
    session.require(access.AUDIT)
    if direction == "first":
        audit.record(police, session, "audit.view", detail=table.upper())
    if direction == "previous":
        found = _rows(police, table, wanted, "> ?", key, count + 1, "")[::-1]
        return found[-count:], len(found) > count, True
    condition = {"next": "< ?", "again": "<= ?"}.get(direction, "")
    found = _rows(police, table, wanted, condition, key, count + 1, " DESC")
    before = bool(condition and found and _rows(police, table, wanted, "> ?", found[0].id, 1, ""))
    return found[:count], before, len(found) > count


def _rows(
    police: PoliceStore, table: str, wanted: Wanted, condition: str, key: int, count: int, way: str
) -> list[Looked]:
    where, params = ["t.at >= ?", "t.at < ?"], [*_moments(wanted.first, wanted.last)]
    given: Mapping[str, Any] = {"u.number": wanted.number, "t.kind": wanted.kind, "t.object_id": wanted.object_id}
    for column, value in given.items():
        if value:
            where.append(f"{column} = ?")
            params.append(value)
    if condition:
        where.append(f"t.id {condition}")
        params.append(key)
    rows = police.rows(
        "SELECT t.id, t.at, u.number || ' ' || u.name, u.initials, t.station, t.kind, t.object_id, t.purpose, "
        f"{_WHAT[table]} FROM {table} t JOIN users u ON u.id = t.user_id "
        f"WHERE {' AND '.join(where)} ORDER BY t.id{way} LIMIT ?",
        *params,
        count,
    )
    return [Looked(*row) for row in rows]


def _moments(first: date, last: date) -> tuple[Any, Any]:
    """The stored moments at which a span of local days begins and has ended."""
    begin, end = (datetime.combine(day, time.min).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return stamp(begin), stamp(end)


# the weekly review


@dataclass(frozen=True)
class Week:
    """One finished week, Monday to Sunday, and who has reviewed it; empty when nobody has."""

    first: date
    last: date
    reviewed: str
    findings: str
    overdue: bool
    """Not reviewed within the week that followed."""


def weeks(police: PoliceStore, session: Session) -> list[Week]:
    """The finished weeks since the store was made, newest first. Raises `Refused` without the permission."""
    session.require(access.AUDIT)
    oldest = police.value("SELECT min(at) FROM audit_log")
    if oldest is None:
        return []
    today = session.clock.today()
    begin = datetime.fromisoformat(str(oldest).replace("Z", "+00:00")).astimezone().date()
    signed = {
        str(week): (f"{initials} {local_time(at)}", str(findings))
        for week, initials, at, findings in police.rows(
            "SELECT r.week_from, u.initials, r.at, r.findings FROM reviews r JOIN users u ON u.id = r.user_id "
            "ORDER BY r.id DESC"
        )
    }
    found: list[Week] = []
    monday = today - timedelta(days=today.weekday()) - WEEK
    while monday + WEEK > begin and len(found) < MOST_WEEKS:
        who, findings = signed.get(monday.isoformat(), ("", ""))
        overdue = not who and monday + 2 * WEEK <= today
        found.append(Week(monday, monday + timedelta(days=6), who, findings, overdue))
        monday -= WEEK
    return found


def figures(police: PoliceStore, session: Session, first: date) -> list[str]:
    """What happened in the week that begins on `first`, as lines: what was refused or failed comes before the rest.

    Raises `Refused` without the permission.
    """
    session.require(access.AUDIT)
    span = _moments(first, first + timedelta(days=6))
    wrong = audit.verify(police)
    lines = ["Audit log of the police store", f"  {wrong or 'The chain is whole: no row is missing or changed.'}"]
    lines += [*_troubles(police, span), "", "Sign-on and accounts (counter store)", *_troubles(police.city, span)]
    lines += ["", "Looks at records by clerk and reason"]
    lines += _counts(
        police,
        "SELECT u.number || ' ' || u.name || ': ' || v.purpose || CASE WHEN v.revealed = '' THEN '' ELSE ', revealed' "
        "END, count(*) FROM views v JOIN users u ON u.id = v.user_id WHERE v.at >= ? AND v.at < ? "
        "GROUP BY 1 ORDER BY 1",
        span,
    )
    lines += ["", "Papers by clerk"]
    lines += _counts(
        police,
        "SELECT u.number || ' ' || u.name || ': ' || p.document, count(*) FROM prints p "
        "JOIN users u ON u.id = p.user_id WHERE p.at >= ? AND p.at < ? GROUP BY 1 ORDER BY 1",
        span,
    )
    lines += ["", "Everything in the police store by event"]
    lines += _counts(
        police,
        "SELECT event || ' ' || outcome, count(*) FROM audit_log WHERE at >= ? AND at < ? GROUP BY 1 ORDER BY 1",
        span,
    )
    return lines


def _troubles(store: Store, span: tuple[Any, Any]) -> list[str]:
    """What was denied or failed, and changes of accounts, by clerk."""
    return _counts(
        store,
        "SELECT coalesce(u.number, '') || ' ' || a.event || ' ' || a.outcome, count(*) FROM audit_log a "
        "LEFT JOIN users u ON u.id = a.user_id WHERE a.at >= ? AND a.at < ? AND (a.outcome <> 'ok' "
        "OR a.event LIKE 'user.%' OR a.event LIKE 'personnel.%' OR a.event LIKE 'keys.%') GROUP BY 1 ORDER BY 1",
        span,
        "  Nothing was refused, nothing failed.",
    )


def _counts(store: Store, sql: str, span: tuple[Any, Any], none: str = "  None.") -> list[str]:
    rows = store.rows(sql, *span)
    return [f"{count:>8}  {str(what).strip()}" for what, count in rows] or [none]


def sign(police: PoliceStore, session: Session, first: date, findings: str) -> int:
    """Sign the review of the week that begins on `first`; its number.

    Raises `Refused` without the permission, for a week that is not over, of one's own looks, and when it is signed.
    """
    session.require(access.AUDIT)
    last = first + timedelta(days=6)
    if first.weekday() != 0 or last >= session.clock.today():
        raise Refused("A review covers a whole week, Monday to Sunday, that is over.")
    span = _moments(first, last)
    own = police.value("SELECT count(*) FROM views WHERE user_id = ? AND at >= ? AND at < ?", session.clerk.id, *span)
    if own:
        raise Refused("You opened records in that week yourself: somebody else reviews it.")
    with police.writing():
        if police.row("SELECT 1 FROM reviews WHERE week_from = ?", first.isoformat()):
            raise Refused("That week has been reviewed.")
        rows = police.row("SELECT min(seq), max(seq) FROM audit_log WHERE at >= ? AND at < ?", *span)
        begin, end = (int(seq or 0) for seq in rows or (0, 0))
        review = police.insert(
            "reviews",
            week_from=first.isoformat(),
            week_to=last.isoformat(),
            at=police.now(),
            user_id=session.clerk.id,
            first_seq=begin,
            last_seq=end,
            head=str(police.value("SELECT hash FROM audit_log WHERE seq = ?", end) or ""),
            findings=findings.strip(),
        )
        audit.record(police, session, "audit.review", "reviews", review)
    return review
