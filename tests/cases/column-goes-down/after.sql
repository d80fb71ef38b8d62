CREATE TABLE vehicle (id int, plate text);
CREATE TABLE car (wheels int, doors int, CHECK (wheels < 5)) INHERITS (vehicle);
CREATE TABLE truck (wheels bigint, load int) INHERITS (vehicle);
CREATE TABLE boat (sails int) INHERITS (vehicle);
CREATE VIEW plates AS SELECT id, plate FROM vehicle;
