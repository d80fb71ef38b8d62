-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (
    id INTEGER PRIMARY KEY,
    n TEXT NOT NULL COLLATE RTRIM,
    m INTEGER,
    UNIQUE (n) ON CONFLICT IGNORE,
    CHECK (m > 1),
    CHECK (m < 10)
);

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
CREATE TABLE _migrate_new_a (
    id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
    n TEXT NOT NULL ON CONFLICT IGNORE COLLATE NOCASE,
    m INTEGER,
    UNIQUE (n) ON CONFLICT FAIL,
    CHECK (m > 0),
    CHECK (m < 10)
);

INSERT OR ABORT INTO _migrate_new_a (id, n, m)
SELECT id, n, m
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
