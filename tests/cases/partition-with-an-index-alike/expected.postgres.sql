-- migrate:upgrade
DROP INDEX a_day;

ALTER TABLE log DETACH PARTITION log_1;

ALTER INDEX log_1_day_idx RENAME TO a_day_of_1;

CREATE TABLE log_3 (
    day integer,
    line text
);

CREATE INDEX log_3_day_idx ON log_3 (day);

ALTER TABLE log ATTACH PARTITION log_3 FOR VALUES IN (3);

CREATE INDEX a_day_of_3 ON log_3 (day);

CREATE INDEX log_2_day_idx ON log_2 (day);

ALTER TABLE log ATTACH PARTITION log_2 FOR VALUES IN (2);

CREATE INDEX a_day ON log_2 (day);

-- migrate:downgrade
DROP INDEX a_day_of_3;

ALTER INDEX a_day_of_1 RENAME TO log_1_day_idx;

ALTER TABLE log DETACH PARTITION log_2;

DROP INDEX log_2_day_idx;

-- loses all rows of log_3
DROP TABLE log_3;

ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES IN (1);
