"""A money order's serial is found at once, however many were taken."""

from data.ddl import execute_all

LEDGER = """
CREATE INDEX tenders_number ON tenders (number, kind) WHERE number <> '';
"""


def up(migrator, db):
    execute_all(db, LEDGER)
