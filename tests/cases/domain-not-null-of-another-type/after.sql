CREATE DOMAIN amount AS numeric(24,6) NOT NULL DEFAULT 0 CONSTRAINT nonneg CHECK (VALUE >= 0);
CREATE TABLE entry (id integer PRIMARY KEY, amt amount);
