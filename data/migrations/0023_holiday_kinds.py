"""Whether a closure day is a state holiday, the city's own, or a state holiday on which the city works."""

from data.ddl import execute_all

KIND = "ALTER TABLE holidays ADD COLUMN kind TEXT NOT NULL DEFAULT 'BOTH' CHECK (kind IN ('BOTH', 'CITY', 'STATE'))"


def up(migrator, db):
    execute_all(db, KIND)
