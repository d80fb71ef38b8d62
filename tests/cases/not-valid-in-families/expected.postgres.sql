-- migrate:upgrade
CREATE TABLE n (
    a integer
);

CREATE TABLE n1 () INHERITS (n);

ALTER TABLE t ADD COLUMN c text;

ALTER TABLE n ADD CONSTRAINT late CHECK (a > 0) NOT VALID;

CREATE TABLE n2 () INHERITS (n);

-- migrate:downgrade
ALTER TABLE n DROP CONSTRAINT late;

-- loses the values of t.c
ALTER TABLE t DROP COLUMN c;

-- loses all rows of n2
DROP TABLE n2;

-- loses all rows of n1
DROP TABLE n1;

-- loses all rows of n
DROP TABLE n;
