-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- p is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_p (
    id INTEGER PRIMARY KEY,
    a TEXT NOT NULL DEFAULT 'none',
    b TEXT
);

INSERT INTO _migrate_new_p (id, a, b)
SELECT id, coalesce(a, 'none'), b
FROM p;

DROP TABLE p;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_p RENAME TO p;

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX pu ON p (b) WHERE b > 'a';

-- c is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_c (
    id INTEGER PRIMARY KEY,
    to_a TEXT,
    to_b TEXT,
    n INTEGER,
    FOREIGN KEY (to_a) REFERENCES p (a),
    FOREIGN KEY (to_b) REFERENCES p (b),
    CHECK (n > 0)
);

INSERT INTO _migrate_new_c (id, to_a, to_b, n)
SELECT id, to_a, to_b, n
FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER t
AFTER INSERT ON c
BEGIN
  INSERT INTO e VALUES (NEW.to_a, NEW.n);
END;

-- d is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_d (
    id INTEGER PRIMARY KEY,
    to_view TEXT,
    to_nothing TEXT,
    up TEXT,
    n INTEGER,
    FOREIGN KEY (to_view) REFERENCES w (a),
    FOREIGN KEY (to_nothing) REFERENCES gone (x),
    FOREIGN KEY (up) REFERENCES d (up),
    CHECK (n > 0)
);

INSERT INTO _migrate_new_d (id, to_view, to_nothing, up, n)
SELECT id, to_view, to_nothing, up, n
FROM d;

DROP TABLE d;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_d RENAME TO d;

PRAGMA legacy_alter_table = OFF;

-- e is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_e (
    x TEXT,
    n INTEGER,
    FOREIGN KEY (x) REFERENCES nowhere (y)
);

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
CREATE TABLE _migrate_new_p (
    id INTEGER PRIMARY KEY,
    a TEXT,
    b TEXT
);

INSERT INTO _migrate_new_p (id, a, b)
SELECT id, a, b
FROM p;

DROP TABLE p;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_p RENAME TO p;

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX pu ON p (b) WHERE b > 'a';

-- c is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_c (
    id INTEGER PRIMARY KEY,
    to_a TEXT,
    to_b TEXT,
    n INTEGER,
    FOREIGN KEY (to_a) REFERENCES p (a),
    FOREIGN KEY (to_b) REFERENCES p (b)
);

INSERT INTO _migrate_new_c (id, to_a, to_b, n)
SELECT id, to_a, to_b, n
FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER t
AFTER INSERT ON c
BEGIN
  INSERT INTO e VALUES (NEW.to_a, NEW.n);
END;

-- d is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_d (
    id INTEGER PRIMARY KEY,
    to_view TEXT,
    to_nothing TEXT,
    up TEXT,
    n INTEGER,
    FOREIGN KEY (to_view) REFERENCES w (a),
    FOREIGN KEY (to_nothing) REFERENCES gone (x),
    FOREIGN KEY (up) REFERENCES d (up)
);

INSERT INTO _migrate_new_d (id, to_view, to_nothing, up, n)
SELECT id, to_view, to_nothing, up, n
FROM d;

DROP TABLE d;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_d RENAME TO d;

PRAGMA legacy_alter_table = OFF;

-- e is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_e (
    x TEXT,
    n INTEGER
);

INSERT INTO _migrate_new_e (rowid, x, n)
SELECT rowid, x, n
FROM e;

DROP TABLE e;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_e RENAME TO e;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
