-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, b_id integer, CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id));

INSERT INTO _migrate_new_a (id, b_id)
SELECT id, b_id
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer, CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id));

INSERT INTO _migrate_new_b (id, a_id)
SELECT id, a_id
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
CREATE TABLE _migrate_new_a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, b_id integer);

INSERT INTO _migrate_new_a (id, b_id)
SELECT id, b_id
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer);

INSERT INTO _migrate_new_b (id, a_id)
SELECT id, a_id
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
