"""The audit log vouches for final rows, and for rates, limits and clerks as each change left them."""

from data.ddl import execute_all, forbid_changes

ATTESTATIONS = """
CREATE TABLE attestations (id {pk}, seq BIGINT NOT NULL, table_name TEXT NOT NULL, row_id BIGINT NOT NULL,
  width BIGINT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX attestations_seq ON attestations (seq);
CREATE INDEX attestations_row ON attestations (table_name, row_id);
ALTER TABLE audit_log ADD COLUMN attested TEXT
"""


def up(migrator, db):
    execute_all(db, ATTESTATIONS)
    forbid_changes(db, ("attestations",))
