"""The counter store: people and limits, customers and accounts, charges, the journal, drawers, jobs."""

from data.ddl import execute_all

PEOPLE = """
CREATE TABLE settings (id {pk}, name TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '',
  valid_from TEXT NOT NULL, valid_to TEXT, authority TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX settings_name ON settings (name, valid_from);
CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
CREATE TABLE users (id {pk}, number TEXT NOT NULL UNIQUE, name TEXT NOT NULL, initials TEXT NOT NULL,
  role TEXT NOT NULL, password_hash TEXT NOT NULL DEFAULT '', pin_hash TEXT NOT NULL DEFAULT '',
  totp_secret TEXT NOT NULL DEFAULT '', totp_step BIGINT NOT NULL DEFAULT 0,
  password_changed_at TEXT NOT NULL DEFAULT '', must_change BIGINT NOT NULL DEFAULT 1,
  disabled_at TEXT, disabled_reason TEXT NOT NULL DEFAULT '', failures TEXT NOT NULL DEFAULT '',
  pin_failures BIGINT NOT NULL DEFAULT 0, locked_at TEXT, last_sign_on_at TEXT, theme TEXT NOT NULL DEFAULT '',
  sample_password TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE authority_limits (id {pk}, action TEXT NOT NULL, role TEXT NOT NULL,
  rule TEXT NOT NULL CHECK (rule IN ('YES', 'LIMIT', 'REQUEST', 'NO')), limit_cents BIGINT,
  valid_from TEXT NOT NULL, valid_to TEXT, authority TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX authority_limits_action ON authority_limits (action, role, valid_from);
CREATE TABLE sessions (id {pk}, user_id BIGINT NOT NULL REFERENCES users (id), station TEXT NOT NULL,
  started_at TEXT NOT NULL, confirmed_at TEXT NOT NULL, ended_at TEXT, end_reason TEXT NOT NULL DEFAULT '');
CREATE INDEX sessions_open ON sessions (user_id) WHERE ended_at IS NULL;
CREATE TABLE approvals (id {pk}, at TEXT NOT NULL, action TEXT NOT NULL, amount_cents BIGINT NOT NULL DEFAULT 0,
  requester_id BIGINT NOT NULL REFERENCES users (id), approver_id BIGINT NOT NULL REFERENCES users (id),
  station TEXT NOT NULL, reason TEXT NOT NULL, CHECK (requester_id <> approver_id));
CREATE TABLE audit_log (seq {pk}, at TEXT NOT NULL, user_id BIGINT, role TEXT NOT NULL, station TEXT NOT NULL,
  session_id BIGINT, event TEXT NOT NULL, object_type TEXT NOT NULL DEFAULT '', object_id TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT 'ok', purpose TEXT NOT NULL DEFAULT '', approver_id BIGINT,
  detail TEXT NOT NULL DEFAULT '', prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_log_object ON audit_log (object_type, object_id);
CREATE TABLE changes (id {pk}, at TEXT NOT NULL, user_id BIGINT, station TEXT NOT NULL, table_name TEXT NOT NULL,
  row_id BIGINT NOT NULL, field TEXT NOT NULL, before TEXT, after TEXT);
CREATE INDEX changes_row ON changes (table_name, row_id);
"""

