"""Registers of the police front desk: visitors and their badges, telephone calls, court papers, ride-alongs."""

from data.ddl import execute_all, forbid_changes

TABLES = """
CREATE TABLE visitor_badges (id {pk}, number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL
  CHECK (kind IN ('ESCORTED', 'CLEARED', 'CONTRACTOR')), lost BIGINT NOT NULL DEFAULT 0,
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE visits (id {pk}, number TEXT NOT NULL UNIQUE, visited_on TEXT NOT NULL, name TEXT NOT NULL,
  company TEXT NOT NULL DEFAULT '', host TEXT NOT NULL, purpose TEXT NOT NULL, id_type TEXT NOT NULL,
  badge TEXT NOT NULL REFERENCES visitor_badges (number), badge_kind TEXT NOT NULL, area TEXT NOT NULL,
  escort TEXT NOT NULL DEFAULT '', plate TEXT NOT NULL DEFAULT '', in_at TEXT NOT NULL, expected_at TEXT NOT NULL,
  out_on TEXT, out_at TEXT NOT NULL DEFAULT '', returned TEXT NOT NULL DEFAULT ''
  CHECK (returned IN ('', 'Y', 'N', 'LOST')), user_id BIGINT NOT NULL REFERENCES users (id),
  out_user_id BIGINT REFERENCES users (id), created_at TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX visits_open ON visits (badge) WHERE out_on IS NULL;
CREATE INDEX visits_day ON visits (visited_on);
CREATE TABLE badge_incidents (id {pk}, number TEXT NOT NULL UNIQUE, badge TEXT NOT NULL, visit_id BIGINT NOT NULL
  REFERENCES visits (id), reported_on TEXT NOT NULL, what TEXT NOT NULL, resolved_on TEXT,
  resolution TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id),
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE visitor_reviews (id {pk}, year BIGINT NOT NULL, quarter BIGINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  visits BIGINT NOT NULL, unreturned BIGINT NOT NULL, finding TEXT NOT NULL, reviewed_on TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id), UNIQUE (year, quarter));
CREATE TABLE desk_calls (id {pk}, number TEXT NOT NULL UNIQUE, called_on TEXT NOT NULL, called_at TEXT NOT NULL,
  line TEXT NOT NULL DEFAULT '', caller TEXT NOT NULL DEFAULT '', callback TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL, category TEXT NOT NULL, disposition TEXT NOT NULL, transferred_at TEXT NOT NULL DEFAULT '',
  unit TEXT NOT NULL DEFAULT '', message_for TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
  acknowledged_by TEXT NOT NULL DEFAULT '', acknowledged_at TEXT NOT NULL DEFAULT '',
  user_id BIGINT NOT NULL REFERENCES users (id), created_at TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX desk_calls_day ON desk_calls (called_on);
CREATE TABLE court_papers (id {pk}, number TEXT NOT NULL UNIQUE, received_on TEXT NOT NULL, received_at TEXT NOT NULL,
  kind TEXT NOT NULL, matter TEXT NOT NULL CHECK (matter IN ('CRIMINAL', 'CIVIL')), served_by TEXT NOT NULL,
  firm TEXT NOT NULL DEFAULT '', server_no TEXT NOT NULL DEFAULT '', manner TEXT NOT NULL, recipient TEXT NOT NULL,
  recipient_kind TEXT NOT NULL CHECK (recipient_kind IN ('OFFICER', 'CIVILIAN', 'RECORDS', 'CITY')),
  unit TEXT NOT NULL DEFAULT '', court TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '',
  case_no TEXT NOT NULL DEFAULT '', parties TEXT NOT NULL DEFAULT '', attorney TEXT NOT NULL DEFAULT '',
  attorney_phone TEXT NOT NULL DEFAULT '', hearing_on TEXT, hearing_at TEXT NOT NULL DEFAULT '', lead_wd BIGINT,
  reachable BIGINT NOT NULL DEFAULT 1, accepted BIGINT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  copies BIGINT NOT NULL DEFAULT 0, documents TEXT NOT NULL DEFAULT '', agreed_on TEXT,
  notice_proof BIGINT NOT NULL DEFAULT 0, miles BIGINT NOT NULL DEFAULT 0, days_ordered BIGINT NOT NULL DEFAULT 0,
  delivered_on TEXT, delivered_at TEXT NOT NULL DEFAULT '', delivered_by TEXT NOT NULL DEFAULT '',
  undelivered_on TEXT, undelivered_at TEXT NOT NULL DEFAULT '', told TEXT NOT NULL DEFAULT '',
  days_appeared BIGINT, cost_cents BIGINT, settled_note TEXT NOT NULL DEFAULT '', produced_on TEXT,
  state TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'ON-CALL', 'CONTINUED', 'VACATED', 'REFUSED', 'CLOSED')),
  closed_on TEXT, note TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX court_papers_state ON court_papers (state, hearing_on);
CREATE INDEX court_papers_received ON court_papers (received_on);
CREATE TABLE rides (id {pk}, number TEXT NOT NULL UNIQUE, applied_on TEXT NOT NULL, name TEXT NOT NULL,
  name_key TEXT NOT NULL, born_on TEXT NOT NULL, resident BIGINT NOT NULL, candidate BIGINT NOT NULL DEFAULT 0,
  phone TEXT NOT NULL, id_type TEXT NOT NULL, emergency TEXT NOT NULL, emergency_phone TEXT NOT NULL,
  employer TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL, wanted TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en', local_check TEXT NOT NULL DEFAULT '', decision TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL DEFAULT '', officer TEXT NOT NULL DEFAULT '', ride_on TEXT, shift TEXT NOT NULL DEFAULT '',
  starts_at TEXT NOT NULL DEFAULT '', waiver_on TEXT, witness TEXT NOT NULL DEFAULT '',
  guardian TEXT NOT NULL DEFAULT '', guardian_id TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'APPLIED'
  CHECK (state IN ('APPLIED', 'APPROVED', 'SCHEDULED', 'COMPLETED', 'NO-SHOW', 'DENIED', 'CANCELLED')),
  incident TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX rides_one_rider ON rides (ride_on, shift, officer) WHERE state = 'SCHEDULED';
CREATE INDEX rides_person ON rides (name_key, born_on)
"""


def up(migrator, db):
    execute_all(db, TABLES)
    forbid_changes(db, ("visitor_reviews",))
