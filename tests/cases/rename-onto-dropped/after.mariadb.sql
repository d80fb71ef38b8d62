CREATE TABLE t (
  id integer NOT NULL PRIMARY KEY,
  -- migrate: renamed_from a
  b text
);
-- migrate: renamed_from one
CREATE TABLE two (id integer NOT NULL PRIMARY KEY);
