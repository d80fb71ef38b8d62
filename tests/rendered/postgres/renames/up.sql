BEGIN;
CREATE SCHEMA new;

ALTER TABLE users RENAME TO people;

ALTER TYPE mood RENAME TO feeling;

ALTER SEQUENCE numbers RENAME TO "Numbers 2";

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TABLE old.moved SET SCHEMA %I', current_schema()); END $do$;

ALTER TABLE moved RENAME TO was_moved;

ALTER TABLE comes SET SCHEMA new;

ALTER VIEW v RENAME TO seen;

ALTER MATERIALIZED VIEW m RENAME TO mat;

ALTER TABLE x RENAME TO x__renamed;

ALTER TABLE y RENAME TO x;

ALTER TABLE x__renamed RENAME TO y;

ALTER TABLE people RENAME COLUMN id TO key;

ALTER TABLE people RENAME COLUMN name TO full_name;

DROP MATERIALIZED VIEW mat;

DROP VIEW seen;

ALTER TABLE people RENAME CONSTRAINT users_pk TO people_pk;

ALTER TABLE people RENAME CONSTRAINT users_name TO people_name;

ALTER INDEX ix_name RENAME TO ix_people;

ALTER SEQUENCE users_id_seq RENAME TO people_key_seq;

ALTER SEQUENCE moved_id_seq RENAME TO was_moved_id_seq;

CREATE MATERIALIZED VIEW mat AS
SELECT people.key
   FROM people;

CREATE INDEX mat_ix ON mat (key);

CREATE VIEW seen AS
SELECT people.key,
    people.full_name
   FROM people;

DROP SCHEMA old;
COMMIT;
