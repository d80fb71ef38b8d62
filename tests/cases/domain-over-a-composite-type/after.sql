CREATE TYPE money_of AS (amount bigint, currency text);
CREATE DOMAIN price AS money_of CHECK ((VALUE).amount > 0);
CREATE TABLE item (id integer PRIMARY KEY, price price);
