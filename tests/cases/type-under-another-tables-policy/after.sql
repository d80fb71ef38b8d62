CREATE TABLE installs (id integer PRIMARY KEY, cluster bigint);
ALTER TABLE installs ENABLE ROW LEVEL SECURITY;
CREATE TABLE groups (id bigint PRIMARY KEY);
CREATE POLICY own ON installs USING (cluster IN (SELECT id FROM groups));
CREATE POLICY installed ON groups USING (id IN (SELECT cluster FROM installs));
