-- migrate:upgrade
ALTER TABLE p
    DROP COLUMN g,
    ALTER COLUMN a TYPE bigint,
    ADD COLUMN g bigint GENERATED ALWAYS AS (a * 4) STORED;

ALTER TABLE p2 ALTER COLUMN g SET EXPRESSION AS (a * 5);

-- migrate:downgrade
-- fails while p.a holds values beyond integer
ALTER TABLE p
    DROP COLUMN g,
    ALTER COLUMN a TYPE integer,
    ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) STORED;

ALTER TABLE p2 ALTER COLUMN g SET EXPRESSION AS (a * 3);
