CREATE TABLE zone (zone_id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE project (id int PRIMARY KEY, zone_id int NOT NULL REFERENCES zone);
