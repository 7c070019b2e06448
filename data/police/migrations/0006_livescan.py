"""Fingerprints and Live Scan: requests (form BCIA 8016), what was rolled, what was rejected, who may roll."""

from data.ddl import execute_all

TABLES = """
CREATE TABLE livescan (id {pk}, number TEXT NOT NULL UNIQUE, at TEXT NOT NULL, day TEXT NOT NULL,
  user_id BIGINT NOT NULL, person_id BIGINT REFERENCES persons (id),
  state TEXT NOT NULL CHECK (state IN ('OPEN', 'BACK', 'SENT', 'CLOSED', 'REJECTED', 'WITHDRAWN')),
  missing TEXT NOT NULL DEFAULT '',
  ori TEXT NOT NULL DEFAULT '', applicant_type TEXT NOT NULL DEFAULT '', working_title TEXT NOT NULL DEFAULT '',
  agency TEXT NOT NULL DEFAULT '', mail_code TEXT NOT NULL DEFAULT '', agency_street TEXT NOT NULL DEFAULT '',
  agency_city TEXT NOT NULL DEFAULT '', agency_state TEXT NOT NULL DEFAULT '', agency_zip TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '', agency_phone TEXT NOT NULL DEFAULT '',
  oca TEXT NOT NULL DEFAULT '', level TEXT NOT NULL DEFAULT '', billing TEXT NOT NULL DEFAULT '',
  last TEXT NOT NULL DEFAULT '', first TEXT NOT NULL DEFAULT '', middle TEXT NOT NULL DEFAULT '',
  suffix TEXT NOT NULL DEFAULT '', aka_last TEXT NOT NULL DEFAULT '', aka_first TEXT NOT NULL DEFAULT '', born TEXT,
  sex TEXT NOT NULL DEFAULT '', height TEXT NOT NULL DEFAULT '', weight TEXT NOT NULL DEFAULT '',
  eyes TEXT NOT NULL DEFAULT '', hair TEXT NOT NULL DEFAULT '', birth_place TEXT NOT NULL DEFAULT '',
  ssn_sealed {blob}, license_sealed {blob}, misc_sealed {blob}, license_state TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '', home_state TEXT NOT NULL DEFAULT '',
  zip TEXT NOT NULL DEFAULT '',
  employer TEXT NOT NULL DEFAULT '', employer_street TEXT NOT NULL DEFAULT '', employer_city TEXT NOT NULL DEFAULT '',
  employer_state TEXT NOT NULL DEFAULT '', employer_zip TEXT NOT NULL DEFAULT '',
  employer_mail_code TEXT NOT NULL DEFAULT '', employer_phone TEXT NOT NULL DEFAULT '',
  id_kind TEXT NOT NULL DEFAULT '', id_expires_on TEXT, support1 TEXT NOT NULL DEFAULT '',
  support2 TEXT NOT NULL DEFAULT '', signed BIGINT NOT NULL DEFAULT 0, complete BIGINT NOT NULL DEFAULT 0,
  resubmission_of BIGINT REFERENCES livescan (id), original_ati TEXT NOT NULL DEFAULT '',
  rejection_proof BIGINT NOT NULL DEFAULT 0,
  sent_at TEXT, operator_id BIGINT, operator TEXT NOT NULL DEFAULT '', transmitter TEXT NOT NULL DEFAULT '',
  lsid TEXT NOT NULL DEFAULT '', ati TEXT NOT NULL DEFAULT '', tcn TEXT NOT NULL DEFAULT '',
  doj_cents BIGINT NOT NULL DEFAULT 0, fbi_cents BIGINT NOT NULL DEFAULT 0, firearm_cents BIGINT NOT NULL DEFAULT 0,
  roll_cents BIGINT NOT NULL DEFAULT 0, billed_cents BIGINT NOT NULL DEFAULT 0, receipt TEXT NOT NULL DEFAULT '',
  closed_at TEXT, closed_by BIGINT, rejected_on TEXT, rejected_by TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX livescan_open ON livescan (id) WHERE state IN ('OPEN', 'BACK', 'SENT', 'REJECTED');
CREATE INDEX livescan_day ON livescan (day);
CREATE INDEX livescan_ati ON livescan (ati) WHERE ati <> '';
CREATE INDEX livescan_ori ON livescan (ori, id);
CREATE UNIQUE INDEX livescan_again ON livescan (resubmission_of) WHERE resubmission_of IS NOT NULL
  AND state <> 'WITHDRAWN';
CREATE TABLE livescan_steps (id {pk}, livescan_id BIGINT NOT NULL REFERENCES livescan (id), at TEXT NOT NULL,
  user_id BIGINT NOT NULL, step TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX livescan_steps_of ON livescan_steps (livescan_id, id);
CREATE TABLE fingerprints (id {pk}, number TEXT NOT NULL UNIQUE, at TEXT NOT NULL, day TEXT NOT NULL,
  user_id BIGINT NOT NULL, clerk TEXT NOT NULL, person_id BIGINT REFERENCES persons (id),
  subject TEXT NOT NULL, reason TEXT NOT NULL, medium TEXT NOT NULL, cards BIGINT NOT NULL DEFAULT 0,
  tcn TEXT NOT NULL DEFAULT '', ati TEXT NOT NULL DEFAULT '',
  livescan_id BIGINT REFERENCES livescan (id), note TEXT NOT NULL DEFAULT '', struck_at TEXT, struck_by BIGINT,
  struck_why TEXT NOT NULL DEFAULT '');
CREATE INDEX fingerprints_day ON fingerprints (day);
CREATE INDEX fingerprints_person ON fingerprints (person_id) WHERE person_id IS NOT NULL;
CREATE TABLE fingerprint_rejects (id {pk}, fingerprint_id BIGINT NOT NULL REFERENCES fingerprints (id),
  at TEXT NOT NULL, user_id BIGINT NOT NULL, finger TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX fingerprint_rejects_of ON fingerprint_rejects (fingerprint_id, id);
CREATE TABLE rollers (id {pk}, user_id BIGINT NOT NULL UNIQUE, standing TEXT NOT NULL, certificate TEXT NOT NULL
  DEFAULT '', since_on TEXT NOT NULL, until_on TEXT, version BIGINT NOT NULL DEFAULT 1)
"""


def up(migrator, db):
    execute_all(db, TABLES)
