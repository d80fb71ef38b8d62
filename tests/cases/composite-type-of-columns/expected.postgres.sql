-- migrate:upgrade
DROP VIEW xs;

DROP INDEX ix_x;

-- loses what rows hold in spot.gone
ALTER TYPE spot DROP ATTRIBUTE gone;

ALTER TYPE spot ADD ATTRIBUTE label text COLLATE "C";

ALTER TYPE spot RENAME TO spot__old;

CREATE TYPE spot AS (
    x numeric(10,2),
    y bigint,
    label text COLLATE "C"
);

COMMENT ON TYPE spot IS 'on a map';

COMMENT ON COLUMN spot.label IS 'what stands beside it';

ALTER TABLE places
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE spot USING CASE WHEN at::text IS DISTINCT FROM NULL THEN ROW((at).x, (at).y, (at).label)::spot END,
    ALTER COLUMN way TYPE spot[] USING way::text[]::spot[];

DROP TYPE spot__old;

ALTER TABLE places ALTER COLUMN at SET DEFAULT '(1.00,2,)'::spot;

CREATE INDEX ix_x ON places (((at).x));

CREATE VIEW xs AS
SELECT places.id,
    (places.at).x AS x
   FROM places;

-- migrate:downgrade
DROP VIEW xs;

DROP INDEX ix_x;

-- loses what rows hold in spot.label
ALTER TYPE spot DROP ATTRIBUTE label;

ALTER TYPE spot ADD ATTRIBUTE gone date;

ALTER TYPE spot RENAME TO spot__old;

CREATE TYPE spot AS (
    x integer,
    y integer,
    gone date
);

COMMENT ON TYPE spot IS 'on a map';

ALTER TABLE places
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE spot USING CASE WHEN at::text IS DISTINCT FROM NULL THEN ROW((at).x, (at).y, (at).gone)::spot END,
    ALTER COLUMN way TYPE spot[] USING way::text[]::spot[];

DROP TYPE spot__old;

ALTER TABLE places ALTER COLUMN at SET DEFAULT '(1,2,)'::spot;

CREATE INDEX ix_x ON places (((at).x));

CREATE VIEW xs AS
SELECT places.id,
    (places.at).x AS x
   FROM places;
