-- migrate:upgrade
DROP VIEW retyped;

CREATE OR REPLACE VIEW other AS
SELECT t.id,
    upper(t.a) AS name
   FROM t;

-- loses the values of t.gone
ALTER TABLE t
    ADD COLUMN more integer,
    DROP COLUMN gone;

-- materialized view filled stays as it was computed before: REFRESH MATERIALIZED VIEW filled
CREATE OR REPLACE VIEW wider WITH (security_barrier = true) AS
SELECT t.id,
    t.a,
    t.more
   FROM t
  WHERE (t.id > 0);

COMMENT ON VIEW wider IS 'has grown';

COMMENT ON COLUMN wider.more IS 'new';

CREATE VIEW retyped AS
SELECT t.id,
    (t.a)::character varying(10) AS a
   FROM t;

-- migrate:downgrade
DROP RULE writes ON wider;

DROP VIEW retyped;

DROP VIEW above;

DROP MATERIALIZED VIEW filled;

DROP VIEW wider;

-- loses the values of t.more
ALTER TABLE t
    ADD COLUMN gone text,
    DROP COLUMN more;

CREATE OR REPLACE VIEW other AS
SELECT t.id,
    COALESCE(t.gone, t.a) AS name
   FROM t;

CREATE VIEW retyped AS
SELECT t.id,
    t.a
   FROM t;

CREATE VIEW wider WITH (security_barrier = true) AS
SELECT t.id,
    t.a
   FROM t;

ALTER VIEW wider ALTER COLUMN a SET DEFAULT 'x'::text;

COMMENT ON VIEW wider IS 'grows';

COMMENT ON COLUMN wider.a IS 'a letter';

GRANT SELECT ON wider TO PUBLIC;

CREATE RULE writes AS
    ON INSERT TO wider DO INSTEAD  INSERT INTO t (id, a)
  VALUES (new.id, new.a);

CREATE VIEW above AS
SELECT wider.id
   FROM wider
  WHERE (wider.a > 'a'::text);

CREATE MATERIALIZED VIEW filled AS
SELECT count(*) AS n
   FROM wider;
