-- migrate:upgrade
ALTER VIEW t RENAME TO t__replaced;

ALTER TABLE t_base RENAME TO t;

CREATE OR REPLACE VIEW over_t AS
SELECT t.id
   FROM t;

DROP VIEW t__replaced;

-- migrate:downgrade
CREATE VIEW t__replaced AS
SELECT t.id,
    t.a
   FROM t
  WHERE (t.a > 0);

CREATE OR REPLACE VIEW over_t AS
SELECT t__replaced.id
   FROM t__replaced;

ALTER TABLE t RENAME TO t_base;

ALTER VIEW t__replaced RENAME TO t;
