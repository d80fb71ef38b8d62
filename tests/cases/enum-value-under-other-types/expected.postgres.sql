-- migrate:upgrade
ALTER TYPE state ADD VALUE 'busy' BEFORE 'done';

ALTER DOMAIN amount DROP CONSTRAINT positive;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN amount RENAME TO amount__old;

CREATE DOMAIN amount AS integer
    CONSTRAINT positive CHECK (VALUE > 0);

ALTER TABLE bills ALTER COLUMN amounts TYPE amount[] USING amounts::integer[]::amount[];

DROP DOMAIN amount__old;

ALTER TABLE jobs
    ALTER COLUMN o TYPE text,
    ALTER COLUMN e TYPE text;

DROP FUNCTION state_of(entry);

DROP DOMAIN open_state;

DROP TYPE entry;

ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('new', 'done');

DROP TYPE state__old;

CREATE DOMAIN open_state AS state
    CONSTRAINT open_state_check CHECK (VALUE <> 'done'::state);

CREATE TYPE entry AS (
    at date,
    state state
);

CREATE FUNCTION state_of(e entry)
 RETURNS state
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT e.state$function$;

ALTER TABLE jobs
    ALTER COLUMN o TYPE open_state USING o::open_state,
    ALTER COLUMN e TYPE entry USING e::entry;
