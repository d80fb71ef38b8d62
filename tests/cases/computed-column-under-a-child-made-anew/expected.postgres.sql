-- migrate:upgrade
ALTER TABLE p
    DROP COLUMN b,
    ADD COLUMN d text DEFAULT 'd'::text,
    ALTER COLUMN a TYPE numeric;

-- k stands aside until its rows are copied
ALTER TABLE k NO INHERIT p;

DROP INDEX IF EXISTS kb;

ALTER TABLE k RENAME TO k__old;

ALTER TABLE p ADD COLUMN b numeric GENERATED ALWAYS AS (a * (3)::numeric) STORED;

CREATE TABLE k (
    a numeric DEFAULT 4,
    d text DEFAULT 'k'::text,
    c integer
) INHERITS (p);

CREATE INDEX kb ON k (b);

-- copies all rows of k
INSERT INTO k (a, d, c)
SELECT a, d, c
FROM k__old;

DROP TABLE k__old;

-- migrate:downgrade
-- loses fractions of p.a
-- fails while p.a holds values beyond integer
ALTER TABLE p
    DROP COLUMN b,
    ALTER COLUMN a TYPE integer;

-- k stands aside until its rows are copied
ALTER TABLE k NO INHERIT p;

DROP INDEX IF EXISTS kb;

ALTER TABLE k RENAME TO k__old;

-- loses the values of p.d
ALTER TABLE p
    ADD COLUMN b integer GENERATED ALWAYS AS (a * 2) STORED,
    DROP COLUMN d;

CREATE TABLE k (
    c integer
) INHERITS (p);

CREATE INDEX kb ON k (b);

-- loses the values of k.d
-- copies all rows of k
INSERT INTO k (a, c)
SELECT a, c
FROM k__old;

DROP TABLE k__old;
