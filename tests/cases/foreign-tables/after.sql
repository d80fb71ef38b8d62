CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER near FOREIGN DATA WRAPPER nothing;
CREATE SERVER far TYPE 'y' FOREIGN DATA WRAPPER nothing;
CREATE SCHEMA other;
CREATE FOREIGN TABLE comes (
    id integer OPTIONS (column_name 'b') NOT NULL,
    name varchar(20) OPTIONS ("Odd n" '') COLLATE "C" DEFAULT 'x',
    twice integer GENERATED ALWAYS AS (id * 2) STORED,
    CHECK (id > 0)
) SERVER far OPTIONS ("Odd n" 'it''s');
ALTER FOREIGN TABLE comes ALTER COLUMN name SET STORAGE external, ALTER COLUMN id SET STATISTICS 50, ALTER COLUMN id SET (n_distinct = 5);
COMMENT ON FOREIGN TABLE comes IS 'new';
COMMENT ON COLUMN comes.name IS 'b';
GRANT SELECT (id), INSERT (name) ON comes TO case_reader;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON comes FOR EACH ROW EXECUTE FUNCTION f();
CREATE FOREIGN TABLE changed (
    id bigint OPTIONS (column_name 'number', type 'n') NOT NULL,
    name integer,
    born date,
    added text OPTIONS (column_name 'a') NOT NULL,
    -- migrate: renamed_from dropped
    named_anew text,
    CONSTRAINT positive CHECK (id > 1),
    CONSTRAINT new CHECK (added <> '')
) SERVER near OPTIONS (table_name 'other', batch_size '5');
ALTER FOREIGN TABLE changed ALTER COLUMN name SET STATISTICS 20;
COMMENT ON FOREIGN TABLE changed IS 'two';
COMMENT ON COLUMN changed.name IS 'c';
GRANT SELECT, INSERT ON changed TO case_reader;
CREATE VIEW over_it AS SELECT id, name FROM changed;
-- migrate: renamed_from old_name
CREATE FOREIGN TABLE new_name (
    -- migrate: renamed_from id
    number integer
) SERVER near;
-- migrate: renamed_from public.moved
CREATE FOREIGN TABLE other.moved (id integer) SERVER near;
CREATE VIEW over_moved AS SELECT id FROM other.moved;
CREATE FOREIGN TABLE becomes_foreign (id integer, name text) SERVER near;
CREATE FOREIGN TABLE elsewhere (id bigint, name text) SERVER far;
GRANT SELECT (name) ON elsewhere TO case_reader;
CREATE VIEW over_elsewhere AS SELECT name FROM elsewhere;
CREATE FOREIGN TABLE stays_there (id integer OPTIONS (a 'b')) SERVER far OPTIONS (c 'd');
COMMENT ON FOREIGN TABLE stays_there IS 'brought back with its server';
CREATE USER MAPPING FOR case_reader SERVER far OPTIONS ("user" 'x');
CREATE TABLE parent (id bigint, at date NOT NULL, more text, CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE TABLE first PARTITION OF parent FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE FOREIGN TABLE second PARTITION OF parent FOR VALUES FROM ('2021-01-01') TO ('2022-06-01') SERVER near OPTIONS (a 'b');
ALTER FOREIGN TABLE second ALTER COLUMN more OPTIONS (ADD column_name 'm');
CREATE FOREIGN TABLE leaves (id integer, at date NOT NULL) SERVER near;
CREATE TABLE base (id integer, label varchar(30), more integer NOT NULL DEFAULT 3);
CREATE FOREIGN TABLE heir (own integer) INHERITS (base) SERVER near;
ALTER FOREIGN TABLE heir ALTER COLUMN id OPTIONS (ADD column_name 'x');
CREATE TABLE divided (id integer, at date NOT NULL) PARTITION BY LIST (at);
CREATE TABLE divided_1 PARTITION OF divided FOR VALUES IN ('2020-02-02');
CREATE FOREIGN TABLE divided_2 PARTITION OF divided FOR VALUES IN ('2021-01-01') SERVER near;
