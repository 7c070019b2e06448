"""Rows that the audit log vouches for: final rows as they were written, rates, limits and clerks after each change.

An audit row that comes with such rows keeps a digest of their hashes in its chain. So whoever changes one, takes it
away or puts one in by hand is found, and what may be changed is what the program changed last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from data.chain import canonical

if TYPE_CHECKING:
    from data.store import Store

TABLE = "attestations"
BEGUN = "rows.attest"
"""The event with which rows that were there before, or came with the program, are vouched for."""
LEFT = "rows.keep"
"""The event of rows that no other event of their transaction named."""
CHANGES = (
    "record.add", "record.change", "record.remove", "setting.add", "user.add", "user.role", "user.disable",
    "user.enable", "user.reset", "user.second-factor", "user.rehash", "personnel.change", "password.change",
    "pin.change",
)  # fmt: skip
"""Events after which the row they name is vouched for as it stands."""
PASSING = {
    "users": (
        "totp_step", "failures", "pin_failures", "locked_at", "last_sign_on_at", "theme", "sample_password", "version"
    ),
}  # fmt: skip
"""Columns that come and go in daily work and are not vouched for."""
WITH = {"charge_codes": "SELECT n, gl, percent FROM charge_splits WHERE charge_code_id = ? ORDER BY n"}
"""What else belongs to a row of a table."""
PAGE = 500
"""Rows read at a time."""


class Attested(NamedTuple):
    """A row as it stood: `width` is how many columns its table had, `hash` covers them."""

    table: str
    row_id: int
    width: int
    hash: str


def taken(store: Store, event: str, table: str, row_id: object) -> tuple[Attested, ...]:
    """The rows that an event vouches for: those written since the last one, and the changed row that it names."""
    wanted, store.fresh = store.fresh, []
    if event in CHANGES and table in store.schema.attested:
        wanted.append((table, int(str(row_id))))
    return tuple(_present(store, wanted)) if wanted else ()


def digest(rows: Iterable[Attested]) -> str | None:
    """What the audit row keeps of the rows it vouches for: SHA-256 (hex), None without rows."""
    listed = [list(row) for row in rows]
    return sha256(canonical(listed).encode()).hexdigest() if listed else None


def keep(store: Store, seq: int, rows: Sequence[Attested]) -> None:
    """Write down what audit row `seq` vouches for, in the caller's transaction."""
    if rows:
        text = f"INSERT INTO {TABLE} (seq, table_name, row_id, width, hash) VALUES (?, ?, ?, ?, ?)"
        store.run_each(text, [(seq, *row) for row in rows])


def unattested(store: Store) -> Iterator[tuple[str, int]]:
    """Rows that no audit row vouches for, by table and id."""
    for table in store.schema.attested:
        for (row_id,) in store.rows(
            f"SELECT t.id FROM {table} t LEFT JOIN {TABLE} a ON a.table_name = ? AND a.row_id = t.id "
            "WHERE a.id IS NULL ORDER BY t.id",
            table,
        ):
            yield table, int(row_id)


def _present(store: Store, wanted: Iterable[tuple[str, int]]) -> Iterator[Attested]:
    by_table: dict[str, list[int]] = {}
    for table, row_id in wanted:
        by_table.setdefault(table, []).append(row_id)
    for table, ids in by_table.items():
        for row_id, values in sorted(_values(store, table, ids).items()):
            yield Attested(table, row_id, len(values), _hash(store, table, values))


def _values(store: Store, table: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The rows by id, columns in the table's order. Sealed values prove themselves and are renewed with the keys."""
    names = store.columns(table)
    passing = PASSING.get(table, ())
    return {
        int(row[names.index("id")]): [
            None if name in passing or isinstance(value, bytes | memoryview) else value
            for name, value in zip(names, row, strict=True)
        ]
        for row in store.rows(f"SELECT {', '.join(names)} FROM {table} WHERE id {store.one_of}", store.listed(ids))
    }


def _hash(store: Store, table: str, values: Sequence[Any]) -> str:
    more = [list(row) for row in store.rows(WITH[table], values[0])] if table in WITH else []
    return sha256(canonical([list(values), more]).encode()).hexdigest()


# proving it


def verify(store: Store) -> str:
    """A sentence naming the first row that is not as the audit log vouches for; empty when all are."""
    begun = store.value("SELECT 1 FROM audit_log WHERE event = ?", BEGUN) is not None
    return _digests(store) or next(
        (found for table in store.schema.attested if (found := _table(store, table, begun))), ""
    )


def _digests(store: Store) -> str:
    """Whether what each audit row vouches for is still what it said."""
    after, seen = 0, 0
    while rows := store.rows(
        "SELECT seq, attested FROM audit_log WHERE attested IS NOT NULL AND seq > ? ORDER BY seq LIMIT ?", after, PAGE
    ):
        kept: dict[int, list[Attested]] = {seq: [] for seq, _ in rows}
        for seq, *row in store.rows(
            f"SELECT seq, table_name, row_id, width, hash FROM {TABLE} WHERE seq > ? AND seq <= ? ORDER BY id",
            after,
            rows[-1][0],
        ):
            kept.setdefault(seq, []).append(Attested(*row))
        for seq, said in rows:
            if digest(kept[seq]) != said:
                return f"What audit row {seq} vouches for was changed."
            seen += len(kept[seq])
        after = rows[-1][0]
    if int(store.value(f"SELECT count(*) FROM {TABLE}")) != seen:
        return f"Rows were added to {TABLE} for which no audit row stands."
    return ""


def _table(store: Store, table: str, begun: bool) -> str:
    missing = store.row(
        f"SELECT a.row_id, a.seq FROM {TABLE} a LEFT JOIN {table} t ON t.id = a.row_id "
        "WHERE a.table_name = ? AND t.id IS NULL ORDER BY a.row_id, a.id LIMIT 1",
        table,
    )
    if missing is not None:
        return f"Row {missing[0]} of {table}, for which audit row {missing[1]} vouches, is missing."
    first = None if begun else store.value(f"SELECT min(row_id) FROM {TABLE} WHERE table_name = ?", table)
    after = 0
    while ids := [row[0] for row in store.rows(f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT {PAGE}", after)]:
        if sentence := _page(
            store, table, ids, begun or (table in store.schema.attested_once and first is not None), first
        ):
            return sentence
        after = ids[-1]
    return ""


def _page(store: Store, table: str, ids: Sequence[int], strict: bool, first: int | None) -> str:
    """The newest word of the audit log on each row against the row; `strict`: rows from `first` on must have one."""
    newest = {
        row_id: (seq, width, value)
        for row_id, seq, width, value in store.rows(
            f"SELECT row_id, seq, width, hash FROM {TABLE} WHERE table_name = ? AND row_id {store.one_of} ORDER BY id",
            table,
            store.listed(ids),
        )
    }
    for row_id, values in sorted(_values(store, table, ids).items()):
        if row_id not in newest:
            if strict and (first is None or row_id > first):
                return f"Row {row_id} of {table} was not written by the program: no audit row vouches for it."
            continue
        seq, width, value = newest[row_id]
        if _hash(store, table, values[:width]) != value:
            return f"Row {row_id} of {table} is not as audit row {seq} left it."
    return ""
