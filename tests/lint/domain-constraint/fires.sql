-- case: postgres 15
CREATE DOMAIN address AS text;
CREATE TABLE people (id bigint PRIMARY KEY, contact address);

-- migrate:upgrade
ALTER DOMAIN address ADD CONSTRAINT filled CHECK (VALUE <> '');
