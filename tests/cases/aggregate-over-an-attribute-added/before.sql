CREATE TYPE state AS (s numeric);
CREATE FUNCTION step(state, numeric) RETURNS state LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE AGGREGATE total(numeric) (SFUNC = step, STYPE = state, INITCOND = '(0)');
