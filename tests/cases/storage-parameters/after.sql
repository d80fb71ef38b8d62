CREATE TABLE a (id integer) WITH (fillfactor=75, autovacuum_enabled=false, toast.autovacuum_enabled=false);
CREATE TABLE b (id integer) WITH (toast_tuple_target=300, fillfactor=75, autovacuum_enabled=false);
CREATE TABLE c (id integer, CONSTRAINT u UNIQUE (id) WITH (fillfactor=60, deduplicate_items=off)) WITH (user_catalog_table=false, autovacuum_vacuum_cost_delay=1.5);
CREATE INDEX ia ON a(id) WITH (fillfactor=80, deduplicate_items=off);
CREATE INDEX ib ON a(id) WITH (fillfactor=80, deduplicate_items=off);
CREATE INDEX ic ON a(id) WITH (deduplicate_items=off, fillfactor=80);
CREATE UNIQUE INDEX id ON a(id);
CREATE VIEW v WITH (security_barrier=true, check_option=local) AS SELECT * FROM a WHERE id > 1;
CREATE VIEW w WITH (check_option=local, security_barrier=true) AS SELECT * FROM a WHERE id > 1;
