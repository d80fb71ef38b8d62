CREATE TYPE weight AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = weight_bands);
CREATE TABLE parcel (id integer, allowed weight_bands);
CREATE FUNCTION whole(weight_bands) RETURNS weight LANGUAGE sql IMMUTABLE AS 'SELECT range_merge($1)';
CREATE VIEW span AS SELECT id, whole(allowed) AS span FROM parcel;
