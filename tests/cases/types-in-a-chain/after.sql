CREATE DOMAIN code AS varchar(40);
CREATE DOMAIN short_code AS code CONSTRAINT short CHECK (length(VALUE) < 40);
CREATE TYPE pair AS (a short_code, b bigint);
CREATE DOMAIN good_pair AS pair CONSTRAINT good CHECK ((VALUE).b > 1);
CREATE TABLE t (a short_code, p pair, g good_pair);
