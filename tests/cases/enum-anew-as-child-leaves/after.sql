CREATE TYPE status AS ENUM ('created', 'deleted', 'updated', 'purged');
CREATE TABLE resource (id text NOT NULL, status status NOT NULL DEFAULT 'created', body jsonb, meta jsonb);
CREATE TABLE patient () INHERITS (resource);
CREATE TABLE observation (id text NOT NULL, status status NOT NULL DEFAULT 'created', body jsonb, meta jsonb);
