-- migrate:upgrade
ALTER TYPE "Old" RENAME TO new;

ALTER TYPE address RENAME ATTRIBUTE zip TO code CASCADE;

DROP TYPE pair;

CREATE TYPE pair AS (
    a bigint,
    b text
);

COMMENT ON TYPE pair IS 'two';

COMMENT ON TYPE address IS NULL;

ALTER TYPE address ADD ATTRIBUTE country text CASCADE;

-- loses what rows hold in address.floor
ALTER TYPE address DROP ATTRIBUTE floor CASCADE;

COMMENT ON COLUMN address.street IS NULL;

COMMENT ON COLUMN address.code IS 'of the town';

CREATE TYPE nested AS (
    one address,
    many pair[]
);

ALTER TABLE people ADD COLUMN nested nested;

ALTER TYPE held_by_nothing ALTER ATTRIBUTE a TYPE bigint;

DROP TYPE gone;

-- migrate:downgrade
CREATE TYPE gone AS (
    a integer
);

-- loses the values of people.nested
ALTER TABLE people DROP COLUMN nested;

ALTER TYPE held_by_nothing ALTER ATTRIBUTE a TYPE integer;

DROP TYPE nested;

DROP TYPE pair;

CREATE TYPE pair AS (
    a integer,
    b text
);

COMMENT ON TYPE address IS 'where';

ALTER TYPE address ADD ATTRIBUTE floor integer CASCADE;

-- loses what rows hold in address.country
ALTER TYPE address DROP ATTRIBUTE country CASCADE;

COMMENT ON COLUMN address.street IS 'with its number';

COMMENT ON COLUMN address.code IS NULL;

ALTER TYPE address RENAME ATTRIBUTE code TO zip CASCADE;

ALTER TYPE new RENAME TO "Old";
