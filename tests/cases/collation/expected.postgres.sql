-- migrate:upgrade
DROP VIEW v;

ALTER TABLE t
    ALTER COLUMN a TYPE text,
    ALTER COLUMN b TYPE text COLLATE "POSIX";

CREATE VIEW v AS
SELECT t.a
   FROM t;

-- migrate:downgrade
DROP VIEW v;

ALTER TABLE t
    ALTER COLUMN a TYPE text COLLATE "C",
    ALTER COLUMN b TYPE text;

CREATE VIEW v AS
SELECT t.a
   FROM t;
