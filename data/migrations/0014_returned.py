"""Returned items with their cases and hot list, refunds through accounts payable, unclaimed money, closure days."""

from data.ddl import execute_all

SHARED = """
CREATE TABLE holidays (id {pk}, day TEXT NOT NULL UNIQUE, title TEXT NOT NULL, active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE papers (id {pk}, subject TEXT NOT NULL, subject_id BIGINT NOT NULL, account_id BIGINT
  REFERENCES accounts (id), code TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, elements TEXT NOT NULL,
  at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id));
CREATE INDEX papers_subject ON papers (subject, subject_id);
CREATE INDEX papers_account ON papers (account_id);
CREATE TABLE steps (id {pk}, subject TEXT NOT NULL, subject_id BIGINT NOT NULL, at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), state TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
  journal_id BIGINT REFERENCES journal (id));
CREATE INDEX steps_subject ON steps (subject, subject_id)
"""

RETURNED = """
CREATE TABLE return_reasons (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_es TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('PAPER', 'ACH')), action TEXT NOT NULL
  CHECK (action IN ('RETRY', 'DATA', 'AUTHORITY', 'STOP', 'FROZEN', 'PAPER')), days BIGINT,
  fee TEXT NOT NULL CHECK (fee IN ('YES', 'REVIEW', 'NO')), demand BIGINT NOT NULL DEFAULT 1,
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE returned_cases (id {pk}, number TEXT NOT NULL UNIQUE, idem_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('RECEIVED', 'MATCHED', 'REVERSED', 'FEE-POSTED', 'NOTICE', 'PLAN', 'DISPUTED',
  'DEMAND', 'REFERRED', 'PAID', 'COLLECTED', 'WRITTEN-OFF')), kind TEXT NOT NULL, check_number TEXT NOT NULL,
  amount_cents BIGINT NOT NULL, reason TEXT NOT NULL, returned_on TEXT NOT NULL, debited_on TEXT NOT NULL,
  bank_reference TEXT NOT NULL DEFAULT '', paid_on TEXT, payer TEXT NOT NULL DEFAULT '', payer_key TEXT NOT NULL,
  customer_id BIGINT REFERENCES customers (id), account_id BIGINT REFERENCES accounts (id),
  language TEXT NOT NULL DEFAULT 'en', street TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '',
  routing TEXT NOT NULL DEFAULT '', last4 TEXT NOT NULL DEFAULT '', account_hash TEXT NOT NULL DEFAULT '',
  occurrence BIGINT NOT NULL DEFAULT 0, fee_cents BIGINT NOT NULL DEFAULT 0, bank_cost_cents BIGINT NOT NULL DEFAULT 0,
  cash_only_until TEXT, notice_on TEXT, demand_on TEXT, demand_expires_on TEXT, certified TEXT NOT NULL DEFAULT '',
  mailing_cost_cents BIGINT NOT NULL DEFAULT 0, delivered_on TEXT, officer TEXT NOT NULL DEFAULT '', referred_on TEXT,
  closed_on TEXT, note TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX returned_cases_state ON returned_cases (state, returned_on);
CREATE INDEX returned_cases_payer ON returned_cases (payer_key);
CREATE INDEX returned_cases_check ON returned_cases (check_number);
CREATE TABLE returned_tenders (id {pk}, case_id BIGINT NOT NULL REFERENCES returned_cases (id),
  journal_id BIGINT NOT NULL REFERENCES journal (id), tender_n BIGINT NOT NULL, amount_cents BIGINT NOT NULL,
  return_id BIGINT REFERENCES journal (id), redeposited_on TEXT);
CREATE UNIQUE INDEX returned_tenders_once ON returned_tenders (journal_id, tender_n) WHERE redeposited_on IS NULL;
CREATE INDEX returned_tenders_case ON returned_tenders (case_id);
CREATE TABLE returned_parts (id {pk}, case_id BIGINT NOT NULL REFERENCES returned_cases (id),
  kind TEXT NOT NULL CHECK (kind IN ('BILL', 'DEPOSIT', 'CREDIT', 'OTHER', 'FEE')), department TEXT NOT NULL,
  description TEXT NOT NULL, reference TEXT NOT NULL DEFAULT '', gl TEXT NOT NULL, account_id BIGINT
  REFERENCES accounts (id), bill_line_id BIGINT REFERENCES bill_lines (id), deposit_id BIGINT,
  journal_id BIGINT NOT NULL REFERENCES journal (id), amount_cents BIGINT NOT NULL, paid_cents BIGINT NOT NULL
  DEFAULT 0);
CREATE INDEX returned_parts_case ON returned_parts (case_id);
CREATE INDEX returned_parts_bill ON returned_parts (bill_line_id) WHERE bill_line_id IS NOT NULL;
CREATE TABLE returned_recoveries (id {pk}, case_id BIGINT NOT NULL REFERENCES returned_cases (id),
  part_id BIGINT NOT NULL REFERENCES returned_parts (id), journal_id BIGINT NOT NULL REFERENCES journal (id),
  business_date TEXT NOT NULL, amount_cents BIGINT NOT NULL);
CREATE INDEX returned_recoveries_date ON returned_recoveries (business_date);
CREATE INDEX returned_recoveries_case ON returned_recoveries (case_id);
CREATE TABLE hot_list (id {pk}, account_hash TEXT NOT NULL DEFAULT '', routing TEXT NOT NULL DEFAULT '',
  last4 TEXT NOT NULL DEFAULT '', drawer TEXT NOT NULL DEFAULT '', customer_id BIGINT REFERENCES customers (id),
  case_id BIGINT REFERENCES returned_cases (id), reason TEXT NOT NULL, added_on TEXT NOT NULL, until TEXT,
  removed_on TEXT, removed_by BIGINT REFERENCES users (id), removed_why TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX hot_list_hash ON hot_list (account_hash) WHERE account_hash <> '';
CREATE INDEX hot_list_bank ON hot_list (routing, last4) WHERE last4 <> '';
CREATE INDEX hot_list_drawer ON hot_list (drawer) WHERE drawer <> '';
CREATE INDEX hot_list_customer ON hot_list (customer_id) WHERE customer_id IS NOT NULL;
CREATE TABLE hot_list_key (id BIGINT PRIMARY KEY CHECK (id = 1), key TEXT NOT NULL)
"""

