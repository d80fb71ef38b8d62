CREATE TABLE t (
  id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY,
  -- migrate: renamed_from a
  c text,
  b text);
CREATE VIEW v AS SELECT id, c FROM t WHERE c <> '';
CREATE VIEW w AS SELECT c FROM v;
CREATE TRIGGER tr AFTER UPDATE OF c ON t BEGIN UPDATE t SET b = new.c WHERE id = new.id; END;
