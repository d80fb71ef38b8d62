CREATE TYPE leg AS (b bigint, a bigint);
CREATE TABLE walk (id integer PRIMARY KEY, way leg[]);
