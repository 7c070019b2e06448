"""Balances that must follow from the journal: bills, credits, deposits, passes, drawers, accounts, voids."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from data.drawers_figures import expected
from data.frontdesk.payments_verify import desk_payments
from data.money import show_cents
from data.pettycash_verify import petty_cash

if TYPE_CHECKING:
    from data.store import Store

Check = Callable[["Store"], str]


def bill_lines(store: Store) -> str:
    """Open = amount - paid before - applications."""
    found = store.row(
        "SELECT l.id, l.open_cents, l.amount_cents - l.prior_cents - COALESCE(a.cents, 0), b.number FROM bill_lines l "
        "JOIN bills b ON b.id = l.bill_id LEFT JOIN (SELECT bill_line_id, SUM(amount_cents) AS cents FROM applications "
        "WHERE bill_line_id IS NOT NULL GROUP BY bill_line_id) a ON a.bill_line_id = l.id "
        "WHERE l.open_cents <> l.amount_cents - l.prior_cents - COALESCE(a.cents, 0) ORDER BY l.id LIMIT 1"
    )
    return "" if found is None else _off(f"Bill line {found[0]} of bill {found[3]}", found[1], found[2])


def credits(store: Store) -> str:
    """Account credit = credit carried over + applications without a bill line."""
    found = store.row(
        "SELECT c.number, c.credit_cents, c.prior_credit_cents + COALESCE(a.cents, 0) FROM accounts c LEFT JOIN "
        "(SELECT account_id, SUM(amount_cents) AS cents FROM applications WHERE bill_line_id IS NULL "
        "GROUP BY account_id) a ON a.account_id = c.id "
        "WHERE c.credit_cents <> c.prior_credit_cents + COALESCE(a.cents, 0) ORDER BY c.id LIMIT 1"
    )
    return "" if found is None else _off(f"The credit of account {found[0]}", found[1], found[2])


def deposits(store: Store) -> str:
    """A deposit holds no more than is required, all of it when HELD, and its document is a receipt."""
    found = store.row(
        "SELECT d.id FROM deposits d LEFT JOIN journal j ON j.id = d.journal_id WHERE d.held_cents < 0 OR "
        "d.held_cents > d.amount_cents OR (d.state = 'HELD' AND d.held_cents <> d.amount_cents) OR "
        "(d.journal_id IS NOT NULL AND COALESCE(j.kind, '') <> 'RECEIPT') ORDER BY d.id LIMIT 1"
    )
    return "" if found is None else f"Deposit {found[0]} does not agree with what was taken for it."


def serials(store: Store) -> str:
    """A sold serial names the receipt that sold it; one in stock names none."""
    found = store.row(
        "SELECT s.serial, s.status FROM pass_serials s LEFT JOIN journal j ON j.id = s.journal_id WHERE "
        "(s.status = 'SOLD' AND COALESCE(j.kind, '') <> 'RECEIPT') OR "
        "(s.status = 'STOCK' AND s.journal_id IS NOT NULL) ORDER BY s.id LIMIT 1"
    )
    return "" if found is None else f"Pass {found[0]} is {found[1]}, but no receipt says so."


def serials_sold(store: Store) -> str:
    """Every serial that a receipt sold and no void took back is SOLD on that receipt, and no other."""
    after = 0
    while rows := store.rows(
        "SELECT l.id, l.journal_id, l.detail, v.id FROM journal_lines l LEFT JOIN journal_lines v "
        "ON v.origin_line_id = l.id WHERE l.id > ? AND l.service = 'BP' AND l.origin_line_id IS NULL "
        "ORDER BY l.id LIMIT 500",
        after,
    ):
        for _, journal_id, text, voided in rows:
            detail = json.loads(text)
            sold = set() if voided else set(detail.get("serials", ()))
            if problem := _serials_of(store, journal_id, detail.get("product"), sold):
                return problem
        after = rows[-1][0]
    return ""


def _serials_of(store: Store, journal_id: int, product: int | None, sold: set[str]) -> str:
    there = {
        row[0]
        for row in store.rows(
            "SELECT serial FROM pass_serials WHERE journal_id = ? AND product_id = ? AND status = 'SOLD'",
            journal_id,
            product,
        )
    }
    missing = sorted(sold - there)
    return f"Pass {missing[0]} was sold by document {journal_id}, but its stock says otherwise." if missing else ""


def voids(store: Store) -> str:
    """A voided line has exactly the opposite amount, in a VOID that points at the receipt of that line."""
    found = store.row(
        "SELECT v.journal_id, v.n FROM journal_lines v JOIN journal_lines l ON l.id = v.origin_line_id "
        "JOIN journal j ON j.id = v.journal_id WHERE v.amount_cents <> -l.amount_cents OR "
        "v.custody_cents <> -l.custody_cents OR v.service <> l.service OR j.kind <> 'VOID' OR "
        "COALESCE(j.origin_id, 0) <> l.journal_id ORDER BY v.id LIMIT 1"
    )
    return "" if found is None else f"Line {found[1]} of void {found[0]} is not the opposite of the line it takes back."


def accounts(store: Store) -> str:
    """Every general ledger account that was posted to is in the chart."""
    found = store.value(
        "SELECT p.gl FROM (SELECT DISTINCT gl FROM postings) p LEFT JOIN gl_accounts g ON g.gl = p.gl "
        "WHERE g.id IS NULL ORDER BY p.gl LIMIT 1"
    )
    return "" if found is None else f"Account {found} was posted to, but is not in the chart of accounts."


def trial_balance(store: Store) -> str:
    """All postings together are zero."""
    cents = int(store.value("SELECT COALESCE(SUM(amount_cents), 0) FROM postings"))
    return f"All postings together are {show_cents(cents)}, not zero." if cents else ""


def drawers(store: Store) -> str:
    """A drawer is closed when and only when its close was posted, and its counts agree with its journal."""
    found = store.row(
        "SELECT d.id, d.till FROM drawers d LEFT JOIN journal j ON j.drawer_id = d.id AND j.kind = 'CLOSE' WHERE "
        "(d.state IN ('OPEN', 'COUNTED', 'RECOUNT')) <> (j.id IS NULL) ORDER BY d.id LIMIT 1"
    )
    if found is not None:
        return f"Drawer {found[0]} of till {found[1]} does not agree with its journal on whether it is closed."
    found = store.row(
        "SELECT d.id, d.till FROM drawers d LEFT JOIN journal j ON j.drawer_id = d.id AND j.kind = 'FUND' "
        "WHERE COALESCE(j.total_cents, -1) <> d.fund_cents ORDER BY d.id LIMIT 1"
    )
    if found is not None:
        return f"The change fund of drawer {found[0]} of till {found[1]} is not as it was posted."
    return _drawers_posted(store)


def _drawers_posted(store: Store) -> str:
    """The drawer's till, clerk and date are those of its change fund, its Z number and reason those of its close."""
    found = store.row(
        "SELECT d.id, d.till FROM drawers d JOIN journal j ON j.drawer_id = d.id AND j.kind = 'FUND' "
        "WHERE j.series <> d.till OR j.user_id <> d.user_id OR j.business_date <> d.business_date "
        "OR j.station <> d.station ORDER BY d.id LIMIT 1"
    )
    if found is not None:
        return f"Drawer {found[0]} of till {found[1]} is not the one whose change fund was posted."
    for drawer_id, till, number, reason, said, close in store.rows(
        "SELECT d.id, d.till, d.z_number, d.over_short_reason, j.reason, j.detail FROM drawers d JOIN journal j "
        "ON j.drawer_id = d.id AND j.kind = 'CLOSE' ORDER BY d.id"
    ):
        if (number, reason) != (json.loads(close)["z"], said):
            return f"Drawer {drawer_id} of till {till} does not agree with its Z report."
    lost = store.row(
        "SELECT j.drawer_id, j.series, j.seq FROM journal j LEFT JOIN drawers d ON d.id = j.drawer_id "
        "WHERE j.drawer_id IS NOT NULL AND d.id IS NULL ORDER BY j.id LIMIT 1"
    )
    return f"Drawer {lost[0]} of document {lost[2]} of till {lost[1]} is missing." if lost else ""


