"""Supervised live work: whose postings wait for a look, and what the look found."""

from data.ddl import execute_all, forbid_changes

REVIEWS = """
CREATE TABLE review_switches (id {pk}, user_id BIGINT NOT NULL REFERENCES users (id), kind TEXT NOT NULL,
  service TEXT NOT NULL DEFAULT '', from_at TEXT NOT NULL, after_id BIGINT NOT NULL, until_at TEXT,
  until_id BIGINT, set_by BIGINT NOT NULL REFERENCES users (id), ended_by BIGINT REFERENCES users (id),
  CHECK (set_by <> user_id));
CREATE INDEX review_switches_user ON review_switches (user_id, id);
CREATE TABLE posting_reviews (id {pk}, journal_id BIGINT NOT NULL UNIQUE REFERENCES journal (id), at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), verdict TEXT NOT NULL CHECK (verdict IN ('RIGHT', 'WRONG')),
  remark TEXT NOT NULL DEFAULT '')
"""


def up(migrator, db):
    execute_all(db, REVIEWS)
    forbid_changes(db, ("posting_reviews",))
