-- migrate:upgrade
ALTER TABLE t RENAME COLUMN a TO a__renamed;

ALTER TABLE t RENAME COLUMN b TO a;

ALTER TABLE t RENAME COLUMN a__renamed TO b;

-- migrate:downgrade
ALTER TABLE t RENAME COLUMN b TO a__renamed;

ALTER TABLE t RENAME COLUMN a TO b;

ALTER TABLE t RENAME COLUMN a__renamed TO a;
