-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW v;

CREATE FUNCTION f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$;

ALTER TABLE t
    DROP CONSTRAINT ckx,
    DROP CONSTRAINT ck,
    ADD COLUMN ok boolean DEFAULT (((1 >= 0) AND (1 <= 2))::boolean AND true),
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN a TYPE bigint,
    ADD COLUMN g boolean GENERATED ALWAYS AS (((a >= 1) AND (a <= 2))::boolean AND (b > 1)) STORED,
    ADD CONSTRAINT ck2 CHECK (((a < 1) OR (a > 2))::boolean OR (b > 1)),
    ADD CONSTRAINT ck3 CHECK ((((a = 1) AND (b = 2))::boolean AND (b > 1)) OR (c = 'x'::text)),
    ADD CONSTRAINT ck4 CHECK (((c >= 'a'::text) AND (c <= 'b'::text))::boolean AND (((b >= 1) AND (b <= 2))::boolean AND (a > 1))),
    ADD CONSTRAINT ck5 CHECK ((((a < 1) OR (a > 2)) AND ((b < 3) OR (b > 4))) OR (c > ')'::text)),
    ADD CONSTRAINT ck CHECK (((a >= 1) AND (a <= 2))::boolean AND (b > 1));

CREATE FUNCTION sd(n boolean DEFAULT (((1 >= 0) AND (1 <= 2))::boolean AND true))
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n$function$;

CREATE DOMAIN d AS integer DEFAULT 3
    CONSTRAINT d_check CHECK (((VALUE >= 1) AND (VALUE <= 9))::boolean AND (VALUE <> 5));

CREATE INDEX i ON t (a) WHERE ((a >= 1) AND (a <= 5))::boolean AND (c IS NOT NULL);

CREATE INDEX i2 ON t ((((a >= 1) AND (a <= 5))::boolean AND (c IS NOT NULL)));

CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN ((((new.a >= 1) AND (new.a <= 5))::boolean AND (new.c IS NOT NULL))) EXECUTE FUNCTION f();

CREATE RULE r AS
    ON INSERT TO t
   WHERE (((new.id >= 1) AND (new.id <= 2))::boolean AND (new.id > 0)) DO  SELECT 1 AS "?column?";

CREATE POLICY p ON t USING (((a >= 1) AND (a <= 5))::boolean AND (c IS NOT NULL)) WITH CHECK (((a >= 1) AND (a <= 5))::boolean AND (c IS NOT NULL));

ALTER TABLE t ENABLE ROW LEVEL SECURITY;

CREATE MATERIALIZED VIEW mv AS
SELECT t.id
   FROM t
  WHERE ((((t.a >= 1) AND (t.a <= 5)) OR ((t.a >= 5) AND (t.a <= 1))) AND (t.c IS NOT NULL));

CREATE VIEW v AS
SELECT t.id,
    (((t.a >= 1) AND (t.a <= 2))::boolean AND (t.b > 1)) AS x,
        CASE
            WHEN (((t.a >= 1) AND (t.a <= 2))::boolean AND (t.b > 1)) THEN 1
            ELSE NULL::integer
        END AS y
   FROM t
  WHERE (((t.a >= 1) AND (t.a <= 5))::boolean AND (t.c IS NOT NULL));

CREATE STATISTICS st ON c, (a >= 1 AND a <= 2 AND b > 1) FROM t;

-- migrate:downgrade
DROP MATERIALIZED VIEW mv;

DROP VIEW v;

DROP STATISTICS st;

DROP TRIGGER tr ON t;

DROP RULE r ON t;

ALTER TABLE t DISABLE ROW LEVEL SECURITY;

DROP POLICY p ON t;

DROP INDEX i;

DROP INDEX i2;

-- loses the values of t.ok
-- fails while t.id holds values beyond integer
-- fails while t.a holds values beyond integer
ALTER TABLE t
    DROP CONSTRAINT ck2,
    DROP CONSTRAINT ck3,
    DROP CONSTRAINT ck4,
    DROP CONSTRAINT ck5,
    DROP CONSTRAINT ck,
    DROP COLUMN g,
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN a TYPE integer,
    DROP COLUMN ok,
    ADD CONSTRAINT ckx CHECK (((a >= 1) AND (a <= 2))::boolean AND (id > 1)),
    ADD CONSTRAINT ck CHECK (((a >= 1) AND (a <= 2))::boolean AND (b > 1));

CREATE VIEW v AS
SELECT t.id,
    (((t.a >= 1) AND (t.a <= 2))::boolean AND (t.b > 1)) AS x
   FROM t;

DROP FUNCTION f();

DROP FUNCTION sd(boolean);

DROP DOMAIN d;
