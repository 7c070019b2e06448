"""Security of accounts: re-enabled numbers, the agency's banned passwords, yearly reviews, incidents, whom to call."""

from data.ddl import execute_all, forbid_changes

SECURITY = """
ALTER TABLE users ADD COLUMN enabled_at TEXT;
CREATE TABLE banned_words (word TEXT PRIMARY KEY);
CREATE TABLE account_reviews (id {pk}, at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  accounts BIGINT NOT NULL, standing TEXT NOT NULL, findings TEXT NOT NULL DEFAULT '');
CREATE TABLE incidents (id {pk}, at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  station TEXT NOT NULL, seen_at TEXT NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL,
  notified TEXT NOT NULL DEFAULT '');
CREATE TABLE incident_contacts (id {pk}, place BIGINT NOT NULL, name TEXT NOT NULL, duty TEXT NOT NULL,
  phone TEXT NOT NULL, active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1)
"""


def up(migrator, db):
    execute_all(db, SECURITY)
    forbid_changes(db, ("account_reviews", "incidents"))
