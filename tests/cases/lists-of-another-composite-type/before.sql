CREATE TYPE old_metric AS (ts timestamp, n int);
CREATE TABLE m (id int, metrics old_metric[], last old_metric);
