-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses the values of a.plain
-- loses the values of a.i
-- loses the values of a.c
-- loses the values of a.u
-- loses the values of a.f
-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER NOT NULL CONSTRAINT pk_a PRIMARY KEY, kept text DEFAULT 'k');

INSERT INTO _migrate_new_a (id, kept)
SELECT id, kept
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

-- loses the values of b.plain
ALTER TABLE b DROP COLUMN plain;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

ALTER TABLE b ADD COLUMN plain text;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER NOT NULL CONSTRAINT pk_a PRIMARY KEY, plain text, i text, c text CHECK (c <> ''), u text UNIQUE, f integer REFERENCES p (id), g integer AS (id + 1), kept text DEFAULT 'k');

INSERT INTO _migrate_new_a (id, kept)
SELECT id, kept
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix_a_i ON a (i);

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
