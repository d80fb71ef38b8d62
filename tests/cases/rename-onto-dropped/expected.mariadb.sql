-- migrate:upgrade
RENAME TABLE two TO two__replaced;

RENAME TABLE one TO two;

ALTER TABLE t RENAME COLUMN b TO b__replaced, ALGORITHM=INSTANT;

ALTER TABLE t RENAME COLUMN a TO b, ALGORITHM=INSTANT;

-- loses the values of t.b__replaced
ALTER TABLE t DROP COLUMN b__replaced, ALGORITHM=INSTANT;

-- loses all rows of two__replaced
DROP TABLE two__replaced;

-- migrate:downgrade
CREATE TABLE two__replaced (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);

ALTER TABLE t ADD COLUMN b__replaced text, ALGORITHM=INSTANT;

ALTER TABLE t RENAME COLUMN b TO a, ALGORITHM=INSTANT;

ALTER TABLE t RENAME COLUMN b__replaced TO b, ALGORITHM=INSTANT;

RENAME TABLE two TO one;

RENAME TABLE two__replaced TO two;
