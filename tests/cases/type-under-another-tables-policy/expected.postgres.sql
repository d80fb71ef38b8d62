-- migrate:upgrade
DROP POLICY installed ON clusters;

DROP POLICY own ON installs;

CREATE TABLE groups (
    id bigint NOT NULL,
    CONSTRAINT groups_pkey PRIMARY KEY (id)
);

ALTER TABLE installs ALTER COLUMN cluster TYPE bigint;

-- loses all rows of clusters
DROP TABLE clusters;

CREATE POLICY installed ON groups USING (id IN ( SELECT installs.cluster
   FROM installs));

CREATE POLICY own ON installs USING (cluster IN ( SELECT groups.id
   FROM groups));

-- migrate:downgrade
DROP POLICY installed ON groups;

DROP POLICY own ON installs;

CREATE TABLE clusters (
    id integer NOT NULL,
    region text,
    CONSTRAINT clusters_pkey PRIMARY KEY (id)
);

-- fails while installs.cluster holds values beyond integer
ALTER TABLE installs ALTER COLUMN cluster TYPE integer;

-- loses all rows of groups
DROP TABLE groups;

CREATE POLICY installed ON clusters USING (id IN ( SELECT installs.cluster
   FROM installs));

CREATE POLICY own ON installs USING (cluster > 0);