REFUNDS = """
CREATE TABLE refund_batches (id {pk}, number TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), requests BIGINT NOT NULL, total_cents BIGINT NOT NULL,
  content TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE refunds (id {pk}, number TEXT NOT NULL UNIQUE, idem_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('REQUESTED', 'VERIFIED', 'APPROVED', 'SENT', 'PAID', 'CLEARED', 'STALE', 'VOID',
  'UNCLAIMED', 'REJECTED')), source TEXT NOT NULL CHECK (source IN ('CREDIT', 'DEPOSIT', 'RECEIPT', 'UNCLAIMED')),
  source_key TEXT NOT NULL, account_id BIGINT REFERENCES accounts (id), customer_id BIGINT REFERENCES customers (id),
  deposit_id BIGINT REFERENCES deposits (id), line_id BIGINT REFERENCES journal_lines (id), payee TEXT NOT NULL,
  street TEXT NOT NULL, street2 TEXT NOT NULL DEFAULT '', city TEXT NOT NULL, state_code TEXT NOT NULL,
  zip TEXT NOT NULL, language TEXT NOT NULL DEFAULT 'en', amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  gl TEXT NOT NULL, ground TEXT NOT NULL, reference TEXT NOT NULL DEFAULT '', estate BIGINT NOT NULL DEFAULT 0,
  vendor TEXT NOT NULL DEFAULT '', requested_on TEXT NOT NULL, requested_by BIGINT NOT NULL REFERENCES users (id),
  verified_by BIGINT REFERENCES users (id), verified_at TEXT, approved_by BIGINT REFERENCES users (id),
  approved_at TEXT, batch_id BIGINT REFERENCES refund_batches (id), check_number TEXT NOT NULL DEFAULT '',
  check_date TEXT, cleared_on TEXT, journal_id BIGINT NOT NULL REFERENCES journal (id),
  reissue_of BIGINT REFERENCES refunds (id), note TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1,
  CHECK (approved_by <> requested_by));
CREATE UNIQUE INDEX refunds_source ON refunds (source_key) WHERE state NOT IN ('VOID', 'REJECTED');
CREATE INDEX refunds_state ON refunds (state, id);
CREATE INDEX refunds_account ON refunds (account_id);
CREATE TABLE unclaimed (id {pk}, number TEXT NOT NULL UNIQUE, idem_key TEXT NOT NULL UNIQUE, state TEXT NOT NULL
  CHECK (state IN ('HELD', 'LISTED', 'PUBLISHED', 'CLAIMED', 'TRANSFERRED')), origin TEXT NOT NULL,
  reference TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT '', street TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '', amount_cents BIGINT NOT NULL CHECK (amount_cents > 0), runs_from TEXT NOT NULL,
  years BIGINT NOT NULL, due_on TEXT NOT NULL, published_first TEXT, published_second TEXT, effective_on TEXT,
  claimant TEXT NOT NULL DEFAULT '', proof TEXT NOT NULL DEFAULT '', decision TEXT NOT NULL DEFAULT '',
  resolution TEXT NOT NULL DEFAULT '', refund_id BIGINT REFERENCES refunds (id),
  claim_id BIGINT REFERENCES refunds (id), journal_id BIGINT REFERENCES journal (id), closed_on TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX unclaimed_due ON unclaimed (state, due_on)
"""


def up(migrator, db):
    for part in (SHARED, RETURNED, REFUNDS):
        execute_all(db, part)
