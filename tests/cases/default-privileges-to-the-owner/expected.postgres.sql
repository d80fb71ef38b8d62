-- migrate:upgrade
CREATE TABLE s.u (
    id serial
);

ALTER TABLE s.u OWNER TO pg_monitor;

CREATE VIEW s.v AS
SELECT 1 AS id;

ALTER VIEW s.v OWNER TO pg_monitor;

-- migrate:downgrade
DROP VIEW s.v;

-- loses all rows of s.u
DROP TABLE s.u;
