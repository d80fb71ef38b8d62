-- migrate:upgrade
DROP VIEW v;

CREATE TABLE comes (
    id integer
);

CREATE TABLE comes_without (
    id integer
);

REVOKE SELECT, INSERT ON comes_without FROM pg_monitor;

ALTER TABLE t ALTER COLUMN id TYPE bigint;

CREATE VIEW v AS
SELECT t.id
   FROM t;

REVOKE INSERT ON v FROM pg_monitor;

GRANT UPDATE ON t TO pg_signal_backend WITH GRANT OPTION;

SET ROLE pg_signal_backend;

GRANT UPDATE ON t TO pg_read_all_stats WITH GRANT OPTION;

RESET ROLE;

SET ROLE pg_read_all_stats;

GRANT UPDATE ON t TO pg_monitor;

RESET ROLE;

-- migrate:downgrade
DROP VIEW v;

-- fails while t.id holds values beyond integer
ALTER TABLE t ALTER COLUMN id TYPE integer;

-- loses all rows of comes_without
DROP TABLE comes_without;

-- loses all rows of comes
DROP TABLE comes;

CREATE VIEW v AS
SELECT t.id
   FROM t;

REVOKE INSERT ON v FROM pg_monitor;

SET ROLE pg_read_all_stats;

REVOKE UPDATE ON t FROM pg_monitor;

RESET ROLE;

SET ROLE pg_signal_backend;

REVOKE UPDATE ON t FROM pg_read_all_stats;

RESET ROLE;

REVOKE UPDATE ON t FROM pg_signal_backend;
