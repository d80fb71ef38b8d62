-- migrate:upgrade
PRAGMA foreign_keys = OFF;

DROP VIEW va;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer);

INSERT INTO _migrate_new_b (id, a_id)
SELECT id, a_id
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

-- loses all rows of a
DROP TABLE a;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

CREATE TABLE a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, n text);

CREATE INDEX ix_a_n ON a (n);

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer, CONSTRAINT fk_b FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE);

INSERT INTO _migrate_new_b (id, a_id)
SELECT id, a_id
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

CREATE VIEW va AS SELECT id FROM a;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
