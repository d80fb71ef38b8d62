-- migrate:upgrade
-- loses the values of p.b
ALTER TABLE ONLY p DROP COLUMN b;

-- migrate:downgrade
-- c stands aside until its rows are copied
ALTER TABLE c NO INHERIT p;

ALTER TABLE c RENAME TO c__old;

-- the old values of b are gone: rows get 0
ALTER TABLE p ADD COLUMN b integer DEFAULT 0 NOT NULL;

ALTER TABLE p ALTER COLUMN b DROP DEFAULT;

CREATE TABLE c () INHERITS (p);

-- copies all rows of c
INSERT INTO c (id, b)
SELECT id, b
FROM c__old;

DROP TABLE c__old;
