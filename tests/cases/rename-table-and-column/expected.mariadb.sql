-- migrate:upgrade
RENAME TABLE t TO things;

ALTER TABLE things RENAME COLUMN a TO label;

ALTER TABLE things MODIFY COLUMN label text NOT NULL;

-- migrate:downgrade
-- fails while things.label holds values longer than varchar(10)
ALTER TABLE things MODIFY COLUMN label varchar(10) NOT NULL;

ALTER TABLE things RENAME COLUMN label TO a, ALGORITHM=INSTANT;

RENAME TABLE things TO t;
