-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER NOT NULL CONSTRAINT pk_a PRIMARY KEY AUTOINCREMENT, n text NOT NULL, parent integer REFERENCES a (id) ON DELETE CASCADE);

INSERT INTO _migrate_new_a (id, n, parent)
SELECT id, n, parent
FROM a;

DELETE FROM sqlite_sequence WHERE name = '_migrate_new_a';

INSERT INTO sqlite_sequence (name, seq) SELECT '_migrate_new_a', seq FROM sqlite_sequence WHERE name = 'a';

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix_a_n ON a (n COLLATE NOCASE DESC) WHERE n <> 'a;b';

CREATE TRIGGER a_insert AFTER INSERT ON a BEGIN INSERT INTO log VALUES ('insert; ' || new.id); END;

CREATE TRIGGER a_delete AFTER DELETE ON a BEGIN INSERT INTO log VALUES ('delete; ' || old.id); END;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- a is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_a (id INTEGER NOT NULL CONSTRAINT pk_a PRIMARY KEY AUTOINCREMENT, n text, parent integer REFERENCES a (id));

INSERT INTO _migrate_new_a (id, n, parent)
SELECT id, n, parent
FROM a;

DELETE FROM sqlite_sequence WHERE name = '_migrate_new_a';

INSERT INTO sqlite_sequence (name, seq) SELECT '_migrate_new_a', seq FROM sqlite_sequence WHERE name = 'a';

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix_a_n ON a (n COLLATE NOCASE DESC) WHERE n <> 'a;b';

CREATE TRIGGER a_insert AFTER INSERT ON a BEGIN INSERT INTO log VALUES ('insert; ' || new.id); END;

CREATE TRIGGER a_delete AFTER DELETE ON a BEGIN INSERT INTO log VALUES ('delete; ' || old.id); END;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