UTILITY = """
CREATE TABLE customers (id {pk}, kind TEXT NOT NULL DEFAULT 'P' CHECK (kind IN ('P', 'O')), name TEXT NOT NULL,
  care_of TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT 'en', phone TEXT NOT NULL DEFAULT '',
  phone2 TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', mail_street TEXT NOT NULL DEFAULT '',
  mail_city TEXT NOT NULL DEFAULT '', mail_state TEXT NOT NULL DEFAULT '', mail_zip TEXT NOT NULL DEFAULT '',
  birth_date TEXT, id_type TEXT NOT NULL DEFAULT '', id_last4 TEXT NOT NULL DEFAULT '',
  third_party TEXT NOT NULL DEFAULT '', tenant BIGINT NOT NULL DEFAULT 0, medical_until TEXT,
  low_income BIGINT NOT NULL DEFAULT 0, bankruptcy BIGINT NOT NULL DEFAULT 0, confidential BIGINT NOT NULL DEFAULT 0,
  bad_address BIGINT NOT NULL DEFAULT 0, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE premises (id {pk}, number TEXT NOT NULL UNIQUE, street TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'CA', zip TEXT NOT NULL, apn TEXT NOT NULL DEFAULT '',
  service_area TEXT NOT NULL DEFAULT 'CITY', zone TEXT NOT NULL DEFAULT '', dwelling_units BIGINT NOT NULL DEFAULT 1,
  owner_id BIGINT REFERENCES customers (id), landlord_agreement BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX premises_street ON premises (street, unit);
CREATE TABLE accounts (id {pk}, number TEXT NOT NULL UNIQUE, old_number TEXT NOT NULL DEFAULT '',
  customer_id BIGINT NOT NULL REFERENCES customers (id), premise_id BIGINT NOT NULL REFERENCES premises (id),
  class TEXT NOT NULL, cycle TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'ACTIVE', 'FINAL', 'CLOSED', 'WRITTEN-OFF')),
  opened_on TEXT NOT NULL, closed_on TEXT, billing_name TEXT NOT NULL DEFAULT '',
  autopay BIGINT NOT NULL DEFAULT 0, paperless BIGINT NOT NULL DEFAULT 0,
  no_shutoff BIGINT NOT NULL DEFAULT 0, no_late BIGINT NOT NULL DEFAULT 0, no_bill BIGINT NOT NULL DEFAULT 0,
  cash_only BIGINT NOT NULL DEFAULT 0, no_checks BIGINT NOT NULL DEFAULT 0, shutoff_on TEXT,
  credit_cents BIGINT NOT NULL DEFAULT 0, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX accounts_customer ON accounts (customer_id);
CREATE INDEX accounts_premise ON accounts (premise_id);
CREATE INDEX accounts_old_number ON accounts (old_number);
CREATE TABLE service_points (id {pk}, premise_id BIGINT NOT NULL REFERENCES premises (id), kind TEXT NOT NULL,
  status TEXT NOT NULL, location TEXT NOT NULL DEFAULT '', route TEXT NOT NULL DEFAULT '',
  sequence BIGINT NOT NULL DEFAULT 0);
CREATE INDEX service_points_premise ON service_points (premise_id);
CREATE TABLE meters (id {pk}, serial TEXT NOT NULL UNIQUE, size TEXT NOT NULL, maker TEXT NOT NULL DEFAULT '',
  dials BIGINT NOT NULL DEFAULT 6, unit TEXT NOT NULL DEFAULT 'ccf', multiplier BIGINT NOT NULL DEFAULT 1,
  status TEXT NOT NULL, service_point_id BIGINT REFERENCES service_points (id), set_on TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX meters_point ON meters (service_point_id);
CREATE TABLE reads (id {pk}, account_id BIGINT NOT NULL REFERENCES accounts (id), meter_id BIGINT NOT NULL
  REFERENCES meters (id), read_on TEXT NOT NULL, reading BIGINT NOT NULL, usage_milli BIGINT NOT NULL,
  days BIGINT NOT NULL, source TEXT NOT NULL DEFAULT 'FIELD', code TEXT NOT NULL DEFAULT '');
CREATE INDEX reads_account ON reads (account_id, read_on);
CREATE TABLE bills (id {pk}, account_id BIGINT NOT NULL REFERENCES accounts (id), number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT 'REGULAR', bill_date TEXT NOT NULL, due_date TEXT NOT NULL, period_from TEXT NOT NULL,
  period_to TEXT NOT NULL, usage_milli BIGINT NOT NULL DEFAULT 0, total_cents BIGINT NOT NULL);
CREATE INDEX bills_account ON bills (account_id, bill_date);
CREATE TABLE bill_lines (id {pk}, bill_id BIGINT NOT NULL REFERENCES bills (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id), bucket TEXT NOT NULL, description TEXT NOT NULL,
  amount_cents BIGINT NOT NULL, open_cents BIGINT NOT NULL);
CREATE INDEX bill_lines_bill ON bill_lines (bill_id);
CREATE INDEX bill_lines_open ON bill_lines (account_id) WHERE open_cents <> 0;
CREATE TABLE tariffs (id {pk}, code TEXT NOT NULL, class TEXT NOT NULL, meter_size TEXT NOT NULL DEFAULT '',
  charge TEXT NOT NULL CHECK (charge IN ('FIXED', 'USAGE', 'PASS-THROUGH', 'FIRE', 'WASTEWATER')),
  tier_from_milli BIGINT NOT NULL DEFAULT 0, price_cents BIGINT NOT NULL, unit TEXT NOT NULL,
  per_dwelling BIGINT NOT NULL DEFAULT 0, valid_from TEXT NOT NULL, valid_to TEXT, authority TEXT NOT NULL);
CREATE TABLE deposits (id {pk}, account_id BIGINT NOT NULL REFERENCES accounts (id), amount_cents BIGINT NOT NULL,
  held_cents BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('REQUIRED', 'BILLED', 'HELD', 'APPLIED', 'REFUND-DUE', 'REFUNDED', 'UNCLAIMED')),
  required_on TEXT NOT NULL, journal_id BIGINT);
CREATE INDEX deposits_account ON deposits (account_id);
CREATE TABLE notes (id {pk}, account_id BIGINT NOT NULL REFERENCES accounts (id), alert BIGINT NOT NULL DEFAULT 0,
  text TEXT NOT NULL, valid_to TEXT, at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX notes_account ON notes (account_id);
CREATE TABLE contacts (id {pk}, account_id BIGINT REFERENCES accounts (id), at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), channel TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  follow_up_on TEXT, done_at TEXT, done_by BIGINT REFERENCES users (id), version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX contacts_account ON contacts (account_id);
CREATE INDEX contacts_follow_up ON contacts (follow_up_on) WHERE done_at IS NULL;
CREATE TABLE import_files (id {pk}, kind TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL,
  user_id BIGINT, accepted BIGINT NOT NULL, rejected BIGINT NOT NULL, unchanged BIGINT NOT NULL DEFAULT 0);
"""

