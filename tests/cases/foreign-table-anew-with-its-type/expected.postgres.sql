-- migrate:upgrade
DROP VIEW seen;

DROP FOREIGN TABLE far;

ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('y');

DROP TYPE state__old;

CREATE TABLE base (
    id integer,
    state state
);

CREATE FOREIGN TABLE far () INHERITS (base) SERVER two;

CREATE VIEW seen AS
SELECT far.id,
    far.state
   FROM far;

-- migrate:downgrade
DROP VIEW seen;

DROP FOREIGN TABLE far;

-- loses all rows of base
DROP TABLE base;

ALTER TYPE state ADD VALUE 'x' BEFORE 'y';

CREATE FOREIGN TABLE far (
    id integer,
    state state
) SERVER one;

CREATE VIEW seen AS
SELECT far.id,
    far.state
   FROM far;
