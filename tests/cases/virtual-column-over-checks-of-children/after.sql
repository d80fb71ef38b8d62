CREATE TABLE shapes (side integer, area integer GENERATED ALWAYS AS (side * side * 2) VIRTUAL);
CREATE TABLE tiles (colour text, CONSTRAINT colour_said CHECK (colour <> '')) INHERITS (shapes);
CREATE TABLE slabs (area integer GENERATED ALWAYS AS (side + 1) VIRTUAL) INHERITS (shapes);
CREATE VIEW areas AS SELECT area FROM shapes;
CREATE TABLE days (day integer, week integer GENERATED ALWAYS AS (day / 7 + 1) VIRTUAL) PARTITION BY RANGE (day);
CREATE TABLE days_early PARTITION OF days (CONSTRAINT counted CHECK (day >= 0)) FOR VALUES FROM (0) TO (100);
