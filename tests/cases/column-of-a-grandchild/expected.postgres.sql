-- migrate:upgrade
DROP VIEW all_cities;

DROP INDEX capitals_name;

ALTER TABLE big
    DROP CONSTRAINT big_ck,
    ADD COLUMN country text DEFAULT 'us'::text;

-- loses digits of cities.pop
ALTER TABLE cities
    DROP CONSTRAINT only_here,
    DROP CONSTRAINT pop_ck,
    ADD COLUMN country text DEFAULT 'de'::text,
    ALTER COLUMN name SET NOT NULL,
    ALTER COLUMN pop TYPE numeric,
    ADD CONSTRAINT only_here CHECK (elevation > '-500'::integer),
    ADD CONSTRAINT pop_ck CHECK (pop >= (0)::numeric);

ALTER TABLE capitals
    ALTER COLUMN pop SET DEFAULT 200,
    ALTER COLUMN state TYPE character varying(2);

ALTER TABLE big ADD CONSTRAINT big_ck CHECK (pop > (20)::numeric);

CREATE INDEX capitals_name ON capitals (name, state);

CREATE VIEW all_cities AS
SELECT cities.name,
    cities.pop,
    cities.country
   FROM cities;

-- migrate:downgrade
DROP VIEW all_cities;

DROP INDEX capitals_name;

ALTER TABLE big DROP CONSTRAINT big_ck;

-- loses digits of cities.pop
-- loses the values of cities.country
-- fails while cities.pop holds values beyond real
ALTER TABLE cities
    DROP CONSTRAINT only_here,
    DROP CONSTRAINT pop_ck,
    ALTER COLUMN name DROP NOT NULL,
    ALTER COLUMN pop TYPE real,
    DROP COLUMN country,
    ADD CONSTRAINT only_here CHECK (elevation > '-500'::integer) NO INHERIT,
    ADD CONSTRAINT pop_ck CHECK (pop >= (0)::double precision);

-- loses spaces at the end of capitals.state
ALTER TABLE capitals
    ALTER COLUMN pop SET DEFAULT 100,
    ALTER COLUMN state TYPE character(2);

-- loses the values of big.country
ALTER TABLE big
    DROP COLUMN country,
    ADD CONSTRAINT big_ck CHECK (pop > (10)::double precision);

CREATE INDEX capitals_name ON capitals (name);

CREATE VIEW all_cities AS
SELECT cities.name,
    cities.pop
   FROM cities;
