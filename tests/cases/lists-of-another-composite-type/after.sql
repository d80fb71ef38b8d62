CREATE TYPE new_metric AS (ts timestamp, n int);
CREATE TABLE m (id int, metrics new_metric[], last new_metric);
