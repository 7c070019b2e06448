"""Shifts: simulated mornings, in hand, put aside or over."""

from data.ddl import execute_all

SHIFTS = """
CREATE TABLE shifts (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), seed BIGINT NOT NULL,
  per_hour BIGINT NOT NULL, minutes BIGINT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT '', state TEXT NOT NULL CHECK
  (state IN ('OPEN', 'DONE', 'GIVEN-UP')), line TEXT NOT NULL,
  detail TEXT NOT NULL);
CREATE INDEX shifts_trainee ON shifts (trainee_id, id)
"""


def up(migrator, db):
    execute_all(db, SHIFTS)
