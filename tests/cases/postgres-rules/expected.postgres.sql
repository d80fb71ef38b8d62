-- migrate:upgrade
ALTER RULE old_name ON t RENAME TO "New name";

DROP RULE gone ON log;

DROP RULE over_a_type ON t;

DROP RULE writes ON v;

ALTER TABLE t ALTER COLUMN n TYPE bigint;

CREATE OR REPLACE RULE replaced AS
    ON UPDATE TO t
   WHERE (new.a <> old.a) DO  INSERT INTO log (id, what)
  VALUES (new.id, new.a);

ALTER TABLE t ENABLE ALWAYS RULE "New name";

COMMENT ON RULE "New name" ON t IS 'when it goes';

CREATE RULE never AS
    ON DELETE TO log DO INSTEAD NOTHING;

CREATE RULE over_a_type AS
    ON INSERT TO t
   WHERE (new.n > 10) DO  INSERT INTO log (id, what)
  VALUES (new.id, 'many'::text);

ALTER TABLE t DISABLE RULE over_a_type;

COMMENT ON RULE over_a_type ON t IS 'counts';

CREATE RULE writes AS
    ON INSERT TO v DO INSTEAD  INSERT INTO t (id, a, n)
  VALUES (new.id, new.a, 1)
  RETURNING t.id,
    t.a;

-- migrate:downgrade
DROP RULE writes ON v;

DROP RULE never ON log;

DROP RULE over_a_type ON t;

-- fails while t.n holds values beyond integer
ALTER TABLE t ALTER COLUMN n TYPE integer;

CREATE OR REPLACE RULE replaced AS
    ON UPDATE TO t DO  INSERT INTO log (id, what)
  VALUES (new.id, 'update'::text);

ALTER TABLE t ENABLE RULE "New name";

COMMENT ON RULE "New name" ON t IS NULL;

CREATE RULE writes AS
    ON INSERT TO v DO INSTEAD  INSERT INTO t (id, a, n)
  VALUES (new.id, new.a, 0)
  RETURNING t.id,
    t.a;

CREATE RULE gone AS
    ON INSERT TO log
   WHERE (new.id = 0) DO INSTEAD NOTHING;

CREATE RULE over_a_type AS
    ON INSERT TO t
   WHERE (new.n > 10) DO  INSERT INTO log (id, what)
  VALUES (new.id, 'many'::text);

ALTER TABLE t DISABLE RULE over_a_type;

COMMENT ON RULE over_a_type ON t IS 'counts';

ALTER RULE "New name" ON t RENAME TO old_name;
