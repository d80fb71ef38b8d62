CREATE TABLE installs (id integer PRIMARY KEY, cluster integer);
ALTER TABLE installs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON installs USING (cluster > 0);
CREATE TABLE clusters (id integer PRIMARY KEY, region text);
CREATE POLICY installed ON clusters USING (id IN (SELECT cluster FROM installs));
