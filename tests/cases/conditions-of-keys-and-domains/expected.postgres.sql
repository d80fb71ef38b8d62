-- migrate:upgrade
CREATE DOMAIN yes AS boolean DEFAULT ((((length((CURRENT_USER)::text) IS DISTINCT FROM 1) OR (2 IS DISTINCT FROM 2))::boolean OR (3 IS DISTINCT FROM 3)));

CREATE TABLE part (
    a integer,
    b integer
) PARTITION BY LIST (((((b >= 0) AND (b <= 10))::boolean AND (a >= 0))));

-- migrate:downgrade
-- loses all rows of part
DROP TABLE part;

DROP DOMAIN yes;
