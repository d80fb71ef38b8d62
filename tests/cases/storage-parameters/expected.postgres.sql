-- migrate:upgrade
CREATE TABLE b (
    id integer
) WITH (toast_tuple_target = 300, fillfactor = 75, autovacuum_enabled = false);

CREATE TABLE c (
    id integer,
    CONSTRAINT u UNIQUE (id) WITH (fillfactor = 60, deduplicate_items = off)
) WITH (user_catalog_table = false, autovacuum_vacuum_cost_delay = 1.5);

ALTER TABLE a SET (fillfactor = 75, autovacuum_enabled = false);

CREATE INDEX ib ON a (id) WITH (fillfactor = 80, deduplicate_items = off);

CREATE INDEX ic ON a (id) WITH (deduplicate_items = off, fillfactor = 80);

CREATE UNIQUE INDEX id ON a (id);

CREATE VIEW v WITH (security_barrier = true) AS
SELECT a.id
   FROM a
  WHERE (a.id > 1)
WITH LOCAL CHECK OPTION;

CREATE VIEW w WITH (check_option = local, security_barrier = true) AS
SELECT a.id
   FROM a
  WHERE (a.id > 1);

-- migrate:downgrade
DROP VIEW v;

DROP VIEW w;

DROP INDEX ib;

DROP INDEX ic;

DROP INDEX id;

ALTER TABLE a SET (fillfactor = 70, autovacuum_enabled = false);

-- loses all rows of c
DROP TABLE c;

-- loses all rows of b
DROP TABLE b;
