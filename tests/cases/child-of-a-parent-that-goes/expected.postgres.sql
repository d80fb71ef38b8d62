-- migrate:upgrade
-- c stands aside until its rows are copied
ALTER TABLE c NO INHERIT b;

DROP INDEX ci;

ALTER TABLE c RENAME TO c__old;

ALTER TABLE a ADD COLUMN created date DEFAULT '2020-01-01'::date;

-- loses all rows of b
DROP TABLE b;

ALTER TABLE a ALTER COLUMN id TYPE bigint;

CREATE TABLE c (
    b1 text,
    c1 integer,
    CONSTRAINT bk CHECK (b1 <> ''::text)
) INHERITS (a);

CREATE INDEX ci ON c (b1, created);

-- copies all rows of c
INSERT INTO c (id, b1, c1)
SELECT id, b1, c1
FROM c__old;

DROP TABLE c__old;

-- migrate:downgrade
-- c stands aside until its rows are copied
ALTER TABLE c NO INHERIT a;

DROP INDEX ci;

ALTER TABLE c RENAME TO c__old;

-- loses the values of a.created
-- fails while a.id holds values beyond integer
ALTER TABLE a
    ALTER COLUMN id TYPE integer,
    DROP COLUMN created;

CREATE TABLE b (
    b1 text,
    CONSTRAINT bk CHECK (b1 <> ''::text)
) INHERITS (a);

CREATE TABLE c (
    c1 integer
) INHERITS (b);

CREATE INDEX ci ON c (b1);

-- loses the values of c.created
-- fails while c.id holds values beyond integer
-- copies all rows of c
INSERT INTO c (id, b1, c1)
SELECT id, b1, c1
FROM c__old;

DROP TABLE c__old;
