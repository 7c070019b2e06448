"""What of an arrest is withheld from the public arrest log, and on which ground."""

from data.ddl import execute_all

WITHHELD = """
ALTER TABLE bookings ADD COLUMN withheld TEXT NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN withheld_ground TEXT NOT NULL DEFAULT ''
"""


def up(migrator, db):
    execute_all(db, WITHHELD)
