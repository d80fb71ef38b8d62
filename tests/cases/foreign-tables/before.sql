CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER near FOREIGN DATA WRAPPER nothing;
CREATE SERVER far TYPE 'x' FOREIGN DATA WRAPPER nothing;
CREATE SCHEMA other;
CREATE FOREIGN TABLE gone (id integer NOT NULL, name varchar(20) COLLATE "C") SERVER near OPTIONS (table_name 'x');
CREATE FOREIGN TABLE changed (
    id integer OPTIONS (key 'true', column_name 'nr'),
    name text,
    born date DEFAULT '2000-01-01',
    dropped text NOT NULL,
    CONSTRAINT positive CHECK (id > 0),
    CONSTRAINT old CHECK (name <> '')
) SERVER near OPTIONS (table_name 'it''s', schema_name 's');
COMMENT ON FOREIGN TABLE changed IS 'one';
COMMENT ON COLUMN changed.name IS 'a';
GRANT SELECT ON changed TO case_reader;
CREATE VIEW over_it AS SELECT id, name FROM changed;
CREATE FOREIGN TABLE old_name (id integer) SERVER near;
CREATE FOREIGN TABLE moved (id integer) SERVER near;
CREATE VIEW over_moved AS SELECT id FROM moved;
CREATE TABLE becomes_foreign (id integer, name text);
CREATE FOREIGN TABLE elsewhere (id integer, name text) SERVER near;
GRANT SELECT (name) ON elsewhere TO case_reader;
CREATE VIEW over_elsewhere AS SELECT name FROM elsewhere;
CREATE FOREIGN TABLE stays_there (id integer OPTIONS (a 'b')) SERVER far OPTIONS (c 'd');
COMMENT ON FOREIGN TABLE stays_there IS 'brought back with its server';
CREATE USER MAPPING FOR case_reader SERVER far OPTIONS ("user" 'x');
CREATE TABLE parent (id integer, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE first PARTITION OF parent FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE FOREIGN TABLE second PARTITION OF parent FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') SERVER near;
CREATE FOREIGN TABLE leaves PARTITION OF parent FOR VALUES FROM ('2022-01-01') TO ('2023-01-01') SERVER near;
INSERT INTO first VALUES (1, '2020-02-02');
CREATE TABLE base (id integer, label text);
INSERT INTO base VALUES (1, 'a');
CREATE FOREIGN TABLE heir (own integer) INHERITS (base) SERVER near;
CREATE TABLE divided (id integer, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE divided_1 PARTITION OF divided FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE FOREIGN TABLE divided_2 PARTITION OF divided FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') SERVER near;
INSERT INTO divided VALUES (1, '2020-02-02');
