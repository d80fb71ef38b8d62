-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (a * 3) STORED, h integer);

INSERT INTO _migrate_new_t (id, a, h)
SELECT id, a, h
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (a * 2) STORED, h integer GENERATED ALWAYS AS (a + 1) STORED);

INSERT INTO _migrate_new_t (id, a)
SELECT id, a
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
