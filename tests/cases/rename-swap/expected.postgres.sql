-- migrate:upgrade
ALTER TABLE t RENAME COLUMN b TO b__renamed;

ALTER TABLE t RENAME COLUMN a TO b;

ALTER TABLE t RENAME COLUMN b__renamed TO a;

-- migrate:downgrade
ALTER TABLE t RENAME COLUMN a TO b__renamed;

ALTER TABLE t RENAME COLUMN b TO a;

ALTER TABLE t RENAME COLUMN b__renamed TO b;
