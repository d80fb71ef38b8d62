-- migrate:upgrade
-- loses what rows hold in addr.city
ALTER TYPE addr DROP ATTRIBUTE city;

ALTER TYPE addr ADD ATTRIBUTE town text;

ALTER TYPE addr ADD ATTRIBUTE country text;

ALTER TYPE addr RENAME TO addr__old;

CREATE TYPE addr AS (
    street text,
    town text,
    zip character varying(10),
    country text
);

ALTER TABLE person ALTER COLUMN a TYPE addr USING CASE WHEN a::text IS DISTINCT FROM NULL THEN ROW((a).street, (a).town, (a).zip, (a).country)::addr END;

DROP TYPE addr__old;

-- migrate:downgrade
-- loses what rows hold in addr.town
ALTER TYPE addr DROP ATTRIBUTE town;

-- loses what rows hold in addr.country
ALTER TYPE addr DROP ATTRIBUTE country;

ALTER TYPE addr ADD ATTRIBUTE city text;

ALTER TYPE addr RENAME TO addr__old;

CREATE TYPE addr AS (
    street text,
    city text,
    zip character varying(5)
);

ALTER TABLE person ALTER COLUMN a TYPE addr USING CASE WHEN a::text IS DISTINCT FROM NULL THEN ROW((a).street, (a).city, (a).zip)::addr END;

DROP TYPE addr__old;
