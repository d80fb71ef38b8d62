CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE parent (code text PRIMARY KEY);
CREATE TABLE t (
    id bigint PRIMARY KEY, short text DEFAULT 'abcd' NOT NULL, digits integer DEFAULT 7, flag boolean DEFAULT true, yes bigint,
    whole numeric(8,2), stamp timestamptz, feeling mood DEFAULT 'sad', list text[], one integer[], doc jsonb, price integer, parent text REFERENCES parent,
    c text COLLATE "POSIX", base bigint, twice integer GENERATED ALWAYS AS (base * 2) STORED, sized varchar(10)
);
ALTER TABLE t ALTER sized SET STORAGE main;
CREATE VIEW v AS SELECT id, short, digits FROM t;
COMMENT ON VIEW v IS 'seen';
CREATE VIEW vv AS SELECT short FROM v;
CREATE INDEX ix ON t (lower(short));
