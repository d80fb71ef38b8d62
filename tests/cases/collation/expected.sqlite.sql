-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text, b text COLLATE RTRIM);

INSERT INTO _migrate_new_t (id, a, b)
SELECT id, a, b
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix ON t (a);

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text COLLATE NOCASE, b text);

INSERT INTO _migrate_new_t (id, a, b)
SELECT id, a, b
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix ON t (a);

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
