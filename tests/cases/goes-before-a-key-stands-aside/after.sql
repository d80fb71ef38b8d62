CREATE TABLE audit (at date);
CREATE TABLE org (id int PRIMARY KEY, name text) INHERITS (audit);
CREATE TABLE unit (id int, of_org int REFERENCES org, since date);
