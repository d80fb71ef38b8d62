-- migrate:upgrade
DROP VIEW old;

CREATE TABLE "odd
-- migrate:downgrade
" (
    id INTEGER CONSTRAINT "pk_odd
-- migrate:downgrade
" PRIMARY KEY,
    kind TEXT NOT NULL,
    CONSTRAINT known CHECK (kind <> '
-- migrate:downgrade
')
);

ALTER TABLE t ADD COLUMN note TEXT DEFAULT 'one
-- migrate:downgrade
DROP TABLE t;
';

CREATE VIEW signs AS
SELECT id
, '
-- migrate:upgrade
' AS sign FROM t;

-- migrate:downgrade
DROP VIEW signs;

-- loses the values of t.note
ALTER TABLE t DROP COLUMN note;

-- loses all rows of odd
-- -- migrate:downgrade
DROP TABLE "odd
-- migrate:downgrade
";

CREATE VIEW old AS
SELECT id, '
-- migrate:upgrade
' AS sign FROM t;
