-- migrate:upgrade
ALTER TABLE t
    ALTER COLUMN a TYPE text,
    ALTER COLUMN g TYPE text,
    ALTER COLUMN p TYPE text;

DROP DOMAIN good_pair;

DROP TYPE pair;

DROP DOMAIN short_code;

DROP DOMAIN code;

CREATE DOMAIN code AS character varying(40);

CREATE DOMAIN short_code AS code
    CONSTRAINT short CHECK (length((VALUE)::text) < 40);

CREATE TYPE pair AS (
    a short_code,
    b bigint
);

CREATE DOMAIN good_pair AS pair
    CONSTRAINT good CHECK ((VALUE).b > 1);

ALTER TABLE t
    ALTER COLUMN a TYPE short_code USING a::short_code,
    ALTER COLUMN g TYPE good_pair USING g::good_pair,
    ALTER COLUMN p TYPE pair USING p::pair;

-- migrate:downgrade
ALTER TABLE t
    ALTER COLUMN p TYPE text,
    ALTER COLUMN g TYPE text,
    ALTER COLUMN a TYPE text;

DROP DOMAIN good_pair;

DROP TYPE pair;

DROP DOMAIN short_code;

DROP DOMAIN code;

CREATE DOMAIN code AS text;

CREATE DOMAIN short_code AS code
    CONSTRAINT short CHECK (length((VALUE)::text) < 50);

CREATE TYPE pair AS (
    a short_code,
    b integer
);

CREATE DOMAIN good_pair AS pair
    CONSTRAINT good CHECK ((VALUE).b > 0);

ALTER TABLE t
    ALTER COLUMN p TYPE pair USING p::pair,
    ALTER COLUMN g TYPE good_pair USING g::good_pair,
    ALTER COLUMN a TYPE short_code USING a::short_code;
