CREATE DOMAIN code AS text;
CREATE DOMAIN short_code AS code CONSTRAINT short CHECK (length(VALUE) < 50);
CREATE TYPE pair AS (a short_code, b integer);
CREATE DOMAIN good_pair AS pair CONSTRAINT good CHECK ((VALUE).b > 0);
CREATE TABLE t (a short_code, p pair, g good_pair);
