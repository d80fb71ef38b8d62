-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses zeros in front and spaces of a.n
-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER PRIMARY KEY, n integer);

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

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER PRIMARY KEY, n text);

INSERT INTO _migrate_new_a (id, n)
SELECT id, n
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
