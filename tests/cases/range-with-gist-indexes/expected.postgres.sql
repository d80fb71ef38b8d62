-- migrate:upgrade
DROP INDEX w_r;

ALTER TABLE w ALTER COLUMN r TYPE text;

DROP TYPE temp;

CREATE TYPE temp AS RANGE (subtype = double precision, subtype_diff = float8mi);

ALTER TABLE w ALTER COLUMN r TYPE temp USING r::temp;

CREATE INDEX w_r ON w USING gist (r);

-- migrate:downgrade
DROP INDEX w_r;

ALTER TABLE w ALTER COLUMN r TYPE text;

DROP TYPE temp;

CREATE TYPE temp AS RANGE (subtype = double precision, subtype_diff = dd);

ALTER TABLE w ALTER COLUMN r TYPE temp USING r::temp;

CREATE INDEX w_r ON w USING gist (r);
