-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER FOREIGN TABLE old_name RENAME TO new_name;

ALTER FOREIGN TABLE moved SET SCHEMA other;

ALTER FOREIGN TABLE changed RENAME COLUMN dropped TO named_anew;

ALTER FOREIGN TABLE new_name RENAME COLUMN id TO number;

DROP VIEW over_it;

DROP VIEW over_elsewhere;

ALTER FOREIGN TABLE changed
    DROP CONSTRAINT positive,
    DROP CONSTRAINT old,
    OPTIONS (DROP schema_name, SET table_name 'other', ADD batch_size '5'),
    ADD COLUMN added text OPTIONS (column_name 'a') NOT NULL,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN id SET NOT NULL,
    ALTER COLUMN id OPTIONS (DROP key, SET column_name 'number', ADD type 'n'),
    ALTER COLUMN name TYPE integer,
    ALTER COLUMN name SET STATISTICS 20,
    ALTER COLUMN born DROP DEFAULT,
    ALTER COLUMN named_anew DROP NOT NULL;

CREATE FUNCTION f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;

COMMENT ON FOREIGN TABLE changed IS 'two';

ALTER TABLE parent DETACH PARTITION leaves;

ALTER TABLE parent DETACH PARTITION second;

-- loses spaces at the end of base.label
-- fails while base.label holds more than 30 characters
ALTER TABLE base
    ADD COLUMN more integer DEFAULT 3 NOT NULL,
    ALTER COLUMN label TYPE character varying(30);

ALTER TABLE parent
    ADD COLUMN more text,
    ALTER COLUMN id TYPE bigint;

ALTER FOREIGN TABLE second
    OPTIONS (ADD a 'b'),
    ADD COLUMN more text OPTIONS (column_name 'm'),
    ALTER COLUMN id TYPE bigint;

COMMENT ON COLUMN changed.name IS 'c';

-- divided_1 stands aside until its rows are copied
ALTER TABLE divided_1 RENAME TO divided_1__old;

ALTER FOREIGN TABLE heir ALTER COLUMN id OPTIONS (ADD column_name 'x');

DROP FOREIGN TABLE stays_there;

DROP FOREIGN TABLE divided_2;

-- divided stands aside until its rows are copied
ALTER TABLE divided RENAME TO divided__old;

CREATE TABLE divided (
    id integer,
    at date NOT NULL
) PARTITION BY LIST (at);

CREATE TABLE divided_1 (
    id integer,
    at date NOT NULL
);

ALTER TABLE divided ATTACH PARTITION divided_1 FOR VALUES IN ('2020-02-02');

CREATE FOREIGN TABLE divided_2 (
    id integer,
    at date NOT NULL
) SERVER near;

ALTER TABLE divided ATTACH PARTITION divided_2 FOR VALUES IN ('2021-01-01');

-- fails while divided has rows that no partition of divided takes
-- copies all rows of divided
INSERT INTO divided (id, at)
SELECT id, at
FROM divided__old;

DROP TABLE divided__old;

DROP FOREIGN TABLE elsewhere;

-- loses all rows of becomes_foreign
DROP TABLE becomes_foreign;

CREATE FOREIGN TABLE becomes_foreign (
    id integer,
    name text
) SERVER near;

DROP FOREIGN TABLE gone;

ALTER FOREIGN TABLE changed
    ADD CONSTRAINT new CHECK (added <> ''::text),
    ADD CONSTRAINT positive CHECK (id > 1);

ALTER TABLE parent ADD CONSTRAINT parent_id_check CHECK (id > 0);

ALTER FOREIGN TABLE second ADD CONSTRAINT parent_id_check CHECK (id > 0);

ALTER TABLE parent ATTACH PARTITION second FOR VALUES FROM ('2021-01-01') TO ('2022-06-01');

CREATE VIEW over_it AS
SELECT changed.id,
    changed.name
   FROM changed;

GRANT INSERT ON changed TO case_reader;

DROP USER MAPPING FOR case_reader SERVER far;

DROP SERVER far;

CREATE SERVER far TYPE 'y' FOREIGN DATA WRAPPER nothing;

CREATE USER MAPPING FOR case_reader SERVER far OPTIONS ("user" 'x');

CREATE FOREIGN TABLE comes (
    id integer OPTIONS (column_name 'b') NOT NULL,
    name character varying(20) OPTIONS ("Odd n" '') COLLATE "C" DEFAULT 'x'::character varying,
    twice integer GENERATED ALWAYS AS (id * 2) STORED,
    CONSTRAINT comes_id_check CHECK (id > 0)
) SERVER far OPTIONS ("Odd n" 'it''s');

ALTER FOREIGN TABLE comes
    ALTER COLUMN id SET STATISTICS 50,
    ALTER COLUMN id SET (n_distinct = 5),
    ALTER COLUMN name SET STORAGE EXTERNAL;

COMMENT ON FOREIGN TABLE comes IS 'new';

COMMENT ON COLUMN comes.name IS 'b';

GRANT SELECT (id), INSERT (name) ON comes TO case_reader;

CREATE FOREIGN TABLE elsewhere (
    id bigint,
    name text
) SERVER far;