CHARGES = """
CREATE TABLE gl_accounts (id {pk}, gl TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT NOT NULL,
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE charge_codes (id {pk}, code TEXT NOT NULL, title TEXT NOT NULL, title_es TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '', amount_cents BIGINT, reference_label TEXT NOT NULL DEFAULT '',
  valid_from TEXT NOT NULL, valid_to TEXT, authority TEXT NOT NULL DEFAULT '', active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1, UNIQUE (code, valid_from));
CREATE TABLE charge_splits (id {pk}, charge_code_id BIGINT NOT NULL REFERENCES charge_codes (id), n BIGINT NOT NULL,
  gl TEXT NOT NULL REFERENCES gl_accounts (gl), percent BIGINT NOT NULL CHECK (percent > 0 AND percent <= 10000),
  UNIQUE (charge_code_id, n));
CREATE TABLE pass_products (id {pk}, code TEXT NOT NULL, agency TEXT NOT NULL, title TEXT NOT NULL,
  title_es TEXT NOT NULL DEFAULT '', category TEXT NOT NULL DEFAULT 'ADULT', price_cents BIGINT NOT NULL,
  consigned BIGINT NOT NULL DEFAULT 1, serialized BIGINT NOT NULL DEFAULT 0, proof_needed BIGINT NOT NULL DEFAULT 0,
  valid_from TEXT NOT NULL, valid_to TEXT, authority TEXT NOT NULL DEFAULT '', active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1, UNIQUE (code, valid_from));
CREATE TABLE pass_lots (id {pk}, product_id BIGINT NOT NULL REFERENCES pass_products (id), serial_from TEXT NOT NULL,
  serial_to TEXT NOT NULL, quantity BIGINT NOT NULL, received_on TEXT NOT NULL, expires_on TEXT,
  till TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id), version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE pass_serials (id {pk}, product_id BIGINT NOT NULL REFERENCES pass_products (id),
  lot_id BIGINT NOT NULL REFERENCES pass_lots (id), serial TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'STOCK' CHECK (status IN ('STOCK', 'SOLD', 'RETURNED', 'SPOILED')), journal_id BIGINT,
  UNIQUE (product_id, serial));
CREATE INDEX pass_serials_stock ON pass_serials (product_id, status, serial);
"""

