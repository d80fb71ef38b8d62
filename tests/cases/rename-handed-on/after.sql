CREATE TABLE t (
  id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY,
  -- migrate: renamed_from b
  a text,
  -- migrate: renamed_from c
  b text
);
