CREATE TYPE weight AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = weights);
CREATE TABLE parcel (id integer, allowed weights);
CREATE FUNCTION whole(weights) RETURNS weight LANGUAGE sql IMMUTABLE AS 'SELECT range_merge($1)';
CREATE VIEW span AS SELECT id, whole(allowed) AS span FROM parcel;
