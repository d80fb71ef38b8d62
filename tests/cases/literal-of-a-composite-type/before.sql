CREATE TYPE co AS (a int, b text);
CREATE TABLE t (
    id int NOT NULL,
    c co,
    d text,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);
CREATE TABLE u (id int PRIMARY KEY, cs co[] DEFAULT '{}', CHECK ('(9,z)'::co <> ALL (cs)));
CREATE INDEX u_gin ON u (cs);
CREATE FUNCTION fv(VARIADIC a co[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
