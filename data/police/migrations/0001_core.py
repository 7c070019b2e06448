"""The police store's core: audit log, change history, unfinished work, who looked at whom, what was printed."""

from data.ddl import execute_all

CORE = """
CREATE TABLE users (id BIGINT PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, initials TEXT NOT NULL,
  role TEXT NOT NULL);
CREATE TABLE sessions (id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id), station TEXT NOT NULL,
  started_at TEXT NOT NULL, ended_at TEXT, end_reason TEXT NOT NULL DEFAULT '');
CREATE INDEX sessions_open ON sessions (user_id) WHERE ended_at IS NULL;
CREATE TABLE key_checks (id {pk}, check_sealed {blob} NOT NULL);
CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
CREATE TABLE chains (series TEXT PRIMARY KEY, seq BIGINT NOT NULL, head TEXT NOT NULL);
CREATE TABLE audit_log (seq {pk}, at TEXT NOT NULL, user_id BIGINT, role TEXT NOT NULL, station TEXT NOT NULL,
  session_id BIGINT, event TEXT NOT NULL, object_type TEXT NOT NULL DEFAULT '', object_id TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT 'ok', purpose TEXT NOT NULL DEFAULT '', approver_id BIGINT,
  detail TEXT NOT NULL DEFAULT '', prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_log_object ON audit_log (object_type, object_id);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE TABLE changes (id {pk}, at TEXT NOT NULL, user_id BIGINT, station TEXT NOT NULL, table_name TEXT NOT NULL,
  row_id BIGINT NOT NULL, field TEXT NOT NULL, before TEXT, after TEXT);
CREATE INDEX changes_row ON changes (table_name, row_id);
CREATE TABLE works (id {pk}, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), station TEXT NOT NULL, session_id BIGINT,
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED', 'DONE', 'DISCARDED')), payload TEXT NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX works_open ON works (user_id) WHERE state IN ('ACTIVE', 'SUSPENDED');
CREATE TABLE views (id {pk}, at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id), role TEXT NOT NULL,
  session_id BIGINT NOT NULL, station TEXT NOT NULL, kind TEXT NOT NULL, object_id BIGINT NOT NULL,
  purpose TEXT NOT NULL, revealed TEXT NOT NULL DEFAULT '');
CREATE INDEX views_object ON views (kind, object_id, at);
CREATE INDEX views_user ON views (user_id, at);
CREATE TABLE prints (id {pk}, at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  session_id BIGINT NOT NULL, station TEXT NOT NULL, document TEXT NOT NULL, kind TEXT NOT NULL, object_id
  BIGINT NOT NULL, pages BIGINT NOT NULL, purpose TEXT NOT NULL, destination TEXT NOT NULL);
CREATE INDEX prints_object ON prints (kind, object_id);
CREATE TABLE reviews (id {pk}, week_from TEXT NOT NULL, week_to TEXT NOT NULL, at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), first_seq BIGINT NOT NULL, last_seq BIGINT NOT NULL,
  head TEXT NOT NULL, findings TEXT NOT NULL DEFAULT '', UNIQUE (week_from, user_id));
"""


def up(migrator, db):
    execute_all(db, CORE)
