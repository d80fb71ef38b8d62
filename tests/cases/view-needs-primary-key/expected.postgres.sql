-- migrate:upgrade
DROP VIEW v;

ALTER TABLE a RENAME CONSTRAINT pk_a TO pk_other;

ALTER TABLE a ALTER COLUMN id TYPE bigint;

CREATE VIEW v AS
SELECT a.id,
    a.name,
    count(*) AS count
   FROM a
  GROUP BY a.id;

-- migrate:downgrade
DROP VIEW v;

ALTER TABLE a RENAME CONSTRAINT pk_other TO pk_a;

-- fails while a.id holds values beyond integer
ALTER TABLE a ALTER COLUMN id TYPE integer;

CREATE VIEW v AS
SELECT a.id,
    a.name,
    count(*) AS count
   FROM a
  GROUP BY a.id;
