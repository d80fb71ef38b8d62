-- migrate:upgrade
PRAGMA foreign_keys = OFF;

ALTER TABLE t RENAME TO things;

ALTER TABLE things RENAME COLUMN a TO label;

-- things is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_things (id integer NOT NULL CONSTRAINT pk_things PRIMARY KEY, label TEXT NOT NULL);

INSERT INTO _migrate_new_things (id, label)
SELECT id, label
FROM things;

DROP TABLE things;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_things RENAME TO things;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- things is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_things (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, label varchar(10) NOT NULL);

INSERT INTO _migrate_new_things (id, label)
SELECT id, label
FROM things;

DROP TABLE things;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_things RENAME TO things;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE things RENAME COLUMN label TO a;

ALTER TABLE things RENAME TO t;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
