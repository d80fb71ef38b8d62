-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses zeros in front and spaces of t.a
-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a INTEGER DEFAULT 0, b VARCHAR(20) NOT NULL DEFAULT 'seven');

INSERT INTO _migrate_new_t (id, a, b)
SELECT id, a, b
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- loses zeros in front and spaces of t.b
-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a varchar(10) DEFAULT 'none', b integer DEFAULT 7 NOT NULL);

INSERT INTO _migrate_new_t (id, a, b)
SELECT id, a, b
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
