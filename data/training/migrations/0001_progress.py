"""Trainees, their attempts at lessons, drills, skills, reviews, and what others observed."""

from data.ddl import execute_all

PROGRESS = """
CREATE TABLE trainees (id {pk}, number TEXT NOT NULL UNIQUE, name TEXT NOT NULL, began_at TEXT NOT NULL);
CREATE TABLE lessons_seen (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), lesson TEXT NOT NULL,
  at TEXT NOT NULL, UNIQUE (trainee_id, lesson));
CREATE TABLE attempts (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), lesson TEXT NOT NULL,
  seed BIGINT NOT NULL, at TEXT NOT NULL, stage TEXT NOT NULL, unaided BIGINT NOT NULL, grade BIGINT NOT NULL
  CHECK (grade BETWEEN 1 AND 4), fields_right BIGINT NOT NULL, fields BIGINT NOT NULL, ms BIGINT NOT NULL,
  model_ms BIGINT NOT NULL, waited_ms BIGINT NOT NULL, key_count BIGINT NOT NULL, shortest BIGINT NOT NULL,
  recovered BIGINT NOT NULL, thrown BIGINT NOT NULL, hints BIGINT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX attempts_lesson ON attempts (trainee_id, lesson, id);
CREATE TABLE drill_runs (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), drill TEXT NOT NULL,
  seed BIGINT NOT NULL, at TEXT NOT NULL, ms BIGINT NOT NULL, key_count BIGINT NOT NULL, net_keys BIGINT NOT NULL,
  answers BIGINT NOT NULL, right_answers BIGINT NOT NULL, by_field TEXT NOT NULL, by_digit TEXT NOT NULL);
CREATE INDEX drill_runs_drill ON drill_runs (trainee_id, drill, id);
CREATE TABLE skills (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), kind TEXT NOT NULL,
  name TEXT NOT NULL, hits DOUBLE PRECISION NOT NULL, misses DOUBLE PRECISION NOT NULL,
  timed DOUBLE PRECISION NOT NULL, ms DOUBLE PRECISION NOT NULL, UNIQUE (trainee_id, kind, name));
CREATE TABLE cards (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), lesson TEXT NOT NULL,
  began_at TEXT NOT NULL, due_at TEXT NOT NULL, card TEXT NOT NULL, UNIQUE (trainee_id, lesson));
CREATE TABLE observations (id {pk}, trainee_id BIGINT NOT NULL REFERENCES trainees (id), duty TEXT NOT NULL,
  at TEXT NOT NULL, observer_number TEXT NOT NULL, observer TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('ABLE', 'NOT-YET')), remark TEXT NOT NULL DEFAULT '');
CREATE INDEX observations_duty ON observations (trainee_id, duty, id)
"""


def up(migrator, db):
    execute_all(db, PROGRESS)
