CREATE TYPE address AS (street varchar(40));
CREATE CAST (address AS text) WITH INOUT;
COMMENT ON CAST (address AS text) IS 'as it is written';
CREATE TABLE t (a integer, c integer, d integer);
CREATE SEQUENCE kept OWNED BY t.a;
CREATE SEQUENCE gone OWNED BY t.c;
CREATE TABLE u (id integer);
CREATE SEQUENCE of_u OWNED BY u.id;
