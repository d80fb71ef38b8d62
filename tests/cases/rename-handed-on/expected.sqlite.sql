-- migrate:upgrade
ALTER TABLE t RENAME COLUMN a TO a__replaced;

ALTER TABLE t RENAME COLUMN b TO a;

ALTER TABLE t RENAME COLUMN c TO b;

-- loses the values of t.a__replaced
ALTER TABLE t DROP COLUMN a__replaced;

-- migrate:downgrade
ALTER TABLE t ADD COLUMN a__replaced text;

ALTER TABLE t RENAME COLUMN b TO c;

ALTER TABLE t RENAME COLUMN a TO b;

ALTER TABLE t RENAME COLUMN a__replaced TO a;
