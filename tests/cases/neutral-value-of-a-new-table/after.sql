CREATE TYPE zone AS ENUM ('north', 'south');
CREATE TABLE project (id int PRIMARY KEY, place zone);