def counts(store: Store) -> str:
    """What a count was compared with is what its drawer's journal gives, and the close posted its variance."""
    after = 0
    while rows := store.rows(
        "SELECT c.id, c.drawer_id, c.n, c.counted, c.expected, j.detail FROM drawer_counts c LEFT JOIN journal j "
        "ON j.drawer_id = c.drawer_id AND j.kind = 'CLOSE' WHERE c.id > ? ORDER BY c.id LIMIT 200",
        after,
    ):
        for _, drawer_id, n, counted, wanted, close in rows:
            if json.loads(wanted) != expected(store, drawer_id):
                return f"Count {n} of drawer {drawer_id} was compared with something else than its journal gives."
            if (
                close
                and n == _last_count(store, drawer_id)
                and _variance(counted, wanted) != json.loads(close)["variance"]
            ):
                return f"The over/short of drawer {drawer_id} is not what its last count gives."
        after = rows[-1][0]
    return ""


def _last_count(store: Store, drawer_id: int) -> int:
    return int(store.value("SELECT max(n) FROM drawer_counts WHERE drawer_id = ?", drawer_id))


def _variance(counted: str, wanted: str) -> dict[str, int]:
    should: dict[str, int] = json.loads(wanted)
    found = {kind: cents - should.get(kind, 0) for kind, cents in json.loads(counted).items()}
    return {kind: cents for kind, cents in found.items() if cents}


