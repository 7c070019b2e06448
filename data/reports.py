"""The day report: what a business date took, by tender, service, account, clerk and drawer, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.drawers_figures import RECEIPT_KINDS
from data.money import show_cents
from data.report_names import CHARGES, DOCUMENTS, LINES, TENDERS, charge_title, service_title
from data.tenders import title

if TYPE_CHECKING:
    from data.store import Store

_SALES = "j.business_date = ? AND j.kind IN ('RECEIPT', 'VOID')"
_BY = {
    "tenders": f"SELECT t.kind, '', '', {TENDERS}, SUM(t.amount_cents) FROM journal j "
    f"JOIN tenders t ON t.journal_id = j.id WHERE {_SALES} GROUP BY t.kind ORDER BY t.kind",
    "services": "SELECT COALESCE(NULLIF(l.charge_code, ''), l.service), MIN(c.title), MIN(l.service), "
    f"{LINES}, SUM(l.amount_cents) FROM journal j JOIN journal_lines l ON l.journal_id = j.id {CHARGES} "
    f"WHERE {_SALES} AND l.amount_cents <> 0 GROUP BY COALESCE(NULLIF(l.charge_code, ''), l.service) ORDER BY 1",
    "custody": f"SELECT l.service, MIN(l.description), l.service, {LINES}, SUM(l.custody_cents) FROM journal j "
    f"JOIN journal_lines l ON l.journal_id = j.id WHERE {_SALES} AND l.custody_cents <> 0 "
    "GROUP BY l.service ORDER BY l.service",
    "accounts": "SELECT p.gl, COALESCE(MIN(g.title), ''), '', COUNT(*), SUM(p.amount_cents) FROM journal j "
    "JOIN postings p ON p.journal_id = j.id LEFT JOIN gl_accounts g ON g.gl = p.gl WHERE j.business_date = ? "
    "GROUP BY p.gl ORDER BY p.gl",
    "clerks": f"SELECT u.number, MIN(u.name), '', {DOCUMENTS}, SUM(j.total_cents) FROM journal j JOIN users u ON "
    f"u.id = j.user_id WHERE {_SALES} GROUP BY u.number ORDER BY u.number",
    "kinds": "SELECT j.kind, '', '', COUNT(*), SUM(j.total_cents) FROM journal j WHERE j.business_date = ? "
    "GROUP BY j.kind ORDER BY j.kind",
}


@dataclass(frozen=True)
class Sum:
    """One line of the report: a code, its title, how many, and cents."""

    code: str
    title: str
    count: int
    cents: int


@dataclass(frozen=True)
class DrawerSum:
    """One drawer of the day; cents, `variance_cents` None until it is closed."""

    till: str
    clerk: str
    state: str
    fund_cents: int
    receipts: int
    net_cents: int
    variance_cents: int | None
    z_number: int | None


@dataclass(frozen=True)
class DayReport:
    """A business date; amounts in cents, postings debit positive."""

    date: date
    tenders: tuple[Sum, ...]
    services: tuple[Sum, ...]
    custody: tuple[Sum, ...]
    accounts: tuple[Sum, ...]
    clerks: tuple[Sum, ...]
    kinds: tuple[Sum, ...]
    drawers: tuple[DrawerSum, ...]
    receipts: tuple[tuple[str, str, int], ...]
    """First and last number and how many, per number sequence."""
    gaps: tuple[str, ...]
    """Receipt numbers between first and last that are on no document of any date."""

    @property
    def total_cents(self) -> int:
        """Receipts less voids."""
        return sum(one.cents for one in self.kinds if one.code in RECEIPT_KINDS)

    def to_json(self) -> dict[str, Any]:
        """The same for another program; amounts in cents."""
        groups = ("tenders", "services", "custody", "accounts", "clerks", "kinds")
        return {
            "date": self.date.isoformat(),
            "total_cents": self.total_cents,
            "receipts": [{"first": first, "last": last, "count": count} for first, last, count in self.receipts],
            "gaps": list(self.gaps),
            **{name: [dict(vars(one)) for one in getattr(self, name)] for name in groups},
            "drawers": [dict(vars(one)) for one in self.drawers],
        }

    def lines(self) -> list[str]:
        """The same for a person, at most 80 columns."""
        out = [f"DAY REPORT {self.date:%m/%d/%Y}", ""]
        if not self.kinds:
            return [*out, "Nothing was posted on this business date."]
        for first, last, count in self.receipts:
            out.append(f"Receipts {first} - {last} ({count})")
        out.append(f"Missing: {', '.join(self.gaps)}" if self.gaps else "No receipt number is missing.")
        for heading, group in (
            ("By tender", self.tenders),
            ("By charge code", self.services),
            ("Held for others, not in the total", self.custody),
            ("By clerk", self.clerks),
            ("Documents", self.kinds),
            ("By account (debit, credit with minus)", self.accounts),
        ):
            if group:
                out += ["", heading, *(_line(one, heading) for one in group)]
        out += ["", "Drawers", *(_drawer_line(one) for one in self.drawers)]
        return [*out, "", _columns("TOTAL RECEIPTS LESS VOIDS", "", self.total_cents)]


def day(store: Store, on: date) -> DayReport:
    """The report of a business date, from the journal alone."""
    groups = {name: _sums(store, name, text, on) for name, text in _BY.items()}
    receipts, gaps = numbers(store, on)
    return DayReport(date=on, **groups, drawers=_drawers(store, on), receipts=receipts, gaps=gaps)


def _sums(store: Store, name: str, text: str, on: date) -> tuple[Sum, ...]:
    return tuple(
        Sum(code, _titled(name, code, said, service), int(count), int(cents))
        for code, said, service, count, cents in store.rows(text, on.isoformat())
    )


def _titled(name: str, code: str, said: str | None, service: str) -> str:
    if name == "tenders":
        return title(code)
    if name == "custody":
        return service_title(code, said or "")
    return charge_title(said, code, service) if name == "services" else said or ""


def _drawers(store: Store, on: date) -> tuple[DrawerSum, ...]:
    rows = store.rows(
        "SELECT d.till, u.name, d.state, d.fund_cents, "
        "COALESCE(SUM(CASE WHEN j.kind = 'RECEIPT' THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN j.kind IN ('RECEIPT', 'VOID') THEN j.total_cents ELSE 0 END), 0), "
        "MAX(CASE WHEN j.kind = 'CLOSE' THEN j.total_cents + d.fund_cents END), d.z_number "
        "FROM drawers d JOIN users u ON u.id = d.user_id LEFT JOIN journal j ON j.drawer_id = d.id "
        "WHERE d.business_date = ? GROUP BY d.id, d.till, u.name, d.state, d.fund_cents, d.z_number ORDER BY d.id",
        on.isoformat(),
    )
    return tuple(
        DrawerSum(till, clerk, state, fund, int(count), int(net), None if over is None else int(over), z)
        for till, clerk, state, fund, count, net, over, z in rows
    )


def numbers(
    store: Store, on: date, until: date | None = None
) -> tuple[tuple[tuple[str, str, int], ...], tuple[str, ...]]:
    """First, last and count of each number sequence of a date, or of the dates `until` one, and what is missing."""
    found: dict[str, list[int]] = {}
    for (receipt,) in store.rows(
        "SELECT receipt FROM journal WHERE business_date BETWEEN ? AND ? AND receipt IS NOT NULL ORDER BY receipt",
        on.isoformat(),
        (until or on).isoformat(),
    ):
        prefix, _, number = receipt.rpartition("-")
        found.setdefault(prefix, []).append(int(number))
    spans, gaps = [], []
    for prefix, taken in sorted(found.items()):
        spans.append((f"{prefix}-{min(taken):06d}", f"{prefix}-{max(taken):06d}", len(taken)))
        for missing in sorted(set(range(min(taken), max(taken))) - set(taken)):
            name = f"{prefix}-{missing:06d}"
            if store.value("SELECT 1 FROM journal WHERE receipt = ?", name) is None:
                gaps.append(name)
    return tuple(spans), tuple(gaps)


def _line(one: Sum, heading: str) -> str:
    said = one.title if heading == "By tender" else f"{one.code} {one.title}".strip()
    return _columns(said, str(one.count), one.cents)


def _columns(said: str, count: str, cents: int) -> str:
    return f"  {said[:48]:<48} {count:>8} {show_cents(cents):>16}"


def _drawer_line(one: DrawerSum) -> str:
    closed = "not closed" if one.variance_cents is None else f"over/short {show_cents(one.variance_cents)}"
    sums = f"{one.receipts:>5} {show_cents(one.net_cents):>14}"
    return f"  {one.till:<4} {one.clerk[:20]:<20} {sums}  {one.state:<8} {closed}"
