-- migrate:upgrade
DROP VIEW latest;

ALTER TABLE log_2024 NO INHERIT log;

ALTER TABLE log_2024 DROP CONSTRAINT log_2024_day_check;

DROP INDEX log_2024_day;

ALTER TABLE log_2025 NO INHERIT log;

DROP TRIGGER route ON log;

ALTER TABLE log_2025 DROP CONSTRAINT log_2025_day_check;

DROP INDEX log_2025_day;

-- log stands aside until its rows are copied
ALTER TABLE log RENAME TO log__old;

CREATE TABLE log (
    id bigint NOT NULL,
    day date NOT NULL,
    note text DEFAULT '-'::text
) PARTITION BY RANGE (day);

CREATE INDEX log_day ON log (day);

CREATE INDEX log_2024_day_idx ON log_2024 (day);

ALTER TABLE log ATTACH PARTITION log_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE INDEX log_2025_day_idx ON log_2025 (day);

ALTER TABLE log ATTACH PARTITION log_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- fails while log has rows that no partition of log takes
-- copies all rows of log
INSERT INTO log (id, day, note)
SELECT id, day, note
FROM log__old;

DROP TABLE log__old;

CREATE VIEW latest AS
SELECT max(log.day) AS day
   FROM log;

DROP FUNCTION route();

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW latest;

CREATE FUNCTION route()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
    IF NEW.day < '2025-01-01' THEN INSERT INTO log_2024 VALUES (NEW.*); ELSE INSERT INTO log_2025 VALUES (NEW.*); END IF;
    RETURN NULL;
END $function$;

-- log_2025 stands aside until its rows are copied
ALTER TABLE log DETACH PARTITION log_2025;

DROP INDEX IF EXISTS log_2025_day_idx;

ALTER TABLE log_2025 RENAME TO log_2025__old;

-- log_2024 stands aside until its rows are copied
ALTER TABLE log DETACH PARTITION log_2024;

DROP INDEX IF EXISTS log_2024_day_idx;

ALTER TABLE log_2024 RENAME TO log_2024__old;

-- log stands aside until its rows are copied
DROP INDEX log_day;

ALTER TABLE log RENAME TO log__old;

CREATE TABLE log (
    id bigint NOT NULL,
    day date NOT NULL,
    note text DEFAULT '-'::text
);

-- copies all rows of log
INSERT INTO log (id, day, note)
SELECT id, day, note
FROM log__old;

DROP TABLE log__old;

CREATE TABLE log_2024 (
    CONSTRAINT log_2024_day_check CHECK ((day >= '2024-01-01'::date) AND (day < '2025-01-01'::date))
) INHERITS (log);

CREATE INDEX log_2024_day ON log_2024 (day);

CREATE TABLE log_2025 (
    CONSTRAINT log_2025_day_check CHECK ((day >= '2025-01-01'::date) AND (day < '2026-01-01'::date))
) INHERITS (log);

CREATE INDEX log_2025_day ON log_2025 (day);

-- copies all rows of log_2024
INSERT INTO log_2024 (id, day, note)
SELECT id, day, note
FROM log_2024__old;

DROP TABLE log_2024__old;

-- copies all rows of log_2025
INSERT INTO log_2025 (id, day, note)
SELECT id, day, note
FROM log_2025__old;

DROP TABLE log_2025__old;

CREATE TRIGGER route BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION route();

CREATE VIEW latest AS
SELECT max(log.day) AS day
   FROM log;
