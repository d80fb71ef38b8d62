-- migrate: renamed_from address
CREATE TYPE place AS (street varchar(40));
CREATE CAST (place AS text) WITH INOUT;
COMMENT ON CAST (place AS text) IS 'as it is written';
CREATE TABLE t (
  -- migrate: renamed_from a
  b integer,
  -- migrate: renamed_from c
  e integer,
  d integer
);
CREATE SEQUENCE kept OWNED BY t.b;
-- migrate: renamed_from u
CREATE TABLE v (id integer);
CREATE SEQUENCE of_u OWNED BY v.id;
