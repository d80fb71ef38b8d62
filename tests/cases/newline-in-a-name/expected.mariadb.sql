-- migrate:upgrade
CREATE TABLE `n
DROP TABLE t; --` (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);

-- loses the values of t.a
-- DROP TABLE t; --
ALTER TABLE t DROP COLUMN `a
DROP TABLE t; --`, ALGORITHM=INSTANT;

-- migrate:downgrade
ALTER TABLE t ADD COLUMN `a
DROP TABLE t; --` text, ALGORITHM=INSTANT;

-- loses all rows of n
-- DROP TABLE t; --
DROP TABLE `n
DROP TABLE t; --`;
