CREATE TABLE shapes (area integer NOT NULL NO INHERIT);
CREATE TABLE squares (CONSTRAINT shapes_area_not_null NOT NULL area, side integer) INHERITS (shapes);
CREATE TABLE tiles (colour text) INHERITS (squares);
