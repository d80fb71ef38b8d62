CREATE TABLE log (day integer, line text) PARTITION BY LIST (day);
CREATE INDEX log_day ON log (day);
CREATE TABLE log_1 (day integer, line text);
CREATE INDEX a_day_of_1 ON log_1 (day);
CREATE TABLE log_2 PARTITION OF log FOR VALUES IN (2);
CREATE INDEX a_day ON log_2 (day);
CREATE TABLE log_3 PARTITION OF log FOR VALUES IN (3);
CREATE INDEX a_day_of_3 ON log_3 (day);
