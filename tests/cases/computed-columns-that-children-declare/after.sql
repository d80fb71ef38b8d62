CREATE TABLE box (w integer NOT NULL);
CREATE TABLE side (a integer, twice integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE side_in (a integer, twice integer, more text) INHERITS (side);
