-- migrate:upgrade
ALTER TABLE two RENAME TO two__replaced;

ALTER TABLE one RENAME TO two;

ALTER TABLE t RENAME COLUMN b TO b__replaced;

ALTER TABLE t RENAME COLUMN a TO b;

-- loses the values of t.b__replaced
ALTER TABLE t DROP COLUMN b__replaced;

-- loses all rows of two__replaced
DROP TABLE two__replaced;

-- migrate:downgrade
CREATE TABLE "two__replaced" (id integer NOT NULL CONSTRAINT pk_two PRIMARY KEY);

ALTER TABLE t ADD COLUMN b__replaced text;

ALTER TABLE t RENAME COLUMN b TO a;

ALTER TABLE t RENAME COLUMN b__replaced TO b;

ALTER TABLE two RENAME TO one;

ALTER TABLE two__replaced RENAME TO two;
