CREATE TYPE emp_t AS (name text, salary bigint, dept text);
CREATE TABLE emp OF emp_t (PRIMARY KEY (name), salary WITH OPTIONS DEFAULT 2000 NOT NULL, CHECK (dept <> ''));
CREATE TABLE emp2 (name text, salary int);
CREATE FUNCTION pay(e emp_t) RETURNS bigint LANGUAGE sql AS 'SELECT e.salary';
