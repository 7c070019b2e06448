"""The quarterly review of the visitor log, signed off by a reviewer (CJIS PE-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit
from data.fields import Count, Text
from data.forms import Form, FormError, Values
from data.frontdesk.visitors import REVIEW, SEE

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

FORM = Form(
    "VIS040",
    "Review of the visitor log",
    {
        "year": Count("Year", 4, required=True, minimum=2000, maximum=2099),
        "quarter": Count("Quarter", 1, required=True, minimum=1, maximum=4),
        "finding": Text("Finding", 60, required=True, help="What was found; 'nothing unusual' is a finding."),
    },
    help="A quarter that is over is reviewed once. The review keeps who, when, how many visits and unreturned badges.",
    policy="Visitor access records are reviewed at least quarterly (CJIS Security Policy PE-8).",
)


@dataclass(frozen=True)
class Quarter:
    """A quarter with its visits and, once reviewed, by whom."""

    year: int
    quarter: int
    visits: int
    unreturned: int
    reviewer: str = ""
    reviewed_on: date | None = None
    finding: str = ""


def span(year: int, quarter: int) -> tuple[date, date]:
    """The first and last day of a quarter."""
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _counts(store: Store, year: int, quarter: int) -> tuple[int, int]:
    row = store.row(
        "SELECT count(*), COALESCE(SUM(CASE WHEN returned IN ('N', 'LOST') OR out_on IS NULL THEN 1 ELSE 0 END), 0) "
        "FROM visits WHERE visited_on BETWEEN ? AND ?",
        *(day.isoformat() for day in span(year, quarter)),
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def reviews(store: Store, session: Session) -> list[Quarter]:
    """Every quarter that was reviewed, the newest first. Raises `Refused` without the permission."""
    session.require(SEE)
    return [
        Quarter(int(year), int(quarter), int(visits), int(out), initials, date.fromisoformat(on), finding)
        for year, quarter, visits, out, initials, on, finding in store.rows(
            "SELECT r.year, r.quarter, r.visits, r.unreturned, u.initials, r.reviewed_on, r.finding "
            "FROM visitor_reviews r JOIN users u ON u.id = r.user_id ORDER BY r.year DESC, r.quarter DESC"
        )
    ]


def open_quarters(store: Store) -> list[Quarter]:
    """Quarters that are over, had visits and were not reviewed, the oldest first."""
    today = store.clock.today()
    first = store.value("SELECT MIN(visited_on) FROM visits")
    done = set(store.rows("SELECT year, quarter FROM visitor_reviews"))
    found = []
    for year in range(date.fromisoformat(first).year if first else today.year, today.year + 1):
        for quarter in range(1, 5):
            if span(year, quarter)[1] < today and (year, quarter) not in done:
                visits, unreturned = _counts(store, year, quarter)
                if visits:
                    found.append(Quarter(year, quarter, visits, unreturned))
    return found


def sign_off(store: Store, session: Session, values: Values) -> Quarter:
    """Review a quarter that is over, once. Raises `Refused` without the permission, `FormError` for another quarter."""
    session.require(REVIEW)
    year, quarter = int(values["year"]), int(values["quarter"])
    today = store.clock.today()
    if span(year, quarter)[1] >= today:
        raise FormError("quarter", f"Quarter {quarter} of {year} is not over.")
    with store.writing():
        if store.value("SELECT 1 FROM visitor_reviews WHERE year = ? AND quarter = ?", year, quarter):
            raise FormError("quarter", f"Quarter {quarter} of {year} was reviewed already.")
        visits, unreturned = _counts(store, year, quarter)
        key = store.insert(
            "visitor_reviews", year=year, quarter=quarter, visits=visits, unreturned=unreturned,
            finding=values["finding"], reviewed_on=today.isoformat(), user_id=session.clerk.id,
        )  # fmt: skip
        audit.record(store, session, "visitors.review", "visitor_reviews", key)
    return Quarter(year, quarter, visits, unreturned, session.clerk.initials, today, values["finding"])
