-- migrate:upgrade
CREATE TABLE later (
    x integer,
    y integer CONSTRAINT y_there NOT NULL NO INHERIT
);

ALTER TABLE later ADD CONSTRAINT x_there NOT NULL x NOT VALID;

COMMENT ON CONSTRAINT x_there ON later IS 'from now on';

COMMENT ON CONSTRAINT code_not_null ON DOMAIN code IS 'never empty';

COMMENT ON CONSTRAINT filled ON DOMAIN word IS NULL;

ALTER TABLE base ADD NOT NULL f NO INHERIT;

ALTER TABLE item ADD CONSTRAINT a_filled NOT NULL a NOT VALID;

ALTER TABLE item VALIDATE CONSTRAINT b_filled;

COMMENT ON CONSTRAINT item_c_not_null ON item IS 'new';

COMMENT ON CONSTRAINT d_filled ON item IS NULL;

-- migrate:downgrade
COMMENT ON CONSTRAINT code_not_null ON DOMAIN code IS NULL;

COMMENT ON CONSTRAINT filled ON DOMAIN word IS 'old';

ALTER TABLE base ALTER COLUMN f DROP NOT NULL;

ALTER TABLE item
    ALTER COLUMN a DROP NOT NULL,
    ALTER COLUMN b DROP NOT NULL,
    ADD CONSTRAINT b_filled NOT NULL b NOT VALID;

COMMENT ON CONSTRAINT item_c_not_null ON item IS NULL;

COMMENT ON CONSTRAINT d_filled ON item IS 'old';

-- loses all rows of later
DROP TABLE later;
