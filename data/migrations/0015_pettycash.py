"""Petty cash: imprest funds, their vouchers, counts, reimbursements and change orders."""

from data.ddl import execute_all, forbid_changes

PETTY = """
CREATE TABLE petty_funds (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, amount_cents BIGINT NOT NULL
  CHECK (amount_cents >= 0), custodian_id BIGINT NOT NULL REFERENCES users (id), alternate_id BIGINT
  REFERENCES users (id), location TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '',
  voucher_limit_cents BIGINT NOT NULL, replenish_cents BIGINT NOT NULL DEFAULT 0, active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1, CHECK (alternate_id <> custodian_id));
CREATE TABLE petty_counts (id {pk}, fund_id BIGINT NOT NULL REFERENCES petty_funds (id), at TEXT NOT NULL,
  business_date TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL CHECK (kind IN ('OWN', 'SURPRISE', 'CLAIM')), denominations TEXT NOT NULL,
  counted_cents BIGINT NOT NULL, cash_cents BIGINT NOT NULL, change_cents BIGINT NOT NULL,
  vouchers_cents BIGINT NOT NULL, advances_cents BIGINT NOT NULL, transit_cents BIGINT NOT NULL,
  fund_cents BIGINT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX petty_counts_fund ON petty_counts (fund_id, id);
CREATE TABLE petty_claims (id {pk}, number TEXT NOT NULL UNIQUE, fund_id BIGINT NOT NULL REFERENCES petty_funds (id),
  state TEXT NOT NULL CHECK (state IN ('SENT', 'RECEIVED', 'WITHDRAWN')), requested_on TEXT NOT NULL,
  requested_by BIGINT NOT NULL REFERENCES users (id), approved_by BIGINT NOT NULL REFERENCES users (id),
  count_id BIGINT NOT NULL REFERENCES petty_counts (id), vouchers_cents BIGINT NOT NULL,
  short_cents BIGINT NOT NULL, total_cents BIGINT NOT NULL CHECK (total_cents > 0), reason TEXT NOT NULL DEFAULT '',
  journal_id BIGINT NOT NULL REFERENCES journal (id), check_number TEXT NOT NULL DEFAULT '', closed_on TEXT,
  closing_id BIGINT REFERENCES journal (id), version BIGINT NOT NULL DEFAULT 1, CHECK (approved_by <> requested_by));
CREATE INDEX petty_claims_fund ON petty_claims (fund_id, state, id);
CREATE TABLE petty_vouchers (id {pk}, number TEXT NOT NULL UNIQUE, fund_id BIGINT NOT NULL
  REFERENCES petty_funds (id), kind TEXT NOT NULL CHECK (kind IN ('REIMBURSE', 'ADVANCE')),
  state TEXT NOT NULL CHECK (state IN ('ADVANCED', 'PAID', 'CLAIMED', 'REIMBURSED', 'RETURNED', 'CANCELLED')),
  paid_on TEXT NOT NULL, payee TEXT NOT NULL, payee_key TEXT NOT NULL, department TEXT NOT NULL, purpose TEXT NOT NULL,
  purchase TEXT NOT NULL, gl TEXT NOT NULL, amount_cents BIGINT NOT NULL CHECK (amount_cents >= 0),
  advanced_cents BIGINT NOT NULL DEFAULT 0, tax_cents BIGINT NOT NULL DEFAULT 0, receipt BIGINT NOT NULL,
  signed BIGINT NOT NULL, requested_by TEXT NOT NULL, approved_by TEXT NOT NULL, travel TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en', due_on TEXT, user_id BIGINT NOT NULL REFERENCES users (id),
  journal_id BIGINT NOT NULL REFERENCES journal (id), closing_id BIGINT REFERENCES journal (id),
  claim_id BIGINT REFERENCES petty_claims (id), version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX petty_vouchers_fund ON petty_vouchers (fund_id, state, id);
CREATE INDEX petty_vouchers_payee ON petty_vouchers (payee_key, paid_on);
CREATE INDEX petty_vouchers_claim ON petty_vouchers (claim_id);
CREATE TABLE petty_orders (id {pk}, number TEXT NOT NULL UNIQUE, fund_id BIGINT NOT NULL REFERENCES petty_funds (id),
  state TEXT NOT NULL CHECK (state IN ('OUT', 'RECEIVED', 'RETURNED')), ordered_on TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), given TEXT NOT NULL, wanted TEXT NOT NULL,
  value_cents BIGINT NOT NULL CHECK (value_cents > 0), journal_id BIGINT NOT NULL REFERENCES journal (id),
  closing_id BIGINT REFERENCES journal (id), closed_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX petty_orders_fund ON petty_orders (fund_id, state, id)
"""


def up(migrator, db):
    execute_all(db, PETTY)
    forbid_changes(db, ("petty_counts",))
