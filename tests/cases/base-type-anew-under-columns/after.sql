CREATE TYPE grade;
CREATE FUNCTION grade_in(cstring) RETURNS grade LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION grade_out(grade) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION grade_recv(internal) RETURNS grade LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION grade_send(grade) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE grade (INPUT = grade_in, OUTPUT = grade_out, RECEIVE = grade_recv, SEND = grade_send, LIKE = int4,
    CATEGORY = 'N');
CREATE FUNCTION grade_lt(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE OPERATOR < (LEFTARG = grade, RIGHTARG = grade, FUNCTION = grade_lt);
CREATE CAST (grade AS integer) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE DOMAIN pass_mark AS grade CHECK (VALUE < '9'::grade);
CREATE TYPE pair AS (first grade, second grade);
CREATE TABLE exam (id integer PRIMARY KEY, mark grade DEFAULT '4', marks grade[], least pass_mark,
    CONSTRAINT above_all CHECK (mark < '100'::grade));
CREATE TABLE twins (id integer, marks pair);
CREATE VIEW low AS SELECT id FROM exam WHERE mark < '5'::grade;
