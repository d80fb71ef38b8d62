-- migrate:upgrade
DROP RULE writes ON one;

DROP TRIGGER nothing ON two;

DROP STATISTICS st_t;

DROP TRIGGER unchanged ON t;

DROP RULE dear ON t;

DROP POLICY cheap ON t;

DROP VIEW four;

DROP MATERIALIZED VIEW three;

DROP VIEW two;

DROP VIEW one;

-- fails while t.price holds values beyond numeric(10,2)
ALTER TABLE t ALTER COLUMN price TYPE numeric(10,2);

CREATE TRIGGER unchanged BEFORE UPDATE OF price ON t FOR EACH ROW WHEN ((old.price > (0)::numeric)) EXECUTE FUNCTION suppress_redundant_updates_trigger();

ALTER TABLE t ENABLE ALWAYS TRIGGER unchanged;

COMMENT ON TRIGGER unchanged ON t IS 'of the price';

CREATE RULE dear AS
    ON DELETE TO t
   WHERE (old.price > (100)::numeric) DO INSTEAD NOTHING;

ALTER TABLE t DISABLE RULE dear;

COMMENT ON RULE dear ON t IS 'stays';

CREATE POLICY cheap ON t USING (price < (1000)::numeric) WITH CHECK (price > (0)::numeric);

COMMENT ON POLICY cheap ON t IS 'affordable';

CREATE VIEW one WITH (security_barrier = true) AS
SELECT t.id,
    t.price,
    t.note
   FROM t
  WHERE (t.price > (0)::numeric);

COMMENT ON VIEW one IS 'first';

COMMENT ON COLUMN one.price IS 'in cents';

GRANT SELECT ON one TO PUBLIC;

GRANT UPDATE (price) ON one TO PUBLIC;

CREATE RULE writes AS
    ON INSERT TO one DO INSTEAD  INSERT INTO t (id, price)
  VALUES (new.id, new.price);

COMMENT ON RULE writes ON one IS 'through';

CREATE VIEW two AS
SELECT one.id,
    (one.price * (2)::numeric) AS twice
   FROM one;

ALTER VIEW two ALTER COLUMN id SET DEFAULT 7;

CREATE TRIGGER nothing INSTEAD OF UPDATE ON two FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

COMMENT ON TRIGGER nothing ON two IS 'in place of it';

CREATE STATISTICS st_t ON note, price FROM t;

ALTER STATISTICS st_t SET STATISTICS 30;

COMMENT ON STATISTICS st_t IS 'together';

CREATE MATERIALIZED VIEW three AS
SELECT two.id,
    sum(two.twice) AS total
   FROM two
  GROUP BY two.id;

CREATE UNIQUE INDEX ix_three_id ON three (id);

COMMENT ON INDEX ix_three_id IS 'its key';

COMMENT ON MATERIALIZED VIEW three IS 'third';

GRANT SELECT ON three TO PUBLIC;

CREATE VIEW four AS
SELECT max(three.total) AS most
   FROM three;

COMMENT ON VIEW four IS 'fourth';

GRANT SELECT ON four TO pg_monitor WITH GRANT OPTION;

-- migrate:downgrade
DROP RULE writes ON one;

DROP TRIGGER nothing ON two;

DROP TRIGGER unchanged ON t;

DROP RULE dear ON t;

DROP POLICY cheap ON t;

DROP STATISTICS st_t;

DROP VIEW four;

DROP MATERIALIZED VIEW three;

DROP VIEW two;

DROP VIEW one;

-- loses fractions of t.price
ALTER TABLE t ALTER COLUMN price TYPE integer;

CREATE TRIGGER unchanged BEFORE UPDATE OF price ON t FOR EACH ROW WHEN ((old.price > 0)) EXECUTE FUNCTION suppress_redundant_updates_trigger();

ALTER TABLE t ENABLE ALWAYS TRIGGER unchanged;

COMMENT ON TRIGGER unchanged ON t IS 'of the price';

CREATE RULE dear AS
    ON DELETE TO t
   WHERE (old.price > 100) DO INSTEAD NOTHING;

ALTER TABLE t DISABLE RULE dear;

COMMENT ON RULE dear ON t IS 'stays';

CREATE POLICY cheap ON t USING (price < 1000) WITH CHECK (price > 0);

COMMENT ON POLICY cheap ON t IS 'affordable';

CREATE VIEW one WITH (security_barrier = true) AS
SELECT t.id,
    t.price,
    t.note
   FROM t
  WHERE (t.price > 0);

COMMENT ON VIEW one IS 'first';

COMMENT ON COLUMN one.price IS 'in cents';

GRANT SELECT ON one TO PUBLIC;

GRANT UPDATE (price) ON one TO PUBLIC;

CREATE RULE writes AS
    ON INSERT TO one DO INSTEAD  INSERT INTO t (id, price)
  VALUES (new.id, new.price);

COMMENT ON RULE writes ON one IS 'through';

CREATE VIEW two AS
SELECT one.id,
    (one.price * 2) AS twice
   FROM one;

ALTER VIEW two ALTER COLUMN id SET DEFAULT 7;

CREATE TRIGGER nothing INSTEAD OF UPDATE ON two FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

COMMENT ON TRIGGER nothing ON two IS 'in place of it';

CREATE MATERIALIZED VIEW three AS
SELECT two.id,
    sum(two.twice) AS total
   FROM two
  GROUP BY two.id;

CREATE UNIQUE INDEX ix_three_id ON three (id);

COMMENT ON INDEX ix_three_id IS 'its key';

COMMENT ON MATERIALIZED VIEW three IS 'third';

GRANT SELECT ON three TO PUBLIC;

CREATE STATISTICS st_t ON note, price FROM t;

ALTER STATISTICS st_t SET STATISTICS 30;

COMMENT ON STATISTICS st_t IS 'together';

CREATE VIEW four AS
SELECT max(three.total) AS most
   FROM three;

COMMENT ON VIEW four IS 'fourth';

GRANT SELECT ON four TO pg_monitor WITH GRANT OPTION;
