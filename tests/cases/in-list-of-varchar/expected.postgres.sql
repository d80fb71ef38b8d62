-- migrate:upgrade
DROP MATERIALIZED VIEW old_sums;

DROP VIEW old_view;

DROP INDEX ix_old;

ALTER TABLE old
    DROP CONSTRAINT ck_old,
    ADD COLUMN more text,
    ALTER COLUMN state TYPE character varying(20),
    ADD CONSTRAINT ck_old CHECK ((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]));

CREATE TABLE new (
    id integer NOT NULL,
    state character varying(10) DEFAULT 'a'::character varying NOT NULL,
    CONSTRAINT pk_new PRIMARY KEY (id),
    CONSTRAINT ck_new CHECK ((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]))
);

CREATE INDEX ix_new ON new (id) WHERE (state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]);

CREATE INDEX ix_old ON old (id) WHERE (state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]);

CREATE VIEW new_view AS
SELECT new_1.id,
    new_1.state
   FROM new new_1
  WHERE ((new_1.state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying]::character varying[])::text[]));

CREATE MATERIALIZED VIEW old_sums AS
SELECT count(*) AS n
   FROM old old_1
  WHERE ((old_1.state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying]::character varying[])::text[]));

CREATE VIEW old_view AS
SELECT old_1.id,
    old_1.state
   FROM old old_1
  WHERE ((old_1.state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying]::character varying[])::text[]));

-- migrate:downgrade
DROP VIEW new_view;

DROP MATERIALIZED VIEW old_sums;

DROP VIEW old_view;

DROP INDEX ix_old;

-- loses spaces at the end of old.state
-- loses the values of old.more
-- fails while old.state holds more than 10 characters
ALTER TABLE old
    DROP CONSTRAINT ck_old,
    ALTER COLUMN state TYPE character varying(10),
    DROP COLUMN more,
    ADD CONSTRAINT ck_old CHECK ((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]));

-- loses all rows of new
DROP TABLE new;

CREATE INDEX ix_old ON old (id) WHERE (state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]);

CREATE MATERIALIZED VIEW old_sums AS
SELECT count(*) AS n
   FROM old old_1
  WHERE ((old_1.state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying]::character varying[])::text[]));

CREATE VIEW old_view AS
SELECT old_1.id,
    old_1.state
   FROM old old_1
  WHERE ((old_1.state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying]::character varying[])::text[]));
