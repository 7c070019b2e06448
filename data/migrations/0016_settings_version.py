"""A number that moves whenever a setting changes, so that a till may remember the settings of its last posting."""

from data.ddl import execute_all, kind_of

TABLE = """
CREATE TABLE settings_version (value BIGINT NOT NULL);
INSERT INTO settings_version (value) VALUES (1)
"""
FUNCTION = (
    "CREATE FUNCTION settings_changed() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN UPDATE settings_version SET value = value + 1; RETURN NULL; END $$"
)


def up(migrator, db):
    execute_all(db, TABLE)
    if kind_of(db) == "postgresql":
        db.execute_sql(FUNCTION)
        db.execute_sql(
            "CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON settings "
            "FOR EACH STATEMENT EXECUTE FUNCTION settings_changed()"
        )
        return
    for event in ("INSERT", "UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER settings_{event.lower()} AFTER {event} ON settings "
            "BEGIN UPDATE settings_version SET value = value + 1; END"
        )
