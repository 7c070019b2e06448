"""The day on which a registrant leaves, told before it has come."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE registrations ADD COLUMN leaves_on TEXT")
    db.execute_sql("CREATE INDEX registrations_leave ON registrations (leaves_on) WHERE state = 'ACTIVE'")
