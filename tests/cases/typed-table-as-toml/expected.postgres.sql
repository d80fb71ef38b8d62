-- migrate:upgrade
COMMENT ON AGGREGATE place_of("any") IS 'which place it would have';

ALTER TYPE "a pair" ADD ATTRIBUTE number integer CASCADE;

CREATE TABLE added OF "a pair" (
    CONSTRAINT uq_added UNIQUE (zip)
);

ALTER TABLE keyed
    ALTER COLUMN zip SET DEFAULT 'y'::text,
    ADD CONSTRAINT ck_number CHECK (number > 0);

-- migrate:downgrade
ALTER TABLE keyed
    DROP CONSTRAINT ck_number,
    ALTER COLUMN zip SET DEFAULT 'x'::text;

COMMENT ON AGGREGATE place_of("any") IS NULL;

-- loses all rows of added
DROP TABLE added;

-- loses what rows hold in a pair.number
ALTER TYPE "a pair" DROP ATTRIBUTE number CASCADE;
