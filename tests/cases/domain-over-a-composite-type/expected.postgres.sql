-- migrate:upgrade
ALTER TABLE item ALTER COLUMN price TYPE text;

DROP DOMAIN price;

DROP TYPE money_of;

CREATE TYPE money_of AS (
    amount bigint,
    currency text
);

CREATE DOMAIN price AS money_of
    CONSTRAINT price_check CHECK ((VALUE).amount > 0);

ALTER TABLE item ALTER COLUMN price TYPE price USING price::price;

-- migrate:downgrade
ALTER TABLE item ALTER COLUMN price TYPE text;

DROP DOMAIN price;

DROP TYPE money_of;

CREATE TYPE money_of AS (
    amount integer,
    currency text
);

CREATE DOMAIN price AS money_of
    CONSTRAINT price_check CHECK ((VALUE).amount > 0);

ALTER TABLE item ALTER COLUMN price TYPE price USING price::price;
