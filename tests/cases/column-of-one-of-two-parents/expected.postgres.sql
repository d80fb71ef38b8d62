-- migrate:upgrade
-- loses the values of p2.id
ALTER TABLE p2
    DROP CONSTRAINT own,
    ALTER COLUMN name SET DEFAULT 'p2b'::text,
    DROP COLUMN id,
    ADD CONSTRAINT own CHECK (extra > '2000-01-01'::date);

ALTER TABLE gc ADD COLUMN deep text;

ALTER TABLE c
    ALTER COLUMN name SET DEFAULT 'c2'::text,
    ALTER COLUMN local TYPE bigint;

-- migrate:downgrade
ALTER TABLE p2
    DROP CONSTRAINT own,
    ADD COLUMN id integer,
    ALTER COLUMN name SET DEFAULT 'p2'::text,
    ADD CONSTRAINT own CHECK (extra > '2000-01-01'::date) NO INHERIT;

-- fails while c.local holds values beyond integer
ALTER TABLE c
    ALTER COLUMN name SET DEFAULT 'c'::text,
    ALTER COLUMN local TYPE integer;

-- loses the values of gc.deep
ALTER TABLE gc DROP COLUMN deep;
