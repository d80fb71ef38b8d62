CREATE TABLE log (day integer, line text) PARTITION BY LIST (day);
CREATE INDEX log_day ON log (day);
CREATE TABLE log_1 PARTITION OF log FOR VALUES IN (1);
CREATE TABLE log_2 (day integer, line text);
CREATE INDEX a_day ON log_2 (day);
