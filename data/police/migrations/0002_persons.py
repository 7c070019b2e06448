"""Code tables, and the person file: one row per human being, with everything that hangs on it, and its index."""

from data.ddl import execute_all, forbid_changes

CODES = """
CREATE TABLE code_values (id {pk}, table_name TEXT NOT NULL, code TEXT{exact} NOT NULL, meaning TEXT NOT NULL,
  synonyms TEXT NOT NULL DEFAULT '', release TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT 'ACTIVE'
  CHECK (status IN ('ACTIVE', 'WARN', 'RETIRED')), label_en TEXT NOT NULL DEFAULT '', label_es TEXT NOT NULL DEFAULT '',
  restricted BIGINT NOT NULL DEFAULT 0, sort BIGINT NOT NULL DEFAULT 0, source TEXT NOT NULL, dated TEXT NOT NULL,
  UNIQUE (table_name, code));
CREATE TABLE code_imports (id {pk}, at TEXT NOT NULL, user_id BIGINT, table_name TEXT NOT NULL, sha256 TEXT NOT NULL,
  added BIGINT NOT NULL, changed BIGINT NOT NULL, retired BIGINT NOT NULL, before TEXT NOT NULL, undone_at TEXT)
"""

PERSON = """
CREATE TABLE persons (id {pk}, number TEXT NOT NULL UNIQUE, last TEXT NOT NULL, first TEXT NOT NULL DEFAULT '',
  middle TEXT NOT NULL DEFAULT '', suffix TEXT NOT NULL DEFAULT '', born TEXT, birth_place TEXT NOT NULL DEFAULT '',
  citizenship TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT 'en', transient BIGINT NOT NULL DEFAULT 0,
  deceased_on TEXT, sex TEXT NOT NULL DEFAULT '', race TEXT NOT NULL DEFAULT '', hair TEXT NOT NULL DEFAULT '',
  eyes TEXT NOT NULL DEFAULT '', height TEXT NOT NULL DEFAULT '', weight TEXT NOT NULL DEFAULT '',
  merged_into BIGINT REFERENCES persons (id), entered_at TEXT NOT NULL, entered_by BIGINT,
  version BIGINT NOT NULL DEFAULT 1, CHECK (merged_into <> id));
CREATE INDEX persons_born ON persons (born);
CREATE INDEX persons_look ON persons (sex, race, hair, eyes, height, weight, born);
CREATE INDEX persons_merged ON persons (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE person_names (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  last TEXT NOT NULL, first TEXT NOT NULL DEFAULT '', middle TEXT NOT NULL DEFAULT '', suffix TEXT NOT NULL DEFAULT '',
  from_on TEXT, to_on TEXT, note TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_births (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), born TEXT NOT NULL,
  from_on TEXT, to_on TEXT, note TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_identifiers (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '', value_sealed {blob}, digest TEXT NOT NULL, expires_on TEXT,
  reason TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', from_on TEXT, to_on TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_descriptions (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), from_on TEXT NOT NULL,
  sex TEXT NOT NULL DEFAULT '', race TEXT NOT NULL DEFAULT '', ethnicity TEXT NOT NULL DEFAULT '',
  height TEXT NOT NULL DEFAULT '', weight TEXT NOT NULL DEFAULT '', hair TEXT NOT NULL DEFAULT '',
  eyes TEXT NOT NULL DEFAULT '', skin TEXT NOT NULL DEFAULT '', build TEXT NOT NULL DEFAULT '', to_on TEXT,
  note TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_marks (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), code TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '', restricted BIGINT NOT NULL DEFAULT 0, code_sealed {blob},
  description_sealed {blob}, from_on TEXT, to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_cautions (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), code TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '', restricted BIGINT NOT NULL DEFAULT 0, code_sealed {blob},
  description_sealed {blob}, from_on TEXT, to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_contacts (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  value TEXT NOT NULL, from_on TEXT, to_on TEXT, note TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_addresses (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  street TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '',
  zip TEXT NOT NULL DEFAULT '', county TEXT NOT NULL DEFAULT '', lives_with TEXT NOT NULL DEFAULT '', from_on TEXT,
  to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_proofs (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  dated_on TEXT, expires_on TEXT, note TEXT NOT NULL DEFAULT '', from_on TEXT, to_on TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_places (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  place TEXT NOT NULL, cross_streets TEXT NOT NULL DEFAULT '', from_on TEXT, to_on TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_jobs (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), employer TEXT NOT NULL,
  main_address TEXT NOT NULL DEFAULT '', work_address TEXT NOT NULL DEFAULT '', occupation TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '', from_on TEXT, to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_schools (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), institution TEXT NOT NULL,
  campus TEXT NOT NULL DEFAULT '', status TEXT NOT NULL, from_on TEXT, to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_vehicles (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), relation TEXT NOT NULL,
  plate TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '', plate_type TEXT NOT NULL DEFAULT '',
  year TEXT NOT NULL
  DEFAULT '', make TEXT NOT NULL DEFAULT '', model TEXT NOT NULL DEFAULT '', style TEXT NOT NULL DEFAULT '',
  color TEXT NOT NULL DEFAULT '', color2 TEXT NOT NULL DEFAULT '', vin TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', from_on TEXT, to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_online (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  provider TEXT NOT NULL DEFAULT '', identifier TEXT NOT NULL, from_on TEXT, to_on TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_relations (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), relation TEXT NOT NULL,
  name TEXT NOT NULL, phone TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', emergency BIGINT NOT NULL
  DEFAULT 0, from_on TEXT, to_on TEXT, version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_photos (id {pk}, person_id BIGINT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,
  position BIGINT NOT NULL, taken_at TEXT NOT NULL, taken_by BIGINT, picture_sealed {blob},
  picture_sha256 TEXT NOT NULL,
  original_sealed {blob}, original_sha256 TEXT NOT NULL, width BIGINT NOT NULL DEFAULT 0,
  height BIGINT NOT NULL DEFAULT 0,
  mark_id BIGINT REFERENCES person_marks (id), booking_id BIGINT, note TEXT NOT NULL DEFAULT '', withdrawn_at TEXT,
  version BIGINT NOT NULL DEFAULT 1);
CREATE TABLE person_history (id {pk}, at TEXT NOT NULL, user_id BIGINT, station TEXT NOT NULL, person_id BIGINT NOT NULL
  REFERENCES persons (id), table_name TEXT NOT NULL, row_id BIGINT NOT NULL, field TEXT NOT NULL,
  before TEXT NOT NULL DEFAULT '', after TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL
  CHECK (kind IN ('NEW', 'CHANGE', 'CORRECTION', 'END', 'MERGE', 'UNMERGE')), reason TEXT NOT NULL DEFAULT '',
  reference TEXT NOT NULL DEFAULT '');
CREATE INDEX person_history_person ON person_history (person_id, id);
CREATE INDEX person_history_row ON person_history (table_name, row_id, id);
CREATE TABLE person_merges (id {pk}, kept_id BIGINT NOT NULL REFERENCES persons (id), merged_id BIGINT NOT NULL
  REFERENCES persons (id), at TEXT NOT NULL, user_id BIGINT NOT NULL, approver_id BIGINT NOT NULL, reason TEXT NOT NULL,
  undone_at TEXT, undone_by BIGINT, undone_approver_id BIGINT, undone_reason TEXT NOT NULL DEFAULT '',
  CHECK (approver_id <> user_id), CHECK (kept_id <> merged_id));
CREATE INDEX person_merges_merged ON person_merges (merged_id);
CREATE TABLE person_tokens (person_id BIGINT NOT NULL REFERENCES persons (id), token TEXT{exact} NOT NULL);
CREATE UNIQUE INDEX person_tokens_token ON person_tokens (token, person_id);
CREATE INDEX person_tokens_person ON person_tokens (person_id, token)
"""
GROUPS = (
    "names", "births", "identifiers", "descriptions", "marks", "cautions", "contacts", "addresses", "proofs", "places",
    "jobs", "schools", "vehicles", "online", "relations", "photos",
)  # fmt: skip


def up(migrator, db):
    execute_all(db, CODES)
    execute_all(db, PERSON)
    for group in GROUPS:
        db.execute_sql(f"CREATE INDEX person_{group}_person ON person_{group} (person_id)")
    db.execute_sql("CREATE INDEX person_identifiers_digest ON person_identifiers (digest)")
    forbid_changes(db, ("person_history",))
