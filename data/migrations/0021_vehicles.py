"""Vehicles and citations of the police front desk: repossessions, impounds with their checklist, citations, sign-offs.

`desk_payments` says which receipts paid a record of the front desk; a void fills `void_id`.
"""

from data.ddl import execute_all, forbid_changes

VEHICLE = """year BIGINT, make TEXT NOT NULL DEFAULT '', model TEXT NOT NULL DEFAULT '',
  style TEXT NOT NULL DEFAULT '', color TEXT NOT NULL DEFAULT '', plate TEXT NOT NULL DEFAULT '',
  plate_state TEXT NOT NULL DEFAULT '', vin TEXT NOT NULL DEFAULT '', vin_tail TEXT NOT NULL DEFAULT ''"""

TABLES = """
CREATE TABLE desk_payments (id {pk}, subject TEXT NOT NULL, subject_id BIGINT NOT NULL,
  journal_id BIGINT NOT NULL REFERENCES journal (id), line_n BIGINT NOT NULL, amount_cents BIGINT NOT NULL,
  void_id BIGINT REFERENCES journal (id), UNIQUE (journal_id, line_n));
CREATE INDEX desk_payments_subject ON desk_payments (subject, subject_id);
CREATE TABLE repossessions (id {pk}, number TEXT NOT NULL UNIQUE, received_on TEXT NOT NULL,
  received_at TEXT NOT NULL, channel TEXT NOT NULL, written_on TEXT, caller TEXT NOT NULL, agency TEXT NOT NULL,
  license_no TEXT NOT NULL, phone TEXT NOT NULL DEFAULT '', taken_on TEXT NOT NULL, taken_at TEXT NOT NULL,
  minutes BIGINT NOT NULL, place TEXT NOT NULL, {vehicle}, registered_owner TEXT NOT NULL DEFAULT '',
  legal_owner TEXT NOT NULL DEFAULT '', yard TEXT NOT NULL DEFAULT '', yard_phone TEXT NOT NULL DEFAULT '',
  property TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '', svs BIGINT NOT NULL DEFAULT 0,
  fcn TEXT NOT NULL DEFAULT '', svs_at TEXT NOT NULL DEFAULT '', operator TEXT NOT NULL DEFAULT '',
  debtor TEXT NOT NULL DEFAULT '', debtor_id TEXT NOT NULL DEFAULT '', payer TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  user_id BIGINT NOT NULL REFERENCES users (id), created_at TEXT NOT NULL, active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX repossessions_vin ON repossessions (vin_tail);
CREATE INDEX repossessions_plate ON repossessions (plate);
CREATE INDEX repossessions_received ON repossessions (received_on);
CREATE TABLE impound_reasons (id {pk}, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, authority TEXT NOT NULL,
  hold TEXT NOT NULL, stolen BIGINT NOT NULL DEFAULT 0, active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE impounds (id {pk}, number TEXT NOT NULL UNIQUE, case_no TEXT NOT NULL DEFAULT '',
  impounded_on TEXT NOT NULL, impounded_at TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL,
  authority TEXT NOT NULL, hold TEXT NOT NULL CHECK (hold IN ('NONE', '30-DAY', 'EVIDENCE', 'INVEST')),
  ordered_by TEXT NOT NULL, {vehicle}, registered_owner TEXT NOT NULL DEFAULT '', legal_owner TEXT NOT NULL DEFAULT '',
  tow_company TEXT NOT NULL, yard TEXT NOT NULL DEFAULT '', yard_phone TEXT NOT NULL DEFAULT '', notice_on TEXT,
  certified_registered TEXT NOT NULL DEFAULT '', certified_legal TEXT NOT NULL DEFAULT '', lifted_on TEXT,
  lifted_by TEXT NOT NULL DEFAULT '', hearing_asked_on TEXT, hearing_by TEXT NOT NULL DEFAULT '',
  hearing_asked_by TEXT NOT NULL DEFAULT '', hearing_on TEXT, hearing_officer TEXT NOT NULL DEFAULT '',
  hearing_outcome TEXT NOT NULL DEFAULT '', waived TEXT NOT NULL DEFAULT '', waiver_note TEXT NOT NULL DEFAULT '',
  waiver_user_id BIGINT REFERENCES users (id), waiver_approver_id BIGINT REFERENCES users (id),
  path TEXT NOT NULL DEFAULT 'OWNER', state TEXT NOT NULL DEFAULT 'HELD' CHECK (state IN ('HELD', 'RELEASED')),
  released_on TEXT, released_at TEXT NOT NULL DEFAULT '', released_to TEXT NOT NULL DEFAULT '',
  release_user_id BIGINT REFERENCES users (id), note TEXT NOT NULL DEFAULT '',
  user_id BIGINT NOT NULL REFERENCES users (id), created_at TEXT NOT NULL, active BIGINT NOT NULL DEFAULT 1,
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX impounds_vin ON impounds (vin_tail);
CREATE INDEX impounds_plate ON impounds (plate);
CREATE INDEX impounds_state ON impounds (state, impounded_on);
CREATE TABLE impound_checks (id {pk}, impound_id BIGINT NOT NULL REFERENCES impounds (id), line BIGINT NOT NULL
  CHECK (line BETWEEN 1 AND 12), result TEXT NOT NULL CHECK (result IN ('PASS', 'FAIL', 'OVERRIDE')),
  detail TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id),
  approver_id BIGINT REFERENCES users (id), at TEXT NOT NULL);
CREATE INDEX impound_checks_impound ON impound_checks (impound_id, line, id);
CREATE TABLE citations (id {pk}, number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL
  CHECK (kind IN ('PARKING', 'CORRECTABLE')), issued_on TEXT NOT NULL, issued_at TEXT NOT NULL DEFAULT '',
  section TEXT NOT NULL, violation TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', {vehicle},
  registration_until TEXT, penalty_cents BIGINT NOT NULL DEFAULT 0, late_cents BIGINT NOT NULL DEFAULT 0,
  notice_on TEXT, state TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'REVIEW', 'HEARING', 'APPEAL',
  'DMV-HOLD', 'DISMISSED', 'SIGNED-OFF')), review_asked_on TEXT, review_mailed_on TEXT,
  review_result TEXT NOT NULL DEFAULT '', hearing_asked_on TEXT, deposit TEXT NOT NULL DEFAULT '', decided_on TEXT,
  decision TEXT NOT NULL DEFAULT '', appealed_on TEXT, plan TEXT NOT NULL DEFAULT '', plan_until TEXT,
  note TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id), created_at TEXT NOT NULL,
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX citations_plate ON citations (plate);
CREATE INDEX citations_vin ON citations (vin_tail);
CREATE INDEX citations_issued ON citations (issued_on);
CREATE TABLE signoffs (id {pk}, number TEXT NOT NULL UNIQUE, citation TEXT NOT NULL, section TEXT NOT NULL,
  plate TEXT NOT NULL, own BIGINT NOT NULL DEFAULT 1, inspected_on TEXT NOT NULL, badge TEXT NOT NULL,
  corrected BIGINT NOT NULL, fee_cents BIGINT NOT NULL, note TEXT NOT NULL DEFAULT '',
  user_id BIGINT NOT NULL REFERENCES users (id), created_at TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX signoffs_citation ON signoffs (citation);
CREATE INDEX signoffs_plate ON signoffs (plate)
"""


def up(migrator, db):
    execute_all(db, TABLES.replace("{vehicle}", VEHICLE))
    forbid_changes(db, ("impound_checks",))
