"""Bookings: the arrest, charges, holds, how it ended, photographs, print images, files exported, line-ups."""

from data.ddl import execute_all, forbid_changes

BOOKINGS = """
CREATE TABLE bookings (id {pk}, key TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, person_id BIGINT NOT NULL
  REFERENCES persons (id), state TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'COMPLETE')), juvenile BIGINT
  NOT NULL DEFAULT 0, booked_at TEXT NOT NULL, booked_by BIGINT NOT NULL REFERENCES users (id), arrested_on TEXT NOT
  NULL, arrested_at TEXT NOT NULL, place TEXT NOT NULL, circumstances TEXT NOT NULL, agency TEXT NOT NULL DEFAULT '',
  officer TEXT NOT NULL, officer_id TEXT NOT NULL DEFAULT '', transporting TEXT NOT NULL DEFAULT '', occupation TEXT
  NOT NULL DEFAULT '', envelope TEXT NOT NULL DEFAULT '', property_list TEXT NOT NULL DEFAULT '', calls_offered BIGINT
  NOT NULL DEFAULT 0, calls_made BIGINT NOT NULL DEFAULT 0, consular TEXT NOT NULL DEFAULT '', dna BIGINT NOT NULL
  DEFAULT 0, retain BIGINT NOT NULL DEFAULT 1, caution TEXT NOT NULL DEFAULT '', emergency TEXT NOT NULL DEFAULT '',
  prints_tcn TEXT NOT NULL DEFAULT '', no_prints TEXT NOT NULL DEFAULT '', medical_sealed {blob}, guardian_sealed
  {blob}, disposition TEXT NOT NULL DEFAULT '' CHECK (disposition IN ('', '849B', 'CITED', 'BAILED', 'TRANSFER')),
  ended_on TEXT, ended_at TEXT NOT NULL DEFAULT '', ended_to TEXT NOT NULL DEFAULT '', ended_by BIGINT REFERENCES
  users (id), version BIGINT NOT NULL DEFAULT 1, CHECK ((disposition = '') = (ended_on IS NULL)));
CREATE INDEX bookings_person ON bookings (person_id, id);
CREATE INDEX bookings_open ON bookings (id) WHERE state = 'OPEN';
CREATE INDEX bookings_arrested ON bookings (arrested_on);
CREATE TABLE booking_charges (id {pk}, booking_id BIGINT NOT NULL REFERENCES bookings (id), offense_on TEXT NOT NULL,
  section TEXT NOT NULL, level TEXT NOT NULL CHECK (level IN ('F', 'M', 'I')), description TEXT NOT NULL, counts
  BIGINT NOT NULL DEFAULT 1 CHECK (counts > 0), warrant TEXT NOT NULL DEFAULT '', bail_cents BIGINT, dropped_at TEXT,
  dropped_why TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1);
CREATE INDEX booking_charges_of ON booking_charges (booking_id, id);
CREATE TABLE booking_holds (id {pk}, booking_id BIGINT NOT NULL REFERENCES bookings (id), agency TEXT NOT NULL, reason
  TEXT NOT NULL, reference TEXT NOT NULL DEFAULT '', placed_at TEXT NOT NULL, placed_by BIGINT NOT NULL, lifted_at
  TEXT, lifted_by BIGINT, lifted_why TEXT NOT NULL DEFAULT '');
CREATE INDEX booking_holds_of ON booking_holds (booking_id, id);
CREATE TABLE booking_photos (id {pk}, photo_id BIGINT NOT NULL UNIQUE REFERENCES person_photos (id), booking_id BIGINT
  NOT NULL REFERENCES bookings (id), pose TEXT NOT NULL DEFAULT '' CHECK (pose IN ('', 'F', 'R', 'L', 'A')), angle
  BIGINT, image TEXT NOT NULL CHECK (image IN ('FACE', 'SCAR', 'MARK', 'TATTOO', 'MISSING', 'OTHER')), smt TEXT NOT
  NULL DEFAULT '', profile TEXT NOT NULL DEFAULT '', checklist TEXT NOT NULL DEFAULT '', source TEXT NOT NULL,
  replaces_id BIGINT REFERENCES booking_photos (id), CHECK ((pose = 'A') = (angle IS NOT NULL)), CHECK ((image =
  'FACE') = (pose <> '')), CHECK ((image = 'FACE') = (smt = '')));
CREATE INDEX booking_photos_of ON booking_photos (booking_id, id);
CREATE TABLE booking_prints (id {pk}, booking_id BIGINT NOT NULL REFERENCES bookings (id), finger TEXT NOT NULL,
  impression TEXT NOT NULL, fields TEXT NOT NULL, image_sealed {blob}, sha256 TEXT NOT NULL, tcn TEXT NOT NULL DEFAULT
  '', added_at TEXT NOT NULL, added_by BIGINT NOT NULL, withdrawn_at TEXT);
CREATE INDEX booking_prints_of ON booking_prints (booking_id, id);
CREATE TABLE booking_steps (id {pk}, booking_id BIGINT NOT NULL REFERENCES bookings (id), at TEXT NOT NULL, user_id
  BIGINT NOT NULL REFERENCES users (id), step TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX booking_steps_of ON booking_steps (booking_id, id);
CREATE TABLE booking_exports (id {pk}, booking_id BIGINT NOT NULL REFERENCES bookings (id), at TEXT NOT NULL, user_id
  BIGINT NOT NULL REFERENCES users (id), purpose TEXT NOT NULL, authorizer TEXT NOT NULL, receiver TEXT NOT NULL, tcn
  TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes BIGINT NOT NULL, records TEXT NOT NULL, file TEXT NOT NULL);
CREATE INDEX booking_exports_of ON booking_exports (booking_id, id);
CREATE TABLE booking_lineups (id {pk}, booking_id BIGINT NOT NULL REFERENCES bookings (id), at TEXT NOT NULL, user_id
  BIGINT NOT NULL REFERENCES users (id), reference TEXT NOT NULL, purpose TEXT NOT NULL, authorizer TEXT NOT NULL,
  photos TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE INDEX booking_lineups_of ON booking_lineups (booking_id, id)
"""
FINAL = ("booking_photos", "booking_steps", "booking_exports", "booking_lineups")


def up(migrator, db):
    execute_all(db, BOOKINGS)
    forbid_changes(db, FINAL)
