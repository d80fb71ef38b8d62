-- migrate:upgrade
CREATE EXTENSION citext;

ALTER TABLE t
    ALTER COLUMN a TYPE citext USING a::citext,
    ADD CONSTRAINT uq_t_a UNIQUE (a);

-- migrate:downgrade
ALTER TABLE t
    DROP CONSTRAINT uq_t_a,
    ALTER COLUMN a TYPE text;

DROP EXTENSION citext;
