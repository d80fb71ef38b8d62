-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses zeros in front and spaces of a.n
-- a is made anew: the new table beside it, the rows, then its name
CREATE TABLE _migrate_new_a (
    id INTEGER PRIMARY KEY,
    n INTEGER
);

INSERT INTO _migrate_new_a (id, n)
SELECT id, n
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- a is made anew: the new table beside it, the rows, then its name
CREATE TABLE _migrate_new_a (
    id INTEGER PRIMARY KEY,
    n TEXT
);

INSERT INTO _migrate_new_a (id, n)
SELECT id, n
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
