"""Many rows into a new store, fast: raw statements on SQLite, COPY on PostgreSQL, secondary indexes afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from data.store import Store

Row = tuple[Any, ...]


class Bulk:
    """Rows waiting to be written, by table; parents are written before children."""

    def __init__(self, store: Store, columns: dict[str, str]) -> None:
        self.store = store
        self.columns = columns
        """The columns of each table, separated by commas, in the order in which tables are written."""
        self.rows: dict[str, list[Row]] = {table: [] for table in columns}

    def write(self) -> None:
        """Write what waits, in the caller's transaction."""
        cursor = self.store.db.cursor()
        for table, rows in self.rows.items():
            names = self.columns[table]
            if self.store.kind == "sqlite":
                marks = ", ".join("?" * len(names.split(",")))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            elif rows:
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            rows.clear()

    def number_on(self) -> None:
        """Let PostgreSQL give out ids after the highest written; SQLite does so by itself."""
        if self.store.kind == "postgresql":
            for table in self.columns:
                highest = f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table})"
                self.store.rows(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest}, false)")


@contextmanager
def indexes_afterwards(store: Store, tables: tuple[str, ...]) -> Iterator[None]:
    """Drop the secondary indexes of tables and foreign key checks, and put them back in the end."""
    indexes = _indexes(store, tables)
    if store.kind == "sqlite":
        store.run("PRAGMA foreign_keys = OFF")
    with store.writing():
        for name, _ in indexes:
            store.run(f"DROP INDEX {name}")
    try:
        yield
    finally:
        for _, text in indexes:
            with store.writing():
                store.run(text)
        if store.kind == "sqlite":
            store.run("PRAGMA foreign_keys = ON")
        else:
            store.run("ANALYZE")


def _indexes(store: Store, tables: tuple[str, ...]) -> list[tuple[str, str]]:
    """Names and definitions of indexes that no constraint owns."""
    marks = ", ".join("?" * len(tables))
    if store.kind == "sqlite":
        sql = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
    else:
        sql = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
            f"AND tablename IN ({marks}) AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    return [(str(name), str(text)) for name, text in store.rows(sql, *tables)]
