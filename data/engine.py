"""What the program does before anything imports peewee: with a SQLite store, leave the other drivers out.

`import peewee` imports every driver that is installed; psycopg alone makes the start 40 % longer.
"""

from __future__ import annotations

import sys

DRIVERS = ("psycopg", "psycopg2", "psycopg2cffi", "pymysql", "MySQLdb", "mysql")


def prepare(url: str) -> None:
    """Import peewee with the drivers that this store needs; harmless when it has been imported."""
    if "peewee" in sys.modules or not url.startswith("sqlite:"):
        return
    masked = [name for name in DRIVERS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(masked))  # type: ignore[arg-type]
    try:
        import peewee  # noqa: F401
    finally:
        for name in masked:
            del sys.modules[name]
