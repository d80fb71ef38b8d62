BEGIN;
DROP VIEW vv;

DROP VIEW v;

DROP INDEX ix;

-- loses zeros in front and spaces of t.digits
-- loses numbers other than 0 and 1 of t.flag
-- loses spaces, the order of keys and keys given twice of t.doc
-- loses fractions of t.price
-- loses spaces at the end of t.sized
-- fails while t.digits holds text that is no integer
-- fails while t.whole holds values beyond numeric(8,2)
-- fails while t.doc holds \u0000 or numbers beyond numeric
-- fails while t.sized holds more than 10 characters
ALTER TABLE t
    DROP CONSTRAINT t_parent_fkey,
    DROP COLUMN twice,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN short TYPE text,
    ALTER COLUMN short SET DEFAULT 'abcd'::text,
    ALTER COLUMN digits DROP DEFAULT,
    ALTER COLUMN digits TYPE integer USING digits::integer,
    ALTER COLUMN digits SET DEFAULT 7,
    ALTER COLUMN flag DROP DEFAULT,
    ALTER COLUMN flag TYPE boolean USING flag <> 0,
    ALTER COLUMN flag SET DEFAULT true,
    ALTER COLUMN yes TYPE bigint USING yes::integer::bigint,
    ALTER COLUMN whole TYPE numeric(8,2),
    ALTER COLUMN stamp TYPE timestamp with time zone,
    ALTER COLUMN feeling DROP DEFAULT,
    ALTER COLUMN feeling TYPE mood USING feeling::mood,
    ALTER COLUMN feeling SET DEFAULT 'sad'::mood,
    ALTER COLUMN list TYPE text[] USING list::text[],
    ALTER COLUMN one TYPE integer[] USING CASE WHEN one IS NOT NULL THEN ARRAY[one]::integer[] END,
    ALTER COLUMN doc TYPE jsonb,
    ALTER COLUMN price TYPE integer,
    ALTER COLUMN parent TYPE text,
    ALTER COLUMN c TYPE text COLLATE "POSIX",
    ALTER COLUMN base TYPE bigint,
    ADD COLUMN twice integer GENERATED ALWAYS AS (base * 2) STORED,
    ALTER COLUMN sized TYPE character varying(10),
    ALTER COLUMN sized SET STORAGE MAIN;

ALTER TABLE parent ALTER COLUMN code TYPE text;

CREATE INDEX ix ON t (lower(short));

ALTER TABLE t ADD CONSTRAINT t_parent_fkey FOREIGN KEY (parent) REFERENCES parent (code);

CREATE VIEW v AS
SELECT t.id,
    t.short,
    t.digits
   FROM t;

COMMENT ON VIEW v IS 'seen';

CREATE VIEW vv AS
SELECT v.short
   FROM v;
COMMIT;
