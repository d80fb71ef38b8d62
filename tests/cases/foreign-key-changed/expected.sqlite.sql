-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, x integer, y integer, CONSTRAINT fk_x FOREIGN KEY (x) REFERENCES a (id) ON DELETE CASCADE, CONSTRAINT fk_y FOREIGN KEY (y) REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);

INSERT INTO _migrate_new_b (id, x, y)
SELECT id, x, y
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, x integer, y integer, CONSTRAINT fk_x FOREIGN KEY (x) REFERENCES a (id), CONSTRAINT fk_y FOREIGN KEY (y) REFERENCES a (id));

INSERT INTO _migrate_new_b (id, x, y)
SELECT id, x, y
FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
