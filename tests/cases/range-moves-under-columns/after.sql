CREATE SCHEMA calendar;
CREATE TYPE calendar.hours AS RANGE (SUBTYPE = time, MULTIRANGE_TYPE_NAME = calendar.shifts);
CREATE TABLE room (id integer, open calendar.hours, closed calendar.shifts, slots calendar.hours[],
    CONSTRAINT apart EXCLUDE USING gist (open WITH &&));
CREATE VIEW opening AS SELECT id, lower(open) AS since FROM room;
