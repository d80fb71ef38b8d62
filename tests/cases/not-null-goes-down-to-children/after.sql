CREATE TABLE shapes (area integer NOT NULL);
CREATE TABLE squares (side integer) INHERITS (shapes);
CREATE TABLE tiles (colour text) INHERITS (squares);
