"""The look-up's index: words of accounts, and the spellings by which a mistyped word is found again."""

from data.ddl import execute_all, kind_of

SPELLINGS = """
CREATE TABLE find_spellings (spelling TEXT{exact} NOT NULL, word TEXT{exact} NOT NULL,
  PRIMARY KEY (spelling, word)){compact}
"""

SQLITE = """
CREATE VIRTUAL TABLE find_words USING fts5 (words, hidden, content='', contentless_delete=1, detail=column,
  prefix='1 2 3', tokenize='ascii')
"""

POSTGRESQL = """
CREATE TABLE find_words (account_id BIGINT PRIMARY KEY, words tsvector NOT NULL, everything tsvector);
CREATE INDEX find_words_words ON find_words USING gin (words) WITH (fastupdate = off);
CREATE INDEX find_words_everything ON find_words USING gin (everything) WITH (fastupdate = off);
CREATE INDEX accounts_number_begins ON accounts (number text_pattern_ops);
CREATE INDEX accounts_old_number_begins ON accounts (old_number text_pattern_ops);
CREATE INDEX meters_serial_begins ON meters (serial text_pattern_ops)
"""


def up(migrator, db):
    sqlite = kind_of(db) == "sqlite"
    execute_all(db, SPELLINGS.replace("{compact}", " WITHOUT ROWID" if sqlite else ""))
    execute_all(db, SQLITE if sqlite else POSTGRESQL)
