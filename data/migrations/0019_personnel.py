"""When a user was cleared for police records and trained in their security (CJIS PS-3, AT-2)."""

from data.ddl import execute_all

PERSONNEL = """
ALTER TABLE users ADD COLUMN cleared_on TEXT;
ALTER TABLE users ADD COLUMN cleared_until TEXT;
ALTER TABLE users ADD COLUMN trained_on TEXT;
"""


def up(migrator, db):
    execute_all(db, PERSONNEL)
