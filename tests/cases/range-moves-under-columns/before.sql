CREATE SCHEMA calendar;
CREATE TYPE public.hours AS RANGE (SUBTYPE = time, MULTIRANGE_TYPE_NAME = shifts);
CREATE TABLE room (id integer, open public.hours, closed public.shifts, slots public.hours[],
    CONSTRAINT apart EXCLUDE USING gist (open WITH &&));
CREATE VIEW opening AS SELECT id, lower(open) AS since FROM room;
