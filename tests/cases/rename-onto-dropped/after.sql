CREATE TABLE t (
  id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY,
  -- migrate: renamed_from a
  b text
);
-- migrate: renamed_from one
CREATE TABLE two (id integer NOT NULL CONSTRAINT pk_one PRIMARY KEY);
