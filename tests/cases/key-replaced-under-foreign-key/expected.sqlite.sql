-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, code text);

INSERT INTO _migrate_new_b (id, code)
SELECT id, code
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, code text NOT NULL);

INSERT INTO _migrate_new_a (id, code)
SELECT id, code
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
CREATE TABLE _migrate_new_a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, code text NOT NULL, CONSTRAINT uq_a_code UNIQUE (code));

INSERT INTO _migrate_new_a (id, code)
SELECT id, code
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, code text, CONSTRAINT fk_code FOREIGN KEY (code) REFERENCES a (code));

INSERT INTO _migrate_new_b (id, code)
SELECT id, code
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