def z_reports(store: Store) -> str:
    """Z numbers of a till have no gap, and each perpetual total is the one before plus the drawer's net."""
    seen: dict[str, tuple[int, int]] = {}
    for series, detail, drawer_id in store.rows(
        "SELECT series, detail, drawer_id FROM journal WHERE kind = 'CLOSE' ORDER BY series, seq"
    ):
        known = json.loads(detail)
        number, perpetual = seen.get(series, (0, 0))
        net = int(
            store.value(
                "SELECT COALESCE(SUM(total_cents), 0) FROM journal WHERE drawer_id = ? AND kind IN ('RECEIPT', 'VOID')",
                drawer_id,
            )
        )
        if known["z"] != number + 1:
            return f"Z report {number + 1} of till {series} is missing."
        if known["net_cents"] != net or known["perpetual_cents"] != perpetual + net:
            return f"The perpetual total of Z report {known['z']} of till {series} is wrong."
        seen[series] = (known["z"], known["perpetual_cents"])
    return _z_counters(store, seen)


def _z_counters(store: Store, seen: Mapping[str, tuple[int, int]]) -> str:
    """The counters of Z reports and perpetual totals stand where the last Z report of each till left them."""
    wanted = {f"z:{till}": number for till, (number, _) in seen.items()}
    wanted |= {f"perpetual:{till}": cents for till, (_, cents) in seen.items()}
    kept = dict(store.rows("SELECT name, value FROM counters WHERE name LIKE 'z:%' OR name LIKE 'perpetual:%'"))
    for name in sorted({*wanted, *kept}):
        if wanted.get(name, 0) != kept.get(name, 0):
            return f"The counter {name} stands at {kept.get(name, 0)}, the Z reports give {wanted.get(name, 0)}."
    return ""


def _off(what: str, there: int, should: int) -> str:
    return f"{what} is {show_cents(there)}, but the journal gives {show_cents(int(should))}."


BALANCES: tuple[tuple[str, Check], ...] = (
    ("bill lines", bill_lines),
    ("account credit", credits),
    ("deposits", deposits),
    ("pass stock", serials),
    ("passes sold", serials_sold),
    ("voids", voids),
    ("chart of accounts", accounts),
    ("trial balance", trial_balance),
    ("drawers", drawers),
    ("counts", counts),
    ("z reports", z_reports),
    ("petty cash", petty_cash),
    ("front desk payments", desk_payments),
)
"""Name and check; each gives a sentence naming the first wrong row, or nothing."""
