-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- p is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_p (id integer PRIMARY KEY, a text NOT NULL DEFAULT 'none', b text);

INSERT INTO _migrate_new_p (id, a, b)
SELECT id, coalesce(a, 'none'), b
FROM p;

DROP TABLE p;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_p RENAME TO p;

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX pu ON p (b) WHERE b > 'a';

-- c is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_c (id integer PRIMARY KEY, to_a text REFERENCES p (a), to_b text REFERENCES p (b), n integer CHECK (n > 0));

INSERT INTO _migrate_new_c (id, to_a, to_b, n)
SELECT id, to_a, to_b, n
FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER t AFTER INSERT ON c BEGIN INSERT INTO e VALUES (NEW.to_a, NEW.n); END;

-- d is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_d (id integer PRIMARY KEY, to_view text REFERENCES w (a), to_nothing text REFERENCES gone (x), up text REFERENCES d (up), n integer CHECK (n > 0));

INSERT INTO _migrate_new_d (id, to_view, to_nothing, up, n)
SELECT id, to_view, to_nothing, up, n
FROM d;

DROP TABLE d;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_d RENAME TO d;

PRAGMA legacy_alter_table = OFF;

-- e is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_e (x text REFERENCES nowhere (y), n integer);

INSERT INTO _migrate_new_e (rowid, x, n)
SELECT rowid, x, n
FROM e;

DROP TABLE e;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_e RENAME TO e;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- p is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_p (id integer PRIMARY KEY, a text, b text);

INSERT INTO _migrate_new_p (id, a, b)
SELECT id, a, b
FROM p;

DROP TABLE p;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_p RENAME TO p;

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX pu ON p (b) WHERE b > 'a';

-- c is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_c (id integer PRIMARY KEY, to_a text REFERENCES p (a), to_b text REFERENCES p (b), n integer);

INSERT INTO _migrate_new_c (id, to_a, to_b, n)
SELECT id, to_a, to_b, n
FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER t AFTER INSERT ON c BEGIN INSERT INTO e VALUES (NEW.to_a, NEW.n); END;

-- d is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_d (id integer PRIMARY KEY, to_view text REFERENCES w (a), to_nothing text REFERENCES gone (x), up text REFERENCES d (up), n integer);

INSERT INTO _migrate_new_d (id, to_view, to_nothing, up, n)
SELECT id, to_view, to_nothing, up, n
FROM d;

DROP TABLE d;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_d RENAME TO d;

PRAGMA legacy_alter_table = OFF;

-- e is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_e (x text, n integer);

INSERT INTO _migrate_new_e (rowid, x, n)
SELECT rowid, x, n
FROM e;

DROP TABLE e;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_e RENAME TO e;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
