"""The audit log against the records: what it names is there, and whoever stands on a record is who it says did it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Did:
    """A column with the person who did something, and the events under which the audit log has it."""

    table: str
    column: str
    events: Sequence[str]
    who: str = "user_id"
    """The audit log's column: who acted, or `approver_id`."""
    object_type: str = ""
    """What the audit row names; empty: the table."""
    object_id: str = "t.id"
    """SQL over `t`: which of them."""


COUNTER = (
    Did("drawers", "verified_by", ("drawer.verify",)),
    Did("drawer_counts", "user_id", ("drawer.count",), object_type="drawers", object_id="t.drawer_id"),
    Did("drawer_audits", "user_id", ("drawer.audit",), object_type="drawers", object_id="t.drawer_id"),
    Did("bank_deposits", "prepared_by", ("deposit.prepare",)),
    Did("bank_deposits", "verified_by", ("deposit.verify",)),
    Did("bank_deposits", "sent_by", ("deposit.send",)),
    Did("bank_deposits", "confirmed_by", ("deposit.confirm",)),
    Did("business_days", "closed_by", ("day.close",), object_id="t.business_date"),
    Did("gl_exports", "user_id", ("gl.export", "gl.rerun"), "user_id", "business_days", "t.business_date"),
    Did("approvals", "requester_id", ("approval",)),
    Did("approvals", "approver_id", ("approval",), "approver_id"),
    Did("refunds", "requested_by", ("refund.request", "refund.reissue")),
    Did("refunds", "verified_by", ("refund.verify",)),
    Did("refunds", "approved_by", ("refund.approve",)),
    Did("refund_batches", "user_id", ("refund.send",)),
    Did("petty_claims", "requested_by", ("petty.claim",)),
    Did("petty_claims", "approved_by", ("petty.claim",), "approver_id"),
    Did("petty_vouchers", "user_id", ("petty.pay",)),
    Did("payment_files", "user_id", ("file.begin",)),
    Did("payment_records", "settled_by", ("suspense.settle",)),
    Did("hot_list", "removed_by", ("hotlist.remove",)),
    Did("contacts", "done_by", ("contact.done",)),
    Did("posting_reviews", "user_id", ("review.look",), object_type="journal", object_id="t.journal_id"),
    Did("visitor_reviews", "user_id", ("visitors.review",)),
    Did("account_reviews", "user_id", ("accounts.review",)),
    Did("incidents", "user_id", ("incident",)),
)
"""Who did what in the counter store."""
POLICE = (
    Did("registration_visits", "user_id", ("registration.visit",)),
    Did("registration_visits", "verified_by", ("registration.verify",)),
    Did("registration_reviews", "decided_by", ("registration.review",)),
    Did("bookings", "booked_by", ("booking.booked",)),
    Did("reviews", "user_id", ("audit.review",)),
    Did("purges", "proposed_by", ("retention.propose",), object_type="t.table_name"),
    Did("purges", "done_by", ("retention.destroy",), object_type="t.table_name"),
)
"""Who did what in the police store."""
NAMED = {"PERSON": "persons", "BOOKING": "bookings", "LIVESCAN": "livescan", "FINGERPRINT": "fingerprints"}
"""Kinds of records that the police store's audit log names by another word than their table's."""
OTHER_NAMES = ("business_days", "bank_credits", "banned_words", "stations")
"""Tables whose audit rows name no row by its id."""
DESTROYED = ("visits", "badge_incidents")
"""Tables of the counter store whose records are destroyed when they are old enough; the police store knows which."""
NOT_THE_ROW = ("retention.propose", "retention.destroy")
"""Events that name a table, and the list of what is to be destroyed in it."""


def people(store: Store, did: Sequence[Did]) -> str:
    """A sentence naming the first record that names somebody of whom the audit log knows no such thing."""
    for one in did:
        kind = one.object_type or one.table
        named = kind if "." in kind else f"'{kind}'"
        events = ", ".join(f"'{event}'" for event in one.events)
        found = store.row(
            f"SELECT {one.object_id}, u.number FROM {one.table} t LEFT JOIN users u ON u.id = t.{one.column} "
            f"WHERE t.{one.column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_log a "
            f"WHERE a.object_type = {named} AND a.object_id = CAST({one.object_id} AS TEXT) "
            f"AND a.event IN ({events}) AND a.outcome = 'ok' AND a.{one.who} = t.{one.column}) ORDER BY 1 LIMIT 1"
        )
        if found is not None:
            what = one.events[0]
            return f"Row {found[0]} of {one.table} names clerk {found[1]}; no audit row says {what} by that clerk."
    return ""


def lost(
    store: Store,
    gone: Callable[[str], Collection[int]] | None = None,
    *,
    only: Collection[str] = (),
    leave: Collection[str] = (),
) -> str:
    """A sentence naming the first audit row whose record is not there, of the tables in `only` (empty: of all).

    `gone` gives the ids of a table's records that were destroyed as they should be;
    tables in `leave` are not looked at.
    """
    there = set(store.db.get_tables()) - {*OTHER_NAMES, *leave}
    for (kind,) in store.rows("SELECT DISTINCT object_type FROM audit_log WHERE object_id <> '' ORDER BY object_type"):
        table = NAMED.get(kind, kind)
        if table not in there or (only and table not in only):
            continue
        away = {str(key) for key in gone(table)} if gone else set()
        for seq, key in store.rows(
            f"SELECT min(a.seq), a.object_id FROM audit_log a LEFT JOIN {table} t "
            "ON t.id = CAST(NULLIF(a.object_id, '') AS BIGINT) WHERE a.object_type = ? AND a.object_id <> '' "
            "AND a.outcome = 'ok' AND t.id IS NULL AND a.event NOT IN (?, ?) GROUP BY a.object_id ORDER BY 1",
            kind,
            *NOT_THE_ROW,
        ):
            if key not in away:
                return f"Row {key} of {table}, which audit row {seq} names, is missing."
    return ""
