CREATE TABLE first (n integer);
CREATE TABLE part (a integer, b integer) PARTITION BY LIST ((b BETWEEN 0 AND 10 AND a >= 0));
CREATE DOMAIN yes AS boolean DEFAULT ((length(current_user::text), 2, 3) IS DISTINCT FROM (1, 2, 3));
