-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses the values of b.a_id
-- b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, note text);

INSERT INTO _migrate_new_b (id)
SELECT id
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
CREATE TABLE a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY);

-- loses the values of b.note
ALTER TABLE b DROP COLUMN note;

ALTER TABLE b ADD COLUMN a_id INTEGER CONSTRAINT fk_b REFERENCES a (id) ON DELETE CASCADE;
