"""Audit rows keep bytes, pages and how long something lasted (CJIS AU-3(1))."""

from data.ddl import execute_all

SIZES = """
ALTER TABLE audit_log ADD COLUMN bytes BIGINT;
ALTER TABLE audit_log ADD COLUMN pages BIGINT;
ALTER TABLE audit_log ADD COLUMN duration_ms BIGINT
"""


def up(migrator, db):
    execute_all(db, SIZES)
