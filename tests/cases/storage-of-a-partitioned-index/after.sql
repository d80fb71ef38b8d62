CREATE TABLE log (day integer, n integer, CONSTRAINT log_once UNIQUE (day, n) WITH (fillfactor = 60)) PARTITION BY RANGE (day);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (1) TO (9);
CREATE INDEX log_n ON log (n);
