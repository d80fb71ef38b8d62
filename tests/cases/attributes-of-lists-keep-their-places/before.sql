CREATE TYPE leg AS (a integer, b integer);
CREATE TABLE walk (id integer PRIMARY KEY, way leg[]);
