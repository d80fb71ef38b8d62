CREATE TYPE spot AS (x integer, y integer, gone date);
COMMENT ON TYPE spot IS 'on a map';
CREATE TABLE places (id integer CONSTRAINT pk_places PRIMARY KEY, at spot DEFAULT '(1,2,)', way spot[]);
CREATE INDEX ix_x ON places (((at).x));
CREATE VIEW xs AS SELECT id, (at).x AS x FROM places;
