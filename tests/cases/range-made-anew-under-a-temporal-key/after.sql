CREATE EXTENSION btree_gist;
CREATE FUNCTION seconds_between(a time, b time) RETURNS float8 LANGUAGE sql IMMUTABLE
    AS $$ SELECT extract(epoch FROM a - b)::float8 $$;
CREATE TYPE hours AS RANGE (subtype = time, subtype_diff = seconds_between);
CREATE TABLE booking (room integer, at hours, CONSTRAINT booking_once UNIQUE (room, at WITHOUT OVERLAPS));
