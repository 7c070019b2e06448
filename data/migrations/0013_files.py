"""Mail batches, files from banks with their layouts, their records and the queue of exceptions."""

from data.ddl import execute_all

LAYOUTS = """
CREATE TABLE layouts (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('LOCKBOX', 'NACHA', 'CSV', 'FIXED')),
  tender TEXT NOT NULL CHECK (tender IN ('LB', 'AC', 'OL')), mask TEXT NOT NULL DEFAULT '',
  authority TEXT NOT NULL DEFAULT '', active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE layout_parts (id {pk}, layout TEXT NOT NULL REFERENCES layouts (code), record TEXT NOT NULL,
  name TEXT NOT NULL, start BIGINT NOT NULL DEFAULT 0, length BIGINT NOT NULL DEFAULT 0, kind TEXT NOT NULL,
  header TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1, UNIQUE (layout, record, name));
CREATE TABLE scan_layouts (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, length BIGINT NOT NULL,
  account_start BIGINT NOT NULL, account_length BIGINT NOT NULL, account_check TEXT NOT NULL DEFAULT 'NONE',
  date_start BIGINT NOT NULL DEFAULT 0, rate_start BIGINT NOT NULL DEFAULT 0, rate_length BIGINT NOT NULL DEFAULT 0,
  gross_start BIGINT NOT NULL DEFAULT 0, net_start BIGINT NOT NULL DEFAULT 0, amount_length BIGINT NOT NULL DEFAULT 0,
  check_rule TEXT NOT NULL DEFAULT 'NONE', active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE change_codes (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, action TEXT NOT NULL,
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
"""

BATCHES = """
CREATE TABLE batches (id {pk}, number TEXT NOT NULL UNIQUE, idem_key TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('FULL', 'EDIT')), business_date TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('OPEN', 'HELD', 'MOVED', 'BALANCED', 'POSTED', 'CANCELLED')),
  control_count BIGINT NOT NULL, control_cents BIGINT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  moved_by BIGINT REFERENCES users (id), note TEXT NOT NULL DEFAULT '', till TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL, posted_at TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX batches_open ON batches (user_id) WHERE state IN ('OPEN', 'HELD', 'MOVED', 'BALANCED');
CREATE TABLE batch_items (id {pk}, batch_id BIGINT NOT NULL REFERENCES batches (id), n BIGINT NOT NULL,
  check_n BIGINT NOT NULL, idem_key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('CK', 'MO', 'CC')),
  account TEXT NOT NULL DEFAULT '', account_id BIGINT REFERENCES accounts (id), customer TEXT NOT NULL DEFAULT '',
  due_cents BIGINT NOT NULL DEFAULT 0, stub_cents BIGINT, amount_cents BIGINT NOT NULL,
  number TEXT NOT NULL DEFAULT '', written_on TEXT, payer TEXT NOT NULL DEFAULT '',
  exception TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('READY', 'ASIDE', 'POSTED', 'RETURNED', 'REMOVED')),
  journal_id BIGINT REFERENCES journal (id), version BIGINT NOT NULL DEFAULT 1, UNIQUE (batch_id, n));
"""

FILES = """
CREATE TABLE payment_files (id {pk}, layout TEXT NOT NULL, tender TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('POSTING', 'POSTED')), records BIGINT NOT NULL,
  total_cents BIGINT NOT NULL, business_date TEXT NOT NULL, at TEXT NOT NULL, finished_at TEXT,
  user_id BIGINT NOT NULL REFERENCES users (id));
CREATE TABLE payment_records (id {pk}, file_id BIGINT NOT NULL REFERENCES payment_files (id),
  record_key TEXT NOT NULL UNIQUE, line BIGINT NOT NULL, kind TEXT NOT NULL
  CHECK (kind IN ('PAYMENT', 'REVERSAL', 'RETURN', 'CHANGE')), account TEXT NOT NULL DEFAULT '',
  amount_cents BIGINT NOT NULL, payer TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
  paid_on TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('POSTED', 'OPEN', 'CORRECTED', 'REJECTED', 'DONE')),
  journal_id BIGINT REFERENCES journal (id), settled_id BIGINT REFERENCES journal (id), settled_at TEXT,
  settled_by BIGINT REFERENCES users (id));
CREATE INDEX payment_records_file ON payment_records (file_id, line);
CREATE INDEX payment_records_number ON payment_records (number) WHERE number <> '';
CREATE INDEX payment_records_open ON payment_records (id) WHERE state = 'OPEN';
"""


def up(migrator, db):
    for part in (LAYOUTS, BATCHES, FILES):
        execute_all(db, part)
