CREATE TYPE emp_t AS (name text, salary int);
CREATE TABLE emp OF emp_t (PRIMARY KEY (name), salary WITH OPTIONS DEFAULT 1000 NOT NULL);
CREATE TABLE emp2 OF emp_t;
CREATE FUNCTION pay(e emp_t) RETURNS int LANGUAGE sql AS 'SELECT e.salary';
