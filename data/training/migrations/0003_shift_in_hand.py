"""A shift keeps what is being done for the customer at the counter, and at which desk it is."""

from data.ddl import execute_all

COLUMNS = """
ALTER TABLE shifts ADD COLUMN hand TEXT NOT NULL DEFAULT '{}';
ALTER TABLE shifts ADD COLUMN desk TEXT NOT NULL DEFAULT 'COUNTER'
"""


def up(migrator, db):
    execute_all(db, COLUMNS)
