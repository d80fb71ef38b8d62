-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id INTEGER NOT NULL CONSTRAINT pk_b PRIMARY KEY, n integer, s integer GENERATED ALWAYS AS (n * 2) STORED);

INSERT INTO _migrate_new_b (id, n)
SELECT id, n
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE a ADD COLUMN t text NOT NULL DEFAULT 'x';

ALTER TABLE a ADD COLUMN r integer REFERENCES b (id);

ALTER TABLE a ADD COLUMN v integer GENERATED ALWAYS AS (n + 1) VIRTUAL;

-- c is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_c (id INTEGER NOT NULL CONSTRAINT pk_c PRIMARY KEY, n integer, at text NOT NULL DEFAULT (date('2020-01-01')), u text UNIQUE);

INSERT INTO _migrate_new_c (id, n)
SELECT id, n
FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- loses the values of a.r
-- loses the values of a.t
-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER NOT NULL CONSTRAINT pk_a PRIMARY KEY, n integer);

INSERT INTO _migrate_new_a (id, n)
SELECT id, n
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE b DROP COLUMN s;

-- loses the values of c.u
-- loses the values of c.at
-- c is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_c (id INTEGER NOT NULL CONSTRAINT pk_c PRIMARY KEY, n integer);

INSERT INTO _migrate_new_c (id, n)
SELECT id, n
FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
