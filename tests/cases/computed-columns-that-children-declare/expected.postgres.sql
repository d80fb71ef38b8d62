-- migrate:upgrade
CREATE TABLE side (
    a integer,
    twice integer GENERATED ALWAYS AS (a * 2) STORED
);

CREATE TABLE side_in (
    a integer,
    twice integer,
    more text
) INHERITS (side);

-- migrate:downgrade
-- loses all rows of side_in
DROP TABLE side_in;

-- loses all rows of side
DROP TABLE side;
