-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text DEFAULT '; -- migrate:downgrade
$$ {{ x }} {% if %} /* \ ''', CONSTRAINT ck_odd CHECK (a <> ';' AND a <> '-- x' AND a <> '/*'));

INSERT INTO _migrate_new_t (id, a)
SELECT id, a
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE VIEW v AS
SELECT a, ';--' AS b FROM t WHERE a <> '$a$;' -- the end
;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

DROP VIEW v;

-- t is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text);

INSERT INTO _migrate_new_t (id, a)
SELECT id, a
FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
