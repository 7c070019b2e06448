"""The end of the day: verified drawers, bank deposits, closed business dates, exports to the general ledger."""

from data.ddl import execute_all, forbid_closed_days

CLOSEOUT = """
ALTER TABLE drawers ADD COLUMN verified_by BIGINT REFERENCES users (id);
ALTER TABLE drawers ADD COLUMN verified_at TEXT;
ALTER TABLE drawers ADD COLUMN bank_deposit_id BIGINT;
CREATE INDEX drawers_bank_deposit ON drawers (bank_deposit_id) WHERE bank_deposit_id IS NOT NULL;
CREATE INDEX drawers_verified ON drawers (id) WHERE state = 'VERIFIED' AND bank_deposit_id IS NULL;
CREATE TABLE drawer_audits (id {pk}, drawer_id BIGINT NOT NULL REFERENCES drawers (id), at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), denominations TEXT NOT NULL, counted TEXT NOT NULL,
  expected TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX drawer_audits_drawer ON drawer_audits (drawer_id);
CREATE TABLE bank_deposits (id {pk}, number TEXT NOT NULL UNIQUE, idem_key TEXT NOT NULL UNIQUE,
  prepared_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('PREPARED', 'VERIFIED', 'SENT', 'CONFIRMED', 'DIFF', 'CANCELLED')),
  bank TEXT NOT NULL, account TEXT NOT NULL, bag TEXT NOT NULL, denominations TEXT NOT NULL,
  cash_cents BIGINT NOT NULL, paper_cents BIGINT NOT NULL, expected_cents BIGINT NOT NULL,
  reason TEXT NOT NULL DEFAULT '', approval_id BIGINT REFERENCES approvals (id),
  prepared_by BIGINT NOT NULL REFERENCES users (id), prepared_at TEXT NOT NULL,
  verified_by BIGINT REFERENCES users (id), verified_at TEXT, sent_by BIGINT REFERENCES users (id), sent_at TEXT,
  journal_id BIGINT REFERENCES journal (id), credited_on TEXT, credited_cents BIGINT,
  confirmed_by BIGINT REFERENCES users (id), confirmed_at TEXT, bank_reference TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1, CHECK (verified_by <> prepared_by), CHECK (confirmed_by <> prepared_by));
CREATE INDEX bank_deposits_state ON bank_deposits (state, id);
CREATE TABLE bank_credits (id {pk}, file_hash TEXT NOT NULL, n BIGINT NOT NULL, at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), account TEXT NOT NULL, credited_on TEXT NOT NULL,
  type_code TEXT NOT NULL, amount_cents BIGINT NOT NULL, bank_reference TEXT NOT NULL DEFAULT '',
  customer_reference TEXT NOT NULL DEFAULT '', deposit_id BIGINT REFERENCES bank_deposits (id),
  UNIQUE (file_hash, n));
CREATE TABLE business_days (business_date TEXT PRIMARY KEY, closed_at TEXT NOT NULL,
  closed_by BIGINT NOT NULL REFERENCES users (id), documents BIGINT NOT NULL, receipts BIGINT NOT NULL,
  first_receipt TEXT NOT NULL DEFAULT '', last_receipt TEXT NOT NULL DEFAULT '', total_cents BIGINT NOT NULL,
  custody_cents BIGINT NOT NULL, perpetual_cents BIGINT NOT NULL, heads TEXT NOT NULL);
CREATE TABLE gl_profiles (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  delimiter TEXT NOT NULL DEFAULT 'COMMA',
  titles BIGINT NOT NULL DEFAULT 1, detail TEXT NOT NULL DEFAULT 'SUMMARY' CHECK (detail IN ('SUMMARY', 'DOCUMENT')),
  date_format TEXT NOT NULL DEFAULT 'YYYY-MM-DD', extension TEXT NOT NULL DEFAULT 'csv',
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE gl_profile_fields (id {pk}, profile TEXT NOT NULL REFERENCES gl_profiles (code),
  record TEXT NOT NULL CHECK (record IN ('#', 'H', 'L', 'C')), n BIGINT NOT NULL, title TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL, constant TEXT NOT NULL DEFAULT '', width BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1, UNIQUE (profile, record, n));
CREATE TABLE gl_exports (id {pk}, business_date TEXT NOT NULL, profile TEXT NOT NULL, sequence BIGINT NOT NULL,
  name TEXT NOT NULL, lines BIGINT NOT NULL, debit_cents BIGINT NOT NULL, credit_cents BIGINT NOT NULL,
  digest TEXT NOT NULL, content TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, user_id BIGINT REFERENCES users (id));
CREATE INDEX gl_exports_date ON gl_exports (business_date, profile)
"""


def up(migrator, db):
    execute_all(db, CLOSEOUT)
    forbid_closed_days(db)
