-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses the values of t.a
-- loses the values of t.b
-- loses the values of t.p_id
-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY);

INSERT INTO _migrate_new_t (id)
SELECT id
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
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text NOT NULL, b integer NOT NULL, p_id integer NOT NULL, CONSTRAINT fk_t_p_id_p FOREIGN KEY (p_id) REFERENCES p (id));

-- the old values of a are gone: rows get ''
-- the old values of b are gone: rows get 0
-- the old values of p_id are gone: rows get the first of p
INSERT INTO _migrate_new_t (id, a, b, p_id)
SELECT id, '', 0, (SELECT min(id) FROM p)
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
