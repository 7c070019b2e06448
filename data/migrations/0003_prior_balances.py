"""What had been settled before the counter's own books began: paid on old bills, credit carried over."""

from data.ddl import execute_all

PRIOR = """
ALTER TABLE bill_lines ADD COLUMN prior_cents BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN prior_credit_cents BIGINT NOT NULL DEFAULT 0
"""


def up(migrator, db):
    execute_all(db, PRIOR)
