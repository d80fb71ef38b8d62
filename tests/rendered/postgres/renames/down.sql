BEGIN;
DROP MATERIALIZED VIEW mat;

DROP VIEW seen;

ALTER TABLE people RENAME CONSTRAINT people_pk TO users_pk;

ALTER TABLE people RENAME CONSTRAINT people_name TO users_name;

ALTER INDEX ix_people RENAME TO ix_name;

CREATE SCHEMA old;

ALTER SEQUENCE people_key_seq RENAME TO users_id_seq;

ALTER SEQUENCE was_moved_id_seq RENAME TO moved_id_seq;

CREATE MATERIALIZED VIEW mat AS
SELECT people.key AS id
   FROM people;

CREATE INDEX m_ix ON mat (id);

CREATE VIEW seen AS
SELECT people.key AS id,
    people.full_name AS name
   FROM people;

ALTER TABLE people RENAME COLUMN full_name TO name;

ALTER TABLE people RENAME COLUMN key TO id;

ALTER TABLE y RENAME TO x__renamed;

ALTER TABLE x RENAME TO y;

ALTER TABLE x__renamed RENAME TO x;

ALTER MATERIALIZED VIEW mat RENAME TO m;

ALTER VIEW seen RENAME TO v;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TABLE new.comes SET SCHEMA %I', current_schema()); END $do$;

ALTER TABLE was_moved SET SCHEMA old;

ALTER TABLE old.was_moved RENAME TO moved;

ALTER SEQUENCE "Numbers 2" RENAME TO numbers;

ALTER TYPE feeling RENAME TO mood;

ALTER TABLE people RENAME TO users;

DROP SCHEMA new;
COMMIT;
