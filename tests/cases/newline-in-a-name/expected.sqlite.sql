-- migrate:upgrade
CREATE TABLE "n
DROP TABLE t; --" (
    id INTEGER CONSTRAINT "pk_n
DROP TABLE t; --" PRIMARY KEY
);

-- loses the values of t.a
-- DROP TABLE t; --
ALTER TABLE t DROP COLUMN "a
DROP TABLE t; --";

-- migrate:downgrade
ALTER TABLE t ADD COLUMN "a
DROP TABLE t; --" TEXT;

-- loses all rows of n
-- DROP TABLE t; --
DROP TABLE "n
DROP TABLE t; --";
