CREATE TABLE a (id integer) WITH (fillfactor=70, autovacuum_enabled=false);
CREATE INDEX ia ON a(id) WITH (fillfactor=80, deduplicate_items=off);
