-- migrate:upgrade
ALTER TABLE t
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE text;

DROP TYPE st;

CREATE DOMAIN st AS text
    CONSTRAINT st_check CHECK (VALUE = ANY (ARRAY['a'::text, 'b'::text]));

ALTER TABLE t
    ALTER COLUMN s TYPE st USING s::st,
    ALTER COLUMN s SET DEFAULT 'a'::text;

-- migrate:downgrade
ALTER TABLE t
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE text;

DROP DOMAIN st;

CREATE TYPE st AS ENUM ('a', 'b');

ALTER TABLE t
    ALTER COLUMN s TYPE st USING s::st,
    ALTER COLUMN s SET DEFAULT 'a'::st;
