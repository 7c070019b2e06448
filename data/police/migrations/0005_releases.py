"""Records requests and what was released, clearance letters, and the list of what was destroyed."""

from data.ddl import execute_all, forbid_changes

TABLES = """
CREATE TABLE releases (id {pk}, number TEXT NOT NULL UNIQUE, received_at TEXT NOT NULL, received_on TEXT NOT NULL,
  received_by BIGINT NOT NULL,
  channel TEXT NOT NULL, requester TEXT NOT NULL DEFAULT '', organization TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT 'en', relation TEXT NOT NULL, id_seen TEXT NOT NULL
  DEFAULT '', declaration BIGINT NOT NULL DEFAULT 0, record_type TEXT NOT NULL, cases TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '', court_order TEXT NOT NULL DEFAULT '', assigned_to TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'REVIEW', 'DETERMINED', 'RELEASED', 'CLOSED')),
  clock TEXT NOT NULL, due_legal TEXT NOT NULL, due_on TEXT NOT NULL, face_due_at TEXT, face_given_at TEXT,
  settings_version TEXT NOT NULL, extended_on TEXT, extension_reason TEXT NOT NULL DEFAULT '',
  extended_by TEXT NOT NULL DEFAULT '', determination TEXT NOT NULL DEFAULT '', exemptions TEXT NOT NULL DEFAULT '',
  reasons TEXT NOT NULL DEFAULT '', determined_on TEXT, available_on TEXT, redacted_by BIGINT, reviewed_by BIGINT,
  denier TEXT NOT NULL DEFAULT '', denier_title TEXT NOT NULL DEFAULT '', pages BIGINT NOT NULL DEFAULT 0,
  media TEXT NOT NULL DEFAULT '', fee_cents BIGINT NOT NULL DEFAULT 0, receipt TEXT NOT NULL DEFAULT '',
  released_at TEXT, released_by BIGINT, how TEXT NOT NULL DEFAULT '', hold TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX releases_open ON releases (due_on) WHERE state IN ('OPEN', 'REVIEW', 'DETERMINED');
CREATE INDEX releases_received ON releases (received_on);
CREATE TABLE release_steps (id {pk}, release_id BIGINT NOT NULL REFERENCES releases (id), at TEXT NOT NULL,
  user_id BIGINT NOT NULL, step TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX release_steps_release ON release_steps (release_id, id);
CREATE TABLE chri_releases (id {pk}, at TEXT NOT NULL, operator TEXT NOT NULL, agency TEXT NOT NULL,
  requestor TEXT NOT NULL, secondary TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL, authority TEXT NOT NULL,
  case_no TEXT NOT NULL DEFAULT '', pages BIGINT NOT NULL DEFAULT 0, user_id BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE clearances (id {pk}, number TEXT NOT NULL UNIQUE, requested_at TEXT NOT NULL,
  requested_by BIGINT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL DEFAULT '', born TEXT NOT NULL,
  id_seen TEXT NOT NULL, purpose TEXT NOT NULL, addressee TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en', from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'SEARCHED', 'CLEAR', 'OFFICER', 'ISSUED', 'WITHDRAWN')),
  searched_by BIGINT, searched_at TEXT, found TEXT NOT NULL DEFAULT '', second_by BIGINT, second_at TEXT,
  fee_cents BIGINT NOT NULL DEFAULT 0, receipt TEXT NOT NULL DEFAULT '', issued_at TEXT, issued_by BIGINT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX clearances_open ON clearances (requested_at) WHERE state NOT IN ('ISSUED', 'WITHDRAWN');
CREATE TABLE retention_holds (id {pk}, table_name TEXT NOT NULL, row_id BIGINT NOT NULL, reason TEXT NOT NULL,
  at TEXT NOT NULL, user_id BIGINT NOT NULL, lifted_at TEXT, lifted_by BIGINT);
CREATE INDEX retention_holds_row ON retention_holds (table_name, row_id) WHERE lifted_at IS NULL;
CREATE TABLE purges (id {pk}, table_name TEXT NOT NULL, ids TEXT NOT NULL, older_than TEXT NOT NULL,
  authority TEXT NOT NULL, proposed_at TEXT NOT NULL, proposed_by BIGINT NOT NULL, done_at TEXT, done_by BIGINT,
  withdrawn_at TEXT, CHECK (done_by <> proposed_by));
CREATE TABLE destructions (id {pk}, at TEXT NOT NULL, purge_id BIGINT NOT NULL REFERENCES purges (id),
  table_name TEXT NOT NULL, ids TEXT NOT NULL, authority TEXT NOT NULL, proposed_by BIGINT NOT NULL,
  done_by BIGINT NOT NULL);
"""


def up(migrator, db):
    execute_all(db, TABLES)
    forbid_changes(db, ("destructions",))