GRANT SELECT (name) ON elsewhere TO case_reader;

CREATE FOREIGN TABLE stays_there (
    id integer OPTIONS (a 'b')
) SERVER far OPTIONS (c 'd');

COMMENT ON FOREIGN TABLE stays_there IS 'brought back with its server';

CREATE TRIGGER t BEFORE INSERT ON comes FOR EACH ROW EXECUTE FUNCTION f();

CREATE VIEW over_elsewhere AS
SELECT elsewhere.name
   FROM elsewhere;

-- migrate:downgrade
DROP VIEW over_elsewhere;

DROP VIEW over_it;

ALTER FOREIGN TABLE changed
    DROP CONSTRAINT new,
    DROP CONSTRAINT positive,
    OPTIONS (DROP batch_size, SET table_name 'it''s', ADD schema_name 's'),
    ALTER COLUMN id DROP NOT NULL,
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN id OPTIONS (DROP type, ADD key 'true', SET column_name 'nr'),
    ALTER COLUMN name TYPE text,
    ALTER COLUMN name SET STATISTICS -1,
    ALTER COLUMN born SET DEFAULT '2000-01-01'::date,
    ALTER COLUMN named_anew SET NOT NULL,
    DROP COLUMN added;

CREATE FOREIGN TABLE gone (
    id integer NOT NULL,
    name character varying(20) COLLATE "C"
) SERVER near OPTIONS (table_name 'x');

COMMENT ON FOREIGN TABLE changed IS 'one';

ALTER TABLE parent DETACH PARTITION second;

-- divided_1 stands aside until its rows are copied
ALTER TABLE divided_1 RENAME TO divided_1__old;

COMMENT ON COLUMN changed.name IS 'a';

-- loses the values of base.more
ALTER TABLE base
    ALTER COLUMN label TYPE text,
    DROP COLUMN more;

ALTER FOREIGN TABLE heir ALTER COLUMN id OPTIONS (DROP column_name);

ALTER FOREIGN TABLE second DROP COLUMN more;

-- loses the values of parent.more
ALTER TABLE parent
    DROP CONSTRAINT parent_id_check,
    DROP COLUMN more;

ALTER FOREIGN TABLE second
    DROP CONSTRAINT parent_id_check,
    OPTIONS (DROP a);

-- fails while parent.id holds values beyond integer
ALTER TABLE parent ALTER COLUMN id TYPE integer;

ALTER FOREIGN TABLE second ALTER COLUMN id TYPE integer;

ALTER TABLE parent ATTACH PARTITION leaves FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');

ALTER TABLE parent ATTACH PARTITION second FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

DROP FOREIGN TABLE stays_there;

DROP FOREIGN TABLE divided_2;

-- divided stands aside until its rows are copied
ALTER TABLE divided RENAME TO divided__old;

CREATE TABLE divided (
    id integer,
    at date NOT NULL
) PARTITION BY RANGE (at);

CREATE TABLE divided_1 (
    id integer,
    at date NOT NULL
);

ALTER TABLE divided ATTACH PARTITION divided_1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

CREATE FOREIGN TABLE divided_2 (
    id integer,
    at date NOT NULL
) SERVER near;

ALTER TABLE divided ATTACH PARTITION divided_2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');

-- fails while divided has rows that no partition of divided takes
-- copies all rows of divided
INSERT INTO divided (id, at)
SELECT id, at
FROM divided__old;

DROP TABLE divided__old;

DROP FOREIGN TABLE elsewhere;

CREATE FOREIGN TABLE elsewhere (
    id integer,
    name text
) SERVER near;

GRANT SELECT (name) ON elsewhere TO case_reader;

DROP FOREIGN TABLE comes;

DROP FOREIGN TABLE becomes_foreign;

CREATE TABLE becomes_foreign (
    id integer,
    name text
);

ALTER FOREIGN TABLE changed
    ADD CONSTRAINT positive CHECK (id > 0),
    ADD CONSTRAINT old CHECK (name <> ''::text);

CREATE VIEW over_elsewhere AS
SELECT elsewhere.name
   FROM elsewhere;

CREATE VIEW over_it AS
SELECT changed.id,
    changed.name
   FROM changed;

REVOKE INSERT ON changed FROM case_reader;

DROP FUNCTION f();

DROP USER MAPPING FOR case_reader SERVER far;

DROP SERVER far;

CREATE SERVER far TYPE 'x' FOREIGN DATA WRAPPER nothing;

CREATE USER MAPPING FOR case_reader SERVER far OPTIONS ("user" 'x');

CREATE FOREIGN TABLE stays_there (
    id integer OPTIONS (a 'b')
) SERVER far OPTIONS (c 'd');

COMMENT ON FOREIGN TABLE stays_there IS 'brought back with its server';

ALTER FOREIGN TABLE new_name RENAME COLUMN number TO id;

ALTER FOREIGN TABLE changed RENAME COLUMN named_anew TO dropped;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER FOREIGN TABLE other.moved SET SCHEMA %I', current_schema()); END $do$;

ALTER FOREIGN TABLE new_name RENAME TO old_name;
