"""What was settled before this journal began, and a money order's serial found at once."""

from data.ddl import execute_all

LEDGER = """
ALTER TABLE bill_lines ADD COLUMN paid_before_cents BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN credit_before_cents BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tenders_number ON tenders (number, kind) WHERE number <> '';
"""


def up(migrator, db):
    execute_all(db, LEDGER)
