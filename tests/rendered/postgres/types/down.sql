BEGIN;
DROP VIEW vv;

DROP VIEW v;

DROP INDEX ix;

ALTER TABLE t
    DROP CONSTRAINT t_parent_fkey,
    DROP COLUMN twice,
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN short TYPE character varying(50),
    ALTER COLUMN short SET DEFAULT 'abc'::character varying,
    ALTER COLUMN digits DROP DEFAULT,
    ALTER COLUMN digits TYPE text,
    ALTER COLUMN digits SET DEFAULT '7'::text,
    ALTER COLUMN flag DROP DEFAULT,
    ALTER COLUMN flag TYPE integer USING flag::integer,
    ALTER COLUMN flag SET DEFAULT 1,
    ALTER COLUMN yes TYPE boolean USING yes <> 0,
    ALTER COLUMN whole TYPE integer,
    ALTER COLUMN stamp TYPE timestamp without time zone,
    ALTER COLUMN feeling DROP DEFAULT,
    ALTER COLUMN feeling TYPE text,
    ALTER COLUMN feeling SET DEFAULT 'sad'::text,
    ALTER COLUMN list TYPE text,
    ALTER COLUMN one TYPE integer USING one[1]::integer,
    ALTER COLUMN doc TYPE json,
    ALTER COLUMN price TYPE numeric(10,2),
    ALTER COLUMN parent TYPE integer USING parent::integer,
    ALTER COLUMN c TYPE text COLLATE "C",
    ALTER COLUMN base TYPE integer,
    ADD COLUMN twice integer GENERATED ALWAYS AS (base * 2) STORED,
    ALTER COLUMN sized TYPE text,
    ALTER COLUMN sized SET STORAGE EXTERNAL;

ALTER TABLE parent ALTER COLUMN code TYPE integer USING code::integer;

CREATE INDEX ix ON t (lower((short)::text));

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
