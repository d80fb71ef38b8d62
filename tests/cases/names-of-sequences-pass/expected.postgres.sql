-- migrate:upgrade
-- loses all rows of gone
DROP TABLE gone;

CREATE SEQUENCE y;

DROP SEQUENCE x;

CREATE TABLE s (
    id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME x) NOT NULL
);

-- migrate:downgrade
-- loses all rows of s
DROP TABLE s;

CREATE SEQUENCE x;

DROP SEQUENCE y;

CREATE TABLE gone (
    id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME y) NOT NULL
);
