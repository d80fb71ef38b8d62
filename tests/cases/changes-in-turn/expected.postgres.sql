-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE child
    DROP CONSTRAINT fk_p,
    DROP CONSTRAINT fk_k;

ALTER TABLE d
    DROP CONSTRAINT ck,
    ALTER COLUMN n DROP DEFAULT;

DROP INDEX ix_names;

ALTER TABLE parent
    DROP CONSTRAINT parent_pkey,
    DROP CONSTRAINT parent_k_key,
    ADD CONSTRAINT parent_pkey PRIMARY KEY (id) DEFERRABLE,
    ADD CONSTRAINT parent_k_key UNIQUE (k) DEFERRABLE INITIALLY DEFERRED;

CREATE SCHEMA ops;

CREATE TABLE other_parent (
    id integer NOT NULL,
    CONSTRAINT other_parent_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION joined(text, text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$BEGIN RETURN $1 || $2; END$function$;

CREATE OPERATOR ops.+@ (FUNCTION = joined, LEFTARG = text, RIGHTARG = text);

CREATE OR REPLACE VIEW whole_names AS
SELECT (names.a OPERATOR(ops.+@) names.b) AS ab
   FROM names;

DROP OPERATOR +@ (text, text);

ALTER SEQUENCE two OWNED BY counted.x;

ALTER SEQUENCE one OWNED BY counted.y;

ALTER TABLE counted
    ALTER COLUMN x SET DEFAULT nextval('two'::regclass),
    ALTER COLUMN y SET DEFAULT nextval('one'::regclass);

CREATE INDEX ix_names ON names ((a OPERATOR(ops.+@) b));

-- other_parent is new and has no rows: this fails while child has rows with p_id
ALTER TABLE child ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES other_parent (id) DEFERRABLE;

DROP FUNCTION f(integer);

DROP FUNCTION base();

CREATE FUNCTION base(n integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$;

CREATE FUNCTION f(a integer DEFAULT base(4), b integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a$function$;

DROP FUNCTION first_number();

DROP VIEW numbers;

DROP FUNCTION how_many();

DROP FUNCTION rows_of();

ALTER TABLE t ALTER COLUMN a TYPE bigint;

CREATE FUNCTION rows_of()
 RETURNS SETOF t
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.a,
     t.b
    FROM t;
END;

CREATE FUNCTION how_many()
 RETURNS numeric
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (count(*))::numeric AS count
    FROM rows_of() rows_of(a, b);
END;

CREATE VIEW numbers AS
SELECT how_many() AS n;

CREATE FUNCTION first_number()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (numbers.n)::bigint AS n
    FROM numbers;
END;

ALTER TABLE d
    ALTER COLUMN n SET DEFAULT first_number(),
    ADD CONSTRAINT ck CHECK ((n)::numeric <> how_many());

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE child DROP CONSTRAINT fk_p;

ALTER TABLE d
    DROP CONSTRAINT ck,
    ALTER COLUMN n DROP DEFAULT;

DROP INDEX ix_names;

ALTER TABLE parent
    DROP CONSTRAINT parent_pkey,
    DROP CONSTRAINT parent_k_key,
    ADD CONSTRAINT parent_pkey PRIMARY KEY (id),
    ADD CONSTRAINT parent_k_key UNIQUE (k);

CREATE OR REPLACE FUNCTION joined(text, text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 || $2$function$;

CREATE OPERATOR +@ (FUNCTION = joined, LEFTARG = text, RIGHTARG = text);

CREATE OR REPLACE VIEW whole_names AS
SELECT (names.a +@ names.b) AS ab
   FROM names;

DROP OPERATOR ops.+@ (text, text);

ALTER SEQUENCE two OWNED BY NONE;

ALTER SEQUENCE one OWNED BY NONE;

ALTER TABLE counted
    ALTER COLUMN x SET DEFAULT nextval('one'::regclass),
    ALTER COLUMN y SET DEFAULT nextval('two'::regclass);

-- loses all rows of other_parent
DROP TABLE other_parent;

CREATE INDEX ix_names ON names ((a +@ b));

ALTER TABLE child
    ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES parent (id),
    ADD CONSTRAINT fk_k FOREIGN KEY (k) REFERENCES parent (k) DEFERRABLE INITIALLY DEFERRED;

DROP FUNCTION f(integer, integer);

DROP FUNCTION base(integer);

CREATE FUNCTION base()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;

CREATE FUNCTION f(a integer DEFAULT base())
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a$function$;

DROP FUNCTION first_number();

DROP VIEW numbers;

DROP FUNCTION how_many();

DROP FUNCTION rows_of();

-- fails while t.a holds values beyond integer
ALTER TABLE t ALTER COLUMN a TYPE integer;

CREATE FUNCTION rows_of()
 RETURNS SETOF t
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.a,
     t.b
    FROM t;
END;

CREATE FUNCTION how_many()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM rows_of() rows_of(a, b);
END;

CREATE VIEW numbers AS
SELECT how_many() AS n;

CREATE FUNCTION first_number()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT numbers.n
    FROM numbers;
END;

ALTER TABLE d
    ALTER COLUMN n SET DEFAULT first_number(),
    ADD CONSTRAINT ck CHECK (n <> how_many());

DROP SCHEMA ops;
