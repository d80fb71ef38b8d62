-- migrate:upgrade
DROP VIEW old;

CREATE TABLE "odd
-- migrate:downgrade
" (
    id integer NOT NULL,
    kind text NOT NULL,
    CONSTRAINT "pk_odd
-- migrate:downgrade
" PRIMARY KEY (id),
    CONSTRAINT known CHECK (kind <> '
-- migrate:downgrade
'::text)
);

ALTER TABLE t ADD COLUMN note text DEFAULT 'one
-- migrate:downgrade
DROP TABLE t;
'::text;

CREATE VIEW signs AS
SELECT t.id,
    '
-- migrate:upgrade
'::text AS sign
   FROM t;

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
SELECT t.id,
    '
-- migrate:upgrade
'::text AS sign
   FROM t;
