CREATE TABLE audit (at date);
CREATE TABLE org (id int PRIMARY KEY, at date, name text);
CREATE TABLE link (org int REFERENCES org, note text);
