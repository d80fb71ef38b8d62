CREATE TYPE money_of AS (amount integer, currency text);
CREATE DOMAIN price AS money_of CHECK ((VALUE).amount > 0);
CREATE TABLE item (id integer PRIMARY KEY, price price);
