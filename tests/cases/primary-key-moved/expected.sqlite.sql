-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id integer NOT NULL, code text NOT NULL CONSTRAINT pk_a PRIMARY KEY);

INSERT INTO _migrate_new_a (rowid, id, code)
SELECT rowid, id, code
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer, a_code text, CONSTRAINT fk_a FOREIGN KEY (a_code) REFERENCES a (code));

INSERT INTO _migrate_new_b (id, a_id, a_code)
SELECT id, a_id, a_code
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, code text NOT NULL);

INSERT INTO _migrate_new_a (id, code)
SELECT id, code
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer, a_code text, CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a (id));

INSERT INTO _migrate_new_b (id, a_id, a_code)
SELECT id, a_id, a_code
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
