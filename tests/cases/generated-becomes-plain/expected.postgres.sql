-- migrate:upgrade
DROP VIEW v;

-- loses the values of inv.n
ALTER TABLE inv
    ALTER COLUMN gross DROP EXPRESSION,
    ALTER COLUMN net TYPE numeric(12,4),
    ALTER COLUMN gross TYPE numeric(12,4),
    ALTER COLUMN gross SET NOT NULL,
    ALTER COLUMN gross SET DEFAULT 0,
    DROP COLUMN n,
    ADD COLUMN n integer GENERATED ALWAYS AS (id * 2) STORED;

CREATE VIEW v AS
SELECT inv.id,
    inv.gross
   FROM inv;

-- migrate:downgrade
DROP VIEW v;

-- loses digits of inv.net
-- fails while inv.net holds values beyond numeric(8,2)
ALTER TABLE inv
    DROP CONSTRAINT inv_gross_check,
    ALTER COLUMN net TYPE numeric(8,2),
    ALTER COLUMN n DROP EXPRESSION,
    ALTER COLUMN n SET NOT NULL;

-- loses the values of inv.gross
ALTER TABLE inv
    DROP COLUMN gross,
    ADD COLUMN gross numeric(9,2) GENERATED ALWAYS AS (net * 1.19) STORED,
    ADD CONSTRAINT inv_gross_check CHECK (gross >= (0)::numeric);

CREATE VIEW v AS
SELECT inv.id,
    inv.gross
   FROM inv;
