-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, CONSTRAINT new_check CHECK (a > 0), CONSTRAINT new_unique UNIQUE (a));

INSERT INTO _migrate_new_t (id, a)
SELECT id, a
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX new_index ON t (a, id);

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, CONSTRAINT old_check CHECK (a > 0), CONSTRAINT old_unique UNIQUE (a));

INSERT INTO _migrate_new_t (id, a)
SELECT id, a
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX old_index ON t (a, id);

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
