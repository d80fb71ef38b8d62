CREATE TABLE t (
  id integer NOT NULL PRIMARY KEY,
  -- migrate: renamed_from b
  a text,
  -- migrate: renamed_from c
  b text
);
