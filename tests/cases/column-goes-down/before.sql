CREATE TABLE vehicle (id int, wheels int, plate text);
CREATE TABLE car (doors int) INHERITS (vehicle);
CREATE TABLE truck (load int) INHERITS (vehicle);
CREATE TABLE boat (sails int) INHERITS (vehicle);
CREATE VIEW plates AS SELECT id, plate FROM vehicle;
