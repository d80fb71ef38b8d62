-- migrate:upgrade
ALTER TABLE log
    DROP CONSTRAINT log_once,
    ADD CONSTRAINT log_once UNIQUE (day, n) WITH (fillfactor = 60);

DROP INDEX log_n;

CREATE INDEX log_n ON log (n);

-- migrate:downgrade
ALTER TABLE log
    DROP CONSTRAINT log_once,
    ADD CONSTRAINT log_once UNIQUE (day, n);

DROP INDEX log_n;

CREATE INDEX log_n ON log (n) WITH (fillfactor = 70);
