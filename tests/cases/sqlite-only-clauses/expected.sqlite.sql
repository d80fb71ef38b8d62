-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER PRIMARY KEY ON CONFLICT ABORT, n text COLLATE RTRIM NOT NULL UNIQUE ON CONFLICT IGNORE, m integer CHECK (m > 1), CHECK (m < 10));

INSERT OR ABORT INTO _migrate_new_a (id, n, m)
SELECT id, n, m
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, n text COLLATE NOCASE NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT FAIL, m integer CHECK (m > 0), CHECK (m < 10));

INSERT OR ABORT INTO _migrate_new_a (id, n, m)
SELECT id, n, m
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
