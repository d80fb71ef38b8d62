-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW codes;

ALTER TABLE items
    DROP CONSTRAINT low,
    DROP COLUMN next;

DROP INDEX ix_twice;

DROP FUNCTION twice(code);

ALTER DOMAIN code RENAME TO code__old;

CREATE DOMAIN code AS bigint
    CONSTRAINT few CHECK (VALUE < 1000)
    CONSTRAINT positive CHECK (VALUE > 0);

COMMENT ON DOMAIN code IS 'a code';

ALTER TABLE items
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code TYPE code,
    ALTER COLUMN codes TYPE code[] USING codes::bigint[]::code[],
    ALTER COLUMN code SET DEFAULT 5;

DROP DOMAIN code__old;

CREATE FUNCTION twice(code)
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT ($1 * 2)::code$function$;

ALTER TABLE items
    ADD COLUMN next integer GENERATED ALWAYS AS ((code)::bigint + 1) STORED,
    ADD CONSTRAINT low CHECK ((code)::bigint < 100);

CREATE INDEX ix_twice ON items (((code)::bigint * 2));

CREATE VIEW codes AS
SELECT items.id,
    items.code
   FROM items;

COMMENT ON VIEW codes IS 'all of them';

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW codes;

ALTER TABLE items
    DROP CONSTRAINT low,
    DROP COLUMN next;

DROP INDEX ix_twice;

DROP FUNCTION twice(code);

ALTER DOMAIN code RENAME TO code__old;

CREATE DOMAIN code AS integer
    CONSTRAINT positive CHECK (VALUE > 0);

COMMENT ON DOMAIN code IS 'a code';

ALTER TABLE items
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code TYPE code,
    ALTER COLUMN codes TYPE code[] USING codes::integer[]::code[],
    ALTER COLUMN code SET DEFAULT 5;

DROP DOMAIN code__old;

CREATE FUNCTION twice(code)
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT ($1 * 2)::code$function$;

ALTER TABLE items
    ADD COLUMN next integer GENERATED ALWAYS AS ((code)::integer + 1) STORED,
    ADD CONSTRAINT low CHECK ((code)::integer < 100);

CREATE INDEX ix_twice ON items (((code)::integer * 2));

CREATE VIEW codes AS
SELECT items.id,
    items.code
   FROM items;

COMMENT ON VIEW codes IS 'all of them';