JOURNAL = """
CREATE TABLE drawers (id {pk}, till TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id), station TEXT NOT NULL,
  business_date TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('OPEN', 'COUNTED', 'RECOUNT', 'CLOSED', 'VERIFIED', 'DEPOSITED')),
  fund_cents BIGINT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT, z_number BIGINT,
  over_short_reason TEXT NOT NULL DEFAULT '', over_short_note TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX drawers_one_open ON drawers (user_id) WHERE state IN ('OPEN', 'COUNTED', 'RECOUNT');
CREATE UNIQUE INDEX drawers_one_per_till ON drawers (till) WHERE state IN ('OPEN', 'COUNTED', 'RECOUNT');
CREATE INDEX drawers_date ON drawers (business_date);
CREATE TABLE drawer_counts (id {pk}, drawer_id BIGINT NOT NULL REFERENCES drawers (id), n BIGINT NOT NULL,
  at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id), denominations TEXT NOT NULL,
  counted TEXT NOT NULL, expected TEXT NOT NULL, UNIQUE (drawer_id, n));
CREATE TABLE chains (series TEXT PRIMARY KEY, seq BIGINT NOT NULL, head TEXT NOT NULL);
CREATE TABLE journal (id {pk}, kind TEXT NOT NULL, receipt TEXT UNIQUE, series TEXT NOT NULL, seq BIGINT NOT NULL,
  business_date TEXT NOT NULL, at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  drawer_id BIGINT REFERENCES drawers (id), station TEXT NOT NULL, session_id BIGINT, idem_key TEXT NOT NULL UNIQUE,
  payer TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT 'en', total_cents BIGINT NOT NULL,
  origin_id BIGINT REFERENCES journal (id), reason TEXT NOT NULL DEFAULT '', approval_id BIGINT
  REFERENCES approvals (id), detail TEXT NOT NULL DEFAULT '', prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
  UNIQUE (series, seq));
CREATE INDEX journal_date ON journal (business_date, id);
CREATE INDEX journal_drawer ON journal (drawer_id, id);
CREATE INDEX journal_origin ON journal (origin_id);
CREATE TABLE journal_lines (id {pk}, journal_id BIGINT NOT NULL REFERENCES journal (id), n BIGINT NOT NULL,
  service TEXT NOT NULL, charge_code TEXT NOT NULL DEFAULT '', reference TEXT NOT NULL DEFAULT '',
  account_id BIGINT REFERENCES accounts (id), customer TEXT NOT NULL DEFAULT '', description TEXT NOT NULL,
  description_es TEXT NOT NULL DEFAULT '', quantity BIGINT NOT NULL, unit_cents BIGINT NOT NULL,
  amount_cents BIGINT NOT NULL, custody_cents BIGINT NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT '{}',
  origin_line_id BIGINT REFERENCES journal_lines (id), UNIQUE (journal_id, n));
CREATE INDEX journal_lines_account ON journal_lines (account_id, journal_id);
CREATE UNIQUE INDEX journal_lines_origin ON journal_lines (origin_line_id) WHERE origin_line_id IS NOT NULL;
CREATE TABLE postings (id {pk}, journal_id BIGINT NOT NULL REFERENCES journal (id), n BIGINT NOT NULL,
  line_n BIGINT NOT NULL DEFAULT 0, gl TEXT NOT NULL, amount_cents BIGINT NOT NULL, UNIQUE (journal_id, n));
CREATE TABLE tenders (id {pk}, journal_id BIGINT NOT NULL REFERENCES journal (id), n BIGINT NOT NULL,
  kind TEXT NOT NULL, amount_cents BIGINT NOT NULL, tendered_cents BIGINT NOT NULL, change_cents BIGINT NOT NULL
  DEFAULT 0, number TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '{}', UNIQUE (journal_id, n));
CREATE TABLE applications (id {pk}, journal_id BIGINT NOT NULL REFERENCES journal (id), line_n BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id), bill_line_id BIGINT REFERENCES bill_lines (id),
  amount_cents BIGINT NOT NULL);
CREATE INDEX applications_journal ON applications (journal_id);
CREATE INDEX applications_bill_line ON applications (bill_line_id);
CREATE INDEX applications_account ON applications (account_id);
CREATE TABLE works (id {pk}, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), station TEXT NOT NULL, session_id BIGINT,
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED', 'DONE', 'DISCARDED')), payload TEXT NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX works_open ON works (user_id) WHERE state IN ('ACTIVE', 'SUSPENDED');
CREATE TABLE jobs (id {pk}, journal_id BIGINT REFERENCES journal (id), kind TEXT NOT NULL, title TEXT NOT NULL,
  payload TEXT NOT NULL, station TEXT NOT NULL, copy_number BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('WAITING', 'STARTED', 'NOT_STARTED', 'SENT', 'PRINTED', 'UNKNOWN', 'CANCELLED')),
  attempts BIGINT NOT NULL DEFAULT 0, problem TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
  user_id BIGINT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX jobs_journal ON jobs (journal_id);
CREATE INDEX jobs_waiting ON jobs (station, id) WHERE state IN ('WAITING', 'STARTED');
"""


def up(migrator, db):
    for part in (PEOPLE, UTILITY, CHARGES, JOURNAL):
        execute_all(db, part)
