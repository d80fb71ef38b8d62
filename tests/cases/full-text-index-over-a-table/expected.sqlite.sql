-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER PRIMARY KEY, t text, u text NOT NULL CHECK (u <> '') DEFAULT 'word');

INSERT INTO _migrate_new_a (id, t)
SELECT id, t
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER ai AFTER INSERT ON a BEGIN INSERT INTO f (rowid, t, u) VALUES (new.id, new.t, new.u); END;

-- f is made again, and filled from its table
DROP TABLE f;

CREATE VIRTUAL TABLE f USING fts5(t, u, content=a, content_rowid=id);

INSERT INTO f (f) VALUES ('rebuild');

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- loses the values of a.u
-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER PRIMARY KEY, t text);

INSERT INTO _migrate_new_a (id, t)
SELECT id, t
FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER ai AFTER INSERT ON a BEGIN INSERT INTO f (rowid, t) VALUES (new.id, new.t); END;

-- f is made again, and filled from its table
DROP TABLE f;

CREATE VIRTUAL TABLE f USING fts5(t, content=a, content_rowid=id);

INSERT INTO f (f) VALUES ('rebuild');

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
