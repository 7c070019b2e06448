"""A row of the fingerprint log names the booking for which the prints were taken."""

from data.ddl import execute_all

BOOKING = """
ALTER TABLE fingerprints ADD COLUMN booking_id BIGINT REFERENCES bookings (id);
CREATE INDEX fingerprints_booking ON fingerprints (booking_id) WHERE booking_id IS NOT NULL
"""


def up(migrator, db):
    execute_all(db, BOOKING)
