"""Criminal registrations: duties, visits, offenses, deadlines kept as they were printed, petitions."""

from data.ddl import execute_all, forbid_changes, kind_of

REGISTRATIONS = """
CREATE TABLE registrations (id {pk}, number TEXT NOT NULL UNIQUE, person_id BIGINT NOT NULL REFERENCES persons (id),
  registry TEXT NOT NULL CHECK (registry IN ('SEX', 'ARSON', 'GANG', 'NARC')), state TEXT NOT NULL
  CHECK (state IN ('NEW', 'ACTIVE', 'MOVED', 'ENDED', 'DECEASED', 'LEGACY')), basis TEXT NOT NULL DEFAULT 'RESIDENT'
  CHECK (basis IN ('RESIDENT', 'TRANSIENT', 'NONRESIDENT')), since TEXT, juvenile BIGINT NOT NULL DEFAULT 0,
  tier TEXT NOT NULL DEFAULT '' CHECK (tier IN ('', '1', '2', '3R', '3', 'TBD')), tier_letter_on TEXT,
  svp BIGINT NOT NULL DEFAULT 0, supervision TEXT NOT NULL DEFAULT 'NONE' CHECK (supervision IN ('NONE', 'PAROLE',
  'PRCS', 'PROBATION')), agent TEXT NOT NULL DEFAULT '', agent_phone TEXT NOT NULL DEFAULT '', supervised_until TEXT,
  finding TEXT NOT NULL DEFAULT '', imposed_on TEXT, ended_on TEXT, ended_by TEXT NOT NULL DEFAULT '',
  entered_at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id), version BIGINT NOT NULL DEFAULT 1,
  CHECK (tier = '' OR (registry = 'SEX' AND tier_letter_on IS NOT NULL)),
  CHECK ((registry = 'NARC') = (state = 'LEGACY')), UNIQUE (person_id, registry));
CREATE INDEX registrations_state ON registrations (state, registry, id);
CREATE TABLE registration_visits (id {pk}, key TEXT NOT NULL UNIQUE, registration_id BIGINT NOT NULL
  REFERENCES registrations (id), code TEXT NOT NULL, came_at TEXT NOT NULL, came_on TEXT NOT NULL, event_on TEXT,
  ori TEXT NOT NULL DEFAULT '', user_id BIGINT NOT NULL REFERENCES users (id), station TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('OPEN', 'COMPLETE')), language TEXT NOT NULL DEFAULT 'en', stated_sealed {blob},
  changed BIGINT NOT NULL DEFAULT 0, initials TEXT NOT NULL DEFAULT '', notices TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '', proof_on TEXT, photo_front BIGINT NOT NULL DEFAULT 0,
  photo_profile BIGINT NOT NULL DEFAULT 0, prints_ati TEXT NOT NULL DEFAULT '', prints_tcn TEXT NOT NULL DEFAULT '',
  palms BIGINT NOT NULL DEFAULT 0, dna BIGINT, thumb BIGINT NOT NULL DEFAULT 0, signed_on TEXT, parent_signed_on TEXT,
  copy_person_on TEXT, copy_file_on TEXT, copy_doj_on TEXT, entered_at TEXT, entered_by BIGINT REFERENCES users (id),
  csar_reference TEXT NOT NULL DEFAULT '', verified_at TEXT, verified_by BIGINT REFERENCES users (id),
  discrepancies TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1,
  CHECK (verified_by IS NULL OR (verified_by <> user_id AND entered_by IS NOT NULL AND verified_by <> entered_by)),
  CHECK ((verified_by IS NULL) = (verified_at IS NULL)), CHECK ((state = 'COMPLETE') = (verified_by IS NOT NULL)));
CREATE INDEX registration_visits_of ON registration_visits (registration_id, id);
CREATE INDEX registration_visits_open ON registration_visits (came_on) WHERE state = 'OPEN';
CREATE TABLE registration_steps (id {pk}, visit_id BIGINT NOT NULL REFERENCES registration_visits (id),
  at TEXT NOT NULL, user_id BIGINT NOT NULL REFERENCES users (id), kind TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX registration_steps_of ON registration_steps (visit_id, id);
CREATE TABLE registration_offenses (id {pk}, registration_id BIGINT NOT NULL REFERENCES registrations (id),
  section TEXT NOT NULL, level TEXT NOT NULL CHECK (level IN ('F', 'M')), court TEXT NOT NULL DEFAULT '',
  county TEXT NOT NULL DEFAULT '', case_number TEXT NOT NULL DEFAULT '', convicted_on TEXT,
  state TEXT NOT NULL DEFAULT 'CA', victim_age TEXT NOT NULL DEFAULT '', released_on TEXT,
  active BIGINT NOT NULL DEFAULT 1, version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX registration_offenses_of ON registration_offenses (registration_id);
CREATE TABLE registration_petitions (id {pk}, registration_id BIGINT NOT NULL REFERENCES registrations (id),
  served_on TEXT NOT NULL, served_at TEXT NOT NULL DEFAULT '', served_by TEXT NOT NULL, court TEXT NOT NULL,
  case_number TEXT NOT NULL, tier TEXT NOT NULL DEFAULT '', minimum_end TEXT, doj_notified_on TEXT,
  report_sent_on TEXT, report_result TEXT NOT NULL DEFAULT '' CHECK (report_result IN ('', 'MET', 'NOT MET')),
  hearing BIGINT NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'GRANTED', 'DENIED',
  'WITHDRAWN')), outcome_on TEXT, user_id BIGINT NOT NULL REFERENCES users (id), version BIGINT NOT NULL DEFAULT 1,
  UNIQUE (court, case_number), CHECK ((report_sent_on IS NULL) = (report_result = '')),
  CHECK ((outcome_on IS NULL) = (outcome = '')));
CREATE INDEX registration_petitions_of ON registration_petitions (registration_id);
CREATE TABLE registration_deadlines (id {pk}, registration_id BIGINT NOT NULL REFERENCES registrations (id),
  visit_id BIGINT REFERENCES registration_visits (id), petition_id BIGINT REFERENCES registration_petitions (id),
  rule TEXT NOT NULL, day0 TEXT NOT NULL, opens_on TEXT, legal_on TEXT NOT NULL, desk_on TEXT,
  settings_version TEXT NOT NULL, calendar_version TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', printed_at TEXT,
  closed_on TEXT, closed_how TEXT NOT NULL DEFAULT '' CHECK (closed_how IN ('', 'MET', 'REPLACED', 'ENDED')),
  closed_visit_id BIGINT REFERENCES registration_visits (id), replaces_id BIGINT REFERENCES registration_deadlines (id),
  version BIGINT NOT NULL DEFAULT 1, CHECK ((closed_on IS NULL) = (closed_how = '')));
CREATE INDEX registration_deadlines_of ON registration_deadlines (registration_id, id);
CREATE INDEX registration_deadlines_open ON registration_deadlines (legal_on) WHERE closed_on IS NULL;
CREATE TABLE registration_reviews (id {pk}, deadline_id BIGINT NOT NULL REFERENCES registration_deadlines (id),
  found_at TEXT NOT NULL, opens_now TEXT, legal_now TEXT NOT NULL, desk_now TEXT, settings_version TEXT NOT NULL,
  calendar_version TEXT NOT NULL, decided_at TEXT, decided_by BIGINT REFERENCES users (id), decision TEXT NOT NULL
  DEFAULT '' CHECK (decision IN ('', 'KEEP', 'REPLACE')), note TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX registration_reviews_open ON registration_reviews (deadline_id) WHERE decided_at IS NULL;
CREATE TABLE registration_letters (id {pk}, registration_id BIGINT NOT NULL REFERENCES registrations (id),
  requested_on TEXT NOT NULL, given_on TEXT, user_id BIGINT NOT NULL REFERENCES users (id));
CREATE INDEX registration_letters_of ON registration_letters (registration_id)
"""
KEPT = ("rule", "day0", "opens_on", "legal_on", "desk_on", "settings_version", "calendar_version", "note")
"""What a deadline was when it was given to a registrant: never rewritten."""


def up(migrator, db):
    execute_all(db, REGISTRATIONS)
    forbid_changes(db, ("registration_steps",))
    _keep_deadlines(db)


def _keep_deadlines(db):
    """Triggers that refuse to rewrite or delete a deadline."""
    table, refused = "registration_deadlines", "a deadline that was given is not rewritten"
    then = f"BEGIN SELECT RAISE(ABORT, '{refused}'); END"
    if kind_of(db) == "postgresql":
        db.execute_sql(
            "CREATE FUNCTION deadline_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refused}'; END $$"
        )
        then = "FOR EACH ROW EXECUTE FUNCTION deadline_is_kept()"
    for name, event in (("kept", f"UPDATE OF {', '.join(KEPT)}"), ("no_delete", "DELETE")):
        db.execute_sql(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {then}")
